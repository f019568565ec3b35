import Explorer
import RNNCore
import Screen

/// The derivation's lines as they were written for an inspected step and a size: they cost more than the rest of a frame.
struct DerivationLines: ViewPart {
  struct Key: Hashable, Sendable {
    let analysed: Analysis.Choices
    let inspected: Int
    let size: Size
  }

  /// What is written beyond the terms; nil where there are no contributions.
  private enum Numbers: Sendable {
    case scalar(DerivationNumbers?)
    case gated(GatedNumbers?)
    case gatedMatrix(GatedMatrixNumbers?)
    case matrix(MatrixDerivationNumbers?)
  }

  let key: Key
  /// The lines, each with the unit that it is revealed with.
  private(set) var lines: [DerivationText.Line] = []
  /// How many units there are.
  private(set) var units = 0
  /// Whether the lines are there.
  private(set) var isComplete = false
  /// Those of earlier lines of the same, until the lines are there.
  private var numbers: Numbers?

  /// The lines of an analysis, with the numbers of earlier ones of the same; or none yet, to be written `later`.
  init(_ key: Key, _ analysis: Analysis, previous: DerivationLines?, later: Bool = false) {
    self.key = key
    numbers = previous.flatMap { $0.key.analysed == key.analysed ? $0.numbers : nil }
    if !later { write(analysis) }
  }

  mutating func refine(_ analysis: Analysis, moments: Int) { write(analysis) }

  mutating func refine(
    _ analysis: Analysis, beside other: Analysis?, moments: Int, check: @escaping () throws -> Void
  ) throws {
    try write(analysis, check)
  }

  private mutating func write(_ analysis: Analysis, _ check: (() throws -> Void)? = nil) rethrows {
    let (inspected, width, rows) = (key.inspected, key.size.width, key.size.height)
    let text: DerivationText
    if analysis.isScalar {
      var known: DerivationNumbers?
      if case .scalar(let numbers) = numbers { known = numbers }
      let numbers = known ?? DerivationNumbers(analysis)
      text = DerivationText(analysis, numbers, inspected: inspected, width: width, rows: rows)
      self.numbers = .scalar(numbers)
    } else if analysis.isScalarGated {
      var known: GatedNumbers?
      if case .gated(let numbers) = numbers { known = numbers }
      let numbers = known ?? GatedNumbers(analysis)
      text = DerivationText(analysis, numbers, inspected: inspected, width: width, rows: rows)
      self.numbers = .gated(numbers)
    } else if analysis.trajectory.network.cellKind.isGated {
      var known: GatedMatrixNumbers?
      if case .gatedMatrix(let numbers) = numbers { known = numbers }
      let numbers = try known ?? GatedMatrixNumbers(analysis, check: check)
      text = DerivationText(analysis, numbers, inspected: inspected, width: width, rows: rows)
      self.numbers = .gatedMatrix(numbers)
    } else {
      var known: MatrixDerivationNumbers?
      if case .matrix(let numbers) = numbers { known = numbers }
      let numbers = try MatrixDerivationNumbers(analysis, inspected: inspected, known: known, check: check)
      text = DerivationText(analysis, numbers, inspected: inspected, width: width, rows: rows)
      self.numbers = .matrix(numbers)
    }
    (lines, units, isComplete) = (text.lines, text.units, true)
  }

  var holdsAnalysis: Bool { true }
}

extension DerivationLines.Key {
  /// That of what a session shows between verdict and hints.
  init(_ session: Session) {
    let rect = Layout(for: session).body
    self.init(
      analysed: session.analysis.choices, inspected: session.state.inspected,
      size: Size(width: rect.width, height: rect.height))
  }
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
    let reading = session.state.reading
    let analysis = session.analysis
    let key = DerivationLines.Key(session)
    let height = key.size.height
    text =
      session.part(of: .derivation, for: key)
      ?? DerivationLines(key, analysis, previous: nil, later: session.computesLater)
    // Where there is nothing to derive it is said at once.
    let revealed = analysis.contributions == nil ? nil : reading.revealed
    let shown = Swift.min(Swift.max(revealed ?? text.units, 0), text.units)
    let end = (text.lines.lastIndex { $0.unit < shown } ?? -1) + 1
    lines = text.lines.prefix(end).map { $0.unit < shown ? $0.spans : [] }
    rows = Swift.max(lines.count > height ? height - 1 : height, 1)
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
