import RNNCore

/// The error E = (s_k − d)² over W and b, its colour by log E, with the present point and the way downhill.
struct SurfaceBand {
  private let session: Session
  private let landscape: Landscape
  private let layout: LandscapeLayout
  private let shades: ErrorShades
  /// ∇E at the present point; nil where the trajectory overflows.
  private let gradient: ErrorGradient?

  init(_ session: Session, _ landscape: Landscape, _ layout: LandscapeLayout, _ gradient: ErrorGradient?) {
    self.gradient = gradient
    self.session = session
    self.landscape = landscape
    self.layout = layout
    shades = ErrorShades(landscape.errors.joined().compactMap { $0 })
  }

  func draw(into frame: inout Frame) {
    let k = NumberText.subscripted(session.state.target)
    let desired = NumberText.compact(ScaledDouble(session.state.landscape.desired), digits: 5)
    BandRule.draw(
      [Span("error E = (s\(k) − \(desired))² over W and b", .muted)],
      legend: [Span("◆ here", .target), Span("   → downhill, along −∇E", .inspected)], into: &frame, in: layout.rules[0]
    )
    let plot = layout.plot
    for row in 0..<plot.height {
      for column in 0..<plot.width {
        frame[plot.x + column, plot.y + row] = shades.cell(landscape.error(row: row, column: column))
      }
    }
    drawVerticalAxis(into: &frame)
    drawPoint(into: &frame)
    if layout.legend.height > 0 { shades.drawLegend(into: &frame, y: layout.legend.y, x: plot.x) }
  }

  private func drawVerticalAxis(into frame: inout Frame) {
    guard let vertical = layout.vertical else { return }
    let ticks = LandscapeAxis.ticks(vertical, apart: Double(layout.plot.height) / 4)
    let unit = ticks.count > 1 ? ticks[1] - ticks[0] : 1
    for tick in ticks {
      if let y = layout.row(of: tick) { AxisLabel.draw(LandscapeAxis.label(tick, unit), y: y, into: &frame) }
    }
    frame.write("b", x: 3, y: layout.plot.y, .muted)
  }

  private func drawPoint(into frame: inout Frame) {
    let state = session.state
    guard let x = layout.column(of: state.value(of: .recurrentWeight)), let y = layout.row(of: state.value(of: .bias))
    else { return }
    if let direction = direction() {
      let plot = layout.plot
      for distance in 1...3 {
        let (column, row) = (x + direction.dx * distance, y + direction.dy * distance)
        guard plot.contains(x: column, y: row) else { break }
        frame[column, row] = Cell(distance == 3 ? direction.head : "·", .inspected)
      }
    }
    frame.write("◆", x: x, y: y, .target)
  }

  /// The nearest of eight directions to −∇E, in the proportions of the screen, where a cell is twice as high as wide.
  private func direction() -> (dx: Int, dy: Int, head: Character)? {
    guard let gradient, let vertical = layout.vertical else { return nil }
    let width = layout.horizontal.upperBound - layout.horizontal.lowerBound
    let height = vertical.upperBound - vertical.lowerBound
    // Far from 0 a range may have no width that a Double can tell.
    guard width > 0, height > 0 else { return nil }
    let (across, down) = (Double(layout.plot.width) / width, 2 * Double(layout.plot.height) / height)
    let (x, y) = (gradient.alongW * ScaledDouble(-across), gradient.alongBias * ScaledDouble(-down))
    let largest = Swift.max(x.magnitude, y.magnitude)
    guard !largest.isZero else { return nil }
    let (right, up) = ((x / largest).doubleValue, (y / largest).doubleValue)
    // tan 22.5°: nearer to an axis than to a diagonal.
    let dx = right.magnitude < 0.4142 ? 0 : right > 0 ? 1 : -1
    let dy = up.magnitude < 0.4142 ? 0 : up > 0 ? -1 : 1
    let heads: [[Character]] = [["↖", "↑", "↗"], ["←", "◆", "→"], ["↙", "↓", "↘"]]
    return (dx, dy, heads[dy + 1][dx + 1])
  }
}

/// ∇E = 2(s_k − d)·∂s_k/∂θ at the present point.
struct ErrorGradient {
  /// ∂E/∂W.
  let alongW: ScaledDouble
  /// ∂E/∂b.
  let alongBias: ScaledDouble
  /// E.
  let error: ScaledDouble

  init?(_ analysis: Analysis, desired: Double) {
    let (trajectory, target) = (analysis.trajectory, analysis.target)
    guard trajectory.isFinite(through: target), let state = trajectory.state(at: target).first else { return nil }
    func total(_ parameter: Parameter) -> ScaledDouble {
      analysis.parameter == parameter
        ? analysis.contributions?.total ?? .zero
        : Contributions(of: trajectory, target: target, parameter: parameter).total
    }
    let difference = ScaledDouble(state) - ScaledDouble(desired)
    error = difference * difference
    alongW = ScaledDouble(2) * difference * total(.recurrentWeights)
    alongBias = ScaledDouble(2) * difference * total(.bias)
  }
}

/// Shades for log₁₀ E: the largest errors stand out most.
struct ErrorShades {
  /// The logarithm at the upper edge of the first shade, and that of one shade.
  private let top: Double
  private let step: Double

  /// Shades that hold nine tenths of the errors.
  init(_ logarithms: [Double]) {
    let finite = logarithms.filter(\.isFinite).sorted()
    top = ((finite.last ?? 0) * 4 - 1e-9).rounded(.up) / 4
    let low = finite.isEmpty ? top - 1 : finite[finite.count / 10]
    let needed = (top - low) / Double(MapShade.count)
    step = [0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100].first { $0 >= needed } ?? 500
  }

  func cell(_ logarithm: Double?) -> Cell {
    guard let logarithm else { return Cell("!", .alarm) }
    let level = ((top - logarithm) / step).rounded(.down).clamped(0, Double(MapShade.count - 1))
    let shade = MapShade(isPositive: true, level: Int(level))
    return Cell(shade.glyph, shade.style)
  }

  /// `E  ██ 0.5 … ░░ below 3e−3`, with fewer numbers on a narrow screen, and on one that has no room for two, none at all.
  func drawLegend(into frame: inout Frame, y: Int, x: Int) {
    let legends = [2, 4, MapShade.count - 1].map { legend(numbersApart: $0) }
    frame.write(BandRule.fitting(legends, in: frame.size.width - x), x: x, y: y)
  }

  private func legend(numbersApart apart: Int) -> [Span] {
    var spans = [Span("E ", .muted)]
    for level in 0..<MapShade.count {
      let shade = MapShade(isPositive: true, level: level)
      spans.append(Span(String(repeating: shade.glyph, count: 2), shade.style))
      if level % apart == 0 {
        let edge = ScaledDouble.powerOfTen(top - step * Double(level))
        spans.append(Span(" \(NumberText.compact(edge, digits: 2)) ", .muted))
      }
    }
    return spans
  }
}
