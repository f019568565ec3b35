import Explorer
import RNNCore
import Screen

/// What the landscape shows, computed: curves over one knob or s_k over W and b. It does not depend on the present values of
/// those, so that moving them computes nothing anew. It refines while one looks: coarse first, then finer.
struct Landscape: ViewPart {
  struct Key: Hashable, Sendable {
    let input: InputChoice
    /// Of a network of several units that of gain 1.
    let start: InitializedNetwork
    /// Whether the swept value is the gain g of W = g·W₀.
    let isGain: Bool
    let observable: Observable
    let target: Int
    let parameter: Parameter
    /// What the second curve of the gradient leaves out; of the surface, which has none, nothing.
    let truncation: Truncation
    let horizontal: ClosedRange<Double>
    let vertical: ClosedRange<Double>?
    let knob: Knob
    let columns: Int
    let rows: Int
  }

  /// What is computed.
  private enum Samples: Sendable {
    case curves(CurveSamples)
    case surface(SurfaceSamples)
  }

  let key: Key
  private var samples: Samples
  /// Over the gain: where bounds are reached.
  let marks: [Mark]

  /// The states that are drawn at a value, s_k among them: more could not be told apart.
  static let statesKept = 8

  /// As much of it as a frame has time for; where even one value takes longer than that, nothing yet.
  ///
  /// - Parameter present: the value of the curves that comes first.
  init(_ key: Key, _ experiment: Experiment, present: Double? = nil) {
    self.key = key
    marks = key.isGain ? Self.marks(experiment.network) : []
    samples =
      key.vertical.map {
        let size = Size(width: key.columns, height: key.rows)
        return .surface(
          SurfaceSamples(
            size, horizontal: key.horizontal, vertical: $0, costOfSample: LandscapeCost.sample(key),
            budget: LandscapeCost.slice))
      } ?? .curves(CurveSamples(key.horizontal, count: 2 * key.columns, first: present))
    refine(experiment, budget: LandscapeCost.slice)
  }

  /// Whether nothing is left to compute.
  var isComplete: Bool {
    switch samples {
    case .curves(let curves): curves.isComplete
    case .surface(let surface): surface.isComplete
    }
  }

  /// The samples there are, and those there will be.
  var progress: (computed: Int, all: Int) {
    switch samples {
    case .curves(let curves): (curves.computed, curves.count)
    case .surface(let surface): (surface.computed, surface.count)
    }
  }

  /// Whether every sample is there.
  var isWhole: Bool { progress.computed == progress.all }

  /// The curves; nil for the surface.
  var curves: CurveSamples? { if case .curves(let curves) = samples { curves } else { nil } }

  /// The surface; nil for the curves.
  var surface: SurfaceSamples? { if case .surface(let surface) = samples { surface } else { nil } }

  /// For the curves: the values computed so far, from left to right.
  var responses: [Response] { curves?.responses ?? [] }
  /// Values at which λ crosses 0, from left to right.
  var crossings: [Double] { curves?.crossings ?? [] }
  /// The digits of a crossing that are worth reading.
  var crossingDigits: Int { curves?.crossingDigits ?? 6 }

  /// Computes more of the samples, of the inputs of an analysis.
  mutating func refine(_ analysis: Analysis, moments: Int) {
    let experiment = Experiment(start: key.start, inputs: analysis.experiment.inputs)
    refine(experiment, budget: moments * LandscapeCost.slice, atLeastOne: true)
  }

  /// Computes about as many multiplications more as `budget` says; `atLeastOne` sample, where one alone costs more.
  mutating func refine(_ experiment: Experiment, budget: Int, atLeastOne: Bool = false) {
    let cost = LandscapeCost.sample(key)
    let count = Swift.max(budget / cost, atLeastOne ? 1 : 0)
    switch samples {
    case .curves(var curves):
      let source = CurveSamples.Source(key, experiment)
      for _ in 0..<count where !curves.isComplete { curves.advance(source) }
      curves.findCrossings()
      samples = .curves(curves)
    case .surface(var surface):
      var left = count
      while left > 0, !surface.isComplete {
        left -= surface.advance(experiment, target: key.target, atMost: left)
      }
      samples = .surface(surface)
    }
  }

