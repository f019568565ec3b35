/// One row of a sweep: how a target step fares in one setting.
public struct SweepPoint: Hashable, Sendable {
  /// s_k of one unit, ‖s_k‖₂ of several; nil where the trajectory overflows before it, or the norm is no `Double`.
  public let state: Double?
  /// ∂s_k/∂θ, or that of what else is looked at, of several units its norm; nil likewise, and where a loss has no value.
  public let total: ScaledDouble?
  /// What a truncation leaves of it: the total itself where nothing is left out; nil likewise.
  public let cutTotal: ScaledDouble?
  /// λ(k,1), the verdict and the extremes on the way.
  public let regime: Regime

  /// The row of a target step in 1…T.
  ///
  /// Complexity: that of `Contributions` and `Regime`.
  public init(
    of trajectory: Trajectory, target: Int, parameter: Parameter, observable: Observable = .state,
    truncation: Truncation = .none
  ) {
    let canObserve = trajectory.isFinite(through: target) && trajectory.canObserve(observable, at: target)
    func contributions(_ truncation: Truncation) -> Contributions? {
      guard canObserve else { return nil }
      return Contributions(
        of: trajectory, target: target, parameter: parameter, observable: observable, truncation: truncation)
    }
    let whole = contributions(.none)
    let cut = truncation == .none ? whole : contributions(truncation)
    state = trajectory.isFinite(through: target) ? Self.size(of: trajectory.state(at: target)) : nil
    (total, cutTotal) = (whole?.total, cut?.total)
    regime = whole.map { Regime(of: $0) } ?? Regime(of: trajectory, target: target)
  }

  private static func size(of state: ArraySlice<Double>) -> Double? {
    guard state.count > 1 else { return state.first }
    let norm = ScaledVector(Array(state)).norm.doubleValue
    return norm.isFinite ? norm : nil
  }
}

/// A number of a network that a sweep turns.
public enum SweepVariable: Hashable, Sendable {
  /// A number of the scalar network.
  case scalar(ScalarVariable)
  /// g of W = g·W₀: what all of W is multiplied by.
  case gain
  /// Every number of s_0.
  case initialState
  /// What is added to every bias of the gate that keeps the state: f of an LSTM, z of a GRU.
  case forgetBias
}

extension Experiment {
  /// The same with one number set, or with W multiplied or a gate's bias added to.
  ///
  /// - Throws: `NetworkError.notFinite` where the number or what it makes is NaN or infinite, else as
  ///   `InitializedNetwork.setting(_:to:)`; `NetworkError.noVariable` for the forget bias of a cell without gates.
  /// - Complexity: O(n·(n + m)).
  public func setting(_ variable: SweepVariable, to value: Double) throws(NetworkError) -> Experiment {
    var start = start
    switch variable {
    case .scalar(let variable): start = try start.setting(variable, to: value)
    case .gain: start.network = try start.network.scaled(byGain: value)
    case .initialState:
      guard value.isFinite else { throw .notFinite(parameter: ScalarVariable.initialState.rawValue) }
      start.initialState = start.initialState.map { _ in value }
    case .forgetBias: start.network = try start.network.addingForgetBias(value)
    }
    return Experiment(start: start, inputs: inputs)
  }

  /// The row of a sweep at one value of a variable of the scalar network.
  ///
  /// - Throws: `NetworkError.notFinite` for NaN or infinity.
  /// - Complexity: O(k).
  public func sweepPoint(
    _ variable: ScalarVariable, _ value: Double, target: Int, parameter: Parameter, observable: Observable = .state,
    truncation: Truncation = .none
  ) throws(NetworkError) -> SweepPoint {
    SweepPoint(
      of: try setting(.scalar(variable), to: value).trajectory(), target: target, parameter: parameter,
      observable: observable, truncation: truncation)
  }
}

extension RNN {
  /// The same with a number added to every bias of the gate that keeps the state.
  fileprivate func addingForgetBias(_ added: Double) throws(NetworkError) -> RNN {
    guard let gate = cellKind.keepingGate else { throw .noVariable(.forgetBias, of: cellKind) }
    let parameter = Parameter(.bias, gate: gate)
    let bias = block(parameter).weights
    return try replacing(
      parameter, with: Matrix(rows: bias.rows, columns: bias.columns, elements: bias.elements.map { $0 + added }))
  }
}

/// One setting of a sweep: what it is called, what is run, and the step that is looked at.
public struct SweepSetting: Sendable {
  /// What tells a row from the others.
  public enum Label: Hashable, Sendable {
    /// The value of what is turned.
    case value(Double)
    /// The name of one of several networks.
    case name(String)
  }

  /// What it is called.
  public let label: Label
  /// What is run.
  public let experiment: Experiment
  /// k.
  public let target: Int
  /// What is left out of the sum; nil where that is what all settings leave out.
  public let truncation: Truncation?

  /// A setting.
  public init(_ label: Label, _ experiment: Experiment, target: Int, truncation: Truncation? = nil) {
    (self.label, self.experiment, self.target, self.truncation) = (label, experiment, target, truncation)
  }
}

/// The settings that a sweep visits, each made when its turn comes.
public struct SweepPlan: Sendable {
  /// What is turned: `W`, `g`, `T`.
  public let name: String
  /// How many settings there are.
  public let count: Int
  /// Whether some of them leave out something of their own.
  public let hasTruncations: Bool
  private let setting: @Sendable (Int) throws(NetworkError) -> SweepSetting

