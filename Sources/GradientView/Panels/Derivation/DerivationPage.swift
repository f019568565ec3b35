import Screen

/// The derivation's lines as they were written for an inspected step and a size.
struct DerivationLines: Sendable {
  /// The lines, each with the unit that it is revealed with.
  let lines: [DerivationText.Line]
  /// How many units there are.
  let units: Int
  private let inspected: Int
  private let size: Size

  init(_ analysis: Analysis, inspected: Int, size: Size) {
    let text: DerivationText
    if analysis.isScalar {
      let numbers = analysis.derivation ?? DerivationNumbers(analysis)
      text = DerivationText(analysis, numbers, inspected: inspected, width: size.width, rows: size.height)
    } else {
      let known = analysis.matrixDerivation.flatMap { $0.inspected == inspected ? $0 : nil }
      let numbers = known ?? MatrixDerivationNumbers(analysis, inspected: inspected)
      text = DerivationText(analysis, numbers, inspected: inspected, width: size.width, rows: size.height)
    }
    (lines, units) = (text.lines, text.units)
    (self.inspected, self.size) = (inspected, size)
  }

  /// Whether they are those for an inspected step and a size, of the same analysis.
  func isCurrent(inspected: Int, size: Size) -> Bool { self.inspected == inspected && self.size == size }
}

/// The part of the derivation that is revealed, and the part of that which is on the screen.
struct DerivationPage {
  /// The whole text.
  let text: DerivationLines
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
    let size = Size(width: rect.width, height: rect.height)
    let known = analysis.derivationLines.flatMap {
      $0.isCurrent(inspected: session.state.inspected, size: size) ? $0 : nil
    }
    text = known ?? DerivationLines(analysis, inspected: session.state.inspected, size: size)
    // Where there is nothing to derive it is said at once.
    let revealed = analysis.contributions == nil ? nil : reading.revealed
    let shown = Swift.min(Swift.max(revealed ?? text.units, 0), text.units)
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
