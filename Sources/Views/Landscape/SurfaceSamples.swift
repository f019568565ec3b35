import RNNCore
import Screen

/// s_k over W and b, computed on grids whose cells halve.
struct SurfaceSamples: Sendable {
  /// What is known of a cell of the screen.
  enum Sample: Hashable, Sendable {
    /// Nothing yet.
    case missing
    /// The state overflows before k.
    case overflow
    /// s_k.
    case state(Double)
  }

  /// A grid of samples, each for a square of cells.
  private struct Grid: Sendable {
    /// The cells along a sample's edge.
    let cells: Int
    let rows: Int
    let columns: Int
    var samples: [Sample]

    init(cells: Int, of size: Size) {
      self.cells = cells
      (rows, columns) = ((size.height + cells - 1) / cells, (size.width + cells - 1) / cells)
      samples = Array(repeating: .missing, count: rows * columns)
    }

    func sample(row: Int, column: Int) -> Sample { samples[row / cells * columns + column / cells] }
  }

  private let size: Size
  private let horizontal: ClosedRange<Double>
  private let vertical: ClosedRange<Double>
  /// The finest grid that is whole.
  private var whole: Grid?
  /// The one that is being filled, and in which order.
  private var grid: Grid
  private var rowOrder: [Int]
  private var columnOrder: [Int]
  private var taken = 0

  /// The whole grids are so coarse at first that one costs about `budget`, with at least eight columns.
  init(
    _ size: Size, horizontal: ClosedRange<Double>, vertical: ClosedRange<Double>, costOfSample cost: Int, budget: Int
  ) {
    (self.size, self.horizontal, self.vertical) = (size, horizontal, vertical)
    var cells = 1
    while size.width / (2 * cells) >= 8, cost * size.width * size.height / (cells * cells) > budget { cells *= 2 }
    grid = Grid(cells: cells, of: size)
    (rowOrder, columnOrder) = (SamplingOrder.places(grid.rows), SamplingOrder.places(grid.columns))
  }

  /// Whether nothing is left to compute.
  var isComplete: Bool { whole?.cells == 1 }

  /// The samples there are in the end.
  var count: Int { size.width * size.height }

  /// Those of the finest grid with any.
  var computed: Int { Swift.max(taken, whole.map { $0.samples.count } ?? 0) }

  /// What is known of a cell, from the finest grid that has it.
  func sample(row: Int, column: Int) -> Sample {
    let finest = isComplete ? .missing : grid.sample(row: row, column: column)
    return finest == .missing ? whole?.sample(row: row, column: column) ?? .missing : finest
  }

  /// Computes the next samples, at most so many, and returns how many there were.
  mutating func advance(_ experiment: Experiment, target: Int, atMost limit: Int) -> Int {
    let (row, first) = (rowOrder[taken / grid.columns], taken % grid.columns)
    let columns = columnOrder[first..<Swift.min(first + limit, grid.columns)]
    let states = experiment.states(
      at: target, weights: columns.map { value(middle($0, of: size.width), in: horizontal) },
      biases: [value(1 - middle(row, of: size.height), in: vertical)])
    for (column, state) in zip(columns, states) {
      grid.samples[row * grid.columns + column] = state.map { .state($0) } ?? .overflow
    }
    taken += columns.count
    if taken == grid.samples.count { halve() }
    return columns.count
  }

  private mutating func halve() {
    whole = grid
    guard grid.cells > 1 else { return }
    grid = Grid(cells: grid.cells / 2, of: size)
    (rowOrder, columnOrder) = (SamplingOrder.places(grid.rows), SamplingOrder.places(grid.columns))
    taken = 0
  }

  /// The middle of a sample as a part of the edge.
  private func middle(_ sample: Int, of cells: Int) -> Double {
    let first = sample * grid.cells
    return (Double(first) + Double(Swift.min(grid.cells, cells - first)) / 2) / Double(cells)
  }

  private func value(_ part: Double, in range: ClosedRange<Double>) -> Double {
    range.lowerBound + part * (range.upperBound - range.lowerBound)
  }
}
