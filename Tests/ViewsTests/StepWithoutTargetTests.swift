import RNNCore
import Testing
import Views

@testable import Explorer

/// A loss is looked at where there is none: the line names the nearest step that has one.
@Suite struct StepWithoutTargetTests {
  private func session(_ classes: [Int?], target: Int, observable: Observable = .loss) -> Session {
    let values = classes.indices.map { Double($0 % 3) - 1 }
    let source = InputSource(name: "x", values: values, classes: classes, flags: ["--input", "x.csv"])
    let sample = Sample.classifier()
    let choice = InputChoice(source: 0, offset: 0, steps: classes.count)
    var state = State(start: sample.state.start, input: choice, target: target)
    (state.matrix, state.observable) = (sample.state.matrix, observable)
    return Session(state: state, sources: [source], size: sample.size)
  }

  /// The earlier of two equally near; none where there is none.
  @Test(
    "The nearest step with a class",
    arguments: [
      ([0, nil, 1], 2, 1), ([0, nil, nil, 1], 3, 4), ([nil, nil, 2], 1, 3), ([2, nil, nil], 3, 1),
      ([nil, nil], 2, nil),
    ] as [([Int?], Int, Int?)])
  func nearest(classes: [Int?], target: Int, expected: Int?) {
    let session = session(classes, target: target)
    #expect(session.analysis.reasonForNone == .noTarget(nearest: expected))
  }

  @Test("The line says which way to go")
  func line() {
    func says(_ words: String, _ session: Session) -> Bool { session.lines.contains { $0.contains(words) } }
    #expect(says("step 3 has no target class; go to step 1 (←)", session([2, nil, nil], target: 3)))
    #expect(says("step 1 has no target class; go to step 3 (→)", session([nil, nil, 2], target: 1)))
    #expect(says("no step up to T has a target class; look at the state (n)", session([nil, nil], target: 1)))
    #expect(says("step 1 has no target class; go to step 2 (→)", session([nil, 1], target: 1, observable: .totalLoss)))
  }

  @Test("y leaves the target out where it is the last one with a class, and nowhere else")
  func reproduced() {
    let classes = [0, 1, nil]
    #expect(!ReproducingCommand.arguments(for: session(classes, target: 2)).contains("--target"))
    #expect(ReproducingCommand.arguments(for: session(classes, target: 3)).contains("--target"))
    #expect(!ReproducingCommand.arguments(for: session(classes, target: 3, observable: .state)).contains("--target"))
    #expect(ReproducingCommand.arguments(for: session(classes, target: 2, observable: .state)).contains("--target"))
  }
}
