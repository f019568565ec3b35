import RNNCore

/// The text of the map's rows, made into bytes at once: there may be a hundred million of them.
struct MapRows {
  /// What stands around the numbers of a row.
  struct Form {
    let beginning: [UInt8]
    let beforeStep: [UInt8]
    let beforeLag: [UInt8]
    let beforeNumber: [UInt8]
    /// On both sides of a number.
    let quote: [UInt8]
    /// In the place of a number that there is not.
    let missing: [UInt8]
    let beforeKept: [UInt8]
    let end: [UInt8]

    static let csv = Form("", ",", ",", ",", quote: "", missing: "", kept: ",", end: "\n")
    static let json = Form(
      "{\"k\": ", ", \"i\": ", ", \"lag\": ", ", \"contribution\": ", quote: "\"", missing: "null",
      kept: ", \"kept\": ", end: "}\n")

    private init(
      _ beginning: String, _ step: String, _ lag: String, _ number: String, quote: String, missing: String,
      kept: String, end: String
    ) {
      self.beginning = Array(beginning.utf8)
      (beforeStep, beforeLag, beforeNumber) = (Array(step.utf8), Array(lag.utf8), Array(number.utf8))
      (self.quote, self.missing) = (Array(quote.utf8), Array(missing.utf8))
      (beforeKept, self.end) = (Array(kept.utf8), Array(end.utf8))
    }

    /// The words and numbers of a row, at most: three whole numbers, a decimal one and whether it is kept.
    var mostBytes: Int {
      [beginning, beforeStep, beforeLag, beforeNumber, quote, quote, missing, beforeKept, end].map(\.count).reduce(0, +)
        + 3 * 20 + FileDecimals.mostBytes + 5
    }
  }

  private static let rowsAtOnce = 512

  private let form: Form
  private var decimals = FileDecimals()

  init(_ form: Form) { self.form = form }

  /// Hands the rows of a target to `write`, some hundred at a time, each with the end of its line.
  ///
  /// - Parameters:
  ///   - target: k.
  ///   - terms: contributions 1 … k; nil where the target has none.
  ///   - kept: whether a pair is kept; nil for rows that do not say.
  mutating func write(
    _ target: Int, _ terms: [ScaledDouble]?, _ kept: ((_ k: Int, _ i: Int) -> Bool)?, to write: (String) -> Void
  ) {
    for first in stride(from: 1, through: target, by: Self.rowsAtOnce) {
      let steps = first...Swift.min(first + Self.rowsAtOnce - 1, target)
      write(
        String(unsafeUninitializedCapacity: steps.count * form.mostBytes) { buffer in
          var place = 0
          for step in steps { row(target, step, terms?[step - 1], kept, buffer, &place) }
          return place
        })
    }
  }

  private mutating func row(
    _ target: Int, _ step: Int, _ term: ScaledDouble?, _ kept: ((_ k: Int, _ i: Int) -> Bool)?,
    _ buffer: UnsafeMutableBufferPointer<UInt8>, _ place: inout Int
  ) {
    buffer.write(form.beginning, at: &place)
    buffer.write(UInt64(target), at: &place)
    buffer.write(form.beforeStep, at: &place)
    buffer.write(UInt64(step), at: &place)
    buffer.write(form.beforeLag, at: &place)
    buffer.write(UInt64(target - step), at: &place)
    buffer.write(form.beforeNumber, at: &place)
    number(term, buffer, &place)
    if let kept {
      buffer.write(form.beforeKept, at: &place)
      buffer.write(Array("\(kept(target, step))".utf8), at: &place)
    }
    buffer.write(form.end, at: &place)
  }

  private mutating func number(
    _ term: ScaledDouble?, _ buffer: UnsafeMutableBufferPointer<UInt8>, _ place: inout Int
  ) {
    guard let term else { return buffer.write(form.missing, at: &place) }
    buffer.write(form.quote, at: &place)
    if term.isOutOfRange {
      buffer.write(Array(term.fileDecimal.utf8), at: &place)
    } else {
      decimals.write(term, to: buffer, at: &place)
    }
    buffer.write(form.quote, at: &place)
  }
}

extension UnsafeMutableBufferPointer<UInt8> {
  /// Writes bytes, and goes on.
  @inline(__always)
  fileprivate func write(_ bytes: [UInt8], at place: inout Int) {
    for byte in bytes { write(byte, at: &place) }
  }
}
