import RNNCore
import Screen

/// What a derivation is written in: on the screen blocks become lines of its width, in a document they are set.
enum DerivationBlock {
  /// A name for what follows, of a part that stands apart or of a line in it. An empty one only parts.
  case heading(String, isSpaced: Bool)
  /// A sentence, or what is as short as one.
  case words(String)
  /// A formula, why it holds, and what its rows are called.
  case formula(AlignedFormula, reason: String, names: [Int: String])
  /// What is left out.
  case dots
  /// The same number by several ways.
  case ways([DerivationCheck.Way])
  /// A matrix by its symbols and by its numbers, row by row.
  case matrix(lead: String, symbols: [[String]], numbers: [[String]])
  /// A row of numbers for each step, under their names.
  case table(names: [String], rows: [TableRow])

  /// The numbers of a step.
  struct TableRow {
    var step: Int
    var numbers: [String]
  }
}
