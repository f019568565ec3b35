import Explorer
import RNNCore
import Screen

/// How much of the derivation for a target step is written out; dots stand for the rest.
struct DerivationDetail: Hashable {
  /// k.
  let target: Int
  /// i, in 1…k.
  let inspected: Int
  /// How many terms before the last stand there beside what always does, every factor written out.
  var recentTerms = 0
  /// How many steps after the third stand there beside what always does.
  var earlySteps = 0

  /// How many steps and terms of a large k a document has, each with all its factors.
  static let documentSteps = 100

  /// All of it where k is 3 or less, else the first steps, the inspected and the last.
  init(target: Int, inspected: Int) {
    self.target = target
    self.inspected = Swift.min(Swift.max(inspected, 1), target)
  }

  /// What a document has: all of it up to `documentSteps`, else so many steps from the first on and so many terms back from k.
  init(ofDocumentFor target: Int, inspected: Int) {
    self.init(target: target, inspected: inspected)
    guard !isWhole else { return }
    (recentTerms, earlySteps) = (Swift.min(Self.documentSteps, target) - 1, Swift.min(Self.documentSteps, target))
  }

  /// Whether nothing is left out from the start.
  var isWhole: Bool { target <= 3 }

  /// The steps of the recursion in which the product rule is written out.
  var wholeSteps: Set<Int> { Set([1, 2, 3, inspected, target].filter { $0 <= target }) }

  /// The steps of the recursion, from 1 to k.
  var steps: [Int] { wholeSteps.union((0..<earlySteps).map { 4 + $0 }.filter { $0 < target }).sorted() }

  /// The terms, from 1 to k.
  var terms: [Int] {
    if isWhole { return Array(1...target) }
    return Set([1, inspected, target]).union((0..<recentTerms).map { target - 1 - $0 }.filter { $0 > 0 }).sorted()
  }

  /// Whether the product of a term has all its factors.
  func hasAllFactors(term: Int) -> Bool { isWhole || target - term <= recentTerms }

  /// What a page of so many cells has room for at most: a term needs a factor of twelve columns a step of lag, in five rows.
  func limit(_ part: WritableKeyPath<DerivationDetail, Int>, rows: Int, width: Int) -> Int {
    guard !isWhole else { return 0 }
    let room = part == \.recentTerms ? Int((Double(rows) * Double(width) / 30).squareRoot()) : rows / 2
    return Swift.min(room, target - 1)
  }
}

/// The derivation of ∂s_k/∂θ with its numbers, as lines of a given width: the panel scrolls and reveals them; or as blocks of
/// no width, for a document.
struct DerivationText {
  /// A line, and the unit that it is revealed with.
  struct Line: Hashable {
    var unit: Int
    var spans: [Span]
  }

  /// The lines from top to bottom, each at most `width` columns. A later line may belong to an earlier unit.
  private(set) var lines: [Line] = []
  /// How many units there are: a formula's symbols are one, their values the next.
  private(set) var units = 0
  /// The same for a document, which has no lines of its own.
  private(set) var blocks: [DerivationBlock] = []

  let analysis: Analysis
  /// What is written out, and what dots stand for.
  let detail: DerivationDetail
  let width: Int
  let symbols: DerivationSymbols

  /// The width that stands for a document.
  private static let unbounded = Int.max
  /// Whether there are blocks in place of lines.
  var isDocument: Bool { width == Self.unbounded }

  /// What the terms come to that are left out, by range: a long one is only added up once.
  private(set) var omittedSums: [ClosedRange<Int>: ScaledDouble] = [:]

  /// A page without text.
  private init(_ analysis: Analysis, _ detail: DerivationDetail, width: Int) {
    self.analysis = analysis
    self.detail = detail
    self.width = width
    symbols = DerivationSymbols(
      parameter: analysis.parameter,
      letter: analysis.isScalarGated
        ? GatedChain(analysis.trajectory, analysis.parameter).letter : analysis.trajectory.network.cellKind.stateLetter)
    guard let contributions = analysis.contributions else { return }
    for group in groups where !isWritten(group) { omittedSums[group] = contributions.sum(over: group) }
  }

  /// The derivation for the analysed k and θ of a network with several units; `inspected` is clamped to 1…k. Of a larger k
  /// as much is written out as `rows` lines hold.
  init(_ analysis: Analysis, _ numbers: MatrixDerivationNumbers?, inspected: Int, width: Int, rows: Int = 0) {
    let rows = numbers?.hasAllSteps == true ? rows : 0
    self = Self.filling(rows, width, analysis, numbers, inspected, Self.matrix)
  }

  /// The derivation for the analysed k and θ of the scalar network, likewise.
  init(_ analysis: Analysis, _ numbers: DerivationNumbers?, inspected: Int, width: Int, rows: Int = 0) {
    self = Self.filling(rows, width, analysis, numbers, inspected, Self.scalar)
  }

  /// The derivation for the analysed k and θ of a scalar gated cell, likewise.
  init(_ analysis: Analysis, _ numbers: GatedNumbers?, inspected: Int, width: Int, rows: Int = 0) {
    self = Self.filling(rows, width, analysis, numbers, inspected, Self.gated)
  }

