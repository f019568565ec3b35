import Explorer
import RNNCore
import Screen

/// Where a truncation lets nothing pass: marks between two steps, through all bands.
struct Boundaries {
  /// A boundary.
  struct Mark: Hashable {
    /// The step right of it; nothing goes from it to the one before.
    let step: Int
    /// Whether what is looked at ends there.
    let isInForce: Bool
  }

  /// Those that are drawn, from left to right.
  let marks: [Mark]
  /// Whether others lie too close to be drawn.
  let areThinned: Bool

  /// So many columns lie between two at least.
  private static let least = 3

  /// Nil where nothing is cut.
  init?(_ view: FlowView) {
    guard let gradient = view.analysis.remedied, gradient.contributions.truncation != .none else { return nil }
    let (shown, first) = (view.columns.shown, gradient.firstStep)
    func isSeen(_ step: Int) -> Bool { step > 1 && step > shown.lowerBound && step <= shown.upperBound }
    let end = isSeen(first) ? [Mark(step: first, isInForce: true)] : []
    let truncation = gradient.contributions.truncation
    guard truncation.isDetached else {
      (marks, areThinned) = (end, false)
      return
    }
    let steps = truncation.boundaries(before: shown.upperBound).filter { $0 >= shown.lowerBound - 1 }.map { $0 + 1 }
    let closest = zip(steps, steps.dropFirst()).map { $1 - $0 }.min() ?? shown.count
    let length = truncation.detachEvery ?? closest
    guard length * view.columns.room >= Self.least * shown.count else {
      (marks, areThinned) = (end, shown.count > length)
      return
    }
    let isTotal = gradient.contributions.observable == .totalLoss
    marks = steps.filter(isSeen).map { step in
      Mark(step: step, isInForce: isTotal ? step <= view.state.target : step == first)
    }
    areThinned = false
  }

  /// The cell of the boundary before a step: between its column and the one before where bars keep apart, else the last cell
  /// of the one before, and of a column that it runs through its first.
  static func x(before step: Int, _ columns: TimeColumns) -> Int {
    let (left, right) = (columns.column(ofStep: step - 1), columns.column(ofStep: step))
    return columns.x(ofColumn: right) - (left < right ? 1 : 0)
  }

  /// Draws them where nothing else stands: they hide no bar, dot or word.
  func draw(_ view: FlowView, _ layout: Layout, into frame: inout Frame) {
    for mark in marks {
      let x = Self.x(before: mark.step, view.columns)
      let cell = mark.isInForce ? Cell("│", .strong) : Cell("┊", .muted)
      for rule in layout.rules where rule.height > 0 && "─".contains(frame[x, rule.y].glyph) { frame[x, rule.y] = cell }
      for band in layout.bands {
        let isStrip = view.showsUnits && view.columns.hasGaps && band == layout.state
        for y in band.y..<band.y + band.height where isStrip || frame[x, y].isFree { frame[x, y] = cell }
      }
      if "─┴".contains(frame[x, layout.axis.y].glyph) { frame[x, layout.axis.y] = cell }
    }
  }
}
