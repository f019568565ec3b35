import ArgumentParser
struct Table: ParsableCommand {}
struct Map: ParsableCommand {}
struct SweepCommand: ParsableCommand { static let configuration = CommandConfiguration(commandName: "sweep") }
