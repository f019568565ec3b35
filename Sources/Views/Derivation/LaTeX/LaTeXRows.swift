import Screen

/// A line of `align*`: what stands left of its relation, and behind that operands which may be broken into several lines.
struct LaTeXRow {
  /// An operand with what joins it to the one before.
  struct Item {
    var joint = LaTeXText()
    var body: LaTeXText
    /// Whether a summand begins with it, which is not broken where it fits into a line.
    var isFirst = true
  }

  var lead = LaTeXText()
  var relation = "="
  var items: [Item]
  /// What it comes to, step by step, each behind an equals sign.
  var outcomes: [LaTeXText] = []
  /// Words at its right.
  var reason = LaTeXText()
}

/// Rows that have their relations in one column, as an `align*`.
struct LaTeXAlignment {
  /// The width of a line, in em.
  static let lineWidth = 46.0

  var rows: [LaTeXRow] = []

  /// The environment; nothing without rows.
  var markup: String {
    guard !rows.isEmpty else { return "" }
    let leads = rows.map(\.lead.width).max() ?? 0
    let room = Self.lineWidth - leads - 1.6
    let broken = rows.map { Self.lines(of: $0, room: room) }
    let widest = broken.joined().map(\.width).max() ?? 0
    let reasons = rows.map(\.reason.width).max() ?? 0
    let isColumn = widest + reasons + 2 <= room
    let lines = zip(rows, broken).flatMap { row, lines in Self.lines(row, lines, room: room, isColumn: isColumn) }
    return "\\begin{align*}\n" + lines.map { "  " + $0 }.joined(separator: " \\\\\n") + "\n\\end{align*}\n"
  }

  /// The right-hand side in lines that are no wider than the room; what one begins with belongs to it.
  private static func lines(of row: LaTeXRow, room: Double) -> [LaTeXText] {
    var lines = [LaTeXText(markup: " \(row.relation) ", width: 1.4)]
    var isBroken = false
    for (place, item) in row.items.enumerated() {
      let joined = place == 0 ? item.body : item.joint + item.body
      let rest = row.items[(place + 1)...].prefix { !$0.isFirst }
      let summand = rest.reduce(joined.width) { $0 + $1.joint.width + $1.body.width }
      if item.isFirst { isBroken = summand > room - 1.6 }
      let needed = item.isFirst && !isBroken ? summand : joined.width
      if place == 0 || lines[lines.count - 1].width + needed <= room {
        lines[lines.count - 1] += joined
      } else {
        lines.append(LaTeXText(markup: "\\quad {}", width: 1.6) + joined)
      }
    }
    for outcome in row.outcomes {
      let joined = LaTeXText(markup: " = ", width: 1.4) + outcome
      if lines[lines.count - 1].width + joined.width <= room {
        lines[lines.count - 1] += joined
      } else {
        lines.append(joined)
      }
    }
    return lines
  }

  /// The lines with the lead before the first and the reason where there is room.
  private static func lines(_ row: LaTeXRow, _ lines: [LaTeXText], room: Double, isColumn: Bool) -> [String] {
    var written = lines.enumerated().map { place, line in (place == 0 ? row.lead.markup : "") + " &" + line.markup }
    guard !row.reason.isEmpty else { return written }
    let fits = [0, lines.count - 1].first { lines[$0].width + row.reason.width + 2 <= room }
    if isColumn {
      written[0] += " && \\text{\(row.reason.markup)}"
    } else if let fits {
      written[fits] += " \\qquad \\text{\(row.reason.markup)}"
    } else {
      written.append(" &\\quad \\text{\(row.reason.markup)}")
    }
    return written
  }
}

/// An aligned formula in rows of `align*`: every symbol over its value, what that comes to behind it, and what else the screen
/// has in rows of its own beneath.
struct LaTeXFormula {
  private let formula: AlignedFormula
  private let names: [Int: String]
  private let reason: LaTeXText
  /// How many rows stand over the symbols, and how many between those and the values.
  private let (over, notes): (Int, Int)

  init(_ formula: AlignedFormula, reason: String, names: [Int: String]) throws(LaTeXError) {
    (self.formula, self.names) = (formula, names)
    self.reason = try LaTeXWords.written(reason)
    let factors = formula.summands.flatMap(\.factors)
    over = factors.map(\.over.count).max() ?? 0
    notes = factors.map(\.notes.count).max() ?? 0
  }

