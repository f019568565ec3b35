import Foundation
import RNNCore
import Testing

@testable import gradflow

/// How many threads OpenBLAS may use is the program's business, once, and its user's before that.
@Suite struct ThreadTests {
  /// In a process of its own, whose environment can be changed.
  @Test("Where the environment names a number it stays, and else it is one")
  func settling() async {
    await #expect(processExitsWith: .success) {
      let names = ["OPENBLAS_NUM_THREADS", "GOTO_NUM_THREADS", "OMP_NUM_THREADS"]
      func settled(_ variable: String? = nil, _ value: String = "") -> Int {
        for name in names { unsetenv(name) }
        if let variable { setenv(variable, value, 1) }
        BLASThreads.use(2)
        Gradflow.settleThreads()
        return BLASThreads.count
      }
      for name in names { precondition(settled(name, "2") == 2, "\(name) is heard") }
      for value in ["", "0", "-3", "many"] {
        precondition(settled("OMP_NUM_THREADS", value) == 1, "OpenBLAS does not hear \(value) either")
      }
      precondition(settled() == 1)
    }
  }

  @Test("Text of 150 units is the same whatever the environment says, and numbers are but for their last digits")
  func sameNumbers() throws {
    let flags = ["table", "--hidden", "150", "--steps", "40", "--input", "noise"]
    func run(_ count: String?, _ more: [String] = []) throws -> String {
      try Program.run(flags + more, environment: count.map { ["OPENBLAS_NUM_THREADS": $0] } ?? [:]).text
    }
    let text = try run(nil)
    #expect(text.split(separator: "\n").count > 40)
    #expect(try run("2") == text && run("4") == text)
    func numbers(_ text: String) -> [Double] { text.split { ",\n".contains($0) }.compactMap { Double($0) } }
    let csv = ["--format", "csv"]
    let (one, two) = (numbers(try run(nil, csv)), numbers(try run("2", csv)))
    #expect(try run(nil, csv) == run("1", csv), "one thread is what there is by default")
    try #require(one.count == two.count)
    // Signed bars are inner products that cancel to a thousandth.
    #expect(zip(one, two).allSatisfy { ($0 - $1).magnitude <= 1e-10 * $0.magnitude })
  }
}
