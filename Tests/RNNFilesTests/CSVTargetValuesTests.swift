import RNNCore
import Testing

@testable import RNNFiles

/// Columns of target values, and columns of symbols.
@Suite struct CSVTargetValuesTests {
  private static let text = "x,v,w\n1,0.5,-2\n2,,\n3,4,5\n"

  private func message(_ reader: CSVReader, _ text: String) -> String {
    do { return "no error: \(try reader.read(text))" } catch { return error.message(file: "f") }
  }

  private func values(_ series: Series) -> TargetValues? {
    if case .values(let values)? = series.targets?.kind { values } else { nil }
  }

  @Test("Target columns are none of the inputs, and a step without any value has no target")
  func columns() throws {
    let series = try CSVReader(valueColumns: [.name("v"), .name("w")]).read(Self.text)
    #expect(series.columnNames == ["x"] && series.values == [1, 2, 3] && series.classes == nil)
    let expected = TargetValues(width: 2, numbers: [0.5, -2, 0, 0, 4, 5], isKnown: [true, false, true])
    #expect(values(series) == expected)
    #expect(values(try CSVReader(valueColumns: [.range(2, 3)]).read(Self.text)) == expected)
    let part = try series.inputSequence(named: "s", offset: 1)
    #expect(part.targets == Targets(.values(TargetValues(width: 2, numbers: [0, 0, 4, 5], isKnown: [false, true]))))
    #expect(try Scaling.unit.applied(to: series).targets == series.targets)
    // A column may be an input and a target: the next value is another column, the same one an echo.
    let echo = try CSVReader(selection: [.name("x")], valueColumns: [.name("x")]).read(Self.text)
    #expect(values(echo) == TargetValues(width: 1, numbers: [1, 2, 3]))
  }

  @Test("Some values of a step, and what is no number")
  func refusals() {
    let reader = CSVReader(valueColumns: [.name("v"), .name("w")])
    #expect(
      message(reader, "x,v,w\n1,2,3\n1,2,\n")
        == "f:3: a target value is missing (column \"w\"): fill in all values of the step, or none for a step without a "
        + "target")
    #expect(message(reader, "x,v,w\n1,,2\n").contains("f:2: a target value is missing (column \"v\")"))
    #expect(message(reader, "x,v,w\n1,a,2\n").contains("f:2: \"a\" is not a number (column \"v\")"))
    #expect(message(reader, "x,v,w\n1,nan,2\n").contains("\"nan\" is not finite (column \"v\")"))
    #expect(message(CSVReader(valueColumns: [.name("y")]), Self.text).contains("no column \"y\""))
    #expect(
      message(CSVReader(columnCount: 3, valueColumns: [.name("v")]), Self.text).contains(
        "2 columns, and the network takes 3"))
    #expect(throws: CSVError.tooManyValues(limit: 8)) {
      try CSVReader(valueColumns: [.range(2, 3)], valueLimit: 8).read(Self.text)
    }
    #expect(throws: Never.self) { try CSVReader(valueColumns: [.range(2, 3)], valueLimit: 9).read(Self.text) }
  }

  @Test("Symbols are whole numbers from 0 to below how many there are")
  func symbols() throws {
    let reader = CSVReader(selection: [.name("t")], symbolCount: 4)
    #expect(try reader.read("t,x\n0,1\n3,1\n2.0,1\n").values == [0, 3, 2])
    for wrong in ["4", "-1", "1.5", "-100", "1e99"] {
      #expect(
        message(reader, "t,x\n\(wrong),1\n")
          == "f:2: \"\(wrong)\" is no token (column \"t\"): expected a whole number from 0 to 3")
    }
    #expect(message(reader, "t,x\n,1\n").contains("f:2: a number is missing (column \"t\")"))
  }
}
