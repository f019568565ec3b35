/// The scenarios to choose from, and the card that says what there is to see in one.
enum ScenarioPanel {
  static func draw(_ session: Session, selected: Int, into frame: inout Frame) {
    let (size, scenarios) = (session.size, session.scenarios)
    Sheet.drawPage(
      [" gradflow   scenarios: a prepared network, and what there is to see in it", " gradflow   scenarios"],
      into: &frame)
    let card = card(scenarios[selected], session, width: size.width)
    // A few rows of the list come before the whole of the card, which can be opened.
    let most = Swift.max(size.height - 5 - card.count, Swift.min(4, size.height - 6))
    let rows = Swift.min(scenarios.count, Swift.max(most, 1))
    let first = Swift.min(Swift.max(selected - rows / 2, 0), scenarios.count - rows)
    drawList(scenarios, first..<first + rows, selected, into: &frame)
    Sheet.drawSection(scenarios[selected].title, card, from: 3 + rows, into: &frame)
    Sheet.drawKeys(
      [
        [("↑↓", "choose"), ("enter", "open"), ("esc", "back to the picture")],
        [("↑↓", "choose"), ("enter", "open"), ("esc", "back")], [("enter", "open"), ("esc", "back")],
      ],
      hidden: (first, scenarios.count - first - rows), into: &frame)
  }

  /// Names with their titles where all of them fit beside each other, else names alone.
  private static func drawList(
    _ scenarios: [Scenario], _ places: Range<Int>, _ selected: Int, into frame: inout Frame
  ) {
    let names = scenarios.map(\.name.columns).max() ?? 0
    let titles = scenarios.map(\.title.columns).max() ?? 0
    let showsTitles = names + titles + 7 <= frame.size.width
    for (row, place) in places.enumerated() {
      let (scenario, isSelected) = (scenarios[place], place == selected)
      let name = scenario.name + String(repeating: " ", count: names - scenario.name.columns)
      let title = showsTitles ? [Span("   "), Span(scenario.title, isSelected ? .strong : .muted)] : []
      frame.write(
        [Span(isSelected ? " ▸ " : "   ", .target), Span(name, isSelected ? .target : .text)] + title, x: 0, y: 2 + row)
    }
  }

  /// The card under the picture, which is laid out in the rows above it; where those are too few, a page of its own before
  /// the picture.
  static func drawCard(_ scenario: Scenario, _ session: Session, page: Int, into frame: inout Frame) {
    let lines = card(scenario, session, width: session.size.width)
    guard freeRows(scenario, session) == nil else {
      Sheet.drawCard(scenario.title, lines, into: &frame)
      return Sheet.drawKeys(
        [
          [("any key", "goes on"), ("esc", "puts this away"), ("o", "shows it again")],
          [("any key", "goes on"), ("o", "shows it again")],
        ], into: &frame)
    }
    Sheet.drawPage([" " + scenario.title, " gradflow   " + scenario.name, " " + scenario.name], into: &frame)
    let rows = pageRows(session)
    let first = Swift.min(page, pages(scenario, session) - 1) * rows
    for (row, line) in lines.dropFirst(first).prefix(rows).enumerated() { frame.write(line, x: 0, y: row + 1) }
    let below = Swift.max(lines.count - first - rows, 0)
    Sheet.drawKeys(
      [[("any key", below > 0 ? "reads on" : "shows the picture"), ("esc", "the picture")], [("any key", "goes on")]],
      hidden: (first, below), into: &frame)
  }

  /// The rows that the card leaves to the picture; nil where a picture needs more. The card's rule lies over its hints.
  static func freeRows(_ scenario: Scenario, _ session: Session) -> Int? {
    let size = session.size
    let above = size.height - card(scenario, session, width: size.width).count - 2
    guard above >= Layout.smallest.height else { return nil }
    let withHints = Size(width: size.width, height: above + 1)
    return Layout(size: withHints, steps: 1).hints.height > 0 ? above + 1 : above
  }

  /// The pages that a scenario's card takes: one wherever the picture has room beside it.
  static func pages(_ scenario: Scenario, _ session: Session) -> Int {
    guard freeRows(scenario, session) == nil else { return 1 }
    let rows = pageRows(session)
    return (card(scenario, session, width: session.size.width).count + rows - 1) / rows
  }

  private static func pageRows(_ session: Session) -> Int { Swift.max(session.size.height - 2, 1) }

  /// The text, broken to the width, and the numbers that belong to it.
  private static func card(_ scenario: Scenario, _ session: Session, width: Int) -> [[Span]] {
    let text = TextWrap.lines(scenario.text, width: Swift.min(width - 2, 96)).map { [Span(" " + $0)] }
    guard let state = scenario.setup.state(sources: session.sources) else { return text }
    return text + numbers(scenario, state, width: width - 2).map { [Span(" " + $0, .muted)] }
  }

  /// Each number whole on one line.
  private static func numbers(_ scenario: Scenario, _ state: State, width: Int) -> [String] {
    scenario.expected.map { $0.text(state) }.reduce(into: [String]()) { lines, text in
      if let last = lines.last, (last + " · " + text).columns <= width {
        lines[lines.count - 1] = last + " · " + text
      } else {
        lines.append(text)
      }
    }
  }
}
