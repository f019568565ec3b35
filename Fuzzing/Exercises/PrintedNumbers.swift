@testable import RNNCore
import RNNFiles

@testable import gradflow

/// What commands print, without printing it.
enum PrintedNumbers {
  static func check(_ table: Table) throws {
    guard let chosen = try WorkLimit.begin(table.options) else { return }
    var text = ""
    ContributionTable(
      of: chosen.experiment.trajectory(), target: chosen.target, parameter: chosen.parameter,
      observable: chosen.observable
    ).write(table.format, to: &text)
    try expectNumbers(text)
  }

  static func check(_ map: Map) throws {
    guard let chosen = try WorkLimit.begin(map.options) else { return }
    guard chosen.choice.steps <= 40 else { return }
    var text = ""
    ContributionMap(
      of: chosen.experiment.trajectory(), parameter: chosen.parameter, observable: chosen.observable
    ).write(map.format, to: &text)
    try expectNumbers(text)
  }

  static func check(_ check: Check) throws {
    guard let chosen = try WorkLimit.begin(check.options) else { return }
    let overflow = chosen.experiment.trajectory().overflowAt
    guard overflow.map({ $0 > chosen.target }) ?? true, chosen.choice.steps <= 40 else { return }
    let gradient = GradientCheck(
      of: chosen.experiment, target: chosen.target, parameter: chosen.parameter,
      observable: chosen.observable)
    try Complaint.unless(gradient.passes, "a check fails")
  }

  static func check(_ sweep: Sweep) throws {
    guard let chosen = try WorkLimit.begin(sweep.options) else { return }
    guard let plan = try sweep.vary?.plan(chosen, fixedTarget: sweep.options.gradient.target) else { return }
    guard plan.count <= 20, longest(plan) <= 10_000 else { return }
    let table = SweepTable(plan, of: chosen.experiment, target: chosen.target, parameter: chosen.parameter)
    try expectNumbers(text(of: table, sweep.format))
  }

  /// The steps of a sweep's longer end.
  private static func longest(_ plan: SweepPlan) -> Int {
    let ends = [0, plan.count - 1].compactMap { try? plan.setting(at: $0) }
    return ends.map(\.experiment.inputs.steps).max() ?? 0
  }

  /// What is printed, as far as every weight is a Double: the command says in one line where one is none.
  private static func text(of table: SweepTable, _ format: RowFormat) -> String {
    var text = ""
    try? table.write(format, to: &text, threads: 2)
    return text
  }

  /// NaN and infinity never appear.
  private static func expectNumbers(_ text: String) throws(Complaint) {
    let words = text.split { !$0.isLetter }
    try Complaint.unless(
      !words.contains { ["nan", "inf", "infinity"].contains($0.lowercased()) }, "no number: \(text)")
  }
}
