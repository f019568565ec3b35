import Screen

/// An operand: a symbol, and its value beneath it.
struct Factor: Hashable {
  /// What joins it to the operand before it; one that is empty keeps both on one line.
  var joint = " · "
  /// What joins the values where that is something else, as wide.
  var valueJoint: String?
  /// Lines above the symbol, with the same operators: what the symbol is a name of, and its value.
  var over: [Span] = []
  /// The upper line.
  var symbol: Span
  /// Lines between that have no operators: the shape, say.
  var notes: [Span] = []
  /// The lower line; nil where a formula has symbols only.
  var value: Span?

  /// The columns that all of it needs.
  var columns: Int { (over + [symbol] + notes + [value ?? Span("")]).map(\.text.columns).max() ?? 0 }
}

/// A summand: a product of operands, and beneath it what it comes to, line by line.
struct Summand: Hashable {
  /// What it is called where it stands by itself, as a document's long sums have it.
  var name: String?
  /// What joins it to the summand before it.
  var joint = "  +  "
  /// The product.
  var factors: [Factor]
  /// The lines under the values; they need not have the factors' columns.
  var results: [[Span]] = []
}

/// A line of a formula: the first rows hold what stands over the symbols, if anything does; then come the symbols, rows of
/// notes if there are any, a row of values, and the rows of what each summand comes to.
struct FormulaLine: Hashable {
  /// What it holds.
  var row: Int
  /// The text.
  var spans: [Span]
}

/// A formula whose symbols, values and results stand in the same columns:
///
///     ∂s₂/∂W = ∂s₂/∂s₁ · ∂s₁/∂W   +   ∂s₂/∂W*
///            = 0.5027  · 0.07052  +  (−0.3033)  =  −0.2678
///
/// Where the width is used up it is broken at operators, which then stand under the equals sign; a summand that fits into
/// a line of its own is not broken.
struct AlignedFormula {
  /// What stands left of the first equals sign.
  var lead: [Span]
  /// What the formula is of, where a line before it says so and the lead is left blank.
  var subject: Span?
  /// What stands beneath the lead, by row.
  var leads: [Int: Span] = [:]
  /// The right-hand side.
  var summands: [Summand]
  /// What stands in place of the equals sign, by row; one column wide.
  var relations: [Int: String] = [:]
  /// What rows above the last come to.
  var results: [Int: [Span]] = [:]
  /// What the last row comes to, or nothing.
  var result: [Span] = []

  /// The formula in lines of at most `width` columns, if each operand has room at all.
  func lines(width: Int) -> [FormulaLine] {
    let widest = summands.flatMap(\.blocks).map(\.columns).max() ?? 0
    let leadColumns = ([lead] + leads.values.map { [$0] }).map(\.columns).max() ?? 0
    let hangs = leadColumns + 3 + widest > width
    let indent = hangs ? 2 : leadColumns + 1
    let room = Swift.max(width - indent - 2, 1)
    let breaker = FormulaBreaker(summands, room: room - Swift.min(reserved, Swift.max(room - widest, 0)))
    let hasLead = lead.contains { $0.text.contains { $0 != " " } }
    var lines = hangs ? (hasLead ? [FormulaLine(row: 0, spans: lead)] : []) + leadLines : []
    let isDeep = summands.contains {
      !$0.results.isEmpty || $0.factors.contains { !$0.notes.isEmpty || !$0.over.isEmpty }
    }
    for (place, line) in breaker.lines.enumerated() {
      if isDeep, place > 0 { lines.append(FormulaLine(row: 0, spans: [])) }
      for row in line.filledRows {
        let margin = place == 0 && !hangs ? self.lead(ofRow: row.row) : []
        let blanks = Span(String(repeating: " ", count: Swift.max(indent - margin.columns, 0)))
        let joint = place == 0 ? relations[row.row] ?? line.relation(row: row.row) : line.openingJoint(row: row.row)
        lines.append(FormulaLine(row: row.row, spans: margin + [blanks, Span(joint + " ")] + row.spans))
      }
    }
    for (row, result) in results { append(result, to: &lines, lines.lastIndex { $0.row == row }, indent, width) }
    append(result, to: &lines, lines.indices.last, indent, width)
    return lines
  }

  /// The columns for what several rows come to, so that it stands at their ends.
  private var reserved: Int {
    results.isEmpty ? 0 : (Array(results.values) + [result]).map { $0.columns + 5 }.max() ?? 0
  }

  private func lead(ofRow row: Int) -> [Span] { leads[row].map { [$0] } ?? (row == 0 ? lead : []) }

  private var leadLines: [FormulaLine] {
    leads.sorted { $0.key < $1.key }.map { FormulaLine(row: $0.key, spans: [$0.value]) }
  }

  private func append(_ result: [Span], to lines: inout [FormulaLine], _ place: Int?, _ indent: Int, _ width: Int) {
    guard !result.isEmpty, let place else { return }
    if lines[place].spans.columns + 5 + result.columns <= width {
      lines[place].spans += [Span("  =  ")] + result
    } else {
      let margin = String(repeating: " ", count: indent)
      lines.insert(FormulaLine(row: lines[place].row, spans: [Span(margin + "= ")] + result), at: place + 1)
    }
  }
}

/// Rows of equal width that stay together: an operand, or several joined.
struct FormulaBlock: Hashable {
  /// What joins it to the block before it.
  var joint: String
  /// What joins the rows below the symbols.
  var valueJoint: String?
  /// Symbols, values, results; a row without text is empty.
  var rows: [[Span]]
  /// The rows that have no operators.
  var notes = 0..<0
  /// How many rows belong to the operands; what the summand comes to is below.
  var operandRows = 0
  /// The width of every row.
  var columns: Int

