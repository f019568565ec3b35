/// The forms in which one target step is printed.
public enum TableFormat: String, CaseIterable, Sendable {
  /// Aligned columns for people.
  case text
  /// A header row and a row for each term.
  case csv
  /// One object.
  case json
}

/// The forms in which many rows are printed.
public enum RowFormat: String, CaseIterable, Sendable {
  /// A header row and the rows.
  case csv
  /// One object with a list of the rows.
  case json
}
