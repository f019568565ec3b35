import Screen

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
