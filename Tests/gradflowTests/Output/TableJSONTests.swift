import Foundation
import Testing

/// The contract of `table --format json`: members, their order and types, and the arithmetic between them.
@Suite struct TableJSONTests {
  private static let members = [
    "schema", "network", "sequence", "target", "wrt", "of", "loss", "probabilities", "states", "total", "terms",
    "lyapunov", "verdict",
    "peak", "trough", "roundingDecidesAt", "blockedAt", "overflowAt", "underflowAt",
  ]
  private static let termMembers = [
    "step", "lag", "stepFactor", "flow", "immediate", "contribution", "signed", "share",
  ]

  @Test("Its members are those of the contract, in their order")
  func members() throws {
    let (text, table) = try Self.table("--steps 5")
    #expect(Set(table.keys) == Set(Self.members))
    let places = Self.members.compactMap { text.range(of: "\n  \"\($0)\": ")?.lowerBound }
    #expect(places.count == Self.members.count)
    #expect(places == places.sorted())
    let network = try #require(table["network"] as? [String: Any])
    #expect(Set(network.keys) == ["cell", "activation", "hidden", "inputs", "W", "U", "b", "s0"])
    #expect(network["W"] as? [[Double]] == [[0.9]])
    #expect(network["s0"] as? [Double] == [0.1])
    #expect(table["sequence"] as? NSDictionary == ["name": "sunspots", "steps": 5, "offset": 100, "amplitude": 1])
    #expect(table["schema"] as? Int == 1)
  }

  @Test(
    "Terms are 1 … k, and their numbers fit each other",
    arguments: [
      "--wrt W", "--wrt U --w -1.3", "--wrt b --activation sigmoid --w 4", "--target 17 --activation softplus",
      "--activation identity --w 3e-200 --steps 2",
    ])
  func terms(flags: String) throws {
    let (_, table) = try Self.table(flags)
    let target = try #require(table["target"] as? Int)
    let total = try #require(Self.number(table["total"]))
    let terms = try #require(table["terms"] as? [[String: Any]])
    #expect(terms.map { $0["step"] as? Int } == (1...target).map { $0 })
    #expect(terms.map { $0["lag"] as? Int } == (0..<target).reversed())
    var (sum, magnitude, flow) = (0.0, 0.0, 1.0)
    for term in terms.reversed() {
      #expect(Set(term.keys) == Set(Self.termMembers))
      let contribution = try #require(Self.number(term["contribution"]))
      let immediate = try #require(Self.number(term["immediate"]))
      #expect(Self.isNear(try #require(Self.number(term["flow"])), flow))
      #expect(Self.isNear(contribution, flow * immediate))
      #expect(Self.isNear(try #require(Self.number(term["signed"])), total < 0 ? -contribution : contribution))
      #expect(Self.isNear(try #require(term["share"] as? Double), contribution / total))
      flow *= try #require(Self.number(term["stepFactor"]))
      sum += contribution
      magnitude += abs(contribution)
    }
    #expect(abs(sum - total) <= 1e-12 * magnitude)
  }