  /// The row of the values.
  private var valueRow: Int { over + 1 + notes }
  /// How many rows what the summands come to has.
  private var resultRows: Int { formula.summands.map(\.results.count).max() ?? 0 }
  /// Whether the row over the symbols says what each of them is, not what all of them come to.
  private var isOverset: Bool { over == 1 && formula.relations[0] == " " }

  func rows() throws(LaTeXError) -> [LaTeXRow] {
    var rows = try overRows()
    if try isTermwise() {
      rows += try termwise()
    } else {
      rows += try symbolRows(formula.summands, lead: lead(ofRow: over), isAll: true)
      rows += try sumRows(formula.summands)
    }
    if !rows.isEmpty, !reason.isEmpty { rows[0].reason = reason }
    return rows
  }

  // MARK: The sum as a whole

  /// What stands over the symbols: what they are names of, and its value.
  private func overRows() throws(LaTeXError) -> [LaTeXRow] {
    guard !isOverset else { return [] }
    var rows: [LaTeXRow] = []
    for row in 0..<over {
      let items = try items(formula.summands) { factor throws(LaTeXError) in
        try factor.over.indices.contains(row) ? LaTeXMath.written(factor.over[row].text) : LaTeXText()
      }
      rows.append(LaTeXRow(lead: try lead(ofRow: row), items: items, reason: try name(ofRow: row)))
    }
    return rows
  }

  /// The symbols over their values, and beneath symbols that have shapes the values by themselves.
  private func symbolRows(
    _ summands: [Summand], lead: LaTeXText, isAll: Bool
  ) throws(LaTeXError) -> [LaTeXRow] {
    let braces = summands.contains { $0.factors.contains { $0.symbol.text.isDerivative } }
    let items = try items(summands) { factor throws(LaTeXError) in try symbol(factor, hasBraces: braces) }
    var rows = [LaTeXRow(lead: lead, items: items)]
    if over > 0, !isOverset { rows[0].reason = try name(ofRow: over) }
    if isAll, let value = formula.results[over] { rows[0].outcomes.append(try number(value)) }
    if notes > 0, summands.contains(where: { $0.factors.contains { $0.value != nil } }) {
      let values = try self.items(summands, isValue: true) { factor throws(LaTeXError) in
        try LaTeXMath.written(factor.value?.text ?? "")
      }
      rows.append(
        try isAll
          ? bounded(values)
          : LaTeXRow(
            lead: norm(of: lead), relation: relation(ofRow: valueRow), items: values, reason: name(ofRow: valueRow)))
      if isAll, let value = formula.results[valueRow] { rows[1].outcomes.append(try number(value)) }
    }
    if isAll, resultRows == 0, !formula.result.isEmpty {
      rows[rows.count - 1].outcomes.append(try number(formula.result))
    }
    return rows
  }

  /// The norm of what the formula is of, and the norms of the right-hand side that it is bounded by.
  private func bounded(_ values: [LaTeXRow.Item]) throws(LaTeXError) -> LaTeXRow {
    var row = LaTeXRow(lead: try normOfWhole(), items: values, reason: try name(ofRow: valueRow))
    guard relation(ofRow: valueRow) != "=", !row.items.isEmpty else { return row }
    row.items[0].body = try self.lead(ofRow: valueRow) + LaTeXText(markup: " \\le ", width: 1.4) + row.items[0].body
    return row
  }

  /// The norm of what the formula is of.
  private func normOfWhole() throws(LaTeXError) -> LaTeXText {
    let spans = formula.subject.map { [$0] } ?? formula.lead
    let text = spans.map(\.text).joined().trimmingBlanks
    return try text.isEmpty ? LaTeXText() : LaTeXMath.written(text.hasPrefix("‖") ? text : "‖\(text)‖")
  }

  /// What the summands come to, added up.
  private func sumRows(_ summands: [Summand]) throws(LaTeXError) -> [LaTeXRow] {
    var rows: [LaTeXRow] = []
    for place in 0..<resultRows {
      let row = valueRow + 1 + place
      let isSame = notes == 0 || place == 0 && relation(ofRow: row) == "="
      var items: [LaTeXRow.Item] = []
      for summand in summands where summand.results.indices.contains(place) {
        items.append(
          LaTeXRow.Item(joint: try LaTeXMath.written(summand.joint), body: try number(summand.results[place])))
      }
      var written = LaTeXRow(
        lead: isSame ? LaTeXText() : try normOfWhole(), relation: relation(ofRow: row), items: items,
        reason: try name(ofRow: row))
      if let value = formula.results[row] { written.outcomes.append(try number(value)) }
      if place == resultRows - 1, !formula.result.isEmpty { written.outcomes.append(try number(formula.result)) }
      rows.append(written)
    }
    return rows
  }

