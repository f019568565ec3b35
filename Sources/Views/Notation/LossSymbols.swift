import RNNCore

/// How the loss of a step is written, by what it is held against.
struct LossSymbols {
  private enum Kind {
    case classes
    case values(count: Int)
    case recorded
  }

  private let trajectory: Trajectory
  private let kind: Kind
  /// `/12` where L is the mean over 12 steps; nothing where it is their sum.
  private let share: String

  init(_ trajectory: Trajectory) {
    self.trajectory = trajectory
    let targets = trajectory.inputs.targets
    switch targets?.kind {
    case .values(let values): kind = .values(count: values.width)
    case .gradients: kind = .recorded
    case nil, .classes: kind = .classes
    }
    let weight = targets?.weight ?? 1
    share = weight == 1 ? "" : "/\(Int((1 / weight).rounded()))"
  }

  /// Whether there is a V between the state and the error.
  var hasHead: Bool {
    if case .recorded = kind { return false }
    return trajectory.network.outputWeights != nil
  }

  /// `−log o₃[1]` of a step by its subscript.
  func loss(_ step: Int, at k: String) -> String {
    switch kind {
    case .classes: "−log o\(k)[\(classText(step))]" + share
    case .values(let count): (count == 1 ? "(ŷ\(k) − y\(k))²" : "mean (ŷ\(k) − y\(k))²") + share
    case .recorded: "the part of the recorded loss that entered at step \(step)"
    }
  }

  /// `Σ_{t=1…17} −log o_t[y_t]`.
  func total(through last: Int) -> String {
    switch kind {
    case .classes: "Σ_{t=1…\(last)} −log o_t[y_t]" + share
    case .values(let count): "Σ_{t=1…\(last)} " + (count == 1 ? "(ŷ_t − y_t)²" : "mean (ŷ_t − y_t)²") + share
    case .recorded: "the recorded loss, as far as it entered up to step \(last)"
    }
  }

  /// What is said beside it: what o or ŷ is.
  func reason(_ step: Int?) -> String {
    let network = trajectory.network
    switch kind {
    case .classes:
      return "o = \(HeadText.formula(of: network)) at \(step.map { "class \(classText($0))" } ?? "the class y_t")"
    case .values:
      let said = (hasHead ? HeadText.readout(of: network) : network.cellKind.stateLetter) + HeadText.whose(network)
      return "ŷ = \(said), held against y" + (step == nil ? "_t" : "")
    case .recorded:
      return "how it changes is known, as the trace has it: ∂L/∂\(trajectory.network.cellKind.stateLetter)_t"
    }
  }

  /// `(o₃ − onehot(1))ᵀ`: ∂L_t/∂z_t as a row; of a recording what reached the state.
  func error(_ step: Int, at t: String) -> String {
    switch kind {
    case .classes: "(o\(t) − onehot(\(classText(step))))ᵀ" + share
    case .values(let count): "2·(ŷ\(t) − y\(t))ᵀ" + (count == 1 ? "" : "/p") + share
    case .recorded: "(∂L/∂\(trajectory.network.cellKind.stateLetter)\(t))ᵀ"
    }
  }

  /// `(o₃[0] − 1)`: the same of the scalar network's head.
  func scalarError(_ step: Int, at t: String) -> String {
    switch kind {
    case .classes: "(o\(t)[0] − \(trajectory.inputs.classes?[step - 1] == 0 ? "1" : "0"))" + share
    case .values: "2·(ŷ\(t) − y\(t))" + share
    case .recorded: "∂L/∂\(trajectory.network.cellKind.stateLetter)\(t)"
    }
  }

  /// Why the error is what it is.
  var derivative: String {
    switch kind {
    case .classes: "the derivative of −log softmax"
    case .values: "the derivative of the square"
    case .recorded: "as recorded"
    }
  }

  /// Whether o_k, which needs classes, is there to be shown.
  var hasClasses: Bool { if case .classes = kind { true } else { false } }

  /// y_t, or `y` where there is none.
  func classText(_ step: Int) -> String { trajectory.inputs.classes?[step - 1].map { "\($0)" } ?? "y" }
}
