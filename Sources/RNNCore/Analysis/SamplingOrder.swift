/// In which order evenly spread samples are taken, so that at every moment those there are spread evenly.
public enum SamplingOrder {
  /// 0 ..< `count`: the first, the middle, the quarters, the eighths … – strides that halve, and within a stride the places in
  /// the same order again (the bits of a place are those of its rank, reversed). Complexity: O(count·log count).
  public static func places(_ count: Int) -> [Int] {
    let bits = Int.bitWidth - Swift.max(count - 1, 0).leadingZeroBitCount
    return (0..<1 << bits).map { reversed($0, bits: bits) }.filter { $0 < count }
  }

  private static func reversed(_ place: Int, bits: Int) -> Int {
    (0..<bits).reduce(0) { $0 << 1 | (place >> $1) & 1 }
  }
}