  // MARK: Term by term

  /// Whether the sum is so long that its terms stand one by one, and then their sum.
  private func isTermwise() throws(LaTeXError) -> Bool {
    guard resultRows > 0, formula.summands.count > 1, formula.summands.allSatisfy({ $0.name != nil }) else {
      return false
    }
    let items = try items(formula.summands) { factor throws(LaTeXError) in try symbol(factor, hasBraces: true) }
    let width = items.reduce(0) { $0 + $1.body.width + $1.joint.width }
    return width > 2 * LaTeXAlignment.lineWidth
  }

  private func termwise() throws(LaTeXError) -> [LaTeXRow] {
    let lead = try self.lead(ofRow: over)
    let names = formula.summands.compactMap(\.name)
    let shown = names.count > 4 ? Array(names.prefix(2)) + ["⋯", names[names.count - 1]] : names
    var rows = [
      LaTeXRow(
        lead: lead,
        items: try shown.map { name throws(LaTeXError) in
          LaTeXRow.Item(joint: LaTeXText(markup: " + ", width: 1.3), body: try LaTeXMath.written(name))
        })
    ]
    for (place, summand) in formula.summands.enumerated() {
      rows += try notes == 0 ? term(summand) : normedTerm(summand, isNamed: place == 0)
    }
    return rows + (try totals(lead))
  }

  /// A term over its numbers, and what it comes to in the same line.
  private func term(_ summand: Summand) throws(LaTeXError) -> [LaTeXRow] {
    var term = try symbolRows([summand], lead: LaTeXMath.written(summand.name ?? ""), isAll: false)
    for result in summand.results {
      let outcome = try LaTeXMath.written(result.map(\.text).joined().withoutBrackets)
      if term[0].outcomes.last != outcome { term[0].outcomes.append(outcome) }
    }
    return term
  }

  /// A term over its shapes, then what bounds its norm and what its norm is; the signed bar stands in the sum. One factor has
  /// no bound but itself.
  private func normedTerm(_ summand: Summand, isNamed: Bool) throws(LaTeXError) -> [LaTeXRow] {
    let name = try LaTeXMath.written(summand.name ?? "")
    var rows = try symbolRows([summand], lead: name, isAll: false)
    let norms = summand.results.dropLast()
    let isAlone = summand.factors.filter { $0.value != nil && !"[]".contains($0.symbol.text) }.count < 2
    if isAlone { rows.removeLast(rows.count - 1) }
    if norms.count == 1, !isAlone {
      // Of rank one: its norm is the product, which is no bound.
      rows[1].relation = "="
      rows[1].outcomes = [try number(norms[0])]
      return rows.map { row in
        var row = row
        if !isNamed { row.reason = LaTeXText() }
        return row
      }
    }
    for (place, result) in norms.enumerated() where !isAlone || place == norms.count - 1 {
      let row = valueRow + 1 + place
      let isNorm = place == norms.count - 1
      rows.append(
        LaTeXRow(
          lead: try norm(of: name), relation: isNorm ? "=" : relation(ofRow: row),
          items: [LaTeXRow.Item(body: try number(result))], reason: isNorm ? LaTeXText() : try self.name(ofRow: row)))
    }
    if !isNamed { for row in rows.indices { rows[row].reason = LaTeXText() } }
    return rows
  }

  /// What all terms come to: bounds by themselves, the last row term by term.
  private func totals(_ lead: LaTeXText) throws(LaTeXError) -> [LaTeXRow] {
    var rows: [LaTeXRow] = []
    for row in valueRow..<valueRow + resultRows {
      guard let bound = formula.results[row] else { continue }
      rows.append(
        LaTeXRow(
          lead: try normOfWhole(), relation: "\\le", items: [LaTeXRow.Item(body: try number(bound))],
          reason: try name(ofRow: row)))
    }
    guard var last = try sumRows(formula.summands).last else { return rows }
    if notes == 0 { last.lead = lead }
    return rows + [last]
  }

  private func norm(of name: LaTeXText) throws(LaTeXError) -> LaTeXText {
    LaTeXText(markup: "\\lVert ") + name + LaTeXText(markup: "\\rVert", width: 1)
  }

  // MARK: Parts