  /// The crossings, the nearest to a value first.
  func crossings(near value: Double) -> [Double] {
    // Halves, for a distance itself may be no `Double`.
    crossings.sorted { ($0 / 2 - value / 2).magnitude < ($1 / 2 - value / 2).magnitude }
  }
}

extension CurveSamples.Source {
  /// The scalar network's answers, or those of a network of several units to its gain.
  fileprivate init(_ key: Landscape.Key, _ experiment: Experiment) {
    if !key.isGain, let variable = key.knob.variable {
      self.init(
        response: {
          experiment.responses(
            to: variable, at: [$0], target: key.target, parameter: key.parameter, observable: key.observable,
            truncation: key.truncation, statesKept: Landscape.statesKept
          ).first
        }, growth: { experiment.growth(of: variable, at: $0, target: key.target) })
    } else {
      self.init(
        response: {
          experiment.responses(
            toGains: [$0], target: key.target, parameter: key.parameter, observable: key.observable,
            truncation: key.truncation, statesKept: Landscape.statesKept
          ).first
        }, growth: { experiment.growth(ofGain: $0, target: key.target) })
    }
  }
}

/// What samples of a landscape cost, in multiplications, so that what is computed in a moment does not depend on the machine.
enum LandscapeCost {
  /// A step of the scalar network takes as long as so many.
  private static let scalarStep = 100
  /// A step of a network of n units takes as long as so many for each unit, and 2n³/3: matrices are multiplied several numbers
  /// at a time.
  private static let unit = 600
  /// What one moment is for: about 30 ms.
  static let slice = 100_000_000
  /// Of one sample: O(k·n³); that of two where a sum that is cut stands beside the whole one.
  static func sample(_ key: Landscape.Key) -> Int {
    let (n, sums) = (key.start.network.hiddenSize, key.truncation == .none ? 1 : 2)
    return key.target * sums * (key.isGain ? 2 * n * n * n / 3 + unit * n : scalarStep)
  }
}

extension Landscape {
  /// A size of the gain at which a bound is reached.
  struct Mark: Hashable, Sendable {
    var name: String
    /// |g|.
    var gain: Double

    /// Where g times a norm is 1, if that is a number.
    init?(name: String, atNorm norm: ScaledDouble) {
      guard !norm.isZero, case let gain = (.one / norm).doubleValue, gain.isFinite else { return nil }
      (self.name, self.gain) = (name, gain)
    }
  }

  /// Where σ_max(g·W₀)·γ is 1, below which gradients must vanish (Pascanu, Mikolov, Bengio 2013), and where ρ(g·W₀) is 1,
  /// the edge of a linear network.
  static func marks(_ network: RNN) -> [Mark] {
    let spectrum = WeightSpectrum(of: network.recurrentWeights)
    let norm = spectrum.spectralNorm * ScaledDouble(network.activation.derivativeSupremum)
    return [Mark(name: "σ·γ=1", atNorm: norm), Mark(name: "ρ(W)=1", atNorm: spectrum.spectralRadius)].compactMap { $0 }
  }
}

extension Landscape {
  /// The marks of either sign, those above 0 first.
  var markedGains: [(name: String, gain: Double)] {
    marks.map { ($0.name, $0.gain) } + marks.map { ($0.name, -$0.gain) }
  }

  /// The gains at which bounds are reached, for the read-out; nil where there are none.
  var bounds: String? {
    guard !marks.isEmpty else { return nil }
    let texts = marks.map { mark in
      "\(mark.name == "σ·γ=1" ? "σ_max(W)·γ" : "ρ(W)") = 1 at \(NumberText.compact(ScaledDouble(mark.gain), digits: 4))"
    }
    return "┼ " + texts.joined(separator: ", ")
  }
}