  @Test("Without the states it is the same but for them; other formats have none to leave out")
  func withoutStates() throws {
    let (whole, table) = try Self.table("--steps 5")
    let (text, rest) = try Self.table("--steps 5 --no-states")
    #expect(Set(table.keys).subtracting(rest.keys) == ["states"] && whole.count > text.count)
    #expect(
      table["terms"] as? NSArray == rest["terms"] as? NSArray && table["total"] as? String == rest["total"] as? String)
    for format in ["csv", "text"] {
      try Program.expectUsageError(
        ["table", "--no-states", "--format", format], saying: ["only --format json has the states"])
    }
  }

  @Test("Numbers that may leave a Double's range are strings of 17 digits")
  func strings() throws {
    let (_, table) = try Self.table("--w 0.01 --steps 209")
    let terms = try #require(table["terms"] as? [[String: Any]])
    let pattern = /-?[1-9]\.[0-9]{16}e[+-][0-9]{2,}/
    for name in ["stepFactor", "flow", "immediate", "contribution", "signed"] {
      for term in terms { #expect(try #require(term[name] as? String).wholeMatch(of: pattern) != nil) }
    }
    let first = try #require(terms.first?["flow"] as? String)
    #expect(try #require(Int(first.split(separator: "e")[1])) < -400)
    #expect(table["underflowAt"] is NSNull)
  }

  @Test("From the overflow on states are null, and a target there has no total and no terms")
  func overflow() throws {
    let flags = "--activation identity --w 1e200 --steps 4"
    let (text, table) = try Self.table(flags)
    #expect(table["overflowAt"] as? Int == 2)
    #expect(table["verdict"] as? String == "overflow")
    for name in ["total", "terms", "lyapunov", "blockedAt", "underflowAt"] { #expect(table[name] is NSNull) }
    let states = try #require(table["states"] as? [Any])
    #expect(states.map { $0 is NSNull } == [false, false, true, true, true])
    for word in ["nan", "inf"] { #expect(!text.lowercased().contains(word)) }
    let (_, before) = try Self.table(flags + " --target 1")
    #expect(before["overflowAt"] as? Int == 2)
    #expect(before["verdict"] as? String == "undefined")
    #expect((before["terms"] as? [Any])?.count == 1)
  }

  @Test("A blocked flow names its step, and all terms up to it are 0")
  func blocked() throws {
    let (_, table) = try Self.table("--activation relu --bias 0.75 --steps 15 --offset 110")
    let step = try #require(table["blockedAt"] as? Int)
    #expect(table["verdict"] as? String == "blocked")
    let terms = try #require(table["terms"] as? [[String: Any]])
    for term in terms {
      if try #require(term["step"] as? Int) <= step { #expect(Self.number(term["contribution"]) == 0) }
    }
    #expect(step < terms.count)
  }

  @Test("One step has no flow to speak of, and a total of 0 no shares")
  func edges() throws {
    let (_, one) = try Self.table("--steps 1")
    #expect(one["verdict"] as? String == "undefined")
    #expect(one["lyapunov"] is NSNull)
    let (_, zero) = try Self.table("--input zero --s0 0 --steps 3")
    for term in try #require(zero["terms"] as? [[String: Any]]) { #expect(term["share"] is NSNull) }
    #expect(Self.number(zero["total"]) == 0)
  }

  @Test("CSV has the same columns and numbers")
  func csv() throws {
    let flags = "--steps 9 --wrt U --w -2"
    let rows = try Program.output(["table", "--format", "csv"] + Self.words(flags)).split(separator: "\n")
    #expect(rows.first.map { $0.split(separator: ",").map(String.init) } == Self.termMembers)
    let (_, table) = try Self.table(flags)
    let terms = try #require(table["terms"] as? [[String: Any]])
    for (row, term) in zip(rows.dropFirst(), terms) {
      let fields = row.split(separator: ",").map(String.init)
      #expect(fields.dropLast() == Self.termMembers.dropLast().map { "\(term[$0] ?? "")" })
      #expect(Self.isNear(try #require(fields.last.flatMap(Double.init)), try #require(term["share"] as? Double)))
    }
    #expect(rows.count == terms.count + 1)
  }

  private static func table(_ flags: String) throws -> (text: String, table: [String: Any]) {
    let text = try Program.output(["table", "--format", "json"] + words(flags))
    let table = try JSONSerialization.jsonObject(with: Data(text.utf8))
    return (text, try #require(table as? [String: Any]))
  }

  private static func words(_ flags: String) -> [String] { flags.split(separator: " ").map(String.init) }

  private static func number(_ value: Any?) -> Double? { (value as? String).flatMap(Double.init) }

  private static func isNear(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-13 * max(abs(a), abs(b)) }
}
