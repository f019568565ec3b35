import RNNFiles
import Testing

@Suite struct CSVHeaderTests {
  @Test(arguments: ["value", "a b", "\"quoted\"", "n/a", "_1", "é"])
  func aFirstRowOfWordsIsAHeader(_ first: String) throws {
    let series = try CSVReader().read("\(first)\n7\n")
    #expect(series.values == [7])
    #expect(series.columnNames == [first.filter { $0 != "\"" }])
  }

  @Test(arguments: ["1", "-1", "+1", ".5", "-.5", "\"1\"", " 1"])
  func aFirstRowOfNumbersIsData(_ first: String) throws {
    #expect(try CSVReader().read("\(first)\n7\n").stepCount == 2)
  }

  @Test(arguments: ["a,1", "a,2nd", "a,-", "a,.x", "a,+x"])
  func oneFieldThatStartsLikeANumberMakesItData(_ first: String) {
    #expect(throws: CSVError.self) { try CSVReader().read("\(first)\n1,2\n") }
  }

  @Test func aTypographicMinusIsASign() {
    let expected = CSVError.typographicMinus("−1", at: CSVPlace(line: 1, column: nil))
    #expect(throws: expected) { try CSVReader().read("−1\n2\n") }
  }

  @Test func columnsWithoutANameGoByNumber() throws {
    let series = try CSVReader().read(",value\n0,1\n")
    #expect(series.columnNames == ["1", "value"])
    #expect(try CSVReader().read("8,9").columnNames == ["1", "2"])
  }
}
