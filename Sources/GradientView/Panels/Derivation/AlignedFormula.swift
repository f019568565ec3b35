/// An operand: a symbol, and its value beneath it.
struct Factor: Hashable {
  /// What joins it to the operand before it; one that is empty keeps both on one line.
  var joint = " · "
  /// The upper line.
  var symbol: Span
  /// The lower line; nil where a formula has symbols only.
  var value: Span?

  /// The columns that both need.
  var columns: Int { Swift.max(symbol.text.columns, value?.text.columns ?? 0) }
}

/// A summand: a product of operands, and beneath it what it comes to, line by line.
struct Summand: Hashable {
  /// What joins it to the summand before it.
  var joint = "  +  "
  /// The product.
  var factors: [Factor]
  /// The lines under the values; they need not have the factors' columns.
  var results: [[Span]] = []
}

/// A line of a formula: row 0 holds the symbols, row 1 their values, the rows below what each summand comes to.
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
  /// The right-hand side.
  var summands: [Summand]
  /// What the last row comes to, or nothing.
  var result: [Span] = []

  /// The formula in lines of at most `width` columns, if each operand has room at all.
  func lines(width: Int) -> [FormulaLine] {
    let widest = summands.flatMap(\.blocks).map(\.columns).max() ?? 0
    let hangs = lead.columns + 3 + widest > width
    let indent = hangs ? 2 : lead.columns + 1
    let breaker = FormulaBreaker(summands, room: Swift.max(width - indent - 2, 1))
    var lines = hangs ? [FormulaLine(row: 0, spans: lead)] : []
    let isDeep = summands.contains { !$0.results.isEmpty }
    for (place, line) in breaker.lines.enumerated() {
      if isDeep, place > 0 { lines.append(FormulaLine(row: 0, spans: [])) }
      for row in line.filledRows {
        let isLead = place == 0 && row.row == 0 && !hangs
        let margin = isLead ? lead + [Span(" ")] : [Span(String(repeating: " ", count: indent))]
        let joint = place == 0 ? "=" : line.openingJoint(row: row.row)
        lines.append(FormulaLine(row: row.row, spans: margin + [Span(joint + " ")] + row.spans))
      }
    }
    append(result, to: &lines, indent: indent, width: width)
    return lines
  }

  private func append(_ result: [Span], to lines: inout [FormulaLine], indent: Int, width: Int) {
    guard !result.isEmpty, let last = lines.last else { return }
    if last.spans.columns + 5 + result.columns <= width {
      lines[lines.count - 1].spans += [Span("  =  ")] + result
    } else {
      let margin = String(repeating: " ", count: indent)
      lines.append(FormulaLine(row: last.row, spans: [Span(margin + "= ")] + result))
    }
  }
}
