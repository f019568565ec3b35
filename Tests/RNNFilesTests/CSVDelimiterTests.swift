import Testing

@testable import RNNFiles

@Suite struct CSVDelimiterTests {
  @Test(arguments: [
    ("", CSVDelimiter.comma), ("1", .comma), ("1,2", .comma), ("1;2", .semicolon), ("1\t2", .tab),
    ("1,5;2,5", .semicolon), ("1,5\t2;5", .tab), ("\"a;b\",c", .comma), ("\"a\tb\";c", .semicolon),
    ("1,2\n3;4", .comma), ("\"a\n;\",b", .comma), ("1,2\r3;4", .comma),
  ])
  func theFirstRowDecides(_ text: String, _ expected: CSVDelimiter) {
    #expect(CSVDelimiter.detect(in: Array(text.utf8), from: 0) == expected)
  }

  @Test func commentsDoNotDecide() throws {
    #expect(try CSVReader().read("# a;b\tc\n\n1,2\n").values == [1, 2])
  }

  @Test func tabsAreNoPaddingInATabFile() throws {
    let series = try CSVReader(selection: [.name("v")]).read("\tv\n0\t 1 \n1\t2\n")
    #expect(series.values == [1, 2])
    #expect(throws: CSVError.raggedRow(line: 2, expected: 2, found: 3)) { try CSVReader().read("1\t2\n3\t\t4\n") }
  }
}
