import Explorer
import RNNCore
import Screen

/// The numbers at the present value, and what was computed for the picture.
enum LandscapeReadOut {
  /// Writes lines, of each the first variant that fits.
  static func draw(_ lines: [[[Span]]], _ layout: LandscapeLayout, into frame: inout Frame) {
    let rect = layout.readOut
    for (row, variants) in lines.prefix(rect.height).enumerated() {
      let line = BandRule.fitting(variants, in: rect.width - 2)
      frame.write(line, x: rect.x + 1, y: rect.y + row, limit: rect.x + rect.width)
    }
  }

  private static func number(_ value: ScaledDouble, _ digits: Int = 4) -> String {
    NumberText.number(value, digits: digits)
  }

  private static func here(_ session: Session, _ knobs: [Knob]) -> Span {
    let texts = knobs.map {
      "\(session.state.name(of: $0)) = \(NumberText.compact(ScaledDouble(session.state.value(of: $0)), digits: 7))"
    }
    return Span("at " + texts.joined(separator: ", ") + "   ", .target)
  }

  /// For the curves.
  static func curves(
    _ session: Session, _ landscape: Landscape, beside other: LandscapeCounterpart? = nil
  ) -> [[[Span]]] {
    let (state, analysis) = (session.state, session.analysis)
    let k = NumberText.subscripted(state.target)
    let here = here(session, [session.sweptKnob])
    let units = state.isScalar ? "" : " of \(state.start.network.hiddenSize) units"
    let samples = "\(count(landscape)) values, \(steps(state))\(units) each"
    let found = crossings(session, landscape)
    let known = landscape.bounds.map { bounds in found.map { $0 + " · " + bounds } } ?? []
    let isWhole = landscape.isWhole
    let notes =
      ((known + found).map { isWhole ? $0 + " · " + samples : samples + " · " + $0 } + (isWhole ? found : [samples]))
      .map { [Span($0, .muted)] }
    let second = beside(other, notes)
    guard let total = analysis.contributions?.total, let s = analysis.trajectory.state(at: state.target).first else {
      return [[[here, Span(missing(session), .alarm)]], second]
    }
    let names = CurveNames(state)
    let value =
      state.isScalar
      ? "\(state.cellKind.stateLetter)\(k) = \(number(ScaledDouble(s)))"
      : analysis.watchedValue.map { "\(names.observed) = \(number($0))" } ?? ""
    let cut = analysis.plainCutTotal.map { ", cut: \(number($0))" } ?? ""
    let gradient = "\(names.total) = \(number(total))\(cut)"
    let growth = growth(analysis)
    let stretch = worst(analysis.regime)
    let variants = [[value, gradient, growth, stretch], [gradient, growth, stretch], [growth, stretch], [growth]]
    let first = variants.map { [here, Span($0.filter { !$0.isEmpty }.joined(separator: " · "))] }
    return [first, second]
  }

  /// What B has at its own value, before what the notes have room for.
  private static func beside(_ other: LandscapeCounterpart?, _ notes: [[Span]]) -> [[Span]] {
    guard let other else { return notes }
    let knob = other.curves == nil ? nil : other.value
    let place = "B" + (knob.map { " at \(NumberText.compact(ScaledDouble($0), digits: 7))" } ?? "") + ": "
    let name = other.names.latest ?? other.names.observed
    let value = other.lastState.map { "\(name) = \(number(ScaledDouble($0)))" }
    let cut = other.analysis.plainCutTotal.map { ", cut: \(number($0))" } ?? ""
    let gradient = other.analysis.contributions.map { "\(other.names.total) = \(number($0.total))\(cut)" }
    let numbers = [value, gradient, growth(other.analysis)].compactMap { $0 }
    let all = (0..<numbers.count).map { Span(place + numbers.dropFirst($0).joined(separator: " · "), .counterpart) }
    return all.flatMap { numbers in notes.map { [numbers, Span("   ")] + $0 } } + all.map { [$0] } + notes
  }

  /// `λ = −0.3 per step`, or why there is none.
  private static func growth(_ analysis: Analysis) -> String {
    guard analysis.trajectory.isFinite(through: analysis.target) else { return "the state overflows" }
    // What rounding leaves of 0 is no rate.
    let rounding = Regime.rounding(hiddenSize: analysis.trajectory.hiddenSize)
    let rate = analysis.regime.lyapunovExponent.map { rate in
      "λ = \(rate.magnitude <= rounding ? "0" : number(ScaledDouble(rate), 3)) per step"
    }
    return rate ?? (analysis.target == 1 ? "k = 1: no step to flow through" : "λ = −∞: blocked")
  }

