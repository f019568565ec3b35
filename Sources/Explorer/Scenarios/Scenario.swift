import RNNCore
import Screen

/// A prepared network with something to see in it.
package struct Scenario: Hashable, Sendable {
  /// The name, as `--scenario` takes it.
  package let name: String
  /// A line that says what it is about.
  package let title: String
  /// What to see, and which key to press.
  package let text: String
  /// What it starts from.
  package let setup: Setup
  /// What is kept as B beside that; nil for nothing.
  package let counterpart: Setup?
  /// Numbers that belong to it, to the digits given.
  package let expected: [Expectation]

  package init(
    _ name: String, _ title: String, _ text: String, _ expected: [Expectation], _ change: (inout Setup) -> Void,
    beside other: ((inout Setup) -> Void)? = nil
  ) {
    self.name = name
    self.title = title
    self.text = text
    self.expected = expected
    setup = Setup(change)
    counterpart = other.map { Setup($0) }
  }

  /// The state that it begins with, B beside it; nil where the sources do not have what either needs.
  package func state(sources: [InputSource]) -> State? {
    guard var state = setup.state(sources: sources) else { return nil }
    guard let counterpart else { return state }
    guard let other = counterpart.state(sources: sources) else { return nil }
    state.counterpart = Counterpart(other)
    return state
  }

  /// Two scenarios are the same if their names are.
  package static func == (a: Scenario, b: Scenario) -> Bool { a.name == b.name }

  /// Hashes the name.
  package func hash(into hasher: inout Hasher) { hasher.combine(name) }

  /// The scenario of a name.
  package static func named(_ name: String) -> Scenario? { all.first { $0.name == name } }
}

