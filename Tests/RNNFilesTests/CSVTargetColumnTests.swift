import Testing

@testable import RNNFiles

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
    "Classes are whole numbers from 0 to below p",
    arguments: [
      ("x,y\n1,-1\n", nil, "f:2: \"-1\" is no class (column \"y\"): expected a whole number from 0"),
      ("x,y\n1,0.5\n", nil, "f:2: \"0.5\" is no class (column \"y\"): expected a whole number from 0"),
      ("x,y\n1,1e300\n", nil, "f:2: \"1e300\" is no class (column \"y\"): expected a whole number from 0"),
      ("x,y\n1,7\n2,8\n", 8, "f:3: \"8\" is no class (column \"y\"): expected a whole number from 0 to 7"),
      ("x,z\n1,7\n", 8, "f: no column \"y\": the columns are \"x\", \"z\""),
      ("y\nx\n", nil, "f: 0 columns, and the network takes 1: choose another file or network"),
    ] as [(String, Int?, String)])
  func refusals(text: String, count: Int?, words: String) {
    #expect(message(text, count: count) == words)
  }
}
