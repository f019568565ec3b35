/// The scenarios to choose from, and the card that says what there is to see in one.
enum ScenarioPanel {
  static func draw(_ session: Session, selected: Int, into frame: inout Frame) {
    let (size, scenarios) = (session.size, session.scenarios)
    frame.fill(Rect(x: 0, y: 0, width: size.width, height: size.height), with: Cell(" "))
    frame.fill(Rect(x: 0, y: 0, width: size.width, height: 1), with: Cell(" ", .title))
    frame.write(" gradflow   scenarios: a prepared network, and what there is to see in it", x: 0, y: 0, .title)
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
    let top = 3 + rows
    BandRule.draw(
      [Span(scenarios[selected].title, .strong)], into: &frame, in: Rect(x: 0, y: top, width: size.width, height: 1))
    for (row, line) in card.prefix(Swift.max(size.height - top - 2, 0)).enumerated() {
      frame.write(line, x: 0, y: top + 1 + row)
    }
    drawKeys([("↑↓", "choose"), ("enter", "open"), ("esc", "back to the picture")], into: &frame)
  }

  /// The card, over the lower part of the picture.
  static func drawCard(_ scenario: Scenario, _ session: Session, into frame: inout Frame) {
    let size = session.size
    let lines = card(scenario, session, width: size.width)
    let height = Swift.min(lines.count + 2, size.height)
    let top = size.height - height
    frame.fill(Rect(x: 0, y: top, width: size.width, height: height), with: Cell(" "))
    BandRule.draw(
      [Span(scenario.title, .strong)], into: &frame, in: Rect(x: 0, y: top, width: size.width, height: 1))
    for (row, line) in lines.prefix(height - 2).enumerated() { frame.write(line, x: 0, y: top + 1 + row) }
    drawKeys([("any key", "goes on"), ("esc", "puts this away"), ("o", "shows it again")], into: &frame)
  }

  private static func drawKeys(_ keys: [(String, String)], into frame: inout Frame) {
    let y = frame.size.height - 1
    frame.fill(Rect(x: 0, y: y, width: frame.size.width, height: 1), with: Cell(" ", .hint))
    frame.write(keys.flatMap { [Span(" \($0.0)", .hintKey), Span(" \($0.1) ", .hint)] }, x: 0, y: y)
  }

  /// The text, broken to the width, and the numbers that belong to it.
  private static func card(_ scenario: Scenario, _ session: Session, width: Int) -> [[Span]] {
    let text = TextWrap.lines(scenario.text, width: Swift.min(width - 2, 96)).map { [Span(" " + $0)] }
    guard let state = scenario.setup.state(sources: session.sources) else { return text }
    let numbers = scenario.expected.map { $0.text(state) }.joined(separator: " · ")
    return text + TextWrap.lines(numbers, width: width - 2).map { [Span(" " + $0, .muted)] }
  }
}
