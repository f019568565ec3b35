import Screen

extension KeyBindings {
  /// The keys of the derivation.
  package static let derivation = [
    KeyBinding(
      [(Key(.enter), .reading(.reveal))], "Enter",
      "derivation: the next line; with all shown, begin with an empty page",
      hint: ("enter", { $0.hidesAnswer ? "next line" : "line by line" }), ofView: true,
      where: { $0.state.view == .derivation && hasNumbers($0) }),
    KeyBinding(
      [(Key(.backspace), .reading(.hide))], "Backspace", "derivation: hide the newest line again",
      hint: ("backspace", { _ in "hide" }),
      minor: true, where: { $0.state.view == .derivation && hasNumbers($0) && $0.state.reading.revealed != 0 }),
    KeyBinding(
      [
        (Key(.character("d"), control: true), .reading(.scrollHalfScreens(1))),
        (Key(.character("u"), control: true), .reading(.scrollHalfScreens(-1))),
      ], "Ctrl-D  Ctrl-U", "derivation: scroll half a screen", hint: ("ctrl-d", { _ in "scroll" }),
      where: { $0.state.view == .derivation && hasNumbers($0) && ($0.page?.limit ?? 0) > 0 }),
  ]

  private static func hasNumbers(_ session: Session) -> Bool { session.analysis.contributions != nil }
}
