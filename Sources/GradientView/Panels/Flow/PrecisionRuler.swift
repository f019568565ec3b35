import RNNCore

/// Dashed lines across the terms where the range of a floating-point format ends, and where the flow is lost to it.
enum PrecisionRuler {
  static func draw(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    let axis = DecadeAxis(top: view.scales.termTop, depth: view.scales.termDepth, rows: rect.height)
    var taken = Set<Int>()
    for format in FloatingPointFormat.allCases {
      for end in [format.smallestSubnormal, format.largest] {
        let row = Int((Double(rect.height) - axis.rows(above: end.log10)).rounded(.down))
        guard (0..<rect.height).contains(row), taken.insert(row).inserted else { continue }
        drawLine("\(format.shortName) \(NumberText.scientific(end, digits: 2)) ", view, y: rect.y + row, into: &frame)
      }
    }
  }

  /// The line runs behind the bars; its name stands where it first has room.
  private static func drawLine(_ name: String, _ view: FlowView, y: Int, into frame: inout Frame) {
    let end = Swift.min(view.columns.lastX + 1, frame.size.width - 1)
    let blank = (TimeColumns.gutter...Swift.max(end, TimeColumns.gutter)).filter { frame[$0, y].glyph == " " }
    for x in blank { frame[x, y] = Cell("╌", .rule) }
    let width = name.columns
    guard let start = blank.first(where: { x in (x..<x + width).allSatisfy { frame[$0, y].glyph == "╌" } }) else {
      return
    }
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
