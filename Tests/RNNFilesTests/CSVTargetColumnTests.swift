import Testing

@testable import RNNFiles

private let orNothing = ", or nothing (or -100) for a step without a target"

@Suite struct CSVTargetColumnTests {
  private static let text = "a,b,y\n1,2,0\n3,4,1\n"

  private func message(_ text: String, count: Int? = nil) -> String {
    do {
      _ = try CSVReader(targetColumn: .name("y"), classCount: count).read(text)
      return "no error"
    } catch {
      return error.message(file: "f")
    }
  }

  @Test("The target column is none of the inputs")
  func classes() throws {
    let series = try CSVReader(targetColumn: .name("y")).read(Self.text)
    #expect(series.columnNames == ["a", "b"])
    #expect(series.values == [1, 2, 3, 4])
    #expect(series.classes == [0, 1])
    #expect(try CSVReader(selection: [.name("b")], targetColumn: .number(3)).read(Self.text).values == [2, 4])
    #expect(try CSVReader(columnCount: 2, targetColumn: .number(3)).read(Self.text).columnCount == 2)
    #expect(try series.inputSequence(named: "s", offset: 1).classes == [1])
    #expect(try Scaling.unit.applied(to: series).classes == [0, 1])
  }

  @Test(
    "A field that is empty or holds -100, as PyTorch's ignore_index, is a step without a target",
    arguments: ["x,y\n1,\n2,1\n3,-100\n", "y;x\n;1\n1;2\n-100.0;3\n", "x,y\n1,\"\"\n2,1\n3, \n"])
  func withoutTarget(text: String) throws {
    let series = try CSVReader(targetColumn: .name("y"), classCount: 2).read(text)
    #expect(series.values == [1, 2, 3])
    #expect(series.classes == [nil, 1, nil])
    #expect(try series.inputSequence(named: "s", offset: 1).classes == [1, nil])
  }

  @Test(
    "Classes are whole numbers from 0 to below p",
    arguments: [
      ("x,y\n1,-1\n", nil, "f:2: \"-1\" is no class (column \"y\"): expected a whole number from 0" + orNothing),
      ("x,y\n1,0.5\n", nil, "f:2: \"0.5\" is no class (column \"y\"): expected a whole number from 0" + orNothing),
      (
        "x,y\n1,-100.5\n", nil, "f:2: \"-100.5\" is no class (column \"y\"): expected a whole number from 0" + orNothing
      ),
      ("x,y\n1,?\n", nil, "f:2: \"?\" is not a number (column \"y\"): remove the row or choose another --column"),
      ("x,y\n1,1e300\n", nil, "f:2: \"1e300\" is no class (column \"y\"): expected a whole number from 0" + orNothing),
      ("x,y\n1,7\n2,8\n", 8, "f:3: \"8\" is no class (column \"y\"): expected a whole number from 0 to 7" + orNothing),
      ("x,z\n1,7\n", 8, "f: no column \"y\": the columns are \"x\", \"z\""),
      ("y\nx\n", nil, "f: 0 columns, and the network takes 1: choose another file or network"),
    ] as [(String, Int?, String)])
  func refusals(text: String, count: Int?, words: String) {
    #expect(message(text, count: count) == words)
  }
}
