import RNNCore

/// The eigenvalues of W in the complex plane, with the unit circle. Dots of a terminal are square, so the circle is round.
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
    let beyond = view.weights.eigenvalues.count { dot(of: $0) == nil }
    let legend = beyond == 0 ? [] : [Span("\(beyond) beyond", .alarm)]
    let names = ["eigenvalues of W", "eigenvalues", "λ(W)"].map { [Span($0, .muted)] }
    let room = view.layout.planeRule.width - (beyond == 0 ? 6 : legend.columns + 10)
    BandRule.draw(BandRule.fitting(names, in: room), legend: legend, into: &frame, in: view.layout.planeRule)
  }

  /// The dot of a part of the reach, from −1 to 1.
  private func dot(_ part: Double, of count: Int) -> Int {
    Int(((part + 1) / 2 * Double(count - 1)).rounded().clamped(-1, Double(count)))
  }

  private func dot(of eigenvalue: WeightSpectrum.Eigenvalue) -> (x: Int, y: Int)? {
    let (real, imaginary) = ((eigenvalue.real / reach).doubleValue, (eigenvalue.imaginary / reach).doubleValue)
    guard real.magnitude <= 1, imaginary.magnitude <= 1 else { return nil }
    return (dot(real, of: 2 * rect.width), dot(-imaginary, of: 4 * rect.height))
  }

  private func drawAxes(_ canvas: inout BrailleCanvas) {
    let (x, y) = (dot(0, of: canvas.width), dot(0, of: canvas.height))
    for step in stride(from: 0, to: Swift.max(canvas.width, canvas.height), by: 4) {
      canvas.set(step, y, .rule)
      canvas.set(x, step, .rule)
    }
  }

  /// For every column the dots above and below, for every row those left and right: no gaps anywhere.
  private func drawCircle(_ canvas: inout BrailleCanvas) {
    let radius = (ScaledDouble.one / reach).doubleValue
    for (count, other, isColumn) in [(canvas.width, canvas.height, true), (canvas.height, canvas.width, false)] {
      for place in 0..<count {
        let part = count > 1 ? 2 * Double(place) / Double(count - 1) - 1 : 0
        guard part.magnitude <= radius else { continue }
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
      guard let (x, y) = dot(of: eigenvalue) else { continue }
      let style: Style =
        switch view.weights.side(of: eigenvalue) {
        case .inside: .attenuates
        case .on: .steady
        case .outside: .amplifies
        }
      let (left, top) = (x - (2 * x >= canvas.width ? 1 : 0), y - (2 * y >= canvas.height ? 1 : 0))
      for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
        if isFine { canvas.set(x, y, style) } else { canvas.set(left + dx, top + dy, style) }
      }
    }
  }

  /// The row of cells that a value of the imaginary axis is in, and the column of one of the real axis.
  private func row(_ part: Double) -> Int { rect.y + dot(-part, of: 4 * rect.height) / 4 }
  private func column(_ part: Double) -> Int { rect.x + dot(part, of: 2 * rect.width) / 2 }

  private func drawLabels(into frame: inout Frame) {
    let part = (tick.value / reach).doubleValue
    let text = NumberText.powerOfTen(tick.power, mantissa: tick.mantissa)
    let imaginary = text == "1" ? "i" : text + "i"
    AxisLabel.draw("0", y: row(0), into: &frame)
    if row(part) < row(0) {
      AxisLabel.draw(imaginary, y: row(part), into: &frame)
      AxisLabel.draw("−" + imaginary, y: row(-part), into: &frame)
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
