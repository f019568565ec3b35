import Testing

@testable import RNNCore

@Suite("How much a network and a sequence may hold in memory")
struct MemoryLimitTests {
  @Test("Gigabytes of states with all that follows from them, and of inputs")
  func gigabytes() {
    #expect(MemoryLimit.gigabytes(steps: 1_000_000, units: 1, inputs: 1) == 0.086)
    #expect(MemoryLimit.gigabytes(steps: 1000, units: 100, inputs: 0) == 0.007)
  }

  @Test("The steps there are, and those that so many units can hold")
  func steps() {
    let source = InputSource(name: "three", values: [1, 2, 3], flags: [])
    #expect(source.availableSteps(offset: 1, hidden: 1) == 2)
    let rule = InputSource(SyntheticInput.noise)
    #expect(rule.mostSteps(hidden: 20_000) == MemoryLimit.stateNumbers / 20_000)
    #expect(rule.availableSteps(offset: 0, hidden: 20_000) == MemoryLimit.stateNumbers / 20_000)
  }
}
