import Explorer
import RNNCore
import Screen

/// The eigenvalues of W in the complex plane, with the unit circle. Dots of a terminal stand as far apart across as down,
/// so the circle is round.
struct EigenvaluePlane {
  private let view: SpectrumView
  private let rect: Rect
  /// What the axes reach.
  private let reach: ScaledDouble
  private let tick: RoundNumber

  init(_ view: SpectrumView) {
    self.view = view
    rect = view.layout.plane
    let plane = view.scales.plane ?? PlaneReach(index: 0)
    (reach, tick) = (plane.value, plane.tick)
  }

  func draw(into frame: inout Frame) {
    drawRule(into: &frame)
    var canvas = BrailleCanvas(columns: rect.width, rows: rect.height)
    drawAxes(&canvas)
    drawCircle(&canvas)
    drawEigenvalues(&canvas)
    canvas.draw(into: &frame, x: rect.x, y: rect.y)
    drawLabels(into: &frame)
  }

  private func drawRule(into frame: inout Frame) {
    let beyond = view.weights.eigenvalues.count { place(of: $0) == nil }
    let legend = beyond == 0 ? [] : [Span("\(beyond) beyond", .alarm)]
    let names = ["eigenvalues of W", "eigenvalues", "λ(W)"].map { [Span($0, .muted)] }
    let room = view.layout.planeRule.width - (beyond == 0 ? 6 : legend.columns + 10)
    BandRule.draw(BandRule.fitting(names, in: room), legend: legend, into: &frame, in: view.layout.planeRule)
  }

  /// Where a part of the reach stands, from −1 to 1: in dots from the middle of the first one. The last dot of a line is
  /// left out, so that 0 has a dot of its own and what is alike on both sides is drawn alike.
  private func place(_ part: Double, of count: Int) -> Double { (part + 1) / 2 * Double(count - 2) }

  private func dot(_ part: Double, of count: Int) -> Int {
    Int(place(part, of: count).rounded().clamped(-1, Double(count)))
  }

  /// The place of an eigenvalue; nil beyond the plane.
  private func place(of eigenvalue: WeightSpectrum.Eigenvalue) -> (x: Double, y: Double)? {
    let (real, imaginary) = ((eigenvalue.real / reach).doubleValue, (eigenvalue.imaginary / reach).doubleValue)
    guard real.magnitude <= 1, imaginary.magnitude <= 1 else { return nil }
    return (place(real, of: 2 * rect.width), place(-imaginary, of: 4 * rect.height))
  }

  private func drawAxes(_ canvas: inout BrailleCanvas) {
    let (x, y) = (dot(0, of: canvas.width), dot(0, of: canvas.height))
    for step in stride(from: 0, to: Swift.max(canvas.width, canvas.height), by: 4) {
      canvas.set(step, y, .rule)
      canvas.set(x, step, .rule)
    }
  }

  /// Where the circle runs flat the dots of every column, where it runs steep those of every row: no gaps, and nowhere two
  /// dots for one.
  private func drawCircle(_ canvas: inout BrailleCanvas) {
    let radius = (ScaledDouble.one / reach).doubleValue
    for (count, other, isColumn) in [(canvas.width, canvas.height, true), (canvas.height, canvas.width, false)] {
      for place in 0..<count {
        let part = count > 2 ? 2 * Double(place) / Double(count - 2) - 1 : 0
        guard part.magnitude <= radius * 0.71 else { continue }
        let height = (radius * radius - part * part).squareRoot()
        for side in [height, -height] {
          let across = dot(side, of: other)
          if isColumn { canvas.set(place, across, .muted) } else { canvas.set(across, place, .muted) }
        }
      }
    }
  }

  /// Small squares, so that they stand out from the circle's line; single dots where they would cover each other.
  private func drawEigenvalues(_ canvas: inout BrailleCanvas) {
    let isFine = 16 * view.units > canvas.width * canvas.height
    for eigenvalue in view.weights.eigenvalues.reversed() {
      guard let (x, y) = place(of: eigenvalue) else { continue }
      let style: Style =
        switch view.weights.side(of: eigenvalue) {
        case .inside: .attenuates
        case .on: .steady
        case .outside: .amplifies
        }
      guard !isFine else {
        canvas.set(Int(x.rounded()), Int(y.rounded()), style)
        continue
      }
      // The middle of a square lies between dots.
      let (left, top) = (Int((x - 0.5).rounded()), Int((y - 0.5).rounded()))
      for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] { canvas.set(left + dx, top + dy, style) }
    }
  }

  private func column(_ part: Double) -> Int { rect.x + dot(part, of: 2 * rect.width) / 2 }

  /// A label of the imaginary axis, with a tick of dots at the very height of the plane's dots.
  private func label(_ text: String, at part: Double, into frame: inout Frame) {
    let dot = dot(-part, of: 4 * rect.height)
    AxisLabel.draw(text, y: rect.y + dot / 4, into: &frame)
    frame[rect.x - 2, rect.y + dot / 4] = Cell(Self.ticks[dot % 4], .rule)
  }

  /// From the upper to the lower row of dots of a cell.
  private static let ticks: [Character] = ["⠉", "⠒", "⠤", "⣀"]

  private func drawLabels(into frame: inout Frame) {
    let part = (tick.value / reach).doubleValue
    let text = NumberText.powerOfTen(tick.power, mantissa: tick.mantissa)
    let imaginary = text == "1" ? "i" : text + "i"
    label("0", at: 0, into: &frame)
    let row = { dot(-$0, of: 4 * rect.height) / 4 }
    if row(part) < row(0), row(0) < row(-part) {
      label(imaginary, at: part, into: &frame)
      label("−" + imaginary, at: -part, into: &frame)
    }
    let axis = view.layout.planeAxis
    guard axis.height > 0 else { return }
    frame.write(String(repeating: "─", count: rect.width + 1), x: rect.x - 1, y: axis.y, .rule)
    for part in [-part, 0, part] { frame.write("┴", x: column(part), y: axis.y, .rule) }
    let radius = (view.weights.spectralRadius / reach).doubleValue
    if radius <= 1 { frame.write("▲", x: column(radius), y: axis.y, .target) }
    drawNumbers(text, at: part, radius, into: &frame)
  }

  private func drawNumbers(_ text: String, at tick: Double, _ radius: Double, into frame: inout Frame) {
    guard view.layout.planeLabels.height > 0 else { return }
    var labels = LabelRow(y: view.layout.planeLabels.y)
    if radius <= 1 {
      let number = "ρ=" + NumberText.compact(view.weights.spectralRadius, digits: 3)
      let end = view.layout.planeRule.width
      labels.place(
        number, from: Swift.min(column(radius) - 1, end - number.columns), .target, left: rect.x - 1, into: &frame)
    }
    for (label, part) in [("0", 0), ("−" + text, -tick), (text, tick)] {
      labels.place(label, from: column(part) - (label.columns - 1), .muted, left: rect.x - 1, into: &frame)
    }
  }
}
