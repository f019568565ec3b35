import RNNCore
import Screen

/// The curves over a knob, computed from coarse to fine, and then where λ crosses 0.
struct CurveSamples: Sendable {
  /// How a value is answered.
  struct Source: Sendable {
    /// All that is drawn at a value; nil where the network has no such value.
    let response: @Sendable (Double) -> Response?
    /// λ at a value; nil where it does not exist.
    let growth: @Sendable (Double) -> Double?
  }

  /// How many values the axis has in the end: its equal parts, of each of which the middle is taken.
  let count: Int
  private let range: ClosedRange<Double>
  /// By place on the axis. The first and the last lie beyond the edges, and show crossings there.
  private var slots: [Response?]
  private let order: [Int]
  private var taken = 0
  private var found: [GrowthCrossing] = []
  /// How often every crossing has been closed in on.
  private(set) var halvings = 0
  /// The crossing that comes next.
  private var turn = 0

  /// Closing in so often makes the bracket a millionth of a sample.
  private static let mostHalvings = 20

  /// Samples of a range, of which the part that holds the value `first` is the first to be taken.
  init(_ range: ClosedRange<Double>, count: Int, first: Double? = nil) {
    (self.range, self.count) = (range, count)
    slots = Array(repeating: nil, count: count + 2)
    let place = first.flatMap { Self.place(of: $0, in: range, count: count) }
    order =
      ([place].compactMap { $0 } + SamplingOrder.places(count).filter { $0 != place }).map { $0 + 1 } + [0, count + 1]
  }

  /// The part of the axis that holds a value; nil for one beyond it.
  private static func place(of value: Double, in range: ClosedRange<Double>, count: Int) -> Int? {
    let width = range.upperBound - range.lowerBound
    guard range.contains(value), width > 0, count > 0 else { return nil }
    return Swift.min(Int((value - range.lowerBound) / width * Double(count)), count - 1)
  }

  /// The values within the axis that have been computed.
  var computed: Int { Swift.min(taken, count) }

  private var areAllTaken: Bool { taken == order.count }

  /// Whether nothing is left to compute.
  var isComplete: Bool { areAllTaken && (found.isEmpty || halvings == Self.mostHalvings) }

  /// The responses so far, from left to right.
  var responses: [Response] { slots[1...count].compactMap { $0 } }

  /// Values within the axis, its edges included, at which λ crosses 0, from left to right.
  var crossings: [Double] {
    found.filter { $0.low <= range.upperBound && $0.high >= range.lowerBound }
      .map { Swift.min(Swift.max($0.middle, range.lowerBound), range.upperBound) }
  }

  /// The digits of a crossing that are worth reading.
  var crossingDigits: Int { halvings < 4 ? 2 : halvings < 12 ? 4 : 6 }

  /// Whether every value within the axis is there.
  var isWhole: Bool { computed == count }

  /// Computes the next values, at most so many, some at a time; where λ crosses 0 only if it `closesIn` on that.
  mutating func refine(_ source: Source, atMost limit: Int, closesIn: Bool = true, threads: Int = 1) {
    let next = order[taken..<Swift.max(taken, Swift.min(taken + limit, closesIn ? order.count : count))]
    let answers = Concurrent.map(count: next.count, threads: threads) { [self] place in
      source.response(value(ofSlot: next[next.startIndex + place]))
    }
    for (slot, response) in zip(next, answers) { slots[slot] = response }
    taken += next.count
    findCrossings()
    guard closesIn else { return }
    for _ in next.count..<limit where !isComplete { closeIn(source) }
  }

  /// The middle of a part of the axis.
  private func value(ofSlot slot: Int) -> Double {
    range.lowerBound + (Double(slot) - 0.5) / Double(count) * (range.upperBound - range.lowerBound)
  }

  /// Between which neighbours λ crosses 0, as far as is known.
  mutating func findCrossings() {
    guard halvings == 0, turn == 0 else { return }
    let known = slots.compactMap { $0 }
    found = zip(known, known.dropFirst()).compactMap { GrowthCrossing(between: $0, and: $1) }
  }

  private mutating func closeIn(_ source: Source) {
    if let rate = source.growth(found[turn].middle) {
      found[turn].halve(rate)
      turn += 1
    } else {
      found.remove(at: turn)
    }
    if turn == found.count { (turn, halvings) = (0, halvings + 1) }
  }
}

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