  /// `worst ×460 within 7 steps`, where λ alone is silent about it.
  private static func worst(_ regime: Regime) -> String {
    guard case .explodedFirst(let peak) = regime.way else { return "" }
    return "worst ×\(NumberText.compact(peak.flow, digits: 3)) within \(peak.lag) \(peak.lag == 1 ? "step" : "steps")"
  }

  private static func steps(_ state: State) -> String { state.target == 1 ? "1 step" : "\(state.target) steps" }

  /// `176`, or what there is of it.
  private static func count(_ landscape: Landscape) -> String {
    let (computed, all) = landscape.progress
    return computed < all ? "\(computed) of \(all)" : "\(all)"
  }

  private static func missing(_ session: Session) -> String {
    session.analysis.trajectory.isFinite(through: session.state.target)
      ? "step \(session.state.target) has no loss: no gradient" : "the state overflows: no gradient"
  }

  /// Where λ is 0, nearest to the present value: six places, and fewer on a narrow screen.
  private static func crossings(_ session: Session, _ landscape: Landscape) -> [String] {
    guard !landscape.crossings.isEmpty else {
      return [landscape.isWhole ? "λ does not cross 0 here" : "no crossing of λ = 0 found yet"]
    }
    let knob = session.sweptKnob
    let name = session.state.name(of: knob)
    let nearest = landscape.crossings(near: session.state.value(of: knob))
    return [6, 3, 1].map { count in
      let texts = nearest.prefix(count).sorted().map {
        NumberText.compact(ScaledDouble($0), digits: landscape.crossingDigits)
      }
      let rest = nearest.count > count ? " and \(nearest.count - count) more" : ""
      return "◇ λ = 0 at \(name) = " + texts.joined(separator: ", ") + rest
    }
  }

  /// For the surface.
  static func surface(
    _ session: Session, _ landscape: Landscape, _ gradient: ErrorGradient?, _ arrow: DescentArrow?,
    clipped: DescentArrow? = nil, beside other: LandscapeCounterpart? = nil
  ) -> [[[Span]]] {
    let here = here(session, [.recurrentWeight, .bias])
    let samples = "\(count(landscape)) points, \(steps(session.state)) each"
    guard let gradient else {
      return [[[here, Span("the state overflows: no error", .alarm)]], [[Span(samples, .muted)]]]
    }
    let slopes = "∂E/∂W = \(number(gradient.alongW, 5)) · ∂E/∂b = \(number(gradient.alongBias, 5))"
    let error = "E = \(number(gradient.error))"
    let norm = "|∇E| = \(number(gradient.steepness))"
    let numbers = [[error, slopes, norm], [error, slopes], [error]].map { [here, Span($0.joined(separator: " · "))] }
    let beside = otherError(other, session).map { [Span("   "), Span($0, .counterpart)] }
    let first = (beside.map { beside in numbers.map { $0 + beside } } ?? []) + numbers
    let after = clipped.map { "clipped, \(clipping(session)): to \($0.landing(digits: 4))" }
    let before = arrow.flatMap { clipped != nil && $0.leavesWindow ? $0.unclippedNote : $0.note }
    let ways = [before, after].compactMap { $0 }.map { [Span($0, .inspected), Span(" · ", .muted)] }
    let way = ways.flatMap { $0 }
    let notes = ["colour: log E · \(samples)", samples].map { [Span($0, .muted)] }
    return [
      first, notes.map { way + $0 } + [Array(way.dropLast())] + ways.reversed().map { Array($0.dropLast()) } + notes,
    ]
  }

  /// What B's error is, of its own s_k; nil where it is no scalar network.
  private static func otherError(_ other: LandscapeCounterpart?, _ session: Session) -> String? {
    guard let other, other.state.isScalar else { return nil }
    guard let state = other.lastState else { return "B: the state overflows" }
    let difference = ScaledDouble(state) - ScaledDouble(session.state.landscape.desired)
    return "B: E = \(number(difference * difference))"
  }

  /// `norm 1`.
  private static func clipping(_ session: Session) -> String {
    session.state.clipping.map { "\($0.name) \(NumberText.compact(ScaledDouble($0.threshold), digits: 4))" } ?? ""
  }
}
