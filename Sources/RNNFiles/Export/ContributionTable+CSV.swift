import RNNCore

extension ContributionTable {
  /// A header and one row for each term; the header alone where the target is not reached. A share that is null is empty.
  func writeCSV(to output: inout some TextOutputStream) {
    output.write("step,lag,stepFactor,flow,immediate,contribution,signed,share\n")
    guard let contributions else { return }
    for term in contributions { output.write(Self.row(term, contributions.stepFactor(at: term.step))) }
  }

  private static func row(_ term: Contribution, _ stepFactor: ScaledDouble) -> String {
    var row = "\(term.step),\(term.lag)"
    for number in [stepFactor, term.flow, term.immediateDerivative, term.value, term.signed] {
      row += "," + number.fileDecimal
    }
    return row + ",\(term.share?.shortestDecimal ?? "")\n"
  }
}
