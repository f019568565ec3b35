import Screen

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
