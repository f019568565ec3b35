import Testing

@testable import RNNCore

@Suite("Classes to be told")
struct ClassTargetsTests {
  private let inputs = [3.0, -1, 4, 0, -1]

  @Test("Those that follow from the inputs are those that are listed, and equal to them")
  func rising() {
    let listed = ClassTargets([1, 0, 1, 1, nil])
    let rising = ClassTargets(rising: inputs, next: nil)
    #expect(Array(rising) == [1, 0, 1, 1, nil] && rising.count == 5 && rising[4] == nil)
    #expect(rising == listed && listed == rising && Set([rising, listed]).count == 1)
    #expect(ClassTargets(rising: inputs, next: 7) == [1, 0, 1, 1, 0])
    #expect(ClassTargets(rising: inputs, next: 7) != listed && listed != [1, 0, 1, 1])
  }

  @Test("A part of them, and those from the last step to the first, are as they were")
  func parts() {
    let targets = Targets(.classes(ClassTargets(rising: inputs, next: 1.5)))
    #expect(targets.part(1..<4).classes == [0, 1, 1] && targets.reversed().classes == [0, 1, 1, 0, 1])
    #expect(targets.steps == 5 && targets.isKnown(at: 5) && targets.knownSteps.count == 5)
  }
}
