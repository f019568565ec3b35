/// The scenarios to choose from, and the card that says what there is to see in one.
enum ScenarioPanel {
  static func draw(_ session: Session, selected: Int, into frame: inout Frame) {
    let (size, scenarios) = (session.size, session.scenarios)
    Sheet.drawPage(" gradflow   scenarios: a prepared network, and what there is to see in it", into: &frame)
    let card = card(scenarios[selected], session, width: size.width)
    let rows = Swift.max(Swift.min(scenarios.count, size.height - 4 - card.count), 1)
    let first = Swift.min(Swift.max(selected - rows / 2, 0), scenarios.count - rows)
    let names = scenarios.map(\.name.columns).max() ?? 0
    for (row, place) in (first..<first + rows).enumerated() {
      let (scenario, isSelected) = (scenarios[place], place == selected)
      let name = scenario.name + String(repeating: " ", count: names - scenario.name.columns)
      frame.write(
        [Span(isSelected ? " ▸ " : "   ", .target), Span(name, isSelected ? .target : .text), Span("   ")]
          + [Span(scenario.title, isSelected ? .strong : .muted)], x: 0, y: 2 + row)
    }
    Sheet.drawSection(scenarios[selected].title, card, from: 3 + rows, into: &frame)
    Sheet.drawKeys([("↑↓", "choose"), ("enter", "open"), ("esc", "back to the picture")], into: &frame)
  }

  /// The card, over the lower part of the picture.
  static func drawCard(_ scenario: Scenario, _ session: Session, into frame: inout Frame) {
    Sheet.drawCard(scenario.title, card(scenario, session, width: session.size.width), into: &frame)
    Sheet.drawKeys([("any key", "goes on"), ("esc", "puts this away"), ("o", "shows it again")], into: &frame)
  }

  /// The text, broken to the width, and the numbers that belong to it.
  private static func card(_ scenario: Scenario, _ session: Session, width: Int) -> [[Span]] {
    let text = TextWrap.lines(scenario.text, width: Swift.min(width - 2, 96)).map { [Span(" " + $0)] }
    guard let state = scenario.setup.state(sources: session.sources) else { return text }
    let numbers = scenario.expected.map { $0.text(state) }.joined(separator: " · ")
    return text + TextWrap.lines(numbers, width: width - 2).map { [Span(" " + $0, .muted)] }
  }
}
