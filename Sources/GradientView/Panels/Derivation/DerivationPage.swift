/// The part of the derivation that is revealed, and the part of that which is on the screen.
struct DerivationPage {
  /// The whole text.
  let text: DerivationText
  /// How many units are shown.
  let shown: Int
  /// The lines down to the last that is shown; those of hidden units between them are blank.
  let lines: [[Span]]
  /// The rows that lines can be in; one less than there are where the last one says what is above and below.
  let rows: Int
  /// The first line on the screen.
  let top: Int
  /// The farthest that can be scrolled down to.
  let limit: Int
  /// Where the page stands by itself.
  private let natural: Int

  init(_ session: Session) {
    let rect = Layout(for: session).body
    let reading = session.state.reading
    let analysis = session.analysis
    text = Self.text(analysis, inspected: session.state.inspected, width: rect.width)
    let shown = Swift.min(Swift.max(reading.revealed ?? text.units, 1), text.units)
    let end = (text.lines.lastIndex { $0.unit < shown } ?? -1) + 1
    lines = text.lines.prefix(end).map { $0.unit < shown ? $0.spans : [] }
    rows = Swift.max(lines.count > rect.height ? rect.height - 1 : rect.height, 1)
    limit = Swift.max(lines.count - rows, 0)
    let newest = text.lines.firstIndex { $0.unit == shown - 1 && !$0.spans.isEmpty } ?? 0
    natural = shown == text.units ? 0 : Swift.min(limit, newest)
    self.shown = shown
    // A count that no script can reach is cut, so that nothing overflows.
    let scrolled = Swift.min(Swift.max(reading.halfScreens, -lines.count), lines.count)
    top = Swift.min(Swift.max(natural + scrolled * Swift.max(rows / 2, 1), 0), limit)
  }

  private static func text(_ analysis: Analysis, inspected: Int, width: Int) -> DerivationText {
    if analysis.isScalar {
      let numbers = analysis.derivation ?? DerivationNumbers(analysis)
      return DerivationText(analysis, numbers, inspected: inspected, width: width)
    }
    let known = analysis.matrixDerivation.flatMap { $0.inspected == inspected ? $0 : nil }
    let numbers = known ?? MatrixDerivationNumbers(analysis, inspected: inspected)
    return DerivationText(analysis, numbers, inspected: inspected, width: width)
  }

  /// Whether nothing is hidden.
  var isComplete: Bool { shown == text.units }
  /// The lines of half a screen.
  var half: Int { Swift.max(rows / 2, 1) }
  /// Lines below the screen.
  var below: Int { limit - top }

  /// The half screens that bring the page where it is, without those that went nowhere.
  var halfScreens: Int {
    let lines = top - natural
    return lines >= 0 ? (lines + half - 1) / half : -((half - 1 - lines) / half)
  }
}
