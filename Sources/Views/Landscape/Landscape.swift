import Explorer
import RNNCore
import Screen

/// What the landscape shows, computed: curves over one knob or s_k over W and b. It does not depend on the present values of
/// those, so that moving them computes nothing anew. It refines while one looks: coarse first, then finer.
struct Landscape: ViewPart {
  /// What the curves of a setting follow from, but for which values they are over.
  struct Subject: Hashable, Sendable {
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
    let knob: Knob
  }

  struct Key: Hashable, Sendable {
    let shown: Subject
    /// That of what is kept as B, where curves are shown and it has the same knob.
    let other: Subject?
    let horizontal: ClosedRange<Double>
    let vertical: ClosedRange<Double>?
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
  /// B's curves; nil where there are none, or they are those of what is shown.
  private var otherSamples: CurveSamples?
  /// Over the gain: where bounds are reached.
  let marks: [Mark]
  /// How many threads may compute values, on which none of them depends.
  private let threads: Int

  /// The states that are drawn at a value, s_k among them: more could not be told apart.
  static let statesKept = 8

  /// As much of it as a frame has time for; where even one value takes longer than that, nothing yet. Of the curves the
  /// present value of their own setting comes first. Curves that were shown before, in either place, are taken over.
  init(_ key: Key, _ shown: Setting, beside other: Setting?, reusing previous: Landscape?, threads: Int = 1) {
    (self.key, self.threads) = (key, threads)
    marks = key.shown.isGain ? Self.marks(key.shown.start.network, shown.analysis.unitSpectrum) : []
    func curves(_ subject: Subject, _ setting: Setting) -> CurveSamples {
      previous?.curves(of: subject, on: key)
        ?? CurveSamples(key.horizontal, count: 2 * key.columns, first: setting.state.value(of: subject.knob))
    }
    samples =
      key.vertical.map {
        let size = Size(width: key.columns, height: key.rows)
        return .surface(
          SurfaceSamples(
            size, horizontal: key.horizontal, vertical: $0, costOfSample: LandscapeCost.sample(key.shown),
            budget: LandscapeCost.slice))
      } ?? .curves(curves(key.shown, shown))
    otherSamples = key.other.flatMap { subject in
      subject == key.shown ? nil : other.map { curves(subject, $0) }
    }
    refine(shown.analysis, beside: other?.analysis, budget: LandscapeCost.slice)
  }

  /// The curves of a subject over the values of another key, as far as they are computed; nil where they are not.
  private func curves(of subject: Subject, on key: Key) -> CurveSamples? {
    guard key.horizontal == self.key.horizontal, key.columns == self.key.columns else { return nil }
    return subject == self.key.shown ? curves : subject == self.key.other ? otherSamples : nil
  }