  private func relation(ofRow row: Int) -> String { formula.relations[row] == "≤" ? "\\le" : "=" }

  private func lead(ofRow row: Int) throws(LaTeXError) -> LaTeXText {
    let spans = formula.leads[row].map { [$0] } ?? (row == 0 ? formula.lead : [])
    return try LaTeXMath.written(spans.map(\.text).joined().trimmingBlanks)
  }

  private func name(ofRow row: Int) throws(LaTeXError) -> LaTeXText { try LaTeXWords.written(names[row] ?? "") }

  private func number(_ spans: [Span]) throws(LaTeXError) -> LaTeXText {
    try LaTeXMath.written(spans.map(\.text).joined())
  }

  /// The operands of a sum, each summand's first joined by what joins that; what an empty joint joins stays together.
  private func items(
    _ summands: [Summand], isValue: Bool = false, _ written: (Factor) throws(LaTeXError) -> LaTeXText
  ) throws(LaTeXError) -> [LaTeXRow.Item] {
    var items: [LaTeXRow.Item] = []
    var isLarge = false
    for (index, summand) in summands.enumerated() {
      for (place, factor) in summand.factors.enumerated() {
        let text = place == 0 ? summand.joint : isValue ? factor.valueJoint ?? factor.joint : factor.joint
        let opens = text.hasSuffix("(") && summand.factors.contains { $0.symbol.text.isDerivative }
        let joint = try opens ? LaTeXMath.written(String(text.dropLast())) + .largeBracket : LaTeXMath.written(text)
        let closes = factor.symbol.text == ")" && isLarge
        isLarge = opens || isLarge && !closes
        let body = try closes ? .largeEnd : written(factor)
        if (place > 0 && factor.joint.isEmpty) || body.isEmpty, !items.isEmpty {
          items[items.count - 1].body += body
        } else {
          items.append(
            LaTeXRow.Item(
              joint: index == 0 && place == 0 ? LaTeXText() : joint, body: body, isFirst: place == 0))
        }
      }
    }
    return items
  }

  /// A symbol with its value beneath it, or with its shape and norm.
  private func symbol(_ factor: Factor, hasBraces: Bool) throws(LaTeXError) -> LaTeXText {
    let (text, value) = (factor.symbol.text.trimmingBlanks, factor.value?.text ?? "")
    // What is opened behind a function's name has no value.
    let isCall = text.hasSuffix("(") && text.count > 1
    let name = try LaTeXMath.written(isCall ? String(text.dropLast()) : text)
    var below: [LaTeXText] = []
    for note in factor.notes where !note.text.isEmpty { below.append(try LaTeXMath.written(note.text)) }
    if notes == 0, value != text, !value.isEmpty {
      below.append(try LaTeXMath.written(isCall ? value.withoutCall : value.withoutBrackets))
    }
    var result = try overset(factor, name)
    if !below.isEmpty {
      let stack = below.map(\.markup).joined(separator: " \\\\ ")
      let under = below.count > 1 ? "\\substack{\(stack)}" : stack
      result = LaTeXText(
        markup: hasBraces ? "\\underbrace{\(result.markup)}_{\(under)}" : "\\underset{\(under)}{\(result.markup)}",
        width: Swift.max(result.width, below.map(\.width).max().map { 0.8 * $0 } ?? 0) + 0.15)
    }
    return isCall ? result + LaTeXText(markup: "(", width: 0.4) : result
  }

  private func overset(_ factor: Factor, _ name: LaTeXText) throws(LaTeXError) -> LaTeXText {
    guard isOverset, let text = factor.over.first?.text, !text.isEmpty else { return name }
    let over = try LaTeXMath.written(text, isDisplay: false)
    return LaTeXText(
      markup: "\\overset{\(over.markup)}{\(name.markup)}", width: Swift.max(name.width, 0.78 * over.width) + 0.2)
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    let text = drop { $0 == " " }
    return String(text.prefix(text.count - text.reversed().prefix { $0 == " " }.count))
  }

  /// Whether it is set as a fraction.
  fileprivate var isDerivative: Bool { contains("∂") && contains("/") }

  /// `(−0.3)` as it stands under a brace.
  fileprivate var withoutBrackets: String {
    hasPrefix("(") && hasSuffix(")") && count > 2 && count(where: { $0 == ")" }) == 1
      ? String(dropFirst().dropLast()) : self
  }

  /// `tanh(` without what it opens.
  fileprivate var withoutCall: String { hasSuffix("(") ? String(dropLast()) : self }
}
