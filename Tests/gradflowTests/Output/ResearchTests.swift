import Foundation
import Testing

/// `spectrum`, `profile` and sweeps of several units, as anybody runs them.
@Suite struct ResearchTests {
  private func rows(_ line: String) throws -> [[String]] {
    try Program.output(words(line)).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  private func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

  private func object(_ line: String) throws -> [String: Any] {
    let json = try JSONSerialization.jsonObject(with: Data(try Program.output(words(line)).utf8))
    return try #require(json as? [String: Any])
  }

  @Test(
    "A sweep of several units has the rows that tables of its values have", arguments: ["g", "s0", "bf", "bz", "T"])
  func sweep(knob: String) throws {
    let cell = knob == "bf" ? " --cell lstm --gain 1.5 --forget-bias 3" : knob == "bz" ? " --cell gru" : ""
    let flags = "--hidden 3 --input noise --steps 12\(cell)"
    let values = knob == "T" ? ["4", "8", "12"] : ["0.5", "1", "1.5"]
    let step = knob == "T" ? "4" : "0.5"
    let rows = try rows("sweep \(flags) --vary \(knob)=\(values[0]):\(values[2]):\(step)")
    #expect(rows.dropFirst().map { $0[0] } == values)
    for row in rows.dropFirst() where knob != "s0" {
      let flag = ["g": "--gain", "bf": "--forget-bias", "bz": "--forget-bias", "T": "--steps"][knob] ?? ""
      let line = "table \(flags) --format json --no-states \(flag) \(row[0])"
      let table = try object(line)
      #expect(table["total"] as? String == row[2])
      // Foundation reads some numbers to their last digit but one.
      #expect(try Program.output(words(line)).contains("\"lyapunov\": \(row[3]),"))
      #expect((table["peak"] as? [String: Any])?["flow"] as? String == row[4])
      #expect(table["verdict"] as? String == row[5])
    }
  }

  @Test("A model's gain and start are swept too, with a loss at the last step that has one")
  func model() throws {
    let rows = try rows("sweep --model builtin:sunspots --of loss --vary T=10:30:20")
    let table = try object("table --model builtin:sunspots --of loss --steps 30 --format json")
    #expect(rows[2][2] == table["total"] as? String)
    let one = try self.rows("sweep --model builtin:sunspots --vary s0=0.5:0.5:1")
    let start = try object("table --model builtin:sunspots --s0 0.5 --format json")
    #expect(one[1][2] == start["total"] as? String)
  }

  @Test("What is written does not depend on the number of threads")
  func threads() throws {
    let flags = words("sweep --hidden 8 --steps 30 --input noise --vary g=0:2:0.02")
    let one = try Program.output(flags, environment: ["OMP_NUM_THREADS": "1"])
    #expect(try Program.output(flags) == one)
  }

  @Test("The spectrum of the default network is its table's")
  func spectrum() throws {
    let spectrum = try object("spectrum --steps 6")
    let table = try object("table --steps 6 --format json")
    #expect(spectrum["network"] as? NSDictionary == table["network"] as? NSDictionary)
    #expect(spectrum["sequence"] as? NSDictionary == table["sequence"] as? NSDictionary)
    let exponents = try #require(spectrum["lyapunovSpectrum"] as? [[String: Double]])
    #expect(exponents.map { $0["value"] } == [table["lyapunov"] as? Double])
    #expect(
      try rows("spectrum --steps 6 --hidden 2 --cell lstm --format csv").map(\.count) == Array(repeating: 5, count: 7))
  }

  @Test("The profile is that of the map's rows, and of the loss of several units")
  func profile() throws {
    let map = try rows("map --steps 9 --offset 0").dropFirst()
    for row in try rows("profile --steps 9 --offset 0").dropFirst() {
      let pairs = map.filter { $0[2] == row[0] }.compactMap { Double($0[3]).map(abs) }
      #expect(row[1] == "\(pairs.count)")
      let mean = pairs.reduce(0, +) / Double(pairs.count)
      #expect(abs(try #require(Double(row[2])) - mean) <= 1e-14 * mean)
      #expect(Double(row[4]) == pairs.min() && Double(row[10]) == pairs.max())
    }
    let loss = try object("profile --model builtin:sunspots --of loss --steps 5 --format json")
    #expect((loss["rows"] as? [Any])?.count == 5 && loss["of"] as? String == "loss")
  }

