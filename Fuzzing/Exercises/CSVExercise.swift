import RNNFiles

/// A series is finite, and the same when it is written out and read again.
enum CSVExercise {
  private static let readers = [
    CSVReader(), CSVReader(selection: [.number(2), .name("d")]), CSVReader(columnCount: 1),
    CSVReader(targetColumn: .number(1), classCount: 3), CSVReader(rowLimit: 3),
  ]

  static func run(_ bytes: [UInt8]) throws(Complaint) {
    for reader in readers {
      let series: Series
      do {
        series = try reader.read(bytes)
      } catch {
        try Complaint.unlessLine(error.message(file: "x.csv"), about: "x.csv:")
        continue
      }
      try check(series, reader)
      for scaling in Scaling.allCases { try check(series, scaling) }
    }
  }

  private static func check(_ series: Series, _ reader: CSVReader) throws(Complaint) {
    try Complaint.unless(series.values.allSatisfy(\.isFinite), "a number is not finite")
    try Complaint.unless((1...reader.rowLimit).contains(series.stepCount), "\(series.stepCount) rows")
    try Complaint.unless(series.classes.map { $0.count == series.stepCount } ?? true, "classes and rows differ")
    let rows = (0..<series.stepCount).map { step in
      series.values[(step * series.columnCount)..<((step + 1) * series.columnCount)].map { "\($0)" }
        .joined(separator: ",")
    }
    let again = try? CSVReader().read(rows.joined(separator: "\n"))
    try Complaint.unless(again?.values == series.values, "numbers differ when they are read again")
  }

  private static func check(_ series: Series, _ scaling: Scaling) throws(Complaint) {
    do {
      let scaled = try scaling.applied(to: series)
      try Complaint.unless(scaled.values.allSatisfy(\.isFinite), "a scaled number is not finite")
    } catch let error as SeriesError {
      try Complaint.unlessLine(error.message(file: "x.csv"), about: "x.csv")
    } catch let complaint as Complaint {
      throw complaint
    } catch {
      throw Complaint("\(error)")
    }
  }
}
