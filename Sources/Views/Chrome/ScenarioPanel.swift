import Explorer
import Screen

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
      KeyBindings.hints(in: session, .scenarios), hidden: (first, scenarios.count - first - rows), into: &frame)
  }

  /// Their keys and names, with their titles where all of them fit beside each other, else names alone.
  private static func drawList(
    _ scenarios: [Scenario], _ places: Range<Int>, _ selected: Int, into frame: inout Frame
  ) {
    let names = scenarios.map(\.name.columns).max() ?? 0
    let titles = scenarios.map(\.title.columns).max() ?? 0
    let showsTitles = names + titles + 10 <= frame.size.width
    for (row, place) in places.enumerated() {
      let (scenario, isSelected) = (scenarios[place], place == selected)
      let name = scenario.name + String(repeating: " ", count: names - scenario.name.columns)
      let title = showsTitles ? [Span("   "), Span(scenario.title, isSelected ? .strong : .muted)] : []
      frame.write(
        [
          Span(isSelected ? " ▸ " : "   ", .target),
          Span(Scenario.key(ofPlace: place).map { "\($0)  " } ?? "   ", .strong),
          Span(name, isSelected ? .target : .text),
        ] + title, x: 0, y: 2 + row)
    }
  }

  /// The card under the picture, which is laid out in the rows above it, on as many pages as it takes; where there is no
  /// room for both, pages of its own before the picture.
  static func drawCard(_ scenario: Scenario, _ session: Session, page: Int, into frame: inout Frame) {
    let pages = CardPages(card(scenario, session, width: session.size.width), session)
    let (lines, hidden) = pages.page(page)
    if pages.areBesidePicture {
      Sheet.drawCard(scenario.title, lines, into: &frame)
    } else {
      Sheet.drawPage([" " + scenario.title, " gradflow   " + scenario.name, " " + scenario.name], into: &frame)
      for (row, line) in lines.enumerated() { frame.write(line, x: 0, y: row + 1) }
    }
    let next = hidden.below > 0 ? "reads on" : pages.areBesidePicture ? "goes on" : "shows the picture"
    let away = pages.areBesidePicture ? "puts this away" : "the picture"
    Sheet.drawKeys(
      [
        [("any key", next), ("esc", away), ("o", "shows it again")], [("any key", next), ("esc", away)],
        [("any key", "goes on")],
      ], hidden: hidden, into: &frame)
  }

  /// How the card of a scenario stands on a session's screen.
  static func place(of scenario: Scenario, _ session: Session) -> CardPlace {
    let pages = CardPages(card(scenario, session, width: session.size.width), session)
    return CardPlace(
      pages: pages.count, freeRows: pages.areBesidePicture ? session.size.height - pages.rows - 2 : nil)
  }

  /// The text, broken to the width, and the numbers that belong to it.
  private static func card(_ scenario: Scenario, _ session: Session, width: Int) -> [[Span]] {
    let text = TextWrap.lines(scenario.text, width: Swift.min(width - 2, 96)).map { [Span(" " + $0)] }
    // Nobody reads the answer before the question: where lines of the derivation may be hidden, numbers are too.
    let isAsking = session.state.view == .derivation && session.state.reading.revealed != nil
    guard !isAsking, let state = scenario.state(sources: session.sources) else { return text }
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

/// The lines of a card, shared out among pages of equal height: under the picture, as long as that keeps the bands that a
/// card speaks of, or on screens of their own.
private struct CardPages {
  private let lines: [[Span]]
  /// The lines of a page.
  let rows: Int
  /// Whether the picture is above them.
  let areBesidePicture: Bool
  /// How many there are.
  let count: Int

  init(_ lines: [[Span]], _ session: Session) {
    self.lines = lines
    let size = session.size
    // What is kept as B has a line of its own.
    let beside = size.height - 2 - RowBudget.leastUnderCard - (session.state.counterpart == nil ? 0 : 1)
    areBesidePicture = beside >= Swift.min(2, lines.count)
    let room = areBesidePicture ? beside : Swift.max(size.height - 2, 1)
    count = Swift.max((lines.count + room - 1) / room, 1)
    rows = areBesidePicture ? (lines.count + count - 1) / count : room
  }

  /// The lines of a page, with blank ones at the end of the last, and how many are on the pages before and after it.
  func page(_ page: Int) -> (lines: [[Span]], hidden: (above: Int, below: Int)) {
    let first = Swift.min(page, count - 1) * rows
    let shown = lines.dropFirst(first).prefix(rows)
    let blank = Array(repeating: [Span](), count: rows - shown.count)
    return (shown + blank, (first, Swift.max(lines.count - first - rows, 0)))
  }
}
