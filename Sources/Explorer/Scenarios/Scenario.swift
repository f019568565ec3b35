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
  /// Numbers that belong to it, to the digits given.
  package let expected: [Expectation]

  package init(
    _ name: String, _ title: String, _ text: String, _ expected: [Expectation], _ change: (inout Setup) -> Void
  ) {
    self.name = name
    self.title = title
    self.text = text
    self.expected = expected
    setup = Setup(change)
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
    /// ∂s_k/∂θ, and the sum of the magnitudes of its terms.
    case total, sumOfMagnitudes
    /// The last step with f′ = 0.
    case blockedAt
  }

  /// What the number is of.
  package let quantity: Quantity
  /// The number, with U+2212 for minus.
  package let value: String

  init(_ quantity: Quantity, _ value: String) {
    self.quantity = quantity
    self.value = value
  }

  /// `s₄₄ = 0.957504`.
  package func text(_ state: State) -> String {
    let (k, theta) = (NumberText.subscripted(state.target), state.parameter.rawValue)
    let name =
      switch quantity {
      case .state(let step): "s\(NumberText.subscripted(step))"
      case .stepFactor(let step): "∂s\(NumberText.subscripted(step))/∂s\(NumberText.subscripted(step - 1))"
      case .flow: "∂s\(k)/∂s₁"
      case .flowFromInitialState: "∂s\(k)/∂s₀"
      case .perStep: "per step ×"
      case .sufficientCondition: "|W|γ"
      case .total: "∂s\(k)/∂\(theta)"
      case .sumOfMagnitudes: "Σ|termᵢ|"
      case .blockedAt: "blocked at step"
      }
    return name + (name.hasSuffix("×") ? "" : name.hasSuffix("step") ? " " : " = ") + value
  }

  /// What the core computes; nil where there is no such number.
  func actual(_ analysis: Analysis) -> ScaledDouble? {
    guard let terms = analysis.contributions else { return nil }
    switch quantity {
    case .state(let step): return analysis.trajectory.state(at: step).first.map { ScaledDouble($0) }
    case .stepFactor(let step): return analysis.trajectory.stepFactor(at: step)
    case .flow: return terms.flow(at: 1)
    case .flowFromInitialState: return terms.flow(at: 1) * analysis.trajectory.stepFactor(at: 1)
    case .perStep: return analysis.regime.factorPerStep
    case .sufficientCondition: return analysis.regime.sufficientCondition.map { ScaledDouble($0) }
    case .total: return terms.total
    case .sumOfMagnitudes: return terms.values().reduce(.zero) { $0 + $1.magnitude }
    case .blockedAt: return analysis.regime.blockedAt.map { ScaledDouble(Double($0)) }
    }
  }
}

extension Session {
  /// The scenarios whose input the session's sources have.
  package var scenarios: [Scenario] { Scenario.all.filter { $0.setup.state(sources: sources) != nil } }

  /// Shows what there is to see in a scenario, until the next key.
  package mutating func showCard(of scenario: Scenario) { mode = .card(scenario) }

  mutating func openPicker() {
    let present = scenarios.firstIndex { $0.name == lastScenario } ?? 0
    mode = .scenarios(selected: present)
  }

  /// Makes a scenario's state the present one, as one change. How far the derivation has been read stays.
  mutating func open(_ scenario: Scenario) {
    guard var state = scenario.setup.state(sources: sources) else { return }
    state.reading = self.state.reading
    playback = nil
    lastScenario = scenario.name
    change(to: state)
    settle()
    mode = .card(scenario)
  }

  /// A key while the scenarios are listed.
  mutating func pick(_ key: Key, _ action: Action?, _ selected: Int) -> Effect? {
    func select(_ place: Int) { mode = .scenarios(selected: Swift.min(Swift.max(place, 0), scenarios.count - 1)) }
    switch (key.base, action) {
    case (.down, _), (.character("j"), _), (.tab, _): select(selected + 1)
    case (.up, _), (.character("k"), _): select(selected - 1)
    case (.pageDown, _), (.end, _): select(scenarios.count - 1)
    case (.pageUp, _), (.home, _): select(0)
    case (.enter, _), (.character(" "), _): open(scenarios[selected])
    case (.escape, _), (_, .session(.openScenarios)), (_, .program(.quit)): mode = .exploring
    case (_, .program(.suspend)), (_, .program(.redraw)): return action.flatMap { perform($0) }
    case (.character(let character), _) where !key.control:
      guard let place = Scenario.place(of: character), scenarios.indices.contains(place) else { break }
      open(scenarios[place])
    default: break
    }
    return nil
  }

  /// A key turns to the next page of the card, or puts it away and does what it does on the picture.
  mutating func leaveCard(_ key: Key, _ scenario: Scenario, _ page: Int) -> Effect? {
    if key.base != .escape, !key.control, page + 1 < pictures.card(of: scenario, self).pages {
      mode = .card(scenario, page: page + 1)
      return nil
    }
    mode = .exploring
    return key.base == .escape || key.base == .enter ? nil : handle(key)
  }
}

extension Scenario {
  /// The digits and letters that open a scenario of the list, without those that do something else there.
  private static let keys = Array("123456789abcdefghilmnprstuvwxyz")

  /// The one of a scenario; nil beyond the last of them.
  package static func key(ofPlace place: Int) -> Character? { place < keys.count ? keys[place] : nil }

  /// The place of the scenario that a character opens.
  static func place(of key: Character) -> Int? { keys.firstIndex(of: key) }
}
