/// What each step of a sequence is to say, and by that what it loses: y_1 … y_T.
///
///     classes      L_t = w·(−log o_t[y_t]),  o_t = softmax(V s_t + c)                       torch.nn.CrossEntropyLoss of a step
///     values       L_t = w·mean over the p outputs of (ŷ_t − y_t)²,  ŷ_t = V s_t + c        torch.nn.MSELoss of a step
///     gradients    ∂L/∂h_t as a recording has them; L itself is not computed
///
/// Without V, ŷ_t is s_t itself. w is 1, or 1/N of the N steps that have a target where L is their mean (`LossReduction`).
public struct Targets: Hashable, Sendable {
  /// What they are.
  public enum Kind: Hashable, Sendable {
    /// Class indices from 0, nil for a step that has no target.
    case classes(ClassTargets)
    /// Numbers.
    case values(TargetValues)
    /// What a recording says that reached the states.
    case gradients(RecordedGradients)
  }

  /// What they are.
  public var kind: Kind { held }
  @Shared private var held: Kind
  /// w, what every step's loss is multiplied by.
  public private(set) var weight = 1.0

  /// Targets whose losses add up. Classes must be 0 or more.
  public init(_ kind: Kind) { held = kind }

  /// T.
  public var steps: Int {
    switch kind {
    case .classes(let classes): classes.count
    case .values(let values): values.isKnown.count
    case .gradients(let recorded): recorded.steps
    }
  }

  /// Whether a step in 1…T has a target. Of recorded gradients: whether one that is not 0 reached its state.
  ///
  /// Complexity: O(1), of recorded gradients O(n).
  public func isKnown(at step: Int) -> Bool {
    switch kind {
    case .classes(let classes): classes[step - 1] != nil
    case .values(let values): values.isKnown[step - 1]
    case .gradients(let recorded): recorded.reaches(step)
    }
  }

  /// The steps that have a target, in ascending order. Complexity: that of `isKnown(at:)` for each that is visited.
  public var knownSteps: some BidirectionalCollection<Int> { (1..<steps + 1).lazy.filter(isKnown) }

  /// The same as one loss: the sum over the steps that have a target, or their mean. What is recorded stays as it is.
  ///
  /// Complexity: O(T).
  public func reduced(by reduction: LossReduction) -> Targets {
    if case .gradients = kind { return self }
    var targets = self
    targets.weight = reduction == .sum ? 1 : 1 / Double(Swift.max(knownSteps.count, 1))
    return targets
  }
}

/// What the losses of the steps that have a target come to.
public enum LossReduction: String, CaseIterable, Hashable, Sendable {
  /// Their sum.
  case sum
  /// Their mean, as PyTorch has it: each is divided by how many there are in the whole sequence.
  case mean
}

/// Target numbers, so many a step.
public struct TargetValues: Hashable, Sendable {
  /// p, at least 1.
  public let width: Int
  /// p numbers a step; 0 at a step without a target.
  public let numbers: [Double]
  /// Whether a step has a target.
  public let isKnown: [Bool]

  /// Values from numbers, step by step, all finite: p for each entry of `isKnown`.
  public init(width: Int, numbers: [Double], isKnown: [Bool]) {
    precondition(width > 0 && numbers.count == width * isKnown.count, "each step has \(width) numbers")
    precondition(numbers.allSatisfy(\.isFinite), "targets are finite")
    (self.width, self.numbers, self.isKnown) = (width, numbers, isKnown)
  }

  /// Values of every step. Their count must be a multiple of the width.
  public init(width: Int, numbers: [Double]) {
    self.init(
      width: width, numbers: numbers, isKnown: Array(repeating: true, count: numbers.count / Swift.max(width, 1)))
  }

  /// y_t of a step in 1…T.
  public subscript(step: Int) -> ArraySlice<Double> { numbers[(step - 1) * width..<step * width] }

  fileprivate subscript(steps range: Range<Int>) -> TargetValues {
    let part = numbers[range.lowerBound * width..<range.upperBound * width]
    return TargetValues(width: width, numbers: Array(part), isKnown: Array(isKnown[range]))
  }