  /// The derivation for the analysed k and θ of a gated cell of several units, likewise.
  init(_ analysis: Analysis, _ numbers: GatedMatrixNumbers?, inspected: Int, width: Int, rows: Int = 0) {
    self = Self.filling(rows, width, analysis, numbers, inspected, Self.gatedMatrix)
  }

  /// The whole derivation as blocks, for the analysed k and θ of any network; `inspected` is clamped to 1…k.
  static func document(_ analysis: Analysis, inspected: Int) -> DerivationText {
    let detail = DerivationDetail(ofDocumentFor: analysis.target, inspected: inspected)
    if let contributions = analysis.contributions {
      if analysis.isScalar {
        if let numbers = DerivationNumbers(analysis) {
          return scalar(analysis, contributions, numbers, detail, unbounded)
        }
      } else if analysis.isScalarGated {
        if let numbers = GatedNumbers(analysis) { return gated(analysis, contributions, numbers, detail, unbounded) }
      } else if analysis.trajectory.network.cellKind.isGated {
        if let numbers = GatedMatrixNumbers(analysis) {
          return gatedMatrix(analysis, contributions, numbers, detail, unbounded)
        }
      } else if let numbers = MatrixDerivationNumbers(
        analysis, inspected: detail.inspected, patience: MatrixDerivationNumbers.patienceOfDocument)
      {
        return matrix(analysis, contributions, numbers, detail, unbounded)
      }
    }
    return nothing(analysis, detail, unbounded)
  }

  /// What is said where there are no terms.
  private static func nothing(_ analysis: Analysis, _ detail: DerivationDetail, _ width: Int) -> DerivationText {
    var text = Self(analysis, detail, width: width)
    text.addNothing()
    return text
  }

  private static func matrix(
    _ analysis: Analysis, _ contributions: Contributions, _ numbers: MatrixDerivationNumbers,
    _ detail: DerivationDetail, _ width: Int
  ) -> DerivationText {
    var text = Self(analysis, detail, width: width)
    text.addMatrixDefinition(numbers)
    text.addMatrixMeaning()
    text.addMatrixRecursion(numbers)
    text.addCovector(contributions, numbers)
    text.addMatrixUnrolled(contributions, numbers)
    text.addRemedies()
    text.addMatrixNotes(contributions, numbers)
    text.addMatrixAnyStep(contributions)
    text.addMatrixCheck(numbers.check)
    return text
  }

  private static func scalar(
    _ analysis: Analysis, _ contributions: Contributions, _ numbers: DerivationNumbers, _ detail: DerivationDetail,
    _ width: Int
  ) -> DerivationText {
    var text = Self(analysis, detail, width: width)
    text.addDefinition()
    text.addMeaning()
    text.addRecursion(numbers.states, numbers)
    if text.seesLoss {
      text.addScalarLoss(contributions)
      text.addScalarLossUnrolled(contributions)
      text.addRemedies()
      text.addScalarLossAnyStep()
    } else {
      text.addUnrolled(contributions)
      text.addRemedies()
      text.addAnyStep(contributions)
    }
    text.addCheck(numbers.check)
    return text
  }

  private static func gated(
    _ analysis: Analysis, _ contributions: Contributions, _ numbers: GatedNumbers, _ detail: DerivationDetail,
    _ width: Int
  ) -> DerivationText {
    var text = Self(analysis, detail, width: width)
    let chain = GatedChain(analysis.trajectory, analysis.parameter)
    text.addGates(chain)
    text.addGatedStates(chain)
    text.addGatedMeaning(chain)
    text.addGatedRecursion(chain, numbers)
    text.addWholeJacobian(chain, numbers)
    text.addGatedSaid(chain, numbers)
    text.addGatedWayBack(chain, numbers)
    text.addGatedUnrolled(chain, contributions, numbers)
    text.addRemedies()
    text.addGatedAnyStep(chain, contributions)
    text.addCheck(numbers.check)
    return text
  }

  private static func gatedMatrix(
    _ analysis: Analysis, _ contributions: Contributions, _ numbers: GatedMatrixNumbers, _ detail: DerivationDetail,
    _ width: Int
  ) -> DerivationText {
    var text = Self(analysis, detail, width: width)
    text.addGatedMatrixDefinition(numbers)
    text.addGatedMatrixMeaning()
    text.addGatedMatrixWayBack(contributions, numbers)
    text.addGatedMatrixUnrolled(contributions, numbers)
    text.addRemedies()
    text.addGatedMatrixAnyStep(contributions)
    text.addMatrixCheck(numbers.check)
    return text
  }

