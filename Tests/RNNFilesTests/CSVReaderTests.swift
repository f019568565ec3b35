import RNNFiles
import Testing

@Suite struct CSVReaderTests {
  private func values(_ text: String) throws -> [Double] {
    try CSVReader().read(text).values
  }

  @Test func emptyInputs() {
    #expect(throws: CSVError.emptyInput) { try CSVReader().read("") }
    #expect(throws: CSVError.emptyInput) { try CSVReader().read(" \r\n\t\n") }
    #expect(throws: CSVError.emptyInput) { try CSVReader().read([0xEF, 0xBB, 0xBF]) }
    #expect(throws: CSVError.noRows) { try CSVReader().read("# only a comment") }
    #expect(throws: CSVError.noRows) { try CSVReader().read("value\n") }
    #expect(throws: CSVError.noRows) { try CSVReader().read("value\n# and a comment\n\n") }
  }

  @Test func oneValue() throws {
    let series = try CSVReader().read("5")
    #expect(series == Series(columnNames: ["1"], values: [5]))
    #expect(series.stepCount == 1)
  }

  @Test(arguments: ["1\n2\n3", "1\n2\n3\n", "1\r\n2\r\n3\r\n", "1\r2\r3\r", "1\n2\r\n3\r"])
  func everyEndOfLine(_ text: String) throws {
    #expect(try values(text) == [1, 2, 3])
  }

  @Test func blankLinesAndCommentsAreSkipped() throws {
    #expect(try values("# made by hand\n\n1\n  \n  # half\r\n\r\n2\n\t\n#\n3\n#end") == [1, 2, 3])
  }

  @Test func byteOrderMarkIsSkipped() throws {
    let series = try CSVReader(selection: [.name("x")]).read("\u{FEFF}x,y\n1,2\n")
    #expect(series.values == [1])
  }

  @Test func spacesAroundFieldsDoNotCount() throws {
    #expect(try values("  1 , 2\n \" 3 \",\t4\t ") == [1, 2, 3, 4])
  }

  @Test func quotedFields() throws {
    let text = "\"time, in \"\"s\"\"\",\"two\nlines\"\r\n\"1\",\"2\"\r\n"
    let series = try CSVReader().read(text)
    #expect(series.columnNames == ["time, in \"s\"", "two\nlines"])
    #expect(series.values == [1, 2])
  }

  @Test func quotesInsideAnUnquotedFieldAreText() throws {
    let series = try CSVReader(selection: [.number(2)]).read("size,value\n5\" pipe,1\n")
    #expect(series.values == [1])
  }

  @Test func quotedNewlinesCountAsLines() {
    let text = "name,value\n\"a\nb\r\nc\",1\nd,word\n"
    let expected = CSVError.notANumber("word", at: CSVPlace(line: 5, column: "\"value\""))
    #expect(throws: expected) { try CSVReader(selection: [.name("value")]).read(text) }
  }

  @Test func rowsAreRowMajor() throws {
    let series = try CSVReader().read("a,b,c\n1,2,3\n4,5,6\n")
    #expect(series == Series(columnNames: ["a", "b", "c"], values: [1, 2, 3, 4, 5, 6]))
    #expect(series.stepCount == 2)
    #expect(series.column(1) == [2, 5])
  }

  @Test func onlySelectedColumnsNeedNumbers() throws {
    let series = try CSVReader(selection: [.name("v")]).read("day,v,note\nMon,1,\nTue,2,n/a\n")
    #expect(series.values == [1, 2])
  }

  @Test func everyRowNeedsAsManyFields() {
    #expect(throws: CSVError.raggedRow(line: 3, expected: 2, found: 1)) { try CSVReader().read("a,b\n1,2\n3\n4,5") }
    #expect(throws: CSVError.raggedRow(line: 4, expected: 2, found: 3)) { try CSVReader().read("1,2\n#\n\n3,4,\n") }
    let unselected = CSVReader(selection: [.number(1)])
    #expect(throws: CSVError.raggedRow(line: 2, expected: 2, found: 4)) { try unselected.read("1,2\n3,4,5,6\n") }
  }

  @Test func quotesMustEnd() {
    #expect(throws: CSVError.unterminatedQuote(line: 2)) { try CSVReader().read("1,2\n3,\"4\n5,6\n") }
    #expect(throws: CSVError.textAfterQuote(line: 2)) { try CSVReader().read("1,2\n3,\"4\"5\n") }
  }

  @Test func badNumbersSayWhereTheyStand() {
    let place = CSVPlace(line: 3, column: "\"b\"")
    func error(_ field: String) -> CSVError? {
      #expect(throws: CSVError.self) { try CSVReader().read("a,b\n1,2\n3,\(field)\n") }
    }
    #expect(error("") == .emptyField(at: place))
    #expect(error("n/a") == .notANumber("n/a", at: place))
    #expect(error("0x10") == .notANumber("0x10", at: place))
    #expect(error("\"say \"\"hi\"\"\"") == .notANumber("say \"hi\"", at: place))
    #expect(error("NaN") == .notFinite("NaN", at: place))
    #expect(error("-inf") == .notFinite("-inf", at: place))
    #expect(error("1e999") == .outOfRange("1e999", at: place))
    #expect(error("\"1,5\"") == .decimalComma("1,5", at: place))
    #expect(error("−1") == .typographicMinus("−1", at: place))
  }

  @Test func decimalCommaInASemicolonFile() {
    let expected = CSVError.decimalComma("2,5", at: CSVPlace(line: 2, column: "\"b\""))
    #expect(throws: expected) { try CSVReader().read("a;b\n1;2,5\n") }
  }

  @Test func rowsAreLimited() throws {
    let reader = CSVReader(rowLimit: 3)
    #expect(try reader.read("v\n1\n2\n3\n").stepCount == 3)
    #expect(throws: CSVError.tooManyRows(limit: 3)) { try reader.read("v\n1\n2\n3\n4\n") }
    #expect(CSVReader().rowLimit == 10_000_000)
  }

  @Test func manyFieldsAndBlankLinesReserveLittle() {
    let text = String(repeating: "a,", count: 50_000) + "a" + String(repeating: "\n", count: 50_000)
    #expect(throws: CSVError.noRows) { try CSVReader().read(text) }
  }

  @Test func columnsAndValuesHaveLimits() throws {
    let reader = CSVReader(columnLimit: 3, valueLimit: 4)
    #expect(try reader.read("1,2,3\n").values == [1, 2, 3])
    #expect(try reader.read("1,2\n3,4\n").values == [1, 2, 3, 4])
    #expect(throws: CSVError.tooManyColumns(found: 4, limit: 3)) { try reader.read("1,2,3,4\n") }
    #expect(throws: CSVError.tooManyValues(limit: 4)) { try reader.read("1,2\n3,4\n5,6\n") }
    #expect(
      CSVError.tooManyValues(limit: 4).message(file: "f") == "f: more than 4 numbers in the chosen columns: "
        + "cut the file, or choose fewer")
    #expect(
      CSVError.tooManyColumns(found: 4, limit: 3).message(file: "f")
        == "f: 4 columns, and at most 3 are read: cut the file")
  }
}
