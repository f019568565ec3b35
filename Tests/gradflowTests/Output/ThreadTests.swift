import Foundation
import RNNCore
import Testing

@testable import gradflow

/// Products of matrices take one thread, so that numbers are the same whatever the environment grants; independent work
/// takes what is granted.
@Suite struct ThreadTests {
  /// In a process of its own, whose environment can be changed.
  @Test("OpenBLAS takes one thread; a number that the environment names is that of independent pieces of work")
  func settling() async {
    await #expect(processExitsWith: .success) {
      let names = ["OPENBLAS_NUM_THREADS", "GOTO_NUM_THREADS", "OMP_NUM_THREADS"]
      func settled(_ variable: String? = nil, _ value: String = "") -> Int {
        for name in names { unsetenv(name) }
        if let variable { setenv(variable, value, 1) }
        BLASThreads.use(2)
        Gradflow.settleThreads()
        precondition(BLASThreads.count == 1, "\(variable ?? "nothing") is not for products")
        return Processors.granted
      }
      let unnamed = settled()
      for name in names { precondition(settled(name, "3") == 3, "\(name) is heard") }
      for value in ["", "0", "-3", "many"] {
        precondition(settled("OMP_NUM_THREADS", value) == unnamed, "OpenBLAS does not hear \(value) either")
      }
      setenv("OPENBLAS_NUM_THREADS", "0", 1)
      setenv("GOTO_NUM_THREADS", "2", 1)
      setenv("OMP_NUM_THREADS", "4", 1)
      precondition(Processors.granted == 2, "the first that names a number, in OpenBLAS's order")
    }
  }

  @Test(
    "What is printed is the same to the last byte on 1, 2 and 3 threads",
    arguments: [
      ["table", "--hidden", "150", "--steps", "40", "--input", "noise", "--format", "csv"],
      ["map", "--hidden", "20", "--steps", "70", "--input", "noise"],
      ["map", "--hidden", "20", "--steps", "70", "--input", "noise", "--of", "unit:3", "--format", "json"],
      ["map", "--steps", "40"],
      ["sweep", "--hidden", "8", "--steps", "40", "--input", "noise", "--vary", "g=0.5:1.5:0.01"],
      ["profile", "--hidden", "8", "--steps", "90", "--input", "noise", "--format", "json"],
      ["spectrum", "--hidden", "12", "--steps", "40", "--input", "noise"],
    ])
  func sameBytes(arguments: [String]) throws {
    func run(_ count: Int) throws -> String {
      try Program.output(arguments, environment: ["OMP_NUM_THREADS": "\(count)"])
    }
    let one = try run(1)
    #expect(one.split(separator: "\n").count > 10)
    #expect(try run(2) == one && run(3) == one)
    #expect(try Program.output(arguments) == one, "whatever is granted here")
  }
}
