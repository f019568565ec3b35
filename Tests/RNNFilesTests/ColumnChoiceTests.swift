import RNNFiles
import Testing

@Suite struct ColumnChoiceTests {
  private let text = "a,b,c\n1,2,3\n4,5,6\n"
  private let columns = CSVColumns(count: 3, names: ["a", "b", "c"])

  @Test func textIsANumberOnlyIfItIsAllDigits() {
    #expect(ColumnChoice("12") == .number(12))
    #expect(ColumnChoice("a1") == .name("a1"))
    #expect(ColumnChoice("-1") == .name("-1"))
    #expect(ColumnChoice("") == .name(""))
    #expect(ColumnChoice("99999999999999999999") == .number(.max))
  }

  @Test("Two numbers with a hyphen between them are a range")
  func ranges() throws {
    #expect(ColumnChoice("3-10") == .range(3, 10))
    #expect(ColumnChoice("3-99999999999999999999") == .range(3, .max))
    for name in ["a-3", "3-a", "-3-4", "3-", "3-4-5", "3--4"] { #expect(ColumnChoice(name) == .name(name)) }
    let series = try CSVReader(selection: [.range(2, 3), .name("a"), .range(1, 1)], columnCount: 4).read(text)
    #expect(series == Series(columnNames: ["b", "c", "a", "a"], values: [2, 3, 1, 1, 5, 6, 4, 4]))
    #expect(throws: CSVError.reversedRange(3, 2)) { try CSVReader(selection: [.range(3, 2)]).read(text) }
    #expect(throws: CSVError.columnOutOfRange(number: 4, known: columns)) {
      try CSVReader(selection: [.range(2, 4)]).read(text)
    }
    #expect(throws: CSVError.columnOutOfRange(number: 0, known: columns)) {
      try CSVReader(selection: [.range(0, .max)]).read(text)
    }
    #expect(throws: CSVError.wrongNumberOfColumns(chosen: 2, wanted: 1)) {
      try CSVReader(selection: [.range(1, 2)], columnCount: 1).read(text)
    }
    #expect(throws: CSVError.rangeForOne(1, 2)) { try CSVReader(targetColumn: .range(1, 2)).read(text) }
    #expect(CSVError.reversedRange(3, 2).message(file: "f") == "f: the columns 3-2 run backwards: write 2-3")
    #expect(
      CSVError.rangeForOne(1, 2).message(file: "f")
        == "f: 1-2 are several columns, and one is expected: name it by itself")
  }

  @Test func theOrderOfTheChoiceIsKept() throws {
    let series = try CSVReader(selection: [.name("c"), .number(1), .name("c")]).read(text)
    #expect(series == Series(columnNames: ["c", "a", "c"], values: [3, 1, 3, 6, 4, 6]))
  }

  @Test(arguments: [0, 4, Int.max, -1])
  func numbersCountFromOne(_ number: Int) {
    let expected = CSVError.columnOutOfRange(number: number, known: columns)
    #expect(throws: expected) { try CSVReader(selection: [.number(number)]).read(text) }
  }

  @Test func unknownNamesListTheKnownOnes() {
    let expected = CSVError.unknownColumn(name: "A", known: columns)
    #expect(throws: expected) { try CSVReader(selection: [.name("A")]).read(text) }
    let withoutHeader = CSVError.unknownColumn(name: "a", known: CSVColumns(count: 2, names: nil))
    #expect(throws: withoutHeader) { try CSVReader(selection: [.name("a")]).read("1,2\n") }
  }

  @Test func aNameOfSeveralColumnsIsAmbiguous() throws {
    let text = "x,y,x\n1,2,3\n"
    let expected = CSVError.ambiguousColumn(name: "x", numbers: [1, 3])
    #expect(throws: expected) { try CSVReader(selection: [.name("x")]).read(text) }
    #expect(try CSVReader(selection: [.number(3)]).read(text).values == [3])
  }

  @Test func withoutAChoiceAllColumnsAreTaken() throws {
    #expect(try CSVReader().read(text).columnCount == 3)
    #expect(try CSVReader(columnCount: 3).read(text).columnCount == 3)
    #expect(try CSVReader(columnCount: 1).read("v\n1\n").columnCount == 1)
  }

  @Test func tooManyColumnsAskForAChoice() {
    let expected = CSVError.columnChoiceNeeded(wanted: 1, known: columns)
    #expect(throws: expected) { try CSVReader(columnCount: 1).read(text) }
  }

  @Test func columnsAndNetworkMustFit() {
    #expect(throws: CSVError.tooFewColumns(found: 3, wanted: 4)) { try CSVReader(columnCount: 4).read(text) }
    let two = CSVReader(selection: [.name("a"), .name("b")], columnCount: 1)
    #expect(throws: CSVError.wrongNumberOfColumns(chosen: 2, wanted: 1)) { try two.read(text) }
  }
}