  fileprivate func reversed() -> TargetValues {
    TargetValues(width: width, numbers: numbers.reversed(rowsOf: width), isKnown: isKnown.reversed())
  }
}

/// ∂L/∂h_t of every step of the last layer, as a recording has them: what reached its states from the rest of a model, without
/// the way back through time. And what reached h_T and c_T of each layer themselves, where they were used beside the output.
public struct RecordedGradients: Hashable, Sendable {
  /// n of the last layer.
  public let width: Int
  /// n numbers a step.
  public let numbers: [Double]
  /// By layer, from the one that takes the inputs on: what reached its whole state at the last step beside `numbers`, h's numbers
  /// and of an LSTM then c's; empty where nothing did. Nothing of layers beyond the array.
  public private(set) var finals: [[Double]]

  /// Gradients from their numbers, step by step, all finite.
  public init(width: Int, numbers: [Double], finals: [[Double]] = []) {
    precondition(width > 0 && numbers.count.isMultiple(of: width), "each step has \(width) numbers")
    precondition((numbers + finals.joined()).allSatisfy(\.isFinite), "gradients are finite")
    (self.width, self.numbers, self.finals) = (width, numbers, finals)
  }

  /// T.
  public var steps: Int { numbers.count / width }

  /// ∂L/∂h_t of a step in 1…T.
  public subscript(step: Int) -> ArraySlice<Double> { numbers[(step - 1) * width..<step * width] }

  /// Whether anything reached a step's states.
  func reaches(_ step: Int) -> Bool {
    self[step].contains { $0 != 0 } || step == steps && finals.contains { $0.contains { $0 != 0 } }
  }

  /// The same as the layer above has them.
  fileprivate var ofLayerAbove: RecordedGradients {
    var above = self
    above.finals = Array(finals.dropFirst())
    return above
  }

  fileprivate subscript(steps range: Range<Int>) -> RecordedGradients {
    RecordedGradients(
      width: width, numbers: Array(numbers[range.lowerBound * width..<range.upperBound * width]),
      finals: range.upperBound == steps ? finals : [])
  }

  fileprivate func reversed() -> RecordedGradients {
    RecordedGradients(width: width, numbers: numbers.reversed(rowsOf: width), finals: finals)
  }
}

extension [Double] {
  /// The rows of so many numbers with the last one first.
  package func reversed(rowsOf width: Int) -> [Double] {
    stride(from: count, to: 0, by: -width).flatMap { self[$0 - width..<$0] }
  }
}

extension Targets {
  /// y_t of every step where they are classes.
  public var classes: ClassTargets? { if case .classes(let classes) = kind { classes } else { nil } }

  /// What a recording has that reached the state of the layer with these inputs at a step, beside the last layer's output; nil
  /// where nothing did.
  func final(at step: Int) -> [Double]? {
    guard case .gradients(let recorded) = kind, step == recorded.steps, let own = recorded.finals.first, !own.isEmpty
    else { return nil }
    return own
  }

  /// Those of some steps, by their places from 0, with the same w.
  package func part(_ range: Range<Int>) -> Targets {
    switch kind {
    case .classes(let classes): with(.classes(ClassTargets(classes[range])))
    case .values(let values): with(.values(values[steps: range]))
    case .gradients(let recorded): with(.gradients(recorded[steps: range]))
    }
  }

  /// The same from the last step to the first, each with its own.
  func reversed() -> Targets {
    switch kind {
    case .classes(let classes): with(.classes(ClassTargets(classes.reversed())))
    case .values(let values): with(.values(values.reversed()))
    case .gradients(let recorded): with(.gradients(recorded.reversed()))
    }
  }

  /// The same as the layer above has them, whose inputs are the states of the one that has these.
  var ofLayerAbove: Targets {
    guard case .gradients(let recorded) = kind else { return self }
    return with(.gradients(recorded.ofLayerAbove))
  }

  private func with(_ kind: Kind) -> Targets {
    var targets = Targets(kind)
    targets.weight = weight
    return targets
  }
}
