import Foundation
import RNNCore
import RNNFiles
import Testing

@Suite struct ProfileTableTests {
  /// s_t = s_{t−1}/2 + x_t: flows are 2^−ℓ, and ∂s_i/∂b is 1.
  private func halving(steps: Int, W: Double = 0.5) throws -> Experiment {
    Experiment(
      network: try RNN(activation: .identity, W: W, U: 1), initialState: [0],
      inputs: SyntheticInput.constant.sequence(steps: steps))
  }

  private func text(_ experiments: [Experiment], _ format: RowFormat) -> String {
    var text = ""
    ProfileTable(of: experiments, parameter: .bias, threads: 2).write(format, to: &text)
    return text
  }

  private static let titles =
    "lag,count,contribution_mean,contribution_rms,contribution_min,contribution_p10,contribution_p25,contribution_p50,"
    + "contribution_p75,contribution_p90,contribution_max,flow_mean,flow_rms,flow_min,flow_p10,flow_p25,flow_p50,"
    + "flow_p75,flow_p90,flow_max"

  @Test("CSV has a row for each lag, of contributions and of flows")
  func csv() throws {
    let lines = text([try halving(steps: 2)], .csv).split(separator: "\n").map(String.init)
    let (one, half) = ("1.0000000000000000e+00", "5.0000000000000000e-01")
    func row(_ number: String) -> String { Array(repeating: number, count: 18).joined(separator: ",") }
    #expect(lines == [Self.titles, "0,2," + row(one), "1,1," + row(half)])
  }

  @Test("JSON says the same, with what was run and how many sequences")
  func json() throws {
    let text = text([try halving(steps: 2), try halving(steps: 3)], .json)
    let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(Set(json.keys) == ["schema", "network", "sequence", "sequences", "wrt", "of", "rows"])
    #expect(json["sequences"] as? Int == 2 && json["wrt"] as? String == "b")
    let rows = try #require(json["rows"] as? [[String: Any]])
    #expect(rows.map { $0["count"] as? Int } == [5, 3, 1])
    let flow = try #require(rows[2]["flow"] as? [String: String])
    #expect(Set(flow.keys) == ["mean", "rms", "min", "p10", "p25", "p50", "p75", "p90", "max"])
    #expect(Set(flow.values) == ["2.5000000000000000e-01"])
    #expect(rows[2]["contribution"] as? [String: String] == flow)
  }

  @Test("Where no target is reached there is a header, or an empty list")
  func overflow() throws {
    var steep = try halving(steps: 3, W: 1e300)
    steep.start.initialState = [1e300]
    #expect(text([steep], .csv) == Self.titles + "\n")
    #expect(text([steep], .json).contains("\"rows\": []"))
  }
}
