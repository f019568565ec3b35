import Explorer
import RNNCore
import Screen

/// The map of a network of several units, or of a loss, of which every target must be visited. It refines while one looks:
/// a few rows first, then all, then every target.
struct NormMap: ViewPart {
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
  }

  let key: Key
  private(set) var blocks: NormBlocks

  /// The multiplications of one moment: some tens of milliseconds.
  private static let slice = 2e8

  /// As much of it as a frame has time for, and the row of k, whose terms are at hand.
  init(_ key: Key, _ analysis: Analysis) {
    self.key = key
    blocks = NormBlocks(
      of: analysis.trajectory, parameter: key.parameter, observable: key.observable, rows: key.layout.rows.ranges,
      columns: key.layout.columns.ranges, truncation: key.truncation, adjointLimit: key.adjointLimit)
    include(analysis)
    refine(analysis, moments: 1)
  }

  var isComplete: Bool { blocks.isComplete }

  /// Adds the terms of the target that is looked at, which are at hand.
  mutating func include(_ analysis: Analysis) {
    if let contributions = analysis.keptContributions { blocks.add(contributions) }
  }

  mutating func refine(_ analysis: Analysis, moments: Int) { blocks.refine(budget: Double(moments) * Self.slice) }
}

extension State {
  /// Whether the map's targets must be visited one by one: for all but the state of the scalar network, whose terms separate
  /// unless adjoints are clamped on their way.
  var needsNormMap: Bool { !isScalar || observable.isLoss || clipping?.adjointLimit != nil }
}
