import Explorer
import RNNCore
import Screen

/// What the Spectrum view is to a session.
struct SpectrumDefinition: ViewDefinition {
  let view = View.spectrum
  let keys: ViewKeys = [.term, .decades]

  func key(_ session: Session) -> ShownFlowSpectrum.Key? { ShownFlowSpectrum.Key(session) }

  func part(
    _ key: ShownFlowSpectrum.Key, _ session: Session, previous: ShownFlowSpectrum?
  ) -> ShownFlowSpectrum {
    ShownFlowSpectrum(
      key, session.analysis.trajectory, beside: session.compared?.analysis.trajectory, reusing: previous,
      inParts: session.showsParts, threads: session.threads)
  }

  let isWithoutTerms = true

  /// The eigenvalues come first; beside B both are there.
  func showsEarly(_ missing: Analysis.Missing, _ session: Session) -> Bool {
    missing == .terms && session.state.other == nil
  }

  func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    SpectrumPanel.draw(session, into: &frame, in: rect)
  }
}

extension Session {
  /// The flow's singular values that were shown last.
  var flowSpectrum: ShownFlowSpectrum? { parts[.spectrum] as? ShownFlowSpectrum }
}

/// The singular values of the flow at as many lags as a screen shows, and those of what is kept as B: all of them at once, or
/// lag by lag while one looks, from the smallest one on.
struct ShownFlowSpectrum: ViewPart {
  /// What the flow of a setting follows from.
  struct Source: Hashable, Sendable {
    let input: InputChoice
    let start: InitializedNetwork
    let target: Int

    init(_ state: State) { (input, start, target) = (state.input, state.start, state.target) }
  }

  struct Key: Hashable, Sendable {
    let shown: Source
    /// That of B; nil where nothing is kept.
    let other: Source?
    /// The columns that lags are spread over.
    let columns: Int
  }

  let key: Key
  /// nil where the state overflows at or before k.
  private(set) var flow: ShownFlow?
  /// That of B, unless it is the same; nil likewise, and where nothing is kept.
  private var ownFlowOfOther: ShownFlow?
  /// The spectrum of J_k of a gated cell, and B's; nil likewise, and of an Elman network, whose own is that of W.
  private(set) var step: WeightSpectrum?
  let otherStep: WeightSpectrum?
  /// The trajectory that `step` is still to be found of; nil where there is nothing to be found.
  private var stepToFind: Trajectory?

  /// Those of a trajectory and of B's. What was shown before, in whichever of the two places, is not computed anew: while
  /// one of them stays a key press costs no more than without the other.
  init(
    _ key: Key, _ shown: Trajectory, beside other: Trajectory?, reusing previous: ShownFlowSpectrum?,
    inParts: Bool = false, threads: Int = 1
  ) {
    func flow(_ source: Source, _ trajectory: Trajectory) -> ShownFlow? {
      previous?.flow(of: source, columns: key.columns) ?? ShownFlow(trajectory, source, key.columns, threads: threads)
    }
    self.key = key
    self.flow = flow(key.shown, shown)
    let findsStepLater = inParts && key.other == nil && Self.takesLong(shown)
    step = findsStepLater ? nil : Self.step(shown, key.shown, reusing: previous)
    stepToFind = findsStepLater ? shown : nil
    otherStep = other.flatMap { other in key.other.flatMap { Self.step(other, $0, reusing: previous) } }
    ownFlowOfOther = key.other.flatMap { source in
      source == key.shown ? nil : other.flatMap { flow(source, $0) }
    }
    if !inParts {
      refine(budget: .infinity)
    } else if !lacksStep, self.flow.map({ $0.costOfNext <= Self.slice }) ?? true {
      refine(budget: Self.firstSlice)
    }
  }

  /// B's.
  var otherFlow: ShownFlow? { key.other == key.shown ? flow : ownFlowOfOther }
  /// The singular values that are there; nil where the state overflows at or before k.
  var spectrum: FlowSpectrum? { flow?.spectrum }
  /// Those of B; nil likewise, and where nothing is kept.
  var other: FlowSpectrum? { otherFlow?.spectrum }

  var isComplete: Bool { !lacksStep && flow?.isComplete ?? true && otherFlow?.isComplete ?? true }
  /// Whether `step` is still to be found.
  var lacksStep: Bool { stepToFind != nil }
  /// What is not complete holds the trajectory that it goes back through.
  var holdsAnalysis: Bool { lacksStep || flow.map { !$0.isComplete } ?? false }
  var holdsCounterpart: Bool { ownFlowOfOther.map { !$0.isComplete } ?? false }

  /// Multiplications beside those of the picture's other numbers in the frame that follows a key press, a few milliseconds;
  /// and those of a moment.
  private static let (firstSlice, slice) = (2e7, 1e8)

  mutating func refine(_ analysis: Analysis, moments: Int) { refine(budget: Double(moments) * Self.slice) }

  /// What is shown first, then what is kept as B.
  private mutating func refine(budget: Double) {
    if let trajectory = stepToFind {
      step = Self.step(trajectory, key.shown, reusing: nil)
      return stepToFind = nil
    }
    let isOwnTurn = flow.map { !$0.isComplete } ?? false
    if isOwnTurn { flow?.refine(budget: budget) }
    if !isOwnTurn || budget == .infinity || ownFlowOfOther?.spectrum.lags.isEmpty == true {
      ownFlowOfOther?.refine(budget: budget)
    }
  }

