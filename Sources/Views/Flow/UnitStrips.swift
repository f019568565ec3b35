import Explorer
import RNNCore
import Screen

/// The states of all units in rows and columns: where several units or steps share a cell, the state farthest from 0.
struct UnitStrips {
  /// Which units are in a row.
  let rows: UnitRows
  /// The units by rank.
  let order: [Int]
  private let values: [Double]
  private let columns: Int

  /// The cells up to the column of the last finite step; later ones have none.
  init(_ trajectory: Trajectory, order: [Int], rows: UnitRows, _ time: TimeColumns, through last: Int) {
    (self.rows, self.order, columns) = (rows, order, time.count)
    var rowOfUnit = [Int](repeating: 0, count: order.count)
    for (rank, unit) in order.enumerated() { rowOfUnit[unit] = rank / rows.unitsPerRow }
    var values = [Double](repeating: 0, count: rows.count * time.count)
    for step in stride(from: time.shown.lowerBound, through: Swift.min(last, time.shown.upperBound), by: 1) {
      let column = time.column(ofStep: step)
      for (unit, state) in trajectory.state(at: step).enumerated() {
        let place = rowOfUnit[unit] * time.count + column
        if state.magnitude > values[place].magnitude { values[place] = state }
      }
    }
    self.values = values
  }

  /// The state of a cell.
  subscript(row row: Int, column column: Int) -> Double { values[row * columns + column] }

  /// The units in a row.
  func units(inRow row: Int) -> [Int] { rows.ranks(inRow: row).map { order[$0] } }
}

/// Which shade a state has: nine even steps from 0 to the bound on either side, so that twice as far is twice as bright.
struct StateShades: Hashable {
  /// What the outermost shade ends at.
  let bound: ScaledDouble
  /// How people read it.
  let label: String
  /// The sides of 0 that there are.
  let side: Scales.Side

  /// Those of the states' axis.
  init(_ view: FlowView) {
    let reach = view.scales.state
    side = reach.below == nil ? .above : reach.above == nil ? .below : .both
    bound = reach.bound
    label = NumberText.compact(bound, digits: 2)
  }

  /// The shade of a state other than 0.
  func shade(of state: Double) -> MapShade {
    let part = (ScaledDouble(state.magnitude) / bound).doubleValue
    let steps = Int(Swift.min(part * Double(MapShade.count), Double(MapShade.count - 1)))
    return MapShade(isPositive: state > 0, level: MapShade.count - 1 - steps)
  }

  /// The glyphs and colours from the one end to the other: `−1 ▙▚▖▏·░▒▓█ 1`.
  var legend: [Span] {
    let levels = [0, 2, 4, 7]
    func ramp(_ isPositive: Bool, _ levels: [Int]) -> [Span] {
      levels.map { MapShade(isPositive: isPositive, level: $0) }.map { Span(String($0.glyph), $0.style) }
    }
    let below = side == .above ? [] : [Span("−\(label) ", .muted)] + ramp(false, levels)
    let above = side == .below ? [] : ramp(true, levels.reversed()) + [Span(" \(label)", .muted)]
    return below + [Span(below.isEmpty ? "0 " : above.isEmpty ? " 0" : "·", .muted)] + above
  }
}
