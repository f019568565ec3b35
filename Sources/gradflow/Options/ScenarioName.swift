import ArgumentParser
import Explorer

/// The name of a scenario on the command line.
struct ScenarioName: ExpressibleByArgument {
  let scenario: Scenario

  init?(argument: String) {
    guard let scenario = Scenario.named(argument) else { return nil }
    self.scenario = scenario
  }

  static var allValueStrings: [String] { Scenario.all.map(\.name) }
}