  @Test("The profile of a batch has the pairs of all its sequences, of a trace and of a tensor")
  func batch() throws {
    let model = "--model \(Fixtures.folder)/traces/gru-time-first.safetensors"
    func flat(_ flags: String) throws -> [[String]] { Array(try rows("profile \(model) \(flags)").dropFirst()) }
    let each = try (0..<3).map { try flat("--sequence \($0)") }
    for (flags, members) in [("all", [0, 1, 2]), ("1-2", [1, 2]), ("1", [1])] {
      for row in try flat("--sequences \(flags)") {
        let parts = members.map { member in each[member].first { $0[0] == row[0] } ?? [] }
        let counts = parts.map { Double($0[1]) ?? 0 }
        #expect(Double(row[1]) == counts.reduce(0, +))
        let mean = zip(parts, counts).reduce(0) { $0 + (Double($1.0[2]) ?? .nan) * $1.1 } / counts.reduce(0, +)
        #expect(abs(try #require(Double(row[2])) - mean) <= 1e-14 * mean, "sums of numbers of one sign")
        #expect(Double(row[10]) == parts.compactMap { Double($0[10]) }.max())
      }
    }
    let json = try object("profile \(model) --sequences 1-2 --format json")
    #expect(json["sequences"] as? Int == 2)
    let batch = try object(
      "profile --input \(Fixtures.folder)/batch.npy --hidden 3 --sequences all --format json")
    #expect(batch["sequences"] as? Int ?? 0 > 1)
  }

  @Test("JSON says where network and sequence come from")
  func provenance() throws {
    let network = try #require(
      object("table --model builtin:sunspots --gain 2 --steps 5 --format json")["network"] as? [String: Any])
    #expect(network["model"] as? String == "sunspots" || network["model"] as? String == "builtin:sunspots")
    #expect(network["layer"] as? Int == 0 && network["gain"] as? Double == 2 && network["assumed"] as? [String] == [])
    for command in ["map", "sweep --vary g=1:1:1", "profile", "spectrum"] {
      let json = try object("\(command) --hidden 2 --input noise --seed 9 --steps 3 --format json")
      #expect((json["network"] as? [String: Any])?["seed"] as? Int == 9)
      #expect(json["sequence"] as? NSDictionary == ["name": "noise", "steps": 3, "amplitude": 1, "seed": 9])
    }
  }

  @Test(
    "What has no place beside a command, or would take too long, is refused in one line",
    arguments: [
      ("spectrum --wrt W", "spectrum --wrt W: the flow is that of the whole state"),
      ("spectrum --of loss", "leave --of out"), ("spectrum --clip norm:1", "leave --clip out"),
      ("spectrum --cut-window 3", "leave --cut-window out"), ("profile --detach 3", "leave --detach out"),
      ("profile --target 3", "profile --target 3: its rows are of all targets"),
      ("spectrum --hidden 1000 --input noise --steps 1000", "10000 billion multiplications: use at most --target "),
      ("profile --hidden 512 --input noise --steps 1000", "10000 billion multiplications: use at most --steps "),
      ("profile --hidden 2 --input noise --steps 7000", "are more than 20 million: use at most --steps 6324"),
      ("profile --sequences 1-2", "--sequences 1-2: sunspots is one sequence and no batch"),
      (
        "profile --sequences 9 --input \(Fixtures.folder)/batch.npy --hidden 2",
        "no sequence 9 in \"batch.npy\": --sequence is from 0 to 2"
      ),
      ("profile --input noise --steps 20000", "are more than 100 million: use at most --steps 14141"),
      ("sweep --vary T=1.5:3:1", "whole numbers of steps from 1 to"), ("sweep --vary T=0:3:1", "from 1 to"),
      ("sweep --vary T=10:300:10", "from 1 to 209, as many as sunspots has"),
      ("sweep --vary T=1:3:1 --target 2", "k goes with T"),
    ])
  func refusals(line: String, message: String) throws {
    try Program.expectRefusal(words(line), saying: [message])
  }

  @Test("A gain that no Double holds ends a sweep with one line")
  func beyond() throws {
    let run = try Program.run(words("sweep --hidden 2 --seed 10 --vary g=1e308:1.7e308:7e307"))
    #expect(run.code == 2 && run.message.contains("a weight would be beyond 1.8e308"), "\(run.message)")
  }
}
