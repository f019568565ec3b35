/// How much a network and a sequence may hold in memory.
package enum MemoryLimit {
  /// The most numbers of states, T·n.
  package static let stateNumbers = 20_000_000
  /// The most numbers of inputs, T·m.
  package static let inputNumbers = 100_000_000
  /// The most numbers of one matrix of weights.
  package static let weightNumbers = 100_000_000

  /// About how many GB T steps of n units and m inputs take: 70 bytes for each number of the states with all that is
  /// computed from them, 16 for each number of the inputs.
  package static func gigabytes(steps: Int, units: Int, inputs: Int) -> Double {
    Double(steps) * (70 * Double(units) + 16 * Double(inputs)) / 1e9
  }
}

extension InputSource {
  /// The most steps whose inputs and states n units can hold, with the layers below them.
  package func mostSteps(hidden n: Int) -> Int {
    let units = layersBelow.map(\.hiddenSize).reduce(n, Swift.max)
    return Swift.min(Self.stepLimit, MemoryLimit.stateNumbers / units, MemoryLimit.inputNumbers / widestDimension)
  }

  /// The numbers of a step that are held: what comes in, or what the layers below make of it.
  package var widestDimension: Int { Swift.max(ownDimension, dimension) }

  /// The steps there are behind an offset, as far as n units can hold them.
  package func availableSteps(offset: Int, hidden n: Int) -> Int {
    Swift.min(availableSteps(offset: offset), mostSteps(hidden: n))
  }
}
