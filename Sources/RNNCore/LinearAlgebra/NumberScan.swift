/// Questions that every step asks of all its numbers, and whose answer is nearly always no: four numbers at a time.
extension UnsafeBufferPointer<Double> {
  /// Whether some number is NaN or infinite.
  var containNonFinite: Bool { containAny { .!($0.absoluteValues .<= .greatestFiniteMagnitude) } }

  /// Whether some number is 0 or subnormal.
  var containSubnormal: Bool { containAny { $0.absoluteValues .< .leastNormalMagnitude } }

  /// Whether some number is below 2^−400, but not 0.
  var containFaint: Bool { containAny { ($0.absoluteValues .< 0x1p-400) .& ($0 .!= 0) } }

  /// Whether some number's magnitude lies outside 2^−300 … 2^300.
  var containExtreme: Bool { containAny { .!(($0.absoluteValues .> 0x1p-300) .& ($0.absoluteValues .< 0x1p300)) } }

  /// Whether a test, which 1 does not pass, is passed by any number.
  @inline(__always)
  private func containAny(_ test: (UnitBlock) -> SIMDMask<SIMD4<Int64>>) -> Bool {
    var found = SIMDMask<SIMD4<Int64>>(repeating: false)
    let whole = count - count % UnitBlock.scalarCount
    for place in stride(from: 0, to: whole, by: UnitBlock.scalarCount) {
      found .|= test(.read(self, at: place, count: UnitBlock.scalarCount))
    }
    var rest = UnitBlock.one
    for place in whole..<count { rest[place - whole] = self[place] }
    return any(found .| test(rest))
  }

  /// The largest magnitude; 0 of nothing. NaN is passed over.
  var largestMagnitude: Double {
    var largest = UnitBlock.zero
    for place in stride(from: 0, to: count, by: UnitBlock.scalarCount) {
      let block = UnitBlock.read(self, at: place, count: count - place).absoluteValues
      largest.replace(with: block, where: block .>= largest)
    }
    return largest.max()
  }
}
