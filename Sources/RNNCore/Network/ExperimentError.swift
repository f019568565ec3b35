/// Why inputs, a start or a target are none that a network can be looked at with: for numbers that a file or a user
/// gives.
///
/// Thrown by the variants that say so (`Experiment(validating:…)`, `Contributions(validating:…)` and others); those
/// without the word take it for granted and stop the program, as is right for literals in code. Steps count from 1;
/// classes, symbols, units and layers from 0. For what is wrong with weights see `NetworkError`.
public enum ExperimentError: Error, Hashable, Sendable {
  /// A sequence without a step.
  case noSteps
  /// A step with more or fewer numbers than the first one, or with none.
  case unevenStep(Int, found: Int, expected: Int)
  /// NaN or infinity in a step, at a place from 0.
  case inputNotFinite(step: Int, place: Int)
  /// More or fewer classes than steps.
  case classCount(Int, steps: Int)
  /// A class below 0, or not below p where the network says what p is.
  case classOutOfRange(Int, step: Int, classCount: Int?)
  /// A symbol that is none of m.
  case symbolOutOfRange(Int, step: Int, dimension: Int)
  /// Inputs of another dimension than the network's m.
  case inputDimension(Int, expected: Int)
  /// A start of more or fewer numbers than the state has.
  case initialStateCount(Int, expected: Int)
  /// NaN or infinity in s_0, at a place from 0.
  case initialStateNotFinite(place: Int)
  /// A layer below the network overflows, so that its states are no inputs.
  case layerOverflow(layer: Int, step: Int)
  /// A target that is none of the steps.
  case targetOutOfRange(Int, steps: Int)
  /// A state that overflows at or before the target.
  case overflow(step: Int, target: Int)
  /// A unit that the network does not have.
  case unitOutOfRange(Int, units: Int)
  /// c_k of a network whose units keep nothing beside what they say.
  case noCellState
  /// A parameter that the network's cell does not have; those that it has.
  case noParameter(Parameter, found: [Parameter])
  /// A loss of a network that tells no classes apart.
  case noClasses
  /// Targets of more or fewer numbers than the network says.
  case targetWidth(Int, expected: Int)
  /// A loss of a step that has no target.
  case noTarget(step: Int)
  /// A total loss of steps none of which has a target.
  case noTargets(through: Int)
  /// A logit that overflows at or before the target.
  case outputOverflow(target: Int)
  /// A window or a chunk of less than one step.
  case truncationLength(Int)
}

extension ExperimentError: CustomStringConvertible {
  /// One line for a person: what is wrong, where, what was expected, and what to do.
  ///
  ///     there is no step 60: choose a target from 1 to 44
  public var description: String {
    // Each case is explained by one of the three.
    [sequenceExplanation, startExplanation, targetExplanation].compactMap { $0 }.joined()
  }

  private var sequenceExplanation: String? {
    switch self {
    case .noSteps: "the sequence has no steps: give it one at least"
    case .unevenStep(let step, let found, let expected):
      "x_\(step) has \(Self.numbers(found)), expected \(expected): give every step as many, one at least"
    case .inputNotFinite(let step, let place):
      "x_\(step)[\(place)] is NaN or infinite: replace it, or cut the sequence before step \(step)"
    case .classCount(let count, let steps):
      "\(count) classes for \(steps) steps: give one for each step, nil for a step without a target"
    case .classOutOfRange(let value, let step, let count):
      "y_\(step) is \(value): expected a class from 0\(count.map { " to \($0 - 1)" } ?? ""), "
        + "or nil for a step without a target"
    case .symbolOutOfRange(let symbol, let step, let dimension):
      "the symbol of step \(step) is \(symbol): expected one from 0 to \(dimension - 1)"
    default: nil
    }
  }

  private var startExplanation: String? {
    switch self {
    case .inputDimension(let found, let expected):
      "an input has \(Self.numbers(found)), and the network takes \(expected): give each step as many"
    case .initialStateCount(let found, let expected):
      "s_0 has \(Self.numbers(found)), and the state \(expected): give one for each, or nothing to start from 0"
    case .initialStateNotFinite(let place): "s_0[\(place)] is NaN or infinite: start from a finite state"
    case .layerOverflow(let layer, let step):
      "layer \(layer) overflows at step \(step), so the layers above it have no input: cut the sequence before that step"
    default: nil
    }
  }

  private var targetExplanation: String? {
    switch self {
    case .targetOutOfRange(let target, let steps):
      "there is no step \(target): choose a target from 1 to \(steps)"
    case .overflow(let step, let target):
      "a state overflows at step \(step), so step \(target) is not reached: choose a target before it or smaller weights"
    case .unitOutOfRange(let unit, let units): "there is no unit \(unit): choose one from 0 to \(units - 1)"
    case .noCellState: "the network's units keep no c beside h: look at the state, or use an LSTM"
    case .noParameter(let parameter, let found):
      "the network has no \(parameter.rawValue): choose one of \(found.map(\.rawValue).joined(separator: ", "))"
    case .noClasses:
      "the network tells no classes apart, so it has no loss: give it output weights V of two rows or more"
    case .targetWidth(let found, let expected):
      "a target has \(Self.numbers(found)), and the network says \(expected): give each step as many"
    case .noTarget(let step):
      "step \(step) has no target, so it has no loss: choose a target step that has one"
    case .noTargets(let last):
      "no step up to \(last) has a target, so there is no loss: choose a later target step or give targets"
    case .outputOverflow(let target):
      "an output up to step \(target) overflows, so the loss has no value: choose an earlier target or smaller weights V"
    case .truncationLength(let length):
      "\(length) steps are no window and no chunk: give it 1 step or more"
    default: nil
    }
  }

  private static func numbers(_ count: Int) -> String { "\(count) number\(count == 1 ? "" : "s")" }
}
