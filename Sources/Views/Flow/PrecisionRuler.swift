import Explorer
import RNNCore
import Screen

/// Dashed lines across the flow's dots where the range of a floating-point format ends: what is below a line, or above its
/// upper end, is what that format loses.
enum PrecisionRuler {
  /// Draws the lines behind bars and dots.
  static func draw(_ view: FlowView, _ band: ValueBand, into frame: inout Frame) {
    let lines = FloatingPointFormat.allCases.flatMap { format in
      [format.smallestSubnormal, format.largest].map { end in
        NamedLines.Line(names: names(format, end, view.analysis), height: band.axis.height(of: end))
      }
    }
    NamedLines(lines, in: band).draw(
      from: TimeColumns.gutter, to: Swift.min(view.columns.lastX + 1, frame.size.width - 1), into: &frame)
  }

  /// `fp16 6.0e−8, lost at lag 18`, and without the lag; a format that never loses the flow has none.
  private static func names(_ format: FloatingPointFormat, _ end: ScaledDouble, _ analysis: Analysis) -> [String] {
    let name = "\(format.shortName) \(NumberText.scientific(end, digits: 2))"
    let loss = analysis.rangeExits.first { $0.format == format && $0.isOverflow == (end == format.largest) }
    return (loss.map { ["\(name), lost at lag \($0.lag)"] } ?? []) + [name]
  }

  /// `flow lost: fp16 lag 18 · bf16 lag 95 · fp32 lag 105 · fp64 never`.
  static func reading(_ analysis: Analysis) -> String {
    let parts = FloatingPointFormat.allCases.map { format -> String in
      guard let loss = analysis.rangeExits.first(where: { $0.format == format }) else {
        return "\(format.shortName) never"
      }
      return "\(format.shortName) at lag \(loss.lag)" + (loss.isOverflow ? " (overflow)" : "")
    }
    guard !analysis.rangeExits.isEmpty else { return "no format loses the flow up to lag \(analysis.target - 1)" }
    return "flow lost: " + parts.joined(separator: ", ")
  }
}

extension FloatingPointFormat {
  /// The name that frameworks give it.
  var shortName: String {
    switch self {
    case .binary16: "fp16"
    case .bfloat16: "bf16"
    case .binary32: "fp32"
    case .binary64: "fp64"
    }
  }
}
