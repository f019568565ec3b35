import Testing

@testable import RNNFiles

/// The words, one line each: a change of any of them is a decision.
@Suite struct CSVErrorMessageTests {
  private let place = CSVPlace(line: 17, column: "\"value\"")
  private let columns = CSVColumns(count: 2, names: ["YEAR", "SUNACTIVITY"])

  private func message(_ error: CSVError) -> String {
    error.message(file: "series.csv")
  }

  @Test func numbers() {
    let wayOut = "remove the row or choose another --column"
    #expect(
      message(.notANumber("n/a", at: place)) == "series.csv:17: \"n/a\" is not a number (column \"value\"): \(wayOut)")
    #expect(
      message(.notFinite("NaN", at: place)) == "series.csv:17: \"NaN\" is not finite (column \"value\"): \(wayOut)")
    #expect(message(.emptyField(at: place)) == "series.csv:17: a number is missing (column \"value\"): \(wayOut)")
    #expect(
      message(.outOfRange("1e999", at: place))
        == "series.csv:17: \"1e999\" is beyond the largest number, 1.8e308 (column \"value\"): rescale the column")
    #expect(
      message(.decimalComma("1,5", at: place))
        == "series.csv:17: \"1,5\" has a decimal comma (column \"value\"): write numbers with a point")
    #expect(
      message(.typographicMinus("−1", at: place))
        == "series.csv:17: \"−1\" has a typographic minus sign (column \"value\"): write it with a hyphen")
  }

  @Test func aFileOfOneColumnNamesNone() {
    let error = CSVError.notANumber("x", at: CSVPlace(line: 2, column: nil))
    #expect(message(error) == "series.csv:2: \"x\" is not a number: remove the row")
  }

  @Test func rowsAndQuotes() {
    #expect(
      message(.raggedRow(line: 3, expected: 2, found: 1))
        == "series.csv:3: 1 field, and the first row has 2: every row needs as many (# starts a comment)")
    #expect(
      message(.unterminatedQuote(line: 4))
        == "series.csv:4: the quote opened here is never closed: add the closing quote")
    #expect(
      message(.textAfterQuote(line: 5))
        == "series.csv:5: text after a closing quote: a quote inside a quoted field is written twice")
  }

  @Test func columnsNotThere() {
    #expect(
      message(.unknownColumn(name: "SUN", known: columns))
        == "series.csv: no column \"SUN\": the columns are \"YEAR\", \"SUNACTIVITY\"")
    #expect(
      message(.unknownColumn(name: "SUN", known: CSVColumns(count: 2, names: nil)))
        == "series.csv: no column \"SUN\", the file has no header: choose by number, 1 to 2")
    #expect(
      message(.columnOutOfRange(number: 3, known: columns))
        == "series.csv: no column 3: the columns are numbered from 1 to 2, \"YEAR\", \"SUNACTIVITY\"")
    #expect(
      message(.ambiguousColumn(name: "x", numbers: [1, 3]))
        == "series.csv: 2 columns are called \"x\": choose one by its number, 1, 3")
  }

  @Test func columnsThatDoNotFit() {
    #expect(
      message(.columnChoiceNeeded(wanted: 1, known: columns))
        == "series.csv: 2 columns, and the network takes 1: choose with --column from \"YEAR\", \"SUNACTIVITY\"")
    #expect(
      message(.tooFewColumns(found: 1, wanted: 3))
        == "series.csv: 1 column, and the network takes 3: choose another file or network")
    #expect(
      message(.wrongNumberOfColumns(chosen: 2, wanted: 1))
        == "series.csv: --column chooses 2 columns, and the network takes 1")
  }

  @Test func files() {
    #expect(message(.emptyInput) == "series.csv: the file is empty: expected rows of numbers")
    #expect(message(.noRows) == "series.csv: no row of numbers, only a header or comments")
    #expect(
      message(.notText(offset: 12, byte: 0))
        == "series.csv: not a text file (byte 0x00 at offset 12): expected CSV in UTF-8")
    #expect(message(.tooManyRows(limit: 10_000_000)) == "series.csv: more than 10000000 rows: cut the file")
  }

  @Test func ofManyColumnsEightAreListed() {
    let many = CSVColumns(count: 9, names: nil)
    #expect(
      message(.columnChoiceNeeded(wanted: 1, known: many))
        == "series.csv: 9 columns, and the network takes 1: "
        + "choose with --column from 1, 2, 3, 4, 5, 6, 7, 8, … (9 columns)")
  }

  @Test func textFromTheFileCannotActOnTheTerminal() {
    let error = CSVError.notANumber("\u{1B}[2J\u{202E}\n" + String(repeating: "x", count: 99), at: place)
    let text = error.message(file: "a\u{7}.csv")
    #expect(text.hasPrefix("a\\u{7}.csv:17: \"\\u{1B}[2J\\u{202E}\\nxxxx"))
    #expect(text.contains("xx…\" is not a number"))
    #expect(text.count < 150)
  }
}
