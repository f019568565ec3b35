import Explorer
import RNNCore
import Screen

/// The map of a network of several units, or of a loss, of which every target must be visited. It refines while one looks:
/// a few rows first, then all, then every target.
struct NormMap: Sendable {
  struct Key: Hashable, Sendable {
    let start: InitializedNetwork
    let input: InputChoice
    let parameter: Parameter
    let observable: Observable
    let truncation: Truncation
    let adjointLimit: Double?
    let layout: MapLayout

    init(_ state: State, _ layout: MapLayout) {
      (truncation, adjointLimit) = (state.cut.truncation, state.clipping?.adjointLimit)
      (start, input, parameter, observable) = (state.start, state.input, state.parameter, state.observable)
      self.layout = layout
    }

    /// The targets of the layout's rows and the steps of its columns, as far as there are so many steps.
    func rows(_ steps: Int) -> [ClosedRange<Int>] { Self.ranges(layout.rows, steps) }
    func columns(_ steps: Int) -> [ClosedRange<Int>] { Self.ranges(layout.columns, steps) }

    private static func ranges(_ spans: StepSpans, _ steps: Int) -> [ClosedRange<Int>] {
      spans.ranges.prefix { $0.lowerBound <= steps }.map { $0.clamped(to: 1...steps) }
    }
  }

  let key: Key
  private(set) var blocks: NormBlocks

  /// The multiplications of one moment: some tens of milliseconds.
  private static let slice = 2e8

  /// The map of a trajectory, of which no target is visited yet.
  init(_ key: Key, of trajectory: Trajectory) {
    self.key = key
    blocks = NormBlocks(
      of: trajectory, parameter: key.parameter, observable: key.observable, rows: key.rows(trajectory.steps),
      columns: key.columns(trajectory.steps), truncation: key.truncation, adjointLimit: key.adjointLimit)
  }

  var isComplete: Bool { blocks.isComplete }

  /// Adds the terms of a target that is looked at, which are at hand.
  mutating func include(_ contributions: Contributions?) {
    if let contributions { blocks.add(contributions) }
  }

  /// The part of the targets that were visited, 0 … 1.
  var done: Double { blocks.progress }

  /// Visits targets for so many moments, or for parts of one.
  mutating func refine(moments: Double, threads: Int) {
    blocks.refine(budget: moments * Self.slice, threads: threads)
  }
}

extension State {
  /// Whether the map's targets must be visited one by one: for all but the state of the scalar network, whose terms separate
  /// unless adjoints are clamped on their way or gates let something pass beside the weights.
  var needsNormMap: Bool {
    !isScalar || cellKind.isGated || observable.isLoss || clipping?.adjointLimit != nil
  }
}
