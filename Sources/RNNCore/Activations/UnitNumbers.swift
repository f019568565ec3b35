/// The numbers of one unit, or of several side by side: what the formulas of a cell are written in.
///
/// A `Double` is one unit and takes its exponentials from the C library; `UnitBlock` is four and takes them from
/// `DecayingExponential`. A unit's numbers do not depend on which others it stands beside.
protocol UnitNumbers {
  /// How many units.
  static var unitCount: Int { get }
  /// The numbers at a place of a buffer and behind it, as many as there are units; 0 for those behind the first `count`.
  static func read(_ buffer: UnsafeBufferPointer<Double>, at place: Int, count: Int) -> Self
  /// Writes the first `count` of them.
  func write(to buffer: UnsafeMutableBufferPointer<Double>, at place: Int, count: Int)
  /// f and f′.
  func evaluated<Function: ActivationFunction>(by _: Function.Type) -> (value: Self, derivative: Self)
  /// The numbers themselves where they have all their digits, else 0.
  var normalOrZero: Self { get }
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static prefix func - (a: Self) -> Self
}

extension Double: UnitNumbers {
  static var unitCount: Int { 1 }

  @inline(__always)
  static func read(_ buffer: UnsafeBufferPointer<Double>, at place: Int, count: Int) -> Double { buffer[place] }

  @inline(__always)
  func write(to buffer: UnsafeMutableBufferPointer<Double>, at place: Int, count: Int) { buffer[place] = self }

  @inline(__always)
  func evaluated<Function: ActivationFunction>(by _: Function.Type) -> (value: Double, derivative: Double) {
    Function.evaluate(self)
  }

  @inline(__always) var normalOrZero: Double { magnitude >= .leastNormalMagnitude ? self : 0 }
}

/// Four units: two registers of the smallest processor that there is, and one or half a one of others.
typealias UnitBlock = SIMD4<Double>

extension UnitBlock: UnitNumbers {
  static var unitCount: Int { scalarCount }

  @inline(__always)
  static func read(_ buffer: UnsafeBufferPointer<Double>, at place: Int, count: Int) -> UnitBlock {
    guard count < scalarCount else {
      return UnsafeRawBufferPointer(buffer).loadUnaligned(
        fromByteOffset: place * MemoryLayout<Double>.stride, as: UnitBlock.self)
    }
    var numbers = UnitBlock.zero
    for lane in 0..<count { numbers[lane] = buffer[place + lane] }
    return numbers
  }

  @inline(__always)
  func write(to buffer: UnsafeMutableBufferPointer<Double>, at place: Int, count: Int) {
    guard count < Self.scalarCount else {
      return UnsafeMutableRawBufferPointer(buffer).storeBytes(
        of: self, toByteOffset: place * MemoryLayout<Double>.stride, as: UnitBlock.self)
    }
    for lane in 0..<count { buffer[place + lane] = self[lane] }
  }

  @inline(__always)
  func evaluated<Function: ActivationFunction>(by _: Function.Type) -> (value: UnitBlock, derivative: UnitBlock) {
    Function.evaluate(self)
  }

  @inline(__always) var normalOrZero: UnitBlock {
    replacing(with: 0, where: .!(absoluteValues .>= .leastNormalMagnitude))
  }
}

extension UnitBlock {
  private typealias Bits = SIMD4<UInt64>
  private static let signBit: UInt64 = 1 << 63

  @inline(__always) private var bits: Bits { unsafeBitCast(self, to: Bits.self) }
  @inline(__always) private init(bits: Bits) { self = unsafeBitCast(bits, to: UnitBlock.self) }

  /// |a| of each.
  @inline(__always) var absoluteValues: UnitBlock { UnitBlock(bits: bits & ~Self.signBit) }

  /// The numbers, none of which is negative, with the signs of others; that of 0 counts.
  @inline(__always)
  func withSigns(of others: UnitBlock) -> UnitBlock { UnitBlock(bits: bits | others.bits & Self.signBit) }

  /// 2^k of whole numbers k in −1022…1023. Added to 1.5·2⁵², k stands in the lowest bits.
  @inline(__always)
  static func powersOfTwo(_ k: UnitBlock) -> UnitBlock { UnitBlock(bits: ((k + 0x1.8p52).bits &+ 1023) &<< 52) }

  /// The nearest whole numbers to numbers within ±2⁵¹.
  @inline(__always) var roundedToWhole: UnitBlock { (self + 0x1.8p52) - 0x1.8p52 }
}
