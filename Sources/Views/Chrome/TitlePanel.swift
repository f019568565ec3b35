import Explorer
import RNNCore
import Screen

/// The title bar: the network as a formula, the knobs with the selected one lit, the input.
enum TitlePanel {
  static func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    frame.fill(rect, with: Cell(" ", .title))
    let spans = BandRule.fitting(
      session.state.isMatrix ? MatrixTitle.variants(session) : variants(session), in: rect.width)
    frame.write(spans, x: rect.x, y: rect.y, limit: rect.x + rect.width)
  }

  /// From everything to the least, for narrower and narrower screens. A multiplied input is never shown as if it were not.
  private static func variants(_ session: Session) -> [[Span]] {
    let state = session.state
    let knobs = knobs(state)
    let (wide, narrow) = (spans(knobs, state, gap: "  "), spans(knobs, state, gap: " "))
    let input = plain(session.inputName)
    let amplitude = plain(session.amplitudeName.map { " input " + $0 } ?? "")
    let pinned = state.isPinned ? [Span("  pinned", .selectedKnob)] : []
    let (name, formula) = (plain(" gradflow   "), plain(formula(state)))
    let activation = state.start.network.activation.rawValue
    return [
      name + formula + plain("      ") + wide + plain("  input ") + input + pinned,
      name + formula + plain("   ") + wide + plain("  ") + input + pinned,
      plain(" ") + formula + plain("  ") + wide + plain("  ") + input + pinned,
      plain(" ") + formula + plain(" ") + narrow + plain(" ") + input + pinned,
      plain(" \(activation)  ") + wide + plain("  input ") + input + pinned,
      plain(" \(activation)  ") + wide + plain("  ") + input + pinned,
      plain(" \(activation) ") + narrow + plain(" ") + input + pinned,
      plain(" \(activation) ") + narrow + amplitude + pinned,
      plain(" ") + narrow + amplitude,
    ] + (0..<state.knobs.count).map { plain(" ") + spans(knobs, state, gap: " ", leavingOut: $0) + amplitude }
  }

  private static func plain(_ text: String) -> [Span] { [Span(text, .title)] }

  private static func formula(_ state: State) -> String {
    let bias = state.value(of: .bias) == 0 && state.knob != .bias ? "" : " + b"
    return "s_t = \(state.start.network.activation.rawValue)(U·x_t + W·s_t₋₁\(bias))"
  }

  /// The knobs with their values. b is shown where it is not 0 or is the knob.
  private static func knobs(_ state: State) -> [(knob: Knob, text: String)] {
    state.knobs.filter { $0 != .bias || state.knob == .bias || state.value(of: .bias) != 0 }.map { knob in
      let value = knob == .steps ? "\(state.input.steps)" : NumberText.knob(state.value(of: knob))
      return (knob, "\(knob.rawValue) " + value)
    }
  }

  /// On a narrow screen knobs are left out from the end, but never the one that is turned: half a number would be worse
  /// than none.
  private static func spans(
    _ knobs: [(knob: Knob, text: String)], _ state: State, gap: String, leavingOut count: Int = 0
  ) -> [Span] {
    let dropped = knobs.map(\.knob).filter { $0 != state.knob }.suffix(count)
    return knobs.filter { !dropped.contains($0.knob) }.enumerated().flatMap { place, shown in
      [Span(place == 0 ? "" : gap, .title), Span(shown.text, shown.knob == state.knob ? .selectedKnob : .title)]
    }
  }
}

extension Session {
  /// The input as the title names it: `sunspots`, and `sunspots ×2` where every number of it is multiplied.
  var inputName: String { source.name + (amplitudeName.map { " " + $0 } ?? "") }

  /// `×2`; nil for 1.
  var amplitudeName: String? {
    guard state.input.amplitude != 1 else { return nil }
    return "×" + NumberText.compact(ScaledDouble(state.input.amplitude), digits: 5)
  }
}
