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
