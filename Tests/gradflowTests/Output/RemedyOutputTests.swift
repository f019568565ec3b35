import Foundation
import RNNCore
import Testing

/// What the commands print of a gradient that is cut or clipped.
@Suite struct RemedyOutputTests {
  private func output(_ line: String) throws -> String {
    try Program.output(line.split(separator: " ").map(String.init))
  }

  private func rows(_ line: String) throws -> [[String]] {
    try output(line).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test("A window that is as long as the way cuts nothing: the same numbers, and every term kept")
  func whole() throws {
    for flags in ["--cut-window 44", "--cut-window 4400", "--detach 44"] {
      let rows = try rows("table --format csv " + flags)
      #expect(rows.map { Array($0.dropLast()) } == (try self.rows("table --format csv")))
      #expect(rows.dropFirst().allSatisfy { $0.last == "true" })
    }
  }

  @Test("map: the rows of each target are kept as its table keeps them", arguments: ["--cut-window 3", "--detach 4"])
  func map(flags: String) throws {
    let map = try rows("map --steps 9 " + flags)
    #expect(map[0] == ["k", "i", "lag", "contribution", "kept"] && map.count == 46)
    for target in 1...9 {
      let table = try rows("table --format csv --steps 9 --target \(target) " + flags).dropFirst()
      let own = map.filter { $0[0] == "\(target)" }
      #expect(own.map { $0[4] } == table.map { $0[8] } && own.map { $0[3] } == table.map { $0[5] })
    }
  }

  @Test("sweep: each row's cut total is that of its table")
  func sweep() throws {
    struct Table: Decodable { let total, cutTotal: String }
    let rows = try rows("sweep --vary W=0.9:1.1:0.1 --detach 6 --activation identity")
    #expect(rows[0] == ["value", "s_k", "total", "cutTotal", "lyapunov", "peak", "verdict"] && rows.count == 4)
    for row in rows.dropFirst() {
      let json = try output("table --format json --activation identity --detach 6 --w \(row[0])")
      let table = try JSONDecoder().decode(Table.self, from: Data(json.utf8))
      #expect(row[3] == table.cutTotal && row[3] != row[2])
      #expect((try #require(Double(row[2])) / (try #require(Double(table.total))) - 1).magnitude < 1e-14)
    }
  }

  @Test("A total loss has its own scenario, whose numbers are PyTorch's chunks")
  func totalLoss() throws {
    let text = try output("table --scenario detach-chunks")
    // mpmath: 12.47914076 and 6.082438
    #expect(text.contains("∂L/∂W = 1.247914076e+01\n") && text.contains("cut between chunks of 5 steps: 6.08243"))
  }

  @Test("check proves what is left of a gradient, and says of what network")
  func check() throws {
    let lines = try output("check --scenario wrong-way --cut-window 22").split(separator: "\n")
    try #require(lines.count == 4)
    #expect(lines[0].hasPrefix("∂s_44/∂W, cut to a window of 22 steps: sum of 22 terms  "))
    // mpmath: 11.98155568
    #expect(lines[0].hasSuffix("  1.1981555681422494e+01"))
    #expect(lines[1...2].allSatisfy { $0.contains("agrees") } && lines[3].contains("the state is a constant"))
    let one = try output("check --cut-window 1")
    #expect(one.hasPrefix("∂s_44/∂W, cut to a window of 1 step: sum of 1 term  "))
    for flags in ["--scenario detach-chunks", "--hidden 3 --detach 5", "--of loss --cut-window 9 --wrt U"] {
      let text = try output("check " + flags)
      #expect(text.contains(", cut ") && text.components(separatedBy: "agrees").count == 3, "\(text)")
    }
    #expect(
      try output("check --scenario detach-chunks").hasPrefix("∂L/∂W, cut between chunks of 5 steps: sum of 44 terms"))
  }

  @Test("check says that it is of the gradient before it is clipped, and refuses what is no function's gradient")
  func checkClipped() throws {
    for clipping in ["norm:1", "each:0.5", "value:2"] {
      let lines = try output("check --clip \(clipping)").split(separator: "\n")
      #expect(lines.last == "this is the gradient before it is clipped (\(clipping))")
      #expect(lines.dropLast().joined(separator: "\n") + "\n" == (try output("check")))
    }
    try Program.expectRefusal(
      ["check", "--clip", "adjoint:1"], saying: ["check --clip adjoint:1", "no function", "--clip none"])
  }

  @Test(
    "What y writes draws the same, byte for byte",
    arguments: ["D))", "DD(", "2D", "3DD", "4=window=22<Enter><Esc>", "sD"])
  func reproduced(keys: String) throws {
    let shown = try output("render --size 400x30 --keys \(keys)y")
    let command = try #require(shown.split(separator: "\n").first { $0.hasPrefix(" gradflow --") }).dropFirst(10)
    #expect(command.contains("--cut-window") || command.contains("--detach"))
    let drawn = try output("render --size 400x30 --keys \(keys)<Esc>").split(separator: "\n").dropLast()
    #expect(try output("render --size 400x30 " + command).split(separator: "\n").dropLast() == drawn)
  }

  @Test("Same flags, same bytes, wherever nothing is cut")
  func untouched() throws {
    for command in ["table", "table --format json", "map --steps 5", "render", "render --view map"] {
      #expect(try output(command + " --cut-window none --clip none") == output(command))
    }
  }
}
