import RNNCore

/// Dashed lines across the flow's dots where the range of a floating-point format ends: what is below a line, or above its
/// upper end, is what that format loses.
enum PrecisionRuler {
  /// Draws the lines behind bars and dots, and returns the screen rows that have one.
  static func draw(_ view: FlowView, _ band: ValueBand, into frame: inout Frame) -> Set<Int> {
    var taken = Set<Int>()
    for format in FloatingPointFormat.allCases {
      for end in [format.smallestSubnormal, format.largest] {
        let height = band.axis.height(of: end)
        guard let y = band.y(ofHeight: height), taken.insert(y).inserted else { continue }
        drawLine(
          "\(format.shortName) \(NumberText.scientific(end, digits: 2)) ", view, band, at: height, y: y, into: &frame)
      }
    }
    return taken
  }

  /// The line runs behind what stands there; its name stands where it first has room.
  private static func drawLine(
    _ name: String, _ view: FlowView, _ band: ValueBand, at height: Double, y: Int, into frame: inout Frame
  ) {
    let columns = TimeColumns.gutter...Swift.min(view.columns.lastX + 1, frame.size.width - 1)
    let blank = Set(columns.filter { frame[$0, y].glyph == " " })
    band.drawDashes(at: height, from: columns.lowerBound, to: columns.upperBound, into: &frame)
    let width = name.columns
    guard let start = columns.first(where: { x in (x..<x + width).allSatisfy(blank.contains) }) else { return }
    frame.write(name, x: start, y: y, .muted)
  }

  /// `flow lost: fp16 lag 18 · bf16 lag 95 · fp32 lag 105 · fp64 never`.
  static func reading(_ analysis: Analysis) -> String {
    let parts = FloatingPointFormat.allCases.map { format -> String in
      guard let loss = analysis.flowLosses.first(where: { $0.format == format }) else {
        return "\(format.shortName) never"
      }
      return "\(format.shortName) at lag \(loss.lag)" + (loss.isOverflow ? " (overflow)" : "")
    }
    guard !analysis.flowLosses.isEmpty else { return "no format loses the flow up to lag \(analysis.target - 1)" }
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