/// A number that a scenario promises, to the digits that it is written with.
package struct Expectation: Sendable {
  /// What the number is of.
  package enum Quantity: Hashable, Sendable {
    /// s_t.
    case state(Int)
    /// ∂s_t/∂s_{t−1}.
    case stepFactor(Int)
    /// P(k,1), and P(k,0), which goes back to the initial state.
    case flow, flowFromInitialState
    /// e^λ, the factor a step of P(k,1).
    case perStep
    /// |W|·γ.
    case sufficientCondition
    /// ρ(W), the largest magnitude of an eigenvalue.
    case spectralRadius
    /// ∂s_k/∂θ, and the sum of the magnitudes of its terms.
    case total, sumOfMagnitudes
    /// The last step with f′ = 0.
    case blockedAt
    /// ln 2/|λ|, the steps over which the flow halves.
    case halfLife
    /// What is left of ∂s_k/∂θ where it is cut, and how far off that is.
    case cutTotal, bias
    /// The least windows from which on the rest is within a tenth, and of the right sign.
    case windowWithinTenth, windowOfSign
    /// The norm of the gradient with respect to all parameters together, before and after it is clipped.
    case gradientNorm, clippedNorm
  }

  /// Whose number it is.
  package enum Side: Hashable, Sendable {
    /// Of what is shown, or of what is kept as B.
    case shown, counterpart
  }

  /// What the number is of.
  package let quantity: Quantity
  /// The number, with U+2212 for minus.
  package let value: String
  /// Whose number it is.
  package let side: Side

  init(_ quantity: Quantity, _ value: String, of side: Side = .shown) {
    self.quantity = quantity
    self.value = value
    self.side = side
  }

  /// `s₄₄ = 0.957504`; of what is kept as B with `B: ` before it.
  package func text(_ state: State) -> String {
    side == .shown ? own(state) : "B: " + own(state.other ?? state)
  }

  private func own(_ state: State) -> String {
    let k = NumberText.subscripted(state.target)
    let name =
      switch quantity {
      case .state(let step): "s\(NumberText.subscripted(step))"
      case .stepFactor(let step): "∂s\(NumberText.subscripted(step))/∂s\(NumberText.subscripted(step - 1))"
      case .flow: norm("∂s\(k)/∂s₁", state)
      case .flowFromInitialState: "∂s\(k)/∂s₀"
      case .perStep: "per step ×"
      case .sufficientCondition: state.isMatrix ? "σ_max(W)·γ" : "|W|γ"
      case .spectralRadius: "ρ(W)"
      case .total: total(state)
      case .sumOfMagnitudes: "Σ|termᵢ|"
      case .blockedAt: "blocked at step"
      case .halfLife: "steps to halve"
      case .cutTotal: "cut, \(total(state))"
      case .bias: "bias"
      case .windowWithinTenth: "window for 10 %"
      case .windowOfSign: "window for the sign"
      case .gradientNorm: "‖∂s\(k)/∂(W,U,b)‖"
      case .clippedNorm: "clipped"
      }
    return name + (name.hasSuffix("×") ? "" : name.hasSuffix("step") ? " " : " = ") + value
  }

  private func total(_ state: State) -> String {
    let observed =
      switch state.observable {
      case .totalLoss: "L"
      case .loss: "L\(NumberText.subscripted(state.target))"
      case .cell, .cellUnit: "c\(NumberText.subscripted(state.target))"
      case .state, .unit: "s\(NumberText.subscripted(state.target))"
      }
    return norm("∂\(observed)/∂\(state.parameter.rawValue)", state)
  }

  /// What is a matrix has a norm.
  private func norm(_ name: String, _ state: State) -> String { state.isMatrix ? "‖\(name)‖" : name }

  /// What the core computes, of what is shown or of what is kept as B; nil where there is no such number.
  func actual(_ shown: Analysis, beside other: Analysis? = nil) -> ScaledDouble? {
    side == .shown ? actual(of: shown) : other.flatMap { actual(of: $0) }
  }

  private func actual(of analysis: Analysis) -> ScaledDouble? {
    guard let terms = analysis.contributions else { return nil }
    switch quantity {
    case .state(let step): return analysis.trajectory.state(at: step).first.map { ScaledDouble($0) }
    case .stepFactor(let step): return analysis.trajectory.stepFactor(at: step)
    case .flow: return terms.flow(at: 1)
    case .flowFromInitialState: return terms.flow(at: 1) * analysis.trajectory.stepFactor(at: 1)
    case .perStep: return analysis.regime.factorPerStep
    case .sufficientCondition: return analysis.regime.sufficientCondition.map { ScaledDouble($0) }
    case .spectralRadius: return analysis.weightSpectrum?.spectralRadius
    case .total: return terms.total
    case .sumOfMagnitudes: return terms.values().reduce(.zero) { $0 + $1.magnitude }
    case .blockedAt: return whole(analysis.regime.blockedAt)
    case .halfLife: return analysis.regime.halfLife.map { ScaledDouble($0) }
    case .cutTotal, .bias, .windowWithinTenth, .windowOfSign, .gradientNorm, .clippedNorm:
      return analysis.remedied.flatMap(remedied)
    }
  }

  private func remedied(_ gradient: RemediedGradient) -> ScaledDouble? {
    switch quantity {
    case .bias: gradient.bias?.bias
    case .windowWithinTenth: whole(gradient.enough?.within)
    case .windowOfSign: whole(gradient.enough?.rightSign)
    case .gradientNorm: gradient.clipped?.all.before
    case .clippedNorm: gradient.clipped?.all.after
    default: gradient.contributions.total
    }
  }

  private func whole(_ number: Int?) -> ScaledDouble? { number.map { ScaledDouble(Double($0)) } }
}

extension Scenario {
  /// The digits and letters that open one of the list, without those that do something else there.
  private static let characters = "123456789abcdefghilmnprstuvwxyz"

  /// Those of the scenarios there are, in their order.
  static let keys = Array(characters.prefix(all.count))

  /// That of the scenario at a place of the list; nil beyond the last of them.
  package static func key(ofPlace place: Int) -> Character? { place < keys.count ? keys[place] : nil }
}
