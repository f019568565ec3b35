import Foundation
import RNNCore
import Testing

/// `map` and `sweep`, whose rows are told by `table`.
@Suite struct RowsTests {
  @Test("map has every pair k ≥ i once, and its rows for T are the table's")
  func map() throws {
    let rows = try Program.output(["map", "--steps", "6"]).split(separator: "\n").map { $0.split(separator: ",") }
    #expect(rows.first == ["k", "i", "lag", "contribution"])
    let pairs = (1...6).flatMap { k in (1...k).map { [k, $0, k - $0] } }
    #expect(rows.dropFirst().map { $0.prefix(3).compactMap { Int($0) } } == pairs)
    let table = try Program.output(["table", "--steps", "6", "--format", "csv"]).split(separator: "\n").dropFirst()
    #expect(rows.suffix(6).map { $0[3] } == table.map { $0.split(separator: ",")[5] })
  }

  @Test("map as JSON says the same")
  func mapJSON() throws {
    let text = try Program.output(["map", "--steps", "3", "--format", "json", "--wrt", "b"])
    let map = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let rows = try #require(map["rows"] as? [[String: Any]])
    let csv = try Program.output(["map", "--steps", "3", "--wrt", "b"]).split(separator: "\n").dropFirst()
    #expect(rows.map { $0["contribution"] as? String } == csv.map { $0.split(separator: ",").last.map(String.init) })
    #expect(map["wrt"] as? String == "b")
  }

  @Test("A sweep includes its end, and each row is the table's of that value")
  func sweep() throws {
    let rows = try Program.output(["sweep", "--vary", "W=0:3:0.5"]).split(separator: "\n")
    #expect(rows.first == "value,s_k,total,lyapunov,peak,verdict")
    #expect(rows.dropFirst().map { $0.split(separator: ",")[0] } == ["0", "0.5", "1", "1.5", "2", "2.5", "3"])
    for row in [rows[2], rows[7]] {
      let fields = row.split(separator: ",")
      let table = try Program.output(["table", "--format", "json", "--w", String(fields[0])])
      #expect(table.contains("\"total\": \"\(fields[2])\""))
      #expect(table.contains("\"lyapunov\": \(fields[3])"))
      #expect(table.contains("\"flow\": \"\(fields[4])\""))
      #expect(table.contains("\"verdict\": \"\(fields[5])\""))
    }
  }

  @Test("All four variables can be swept, downwards too, and to one value", arguments: ["W", "U", "b", "s0"])
  func variables(name: String) throws {
    let rows = try Program.output(["sweep", "--vary", "\(name)=1:-1:-1", "--steps", "5"]).split(separator: "\n")
    #expect(rows.dropFirst().map { $0.split(separator: ",")[0] } == ["1", "0", "-1"])
    #expect(try Program.output(["sweep", "--vary", "\(name)=2:2:1", "--steps", "5"]).split(separator: "\n").count == 2)
  }

  @Test("An overflow leaves numbers out, in CSV empty, in JSON null")
  func overflow() throws {
    let flags = ["sweep", "--vary", "W=1e200:1e200:1", "--activation", "identity", "--steps", "4"]
    #expect(try Program.output(flags).split(separator: "\n")[1].hasSuffix(",,,,overflow"))
    let json = try Program.output(flags + ["--format", "json"])
    let sweep = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let row = try #require((sweep["rows"] as? [[String: Any]])?.first)
    for name in ["s_k", "total", "lyapunov"] { #expect(row[name] is NSNull) }
    #expect(sweep["vary"] as? String == "W")
  }
}