  private init(joint: String, rows: [[Span]], notes: Range<Int>, operandRows: Int) {
    self.joint = Notation.current.get().joint(joint)
    self.rows = rows
    self.notes = notes
    self.operandRows = operandRows
    columns = rows.map(\.columns).max() ?? 0
  }

  init(_ factor: Factor) {
    let upper = factor.over + [factor.symbol]
    let rows = (upper + factor.notes).map { [$0] } + [factor.value.map { [$0] } ?? []]
    self.init(
      joint: factor.joint, rows: rows, notes: upper.count..<upper.count + factor.notes.count, operandRows: rows.count)
    valueJoint = factor.valueJoint.map(Notation.current.get().joint)
  }

  /// Both side by side, joined in the rows that both have.
  func joined(_ other: FormulaBlock) -> FormulaBlock {
    let count = Swift.max(rows.count, other.rows.count)
    let gap = String(repeating: " ", count: Swift.max(other.joint.columns, other.valueJoint?.columns ?? 0))
    let joined = (0..<count).map { row -> [Span] in
      guard !(isEmpty(row) && other.isEmpty(row)) else { return [] }
      let joint = isEmpty(row) || other.isEmpty(row) || isNote(row) ? gap : other.joint(row: row, columns: gap.count)
      return centred(row) + [Span(joint)] + other.centred(row)
    }
    return FormulaBlock(
      joint: joint, rows: joined, notes: notes.isEmpty ? other.notes : notes,
      operandRows: Swift.max(operandRows, other.operandRows))
  }

  /// The block with further rows beneath.
  func over(_ results: [[Span]]) -> FormulaBlock {
    let block = FormulaBlock(joint: joint, rows: rows + results, notes: notes, operandRows: operandRows)
    return FormulaBlock(
      joint: joint, rows: block.rows.indices.map { block.isEmpty($0) ? [] : block.centred($0) }, notes: notes,
      operandRows: operandRows)
  }

  private func joint(row: Int, columns: Int) -> String {
    let text = row == 0 ? joint : valueJoint ?? joint
    let room = columns - text.columns
    return String(repeating: " ", count: room / 2) + text + String(repeating: " ", count: room - room / 2)
  }

  /// Whether a row has no operators.
  func isNote(_ row: Int) -> Bool { notes.contains(row) }

  func isEmpty(_ row: Int) -> Bool { !rows.indices.contains(row) || rows[row].allSatisfy(\.text.isEmpty) }

  /// A row with blanks on both sides to the full width.
  private func centred(_ row: Int) -> [Span] {
    let spans = isEmpty(row) ? [] : rows[row]
    let room = columns - spans.columns
    guard room > 0 else { return spans }
    let left = String(repeating: " ", count: room / 2)
    return [Span(left)] + spans + [Span(String(repeating: " ", count: room - room / 2))]
  }
}

extension Summand {
  /// The columns that it needs on one line.
  var columns: Int {
    let blocks = blocks
    return blocks.dropFirst().reduce(blocks[0]) { $0.joined($1) }.over(results).columns
  }

  /// The operands, those that an empty joint keeps together in one block.
  var blocks: [FormulaBlock] {
    var blocks: [FormulaBlock] = []
    for factor in factors {
      let block = FormulaBlock(factor)
      if factor.joint.isEmpty, let last = blocks.popLast() {
        blocks.append(last.joined(block))
      } else {
        blocks.append(block)
      }
    }
    return blocks
  }
}

/// Fills lines with the blocks of a formula.
struct FormulaBreaker {
  /// A line: one block of rows, and the operator before it, if it is not the first.
  private(set) var lines: [FormulaBlock] = []
  private let room: Int

  init(_ summands: [Summand], room: Int) {
    self.room = room
    var startsLine = true
    for summand in summands {
      let blocks = summand.blocks
      guard let first = blocks.first else { continue }
      var whole = blocks.dropFirst().reduce(first) { $0.joined($1) }.over(summand.results)
      whole.joint = summand.joint
      if whole.columns <= room {
        add(whole, onNewLine: startsLine)
        startsLine = false
      } else {
        addBroken(blocks, summand)
        startsLine = true
      }
    }
  }

  private mutating func add(_ block: FormulaBlock, onNewLine startsLine: Bool = false) {
    if !startsLine, let last = lines.last, last.columns + block.joint.columns + block.columns <= room {
      lines[lines.count - 1] = last.joined(block)
    } else {
      lines.append(block)
    }
  }

  /// The product over several lines, what it comes to under the last.
  private mutating func addBroken(_ blocks: [FormulaBlock], _ summand: Summand) {
    for (place, block) in blocks.enumerated() {
      var block = block
      if place == 0 { block.joint = summand.joint }
      add(block, onNewLine: place == 0)
    }
    let last = lines[lines.count - 1]
    lines[lines.count - 1] = last.over(summand.results.map { $0.columns <= room ? $0 : [] })
  }
}

extension FormulaBlock {
  /// What a line begins with that is not the first. What a broken product comes to follows from all of it, not from its
  /// last line.
  func openingJoint(row: Int) -> String {
    guard !isNote(row) else { return " " }
    let joint = joint.filter { $0 != " " }
    return joint.isEmpty ? " " : row >= operandRows && joint == Notation.current.get().joint("·") ? "=" : joint
  }

  /// What the first line begins with.
  func relation(row: Int) -> String { isNote(row) ? " " : "=" }

  /// The rows that have text.
  var filledRows: [FormulaLine] {
    rows.indices.filter { !isEmpty($0) }.map { FormulaLine(row: $0, spans: rows[$0]) }
  }
}