  /// Settings 0 ..< `count` of anything.
  ///
  /// - Parameters:
  ///   - name: what is varied.
  ///   - count: how many there are.
  ///   - hasTruncations: whether some of them leave out something of their own.
  ///   - setting: makes one of them from nothing but its number: it may be asked from any thread.
  public init(
    _ name: String, count: Int, hasTruncations: Bool = false,
    setting: @escaping @Sendable (Int) throws(NetworkError) -> SweepSetting
  ) {
    (self.name, self.count, self.hasTruncations, self.setting) = (name, count, hasTruncations, setting)
  }

  /// An experiment with a number of its network at every value of a range.
  ///
  /// - Parameters:
  ///   - name: what the number is called.
  ///   - experiment: what else stays as it is. For a gain its W is W₀; for a forget bias its own is added to.
  ///   - variable: the number that is turned.
  ///   - range: its values.
  ///   - target: k, in 1…T.
  public init(
    _ name: String, of experiment: Experiment, varying variable: SweepVariable, over range: SweepRange, target: Int
  ) {
    self.init(name, count: range.count) { place throws(NetworkError) in
      let value = range.value(at: place)
      return SweepSetting(.value(value), try experiment.setting(variable, to: value), target: target)
    }
  }

  /// A setting, from 0.
  ///
  /// - Throws: `NetworkError` for a value that is no weight.
  public func setting(at place: Int) throws(NetworkError) -> SweepSetting { try setting(place) }

  /// The rows of some settings, in order, and the same for any number of threads.
  ///
  /// - Parameters:
  ///   - places: which settings.
  ///   - parameter: θ.
  ///   - observable: what is looked at.
  ///   - truncation: what is left out of the sum, but for settings that say so themselves.
  ///   - threads: how many rows are made at a time, at most.
  /// - Throws: the first `NetworkError` of any of them.
  /// - Complexity: that of `SweepPoint` for each row.
  public func points(
    _ places: Range<Int>, parameter: Parameter, observable: Observable = .state, truncation: Truncation = .none,
    threads: Int = 1
  ) throws(NetworkError) -> [(label: SweepSetting.Label, target: Int, point: SweepPoint)] {
    let rows = Concurrent.map(count: places.count, threads: threads) { place in
      Result { () throws(NetworkError) in
        let setting = try setting(places.lowerBound + place)
        let point = SweepPoint(
          of: setting.experiment.trajectory(), target: setting.target, parameter: parameter, observable: observable,
          truncation: setting.truncation ?? truncation)
        return (label: setting.label, target: setting.target, point: point)
      }
    }
    var points: [(label: SweepSetting.Label, target: Int, point: SweepPoint)] = []
    for row in rows { points.append(try row.get()) }
    return points
  }
}

/// The values a sweep visits: from, from + step, … up to and including the end.
public struct SweepRange: Hashable, Sendable {
  /// The first value.
  public let from: Double
  /// The distance of neighbouring values; negative to walk down.
  public let step: Double
  /// The number of values, at least 1.
  public let count: Int

  /// A range of at most 10⁷ values; the end is included when a whole number of steps reaches it to within 10⁻⁹ of one.
  ///
  /// Returns nil unless all three are finite and the step, not 0, leads from the start to the end in that many.
  public init?(from: Double, through end: Double, by step: Double) {
    let steps = (end - from) / step
    guard from.isFinite, end.isFinite, step.isFinite, step != 0, steps >= 0, steps < 10_000_000 else { return nil }
    self.from = from
    self.step = step
    count = Int((steps + 1e-9).rounded(.down)) + 1
  }

  /// Value number `index`, from 0: the decimal grid point nearest to from + index·step, so that 0:3:0.01 visits 0.07
  /// and not 0.07000000000000001.
  public func value(at index: Int) -> Double {
    precondition((0..<count).contains(index), "one of the range's values")
    let raw = from + Double(index) * step
    guard let digits = Self.decimals(of: from, step) else { return raw }
    return (raw * digits).rounded() / digits
  }

  /// The power of ten that makes both numbers whole, up to 10⁹.
  private static func decimals(of a: Double, _ b: Double) -> Double? {
    var scale = 1.0
    for _ in 0...9 {
      let scaled = [a * scale, b * scale]
      if scaled.allSatisfy({ ($0 - $0.rounded()).magnitude < 1e-9 * Swift.max($0.magnitude, 1) && $0.magnitude < 1e15 })
      {
        return scale
      }
      scale *= 10
    }
    return nil
  }
}

/// In which order evenly spread samples are taken, so that at every moment those there are spread evenly.
public enum SamplingOrder {
  /// 0 ..< `count`: the first, the middle, the quarters, the eighths … – strides that halve, and within a stride the
  /// places in the same order again (the bits of a place are those of its rank, reversed). Complexity: O(count·log
  /// count).
  public static func places(_ count: Int) -> [Int] {
    let bits = Int.bitWidth - Swift.max(count - 1, 0).leadingZeroBitCount
    return (0..<1 << bits).map { reversed($0, bits: bits) }.filter { $0 < count }
  }

  private static func reversed(_ place: Int, bits: Int) -> Int {
    (0..<bits).reduce(0) { $0 << 1 | (place >> $1) & 1 }
  }
}
