import RNNCore

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
      "\($0.rawValue) = \(NumberText.compact(ScaledDouble(session.state.value(of: $0)), digits: 7))"
    }
    return Span("at " + texts.joined(separator: ", ") + "   ", .target)
  }

  /// For the curves.
  static func curves(_ session: Session, _ landscape: Landscape) -> [[[Span]]] {
    let (state, analysis) = (session.state, session.analysis)
    let k = NumberText.subscripted(state.target)
    let here = here(session, [session.sweptKnob])
    let samples = "\(landscape.responses.count) values, \(state.target) steps each"
    let second = (crossings(session, landscape).map { $0 + " · " + samples } + crossings(session, landscape))
      .map { [Span($0, .muted)] }
    guard let total = analysis.contributions?.total, let s = analysis.trajectory.state(at: state.target).first else {
      return [[[here, Span("the state overflows: no gradient", .alarm)]], second]
    }
    let value = "s\(k) = \(number(ScaledDouble(s)))"
    let gradient = "∂s\(k)/∂\(state.parameter.rawValue) = \(number(total))"
    let rate = analysis.regime.lyapunovExponent.map { "λ = \(number(ScaledDouble($0), 3)) per step" }
    let growth = rate ?? (state.target == 1 ? "k = 1: no step to flow through" : "λ = −∞: blocked")
    let first = [[value, gradient, growth], [gradient, growth], [growth]].map {
      [here, Span($0.joined(separator: " · "))]
    }
    return [first, second]
  }

  /// Where λ is 0, nearest to the present value: six places, and fewer on a narrow screen.
  private static func crossings(_ session: Session, _ landscape: Landscape) -> [String] {
    guard !landscape.crossings.isEmpty else { return ["λ does not cross 0 here"] }
    let knob = session.sweptKnob
    let nearest = landscape.crossings(near: session.state.value(of: knob))
    return [6, 3, 1].map { count in
      let texts = nearest.prefix(count).sorted().map {
        NumberText.compact(ScaledDouble($0), digits: landscape.crossingDigits)
      }
      let rest = nearest.count > count ? " and \(nearest.count - count) more" : ""
      return "◇ λ = 0 at \(knob.rawValue) = " + texts.joined(separator: ", ") + rest
    }
  }

  /// For the surface.
  static func surface(_ session: Session, _ landscape: Landscape, _ gradient: ErrorGradient?) -> [[[Span]]] {
    let here = here(session, [.recurrentWeight, .bias])
    let (rows, columns) = (landscape.errors.count, landscape.errors.first?.count ?? 0)
    let samples = "\(columns)×\(rows) points, \(session.state.target) steps each"
    guard let gradient else {
      return [[[here, Span("the state overflows: no error", .alarm)]], [[Span(samples, .muted)]]]
    }
    let slopes = "∂E/∂W = \(number(gradient.alongW, 5)) · ∂E/∂b = \(number(gradient.alongBias, 5))"
    let error = "E = \(number(gradient.error))"
    let steepness = (gradient.alongW * gradient.alongW + gradient.alongBias * gradient.alongBias).squareRoot()
    let norm = "|∇E| = \(number(steepness))"
    let first = [[error, slopes, norm], [error, slopes], [error]].map { [here, Span($0.joined(separator: " · "))] }
    return [first, [[Span("colour: log E · \(samples)", .muted)]]]
  }
}
