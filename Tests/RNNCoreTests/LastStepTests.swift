import RNNCore
import Testing

@Suite struct LastStepTests {
  private static let observables: [Observable] = [.state, .unit(0), .loss, .totalLoss]

  private func lastSteps(_ classes: [Int?]?) -> [Int] {
    let inputs = InputSequence(name: "x", values: [1, 2, 3, 4], classes: classes)
    return Self.observables.map { inputs.lastStep(having: $0) }
  }

  @Test("The last step with a class for losses, T for all else")
  func lastStep() {
    #expect(lastSteps([0, 1, 0, 1]) == [4, 4, 4, 4])
    #expect(lastSteps([0, 1, 0, nil]) == [4, 4, 3, 3])
    #expect(lastSteps([0, nil, nil, nil]) == [4, 4, 1, 1])
  }

  @Test("T where no step has a class")
  func none() {
    #expect(lastSteps([nil, nil, nil, nil]) == [4, 4, 4, 4])
    #expect(lastSteps(nil) == [4, 4, 4, 4])
  }
}
