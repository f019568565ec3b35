/// A format that gradients are computed in, and where its range ends (IEEE 754-2019; bfloat16 as in PyTorch).
public enum FloatingPointFormat: String, CaseIterable, Sendable {
  /// Half precision.
  case binary16
  /// The upper half of a binary32.
  case bfloat16
  /// Single precision.
  case binary32
  /// Double precision.
  case binary64

  /// The smallest number above 0: 5.96e−8, 9.18e−41, 1.40e−45, 4.94e−324.
  public var smallestSubnormal: ScaledDouble { ScaledDouble(significand: 1, exponent: smallestExponent) }

  /// The smallest number of full precision: 6.10e−5, 1.18e−38, 1.18e−38, 2.23e−308.
  public var smallestNormal: ScaledDouble {
    ScaledDouble(significand: 1, exponent: smallestExponent + precision - 1)
  }

  /// The largest finite number: 65504, 3.39e38, 3.40e38, 1.80e308.
  public var largest: ScaledDouble {
    let ulp = Double(sign: .plus, exponent: 1 - precision, significand: 1)
    return ScaledDouble(significand: 2 - ulp, exponent: largestExponent)
  }

  /// Significant bits, the hidden one included.
  private var precision: Int {
    switch self {
    case .binary16: 11
    case .bfloat16: 8
    case .binary32: 24
    case .binary64: 53
    }
  }

  private var smallestExponent: Int {
    switch self {
    case .binary16: -24
    case .bfloat16: -133
    case .binary32: -149
    case .binary64: -1074
    }
  }

  private var largestExponent: Int {
    switch self {
    case .binary16: 15
    case .bfloat16, .binary32: 127
    case .binary64: 1023
    }
  }
}

/// Where the flow leaves the range of a format on its way back from the target.
public struct RangeExit: Hashable, Sendable {
  /// The format.
  public let format: FloatingPointFormat
  /// The first lag at which |P(k,i)| is below the format's smallest number or above its largest.
  public let lag: Int
  /// Whether it is above.
  public let isOverflow: Bool
}

extension Contributions {
  /// Where the flow underflows or overflows in every format in which it does, in the order of the formats. A flow that is
  /// exactly 0 is blocked, and no format's fault.
  ///
  /// Complexity: O(k), less where it leaves all formats early.
  public func rangeExits() -> [RangeExit] {
    var (open, exits) = (FloatingPointFormat.allCases.map(OpenRange.init), [RangeExit]())
    for lag in 0..<target where !open.isEmpty {
      let flow = flow(at: target - lag)
      if flow.isZero { break }
      guard open.contains(where: { $0.mayExclude(flow) }) else { continue }
      let excluding = open.filter { $0.excludes(flow) }
      exits += excluding.map { RangeExit(format: $0.format, lag: lag, isOverflow: flow.exponent > 0) }
      open.removeAll { range in excluding.contains { $0.format == range.format } }
    }
    return FloatingPointFormat.allCases.compactMap { format in exits.first { $0.format == format } }
  }

  /// The range of a format.
  private struct OpenRange {
    let format: FloatingPointFormat
    let smallest: ScaledDouble
    let largest: ScaledDouble

    init(_ format: FloatingPointFormat) {
      self.format = format
      (smallest, largest) = (format.smallestSubnormal, format.largest)
    }

    @inline(__always)
    func mayExclude(_ flow: ScaledDouble) -> Bool {
      flow.exponent < smallest.exponent || flow.exponent >= largest.exponent
    }

    func excludes(_ flow: ScaledDouble) -> Bool { flow.magnitude < smallest || flow.magnitude > largest }
  }
}
