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
    let range = try sweep.vary.range()
    guard chosen.matrix == nil, range.count <= 20 else { return }
    try sweep.vary.check(chosen.experiment.network)
    var text = ""
    try SweepTable(
      of: chosen.experiment, over: range, target: chosen.target, parameter: chosen.parameter
    ).write(sweep.format, to: &text)
    try expectNumbers(text)
  }

  /// NaN and infinity never appear.
  private static func expectNumbers(_ text: String) throws(Complaint) {
    let words = text.split { !$0.isLetter }
    try Complaint.unless(
      !words.contains { ["nan", "inf", "infinity"].contains($0.lowercased()) }, "no number: \(text)")
  }
}
