import Explorer
import RNNCore
import Screen

/// The derivation of a session as a document of LaTeX, whole: what is revealed and what a screen has rows for do not matter.
///
/// It needs amsmath and nothing else for what stands between `\begin{document}` and `\end{document}`, so that this can be put
/// into another document. Up to step 100 every factor of every term is in it; of a later target the first hundred steps, the
/// inspected one and the last, and the terms of the last hundred steps factor by factor.
package struct LaTeXDerivation {
  /// The document, in ASCII.
  package let text: String

  /// Writes the document of what a session shows; `command` is the command line that makes it again.
  ///
  /// Complexity: O(k²) formulas for a target k up to 100.
  ///
  /// - Throws: `LaTeXError` for a character that LaTeX is not told of.
  package init(_ session: inout Session, command: String) throws(LaTeXError) {
    session.settle()
    let derivation = DerivationText.document(session.analysis, inspected: session.state.inspected)
    var page = LaTeXPage()
    try page.write(derivation.blocks)
    let gradient = try LaTeXMath.written(session.state.gradientSymbol, isDisplay: false).markup
    text = """
      % \(LaTeXWords.comment(command))
      \\documentclass[fleqn]{article}
      \\usepackage{amsmath}
      \\usepackage[a4paper,margin=2cm]{geometry}
      \\setlength{\\parindent}{0pt}
      \\setlength{\\parskip}{3pt}
      \\setlength{\\mathindent}{1em}
      \\allowdisplaybreaks
      \\begin{document}
      \\section*{The derivation of $\(gradient)$}
      \(try Self.setting(session))
      \(page.text)
      \\end{document}

      """
  }

  /// The network, its numbers and its input.
  private static func setting(_ session: Session) throws(LaTeXError) -> String {
    let state = session.state
    var sentences = [try LaTeXWords.written(TitlePanel.definition(state)).markup]
    var numbers: [String] = []
    for knob in state.knobs where knob != .desired && knob != .steps && knob != .checkpoint {
      let name = try LaTeXMath.written(state.name(of: knob)).markup
      numbers.append(
        "$\(name) = \(try LaTeXMath.written(NumberText.compact(ScaledDouble(state.value(of: knob)), digits: 6)).markup)$"
      )
    }
    let input = LaTeXWords.name(session.source.name)
    let amplitude =
      try session.amplitudeName.map { name throws(LaTeXError) in " $\(try LaTeXMath.written(name).markup)$" } ?? ""
    let backwards = session.source.readsBackwards ? ", the last one first" : ""
    sentences.append(numbers.joined(separator: ", "))
    sentences.append("\(state.input.steps) steps of \(input)\(amplitude)\(backwards)")
    return sentences.filter { !$0.isEmpty }.joined(separator: "; ") + "."
  }
}

/// Blocks of a derivation as paragraphs and displays.
private struct LaTeXPage {
  private(set) var text = ""
  private var alignment = LaTeXAlignment()
  /// The name of the next line.
  private var label = ""

  mutating func write(_ blocks: [DerivationBlock]) throws(LaTeXError) {
    for block in blocks { try write(block) }
    endAlignment()
  }

  private mutating func write(_ block: DerivationBlock) throws(LaTeXError) {
    switch block {
    case .heading(let name, let isSpaced): try write(heading: name, isSpaced: isSpaced)
    case .words(let words): try write(words: words)
    case .formula(let formula, let reason, let names): try write(formula, reason, names)
    case .dots: add("$\\cdots$")
    case .ways(let ways): try write(ways)
    case .matrix(let lead, let symbols, let numbers): try write(lead, symbols, numbers)
    case .table(let names, let rows): try write(names, rows)
    }
  }

  private mutating func endAlignment() {
    // A display belongs to the paragraph before it.
    if !alignment.rows.isEmpty, text.hasSuffix("\n\n") { text.removeLast() }
    text += alignment.markup
    alignment = LaTeXAlignment()
  }

  /// A paragraph of its own.
  private mutating func add(_ paragraph: String) {
    endAlignment()
    text += paragraph + "\n\n"
  }

  private mutating func write(heading name: String, isSpaced: Bool) throws(LaTeXError) {
    guard isSpaced else {
      label = name
      return
    }
    endAlignment()
    label = ""
    guard !name.isEmpty else { return }
    let name = try LaTeXWords.written(name).markup
    text += "\n\\paragraph{\(name.prefix(1).uppercased())\(name.dropFirst())}\n"
  }

  private mutating func write(words: String) throws(LaTeXError) {
    let words = try LaTeXWords.written(words).markup
    let name = try label.isEmpty ? "" : "\\emph{\(LaTeXWords.written(label).markup)}: "
    label = ""
    add(name + words)
  }

  private mutating func write(
    _ formula: AlignedFormula, _ reason: String, _ names: [Int: String]
  ) throws(LaTeXError) {
    let isSaid = label.isEmpty || reason.hasSuffix(label)
    let words = isSaid ? reason : reason.isEmpty ? label : "\(label): \(reason)"
    label = ""
    alignment.rows += try LaTeXFormula(formula, reason: words, names: names).rows()
  }

  private mutating func write(_ ways: [DerivationCheck.Way]) throws(LaTeXError) {
    endAlignment()
    for way in ways {
      let name = try LaTeXWords.written(way.name)
      let number = way.value.isZero ? "0" : NumberText.signedNumber(way.value, digits: DerivationCheck.limit)
      alignment.rows.append(
        LaTeXRow(
          lead: LaTeXText(markup: "\\text{\(name.markup)}", width: name.width),
          items: [LaTeXRow.Item(body: try LaTeXMath.written(number))]))
    }
    endAlignment()
  }

  private mutating func write(
    _ lead: String, _ symbols: [[String]], _ numbers: [[String]]
  ) throws(LaTeXError) {
    endAlignment()
    var matrices: [String] = []
    for matrix in [symbols, numbers] {
      var rows: [String] = []
      for row in matrix {
        var cells: [String] = []
        for cell in row { cells.append(try LaTeXMath.written(cell).markup) }
        rows.append(cells.joined(separator: " & "))
      }
      matrices.append("\\begin{pmatrix} \(rows.joined(separator: " \\\\ ")) \\end{pmatrix}")
    }
    let name = try LaTeXMath.written(lead).markup
    text += "\\begin{align*}\n  \(name) &= \(matrices[0]) = \(matrices[1])\n\\end{align*}\n"
  }

  /// Pages are not longer than a table: it is parted.
  private static let rowsOfTable = 40

  private mutating func write(_ names: [String], _ rows: [DerivationBlock.TableRow]) throws(LaTeXError) {
    endAlignment()
    label = ""
    var head: [String] = []
    for name in ["j"] + names { head.append(try LaTeXWords.written(name).markup) }
    for start in stride(from: 0, to: rows.count, by: Self.rowsOfTable) {
      var lines: [String] = []
      for row in rows[start...].prefix(Self.rowsOfTable) {
        var cells = ["$\(row.step)$"]
        for number in row.numbers { cells.append("$\(try LaTeXMath.written(number).markup)$") }
        lines.append("  " + cells.joined(separator: " & "))
      }
      let columns = String(repeating: "r", count: names.count)
      text +=
        "\\mbox{}\\par\n{\\small\\setlength{\\tabcolsep}{4pt}\\begin{tabular}{r|\(columns)}\n"
        + "  \(head.joined(separator: " & ")) \\\\ \\hline\n" + lines.joined(separator: " \\\\\n")
        + "\n\\end{tabular}}\n\n"
    }
  }
}
