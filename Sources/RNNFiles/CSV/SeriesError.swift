/// Why a series cannot be the input of a network as it was asked for.
public enum SeriesError: Error, Equatable, Sendable {
  /// All values of the column are equal, so it has no scale.
  case constantColumn(name: String, scaling: Scaling)
  /// The first step is past the last row.
  case offsetPastEnd(offset: Int, available: Int)
  /// Fewer rows than steps after the offset.
  case notEnoughSteps(steps: Int, offset: Int, available: Int)

  /// One line for a person; `file` is the name of the series as the user gave it.
  public func message(file: String) -> String {
    "\(Excerpt.printable(file)): \(explanation)"
  }

  private var explanation: String {
    switch self {
    case .constantColumn(let name, let scaling):
      "all values of column \(Excerpt.quoted(name)) are equal, --scale \(scaling.rawValue) needs two different ones: "
        + "use --scale none"
    case .offsetPastEnd(let offset, let available):
      "offset \(offset) is past the end, there are \(available) steps: use an --offset below \(available)"
    case .notEnoughSteps(let steps, let offset, let available):
      "\(steps) steps from offset \(offset) are more than there is data, \(available) steps: "
        + "use at most --steps \(available - offset)"
    }
  }
}