  /// Whether nothing is left to compute.
  var isComplete: Bool {
    switch samples {
    case .curves(let curves): curves.isComplete && isOtherWhole
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

  var done: Double { isComplete ? 1 : Double(progress.computed) / Double(progress.all) }

  /// Whether every sample is there.
  var isWhole: Bool { progress.computed == progress.all }

  /// The curves; nil for the surface.
  var curves: CurveSamples? { if case .curves(let curves) = samples { curves } else { nil } }

  /// The surface; nil for the curves.
  var surface: SurfaceSamples? { if case .surface(let surface) = samples { surface } else { nil } }

  /// For the curves: the values computed so far, from left to right.
  var responses: [Response] { curves?.responses ?? [] }
  /// B's curves; nil where there are none.
  var otherCurves: CurveSamples? { key.other == key.shown ? curves : otherSamples }
  /// Values at which λ crosses 0, from left to right.
  var crossings: [Double] { curves?.crossings ?? [] }
  /// The digits of a crossing that are worth reading.
  var crossingDigits: Int { curves?.crossingDigits ?? 6 }

  /// Computes more of the samples, of the inputs of the analyses.
  mutating func refine(_ analysis: Analysis, beside other: Analysis?, moments: Int) {
    refine(analysis, beside: other, budget: moments * LandscapeCost.slice, atLeastOne: true)
  }

  /// Computes about as many multiplications more as `budget` says; `atLeastOne` sample, where one alone costs more. What is
  /// shown and B share it while both lack something.
  private mutating func refine(
    _ analysis: Analysis, beside other: Analysis?, budget: Int, atLeastOne: Bool = false
  ) {
    let experiment = Experiment(start: key.shown.start, inputs: analysis.experiment.inputs)
    let cost = LandscapeCost.sample(key.shown)
    let isShared = !isOtherWhole && curves?.isComplete == false
    let share = isShared ? budget / 2 : budget
    let least = atLeastOne ? threads : 0
    let count = Swift.max(share / cost * threads, least)
    switch samples {
    case .curves(var curves):
      curves.refine(CurveSamples.Source(key.shown, experiment), atMost: count, threads: threads(for: cost * count))
      samples = .curves(curves)
    case .surface(var surface):
      var left = count
      while left > 0, !surface.isComplete {
        left -= surface.advance(experiment, target: key.shown.target, atMost: left)
      }
      samples = .surface(surface)
    }
    guard let subject = key.other, let other, !isOtherWhole else { return }
    let beside = Experiment(start: subject.start, inputs: other.experiment.inputs)
    let sharing = threads(for: share)
    // Nothing is said of where B's λ crosses 0.
    otherSamples?.refine(
      CurveSamples.Source(subject, beside),
      atMost: Swift.max(share / LandscapeCost.sample(subject) * self.threads, least), closesIn: false,
      threads: sharing)
  }

  /// What is less than a fifth of a millisecond is done before another thread has begun.
  private func threads(for cost: Int) -> Int { cost < 1_000_000 ? 1 : threads }

  private var isOtherWhole: Bool { otherSamples?.isWhole ?? true }

  /// The crossings, the nearest to a value first.
  func crossings(near value: Double) -> [Double] {
    // Halves, for a distance itself may be no `Double`.
    crossings.sorted { ($0 / 2 - value / 2).magnitude < ($1 / 2 - value / 2).magnitude }
  }
}

extension CurveSamples.Source {
  /// The scalar network's answers, or those of a network of several units to its gain.
  fileprivate init(_ subject: Landscape.Subject, _ experiment: Experiment) {
    if !subject.isGain, let variable = subject.knob.variable {
      self.init(
        response: {
          experiment.responses(
            to: variable, at: [$0], target: subject.target, parameter: subject.parameter,
            observable: subject.observable,
            truncation: subject.truncation, statesKept: Landscape.statesKept
          ).first
        }, growth: { experiment.growth(of: variable, at: $0, target: subject.target) })
    } else {
      self.init(
        response: {
          experiment.responses(
            toGains: [$0], target: subject.target, parameter: subject.parameter, observable: subject.observable,
            truncation: subject.truncation, statesKept: Landscape.statesKept
          ).first
        }, growth: { experiment.growth(ofGain: $0, target: subject.target) })
    }
  }
}

/// What samples of a landscape cost, in multiplications, so that what is computed in a moment does not depend on the machine.
enum LandscapeCost {
  /// A step of the scalar network takes as long as so many.
  private static let scalarStep = 100
  /// One of a gated cell, which goes the general way.
  private static let gatedStep = 20_000
  /// A step of a network of n units takes as long as so many for each unit, and 2n³/3: matrices are multiplied several numbers
  /// at a time.
  private static let unit = 600
  /// What one moment is for: about 30 ms.
  static let slice = 100_000_000
  /// Of one sample: O(k·n³); that of two where a sum that is cut stands beside the whole one.
  static func sample(_ subject: Landscape.Subject) -> Int {
    let (n, sums) = (subject.start.network.hiddenSize, subject.truncation == .none ? 1 : 2)
    guard subject.isGain else {
      return subject.target * sums * (subject.start.network.cellKind.isGated ? gatedStep : scalarStep)
    }
    // A row of pre-activations for each gate, and of an LSTM a covector for h and c.
    let cell = subject.start.network.cellKind
    return subject.target * sums * cell.rowsPerUnit * cell.parts * (2 * n * n * n / 3 + unit * n)
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
  /// the edge of a linear network; of gated cells nothing of the kind is known.
  static func marks(_ network: RNN, _ spectrum: WeightSpectrum?) -> [Mark] {
    guard let supremum = network.elmanActivation?.derivativeSupremum, let spectrum else { return [] }
    let norm = spectrum.spectralNorm * ScaledDouble(supremum)
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