  /// The text with as much detail as so many lines hold: first terms, then steps. It is never shorter than the least.
  private static func filling<Numbers>(
    _ rows: Int, _ width: Int, _ analysis: Analysis, _ numbers: Numbers?, _ inspected: Int,
    _ write: (Analysis, Contributions, Numbers, DerivationDetail, Int) -> DerivationText
  ) -> DerivationText {
    let least = DerivationDetail(target: analysis.target, inspected: inspected)
    guard let contributions = analysis.contributions, let numbers else { return nothing(analysis, least, width) }
    func written(_ detail: DerivationDetail) -> DerivationText {
      write(analysis, contributions, numbers, detail, width)
    }
    var text = written(least)
    for part in [\DerivationDetail.recentTerms, \.earlySteps] {
      var (fitting, tooMany) = (0, least.limit(part, rows: rows, width: width) + 1)
      while text.lines.count <= rows, tooMany - fitting > 1 {
        let count = (fitting + tooMany) / 2
        var detail = text.detail
        detail[keyPath: part] = count
        let fuller = written(detail)
        if fuller.lines.count <= rows { (fitting, text) = (count, fuller) } else { tooMany = count }
      }
    }
    return text
  }

  var target: Int { analysis.target }
  /// Which cell the network has.
  var cell: CellKind { trajectory.network.cellKind }
  /// What is differentiated.
  var observedSymbol: String { analysis.observable.symbol(at: target, of: cell) }
  /// All that the units keep of a step: `s₄`, `h₄`, `(h,c)₄`.
  func wholeState(_ step: Int) -> String { cell.wholeState + symbols.sub(step) }
  var inspected: Int { detail.inspected }
  var trajectory: Trajectory { analysis.trajectory }

  /// Where formulas begin; on a narrow screen names have lines of their own.
  var indent: Int { width < 56 ? 3 : 11 }
  /// The columns that a formula may have.
  var room: Int { Swift.max(width - indent - 1, 1) }

  /// A blank line, then a name at the left for what follows.
  mutating func begin(_ name: String, style: Style = .muted, spaced: Bool = true) {
    guard !isDocument else { return add(block: .heading(name, isSpaced: spaced)) }
    if spaced { lines.append(Line(unit: units, spans: [])) }
    if indent < 11 {
      lines.append(Line(unit: units, spans: [Span(" " + name, style)]))
    } else {
      pendingName = Span(name, style)
    }
  }

  /// A block of a document.
  mutating func add(block: DerivationBlock) { blocks.append(block) }

  /// A line of its own unit, or of that of the line before.
  mutating func add(_ spans: [Span], sameUnit: Bool = false) {
    guard !isDocument else { return add(block: .words(spans.map(\.text).joined())) }
    place(spans, unit: sameUnit ? Swift.max(units - 1, 0) : units)
    if !sameUnit { units += 1 }
  }

  /// Muted words of their own unit, broken at blanks.
  mutating func add(words: String, _ style: Style = .muted, sameUnit: Bool = false) {
    guard !isDocument else { return add(block: .words(words)) }
    for (row, line) in TextWrap.lines(words, width: room).enumerated() {
      add([Span(line, style)], sameUnit: sameUnit || row > 0)
    }
  }

  /// A symbol and what is said of it, in words of their own unit.
  mutating func add(_ symbol: Span, says words: String) {
    guard !isDocument else { return add(block: .words(symbol.text + words)) }
    for (row, line) in TextWrap.lines(symbol.text + words, width: room).enumerated() {
      let isFirst = row == 0 && line.hasPrefix(symbol.text)
      let rest = Span(isFirst ? String(line.dropFirst(symbol.text.count)) : line)
      add(isFirst ? [symbol, rest] : [rest], sameUnit: row > 0)
    }
  }

  /// A formula, each row its own unit; the reason stands at the right of its symbols or, without room there, above.
  mutating func add(_ formula: AlignedFormula, reason: String = "", names: [Int: String] = [:], rows: Int) {
    guard !isDocument else { return add(block: .formula(formula, reason: reason, names: names)) }
    let formulaLines = formula.lines(width: room)
    var first = formulaLines.first?.spans ?? []
    let gap = Swift.max(Self.reasonColumn - first.columns, 3)
    let fits = first.columns + gap + reason.columns <= room && !formulaLines.dropFirst().contains { $0.row == 0 }
    if !reason.isEmpty, !fits {
      for line in TextWrap.lines(reason, width: room) { place([Span(line, .muted)], unit: units) }
    }
    if !reason.isEmpty, fits { first += [Span(String(repeating: " ", count: gap)), Span(reason, .muted)] }
    for (place, line) in formulaLines.enumerated() {
      let isNew = place == 0 || formulaLines[place - 1].row != line.row
      if let name = names[line.row], indent == 11, isNew { pendingName = Span(name, .muted) }
      self.place(place == 0 ? first : line.spans, unit: units + line.row)
    }
    units += rows
  }

  /// Reasons begin in the same column where the formulas leave room.
  private static let reasonColumn = 48

  private var pendingName: Span?

  private mutating func place(_ spans: [Span], unit: Int) {
    let name = pendingName ?? Span("")
    pendingName = nil
    let margin = Swift.max(indent - 1 - name.text.columns, 0)
    lines.append(Line(unit: unit, spans: [Span(" "), name, Span(String(repeating: " ", count: margin))] + spans))
  }
}