  /// What is known of a source; nil where it is not.
  private func flow(of source: Source, columns: Int) -> ShownFlow?? {
    guard columns == key.columns else { return nil }
    return source == key.shown ? .some(flow) : source == key.other ? .some(otherFlow) : nil
  }

  /// Whether finding the spectrum of J_k takes longer than a key may have to wait.
  private static func takesLong(_ trajectory: Trajectory) -> Bool {
    let order = Double(trajectory.hiddenSize * trajectory.network.cellKind.parts)
    return trajectory.network.cellKind.isGated && 20 * order * order * order > slice
  }

  private static func step(
    _ trajectory: Trajectory, _ source: Source, reusing previous: ShownFlowSpectrum?
  ) -> WeightSpectrum? {
    guard trajectory.network.cellKind.isGated, trajectory.isFinite(through: source.target) else { return nil }
    let known =
      source == previous?.key.shown ? previous?.step : source == previous?.key.other ? previous?.otherStep : nil
    return known ?? trajectory.stepSpectrum(at: source.target)
  }

  /// Multiplications that the product may take, so that a key press is answered in a fraction of a second.
  private static let productBudget = 600_000_000
  /// Those that the singular values may take.
  private static let valueBudget = 10_000_000
  /// What a step costs beside the n³ multiplications of its product.
  private static let stepCost = 50_000

  /// Evenly spread lags from 0 up to k − 1, or as far as the budget reaches; one for each column at most.
  static func lags(target: Int, order n: Int, columns: Int) -> [Int] {
    let cube = n * n * n
    let last = Swift.min(target - 1, productBudget / (cube + stepCost))
    let count = Swift.min(Swift.max(valueBudget / cube, 12), columns, last + 1)
    return count < 2 ? [0, last] : (0..<count).map { $0 * last / (count - 1) }
  }
}

/// The singular values of one setting's flow, as far as they are computed.
struct ShownFlow: Sendable {
  private var sweep: FlowSpectrumSweep
  /// The values at the lags that are there.
  private(set) var spectrum: FlowSpectrum

  /// How many threads may compute them.
  private let threads: Int

  /// Nothing yet; nil where the state overflows at or before k.
  fileprivate init?(_ trajectory: Trajectory, _ source: ShownFlowSpectrum.Source, _ columns: Int, threads: Int) {
    self.threads = threads
    guard trajectory.isFinite(through: source.target) else { return nil }
    let order = trajectory.hiddenSize * trajectory.network.cellKind.parts
    let lags = ShownFlowSpectrum.lags(target: source.target, order: order, columns: columns)
    sweep = FlowSpectrumSweep(of: trajectory, target: source.target, lags: lags)
    spectrum = sweep.spectrum
  }

  /// About how many multiplications the next lags take at least.
  fileprivate var costOfNext: Double { sweep.costOfNext }
  /// Whether all lags are there.
  var isComplete: Bool { sweep.isComplete }
  /// The largest of all lags, whether it is there or not.
  var lastLag: Int { sweep.lags[sweep.lags.count - 1] }

  /// Computes about as much as so many multiplications are, at least until there is something to show.
  fileprivate mutating func refine(budget: Double) {
    guard !isComplete else { return }
    sweep.refine(budget: budget, threads: threads)
    spectrum = sweep.spectrum
    // Lag 0 says nothing.
    if !isComplete, spectrum.lags.count < 2 { refine(budget: 0) }
  }
}

extension ShownFlowSpectrum.Key {
  /// What the shown singular values depend on; nil where none are shown.
  init?(_ session: Session) {
    let state = session.state
    guard state.view == .spectrum, state.isMatrix else { return nil }
    let layout = SpectrumLayout(Layout(for: session).body)
    self.init(
      shown: ShownFlowSpectrum.Source(state), other: state.other.map { ShownFlowSpectrum.Source($0) },
      columns: layout.flowColumns)
  }
}

/// View 5: the eigenvalues of W, or of a gated cell's J_k, against the unit circle, its singular values against 1, the Lyapunov spectrum of the
/// trajectory, and the singular values of the flow against lag.
enum SpectrumPanel {
  static func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    guard let key = ShownFlowSpectrum.Key(session),
      let shown: ShownFlowSpectrum = session.part(of: .spectrum, for: key)
    else {
      let text = "the spectrum is for networks of several units: --hidden 16"
      return TextWrap.draw(text, into: &frame, in: rect.belowFirstRow)
    }
    guard let view = SpectrumView(session, shown, SpectrumLayout(rect)) else {
      guard !shown.lacksStep else {
        return TextWrap.draw("the eigenvalues of the step are not computed yet", into: &frame, in: rect.belowFirstRow)
      }
      return TextWrap.draw("the state overflows: there is no Jacobian to show", into: &frame, in: rect.belowFirstRow)
    }
    EigenvaluePlane(view).draw(into: &frame)
    RateBand.draw(view, into: &frame)
    FlowLagBand(view).draw(into: &frame)
    SpectrumReadOut.draw(view, into: &frame)
  }
}
