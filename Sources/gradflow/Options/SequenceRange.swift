import ArgumentParser

/// A value of `--sequences`: `all` of a batch, one by its number from 0, or a range with both ends, such as `0-7`.
struct SequenceRange: ExpressibleByArgument {
  private let text: String
  /// The numbers; nil for all.
  private let range: ClosedRange<Int>?

  init?(argument: String) {
    text = argument
    if argument == "all" {
      range = nil
      return
    }
    let ends = argument.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map { Int($0) }
    guard let first = ends.first ?? nil, let last = ends.last ?? nil, first >= 0, first <= last else { return nil }
    range = first...last
  }

  /// The first one.
  var first: Int { range?.lowerBound ?? 0 }

  /// The numbers of the sequences of a batch.
  ///
  /// - Parameters:
  ///   - batchSize: B; nil where there is no batch.
  ///   - name: what the sequence is called.
  /// - Throws: `InputError` without a batch, and for numbers that it does not have.
  func numbers(of batchSize: Int?, name: String) throws -> ClosedRange<Int> {
    guard let batchSize, batchSize > 0 else {
      throw InputError("--sequences \(text): \(name) is one sequence and no batch: leave --sequences out")
    }
    let range = range ?? 0...batchSize - 1
    guard range.upperBound < batchSize else {
      throw InputError(
        "--sequences \(text): \(name) is of a batch of \(batchSize): expected numbers from 0 to \(batchSize - 1)")
    }
    return range
  }
}
