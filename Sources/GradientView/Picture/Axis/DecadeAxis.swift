/// A log axis of whole rows: a round number of decades to a row, so that labels stand exactly where they belong.
struct DecadeAxis: Hashable {
  let top: Int
  let rows: Int
  let decadesPerRow: Double

  /// The axis from 10^top down over at least `depth` decades.
  init(top: Int, depth: Int, rows: Int) {
    self.top = top
    self.rows = rows
    let needed = Double(depth) / Double(rows)
    var scale = 0.1
    while scale * 5 < needed { scale *= 10 }
    let rounded = [1, 1.5, 2, 3, 5].first { scale * $0 >= needed - 1e-12 } ?? 5
    let small = [0.1, 0.2, 0.25, 0.5].first { $0 >= needed - 1e-12 }
    decadesPerRow = small ?? (scale * rounded * 10).rounded() / 10
  }

  /// The rows from the floor up to a decimal logarithm.
  func rows(above logarithm: Double) -> Double { (logarithm - Double(top)) / decadesPerRow + Double(rows) }

  /// Rows from the top with the power of ten at their upper edge.
  var labels: [(row: Int, power: Int)] {
    let spacing = (2...20).first { (Double($0) * decadesPerRow).truncatingRemainder(dividingBy: 1) == 0 } ?? 2
    return stride(from: 0, to: rows, by: spacing).map {
      ($0, top - Int((Double($0) * decadesPerRow).rounded()))
    }
  }
}
