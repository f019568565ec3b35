import RNNCore
import Testing

@Suite("Seventeen digits, many times as fast")
struct FileDecimalsTests {
  /// The text of numbers, written one behind the other.
  private func texts(_ numbers: [ScaledDouble]) -> [String] {
    var decimals = FileDecimals()
    return numbers.map { number in
      String(unsafeUninitializedCapacity: FileDecimals.mostBytes) { buffer in
        var place = 0
        decimals.write(number, to: buffer, at: &place)
        return place
      }
    }
  }

  private func expectTheSame(_ numbers: [ScaledDouble], sourceLocation: SourceLocation = #_sourceLocation) {
    for (text, number) in zip(texts(numbers), numbers) {
      #expect(text == number.decimal(significantDigits: 17), sourceLocation: sourceLocation)
    }
  }

  @Test("Digits are those of the 256-bit way: Doubles of every exponent, and numbers far beyond them")
  func digits() {
    var generator = SplitMix64(seed: 11)
    func significand() -> Double {
      let unit = Double(bitPattern: 0x3ff0_0000_0000_0000 | generator.next() >> 12)
      return generator.next() % 2 == 0 ? unit : -unit
    }
    expectTheSame(
      (-1100...1100).flatMap { e in (0..<3).map { _ in ScaledDouble(significand: significand(), exponent: e) } })
    let far = [5000, 16_611, 99_999, 1 << 20, 1 << 31, 1 << 40, 1 << 59, (1 << 60) - 1]
    expectTheSame(far.flatMap { e in [-e, e].map { ScaledDouble(significand: significand(), exponent: $0) } })
  }

  @Test("Ties, powers of ten and what lies just below and above them; 0, and whole numbers")
  func edges() {
    // 2⁵⁰ + ¼ and + ¾ have 18 digits of which the last is a 5: half to even.
    expectTheSame([0x1p50 + 0.25, 0x1p50 + 0.75, 0x1p50 + 1.25].map { ScaledDouble($0) })
    #expect(
      texts([ScaledDouble(0x1p50 + 0.25), ScaledDouble(0x1p50 + 0.75)]) == [
        "1.1258999068426242e+15", "1.1258999068426248e+15",
      ])
    // The same behind a power of ten within a power of two.
    expectTheSame([1e15 + 0.25, 1e15 + 0.75, 1e15 - 0.125].map { ScaledDouble($0) })
    #expect(texts([ScaledDouble(1e15 + 0.25)]) == ["1.0000000000000002e+15"])
    let powers = (-30...30).map { Double("1e\($0)") ?? .nan }
    expectTheSame(powers.flatMap { [$0.nextDown, $0, $0.nextUp] }.map { ScaledDouble($0) })
    expectTheSame([.zero, .one, -.one] + (1...99).map { ScaledDouble(Double($0)) })
    #expect(texts([.zero, ScaledDouble(-0.5)]) == ["0.0000000000000000e+00", "-5.0000000000000000e-01"])
  }

  @Test("Exponents that share a place in what is kept do not take each other's")
  func sharedPlaces() {
    let step = 1 << 14
    expectTheSame([0, step, 0, -step, 3 * step, 0].map { ScaledDouble(significand: 1.7, exponent: $0) })
  }

  @Test("Whole numbers of any length")
  func wholeNumbers() {
    for number in [0, 9, 10, 99, 100, 12_345_678_901, 9_999_999_999_999_999_999] as [UInt64] {
      let text = String(unsafeUninitializedCapacity: 20) { buffer in
        var place = 0
        buffer.write(number, at: &place)
        return place
      }
      #expect(text == "\(number)")
    }
  }
}
