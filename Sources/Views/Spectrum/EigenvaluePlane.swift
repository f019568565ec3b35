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
    // Of J_k, which is no part of an analysis, what it needs itself.
    let radii = [view.shown, view.other].compactMap { $0?.weights.spectralRadius }
    let plane = view.scales.plane ?? PlaneReach.settled(radii.max() ?? .zero, nil)
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
    let (matrix, gated) = (view.shown.matrix, view.state.cellKind.isGated)
    let names =
      ((gated ? ["eigenvalues of \(matrix) = \(view.shown.jacobian)"] : [])
      + ["eigenvalues of \(matrix)", "eigenvalues", "λ(\(matrix))"]).map { [Span($0, .muted)] }
    let width = view.layout.planeRule.width
    // What lies beyond is said even where no name has room beside it.
    let legends = legends.filter { legend in names.contains { $0.columns + legend.columns + 10 <= width } }
    let legend = legends.first ?? beyond
    let room = width - (legend.isEmpty ? 6 : legend.columns + 10)
    BandRule.draw(BandRule.fitting(names, in: room), legend: legend, into: &frame, in: view.layout.planeRule)
  }

  private var beyond: [Span] {
    let count = view.shown.weights.eigenvalues.count { place(of: $0) == nil }
    return count == 0 ? [] : [Span("\(count) beyond", .alarm)]
  }

  /// What is beyond the plane, and what B's marks look like: from everything to the least.
  private var legends: [[Span]] {
    guard let other = view.other else { return [beyond] }
    let sample = mark(of: other).sample
    let count = other.weights.eigenvalues.count { place(of: $0) == nil }
    let texts = (count == 0 ? [] : ["\(sample) B, \(count) beyond"]) + ["\(sample) B"]
    let own = beyond.isEmpty ? [] : beyond + [Span("   ")]
    return texts.map { own + [Span($0, .counterpart)] }
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

  /// Small squares, so that they stand out from the circle's line; single dots where they would cover each other. Those of B
  /// are rings, in which a square has room, so that both are seen where they coincide.
  private func drawEigenvalues(_ canvas: inout BrailleCanvas) {
    var taken: [DotCell: Style] = [:]
    // Single dots where squares would cover a quarter of the plane.
    let square = 16 * view.units > canvas.width * canvas.height ? Mark.dot : Mark.square
    for eigenvalue in view.shown.weights.eigenvalues.reversed() {
      guard let dots = dots(of: eigenvalue, square) else { continue }
      let style: Style =
        switch view.shown.weights.side(of: eigenvalue) {
        case .inside: .attenuates
        case .on: .steady
        case .outside: .amplifies
        }
      for dot in dots { taken[DotCell(dot)] = style }
      for dot in dots { canvas.set(dot.x, dot.y, style) }
    }
    if let other = view.other { drawCounterpart(other, beside: taken, &canvas) }
  }

  /// A cell of dots.
  private struct DotCell: Hashable {
    let column: Int
    let row: Int

    init(_ dot: (x: Int, y: Int)) { (column, row) = (dot.x >> 1, dot.y >> 2) }
  }

  /// A cell with a square in it keeps the square's colour, unless nothing of a ring would have B's: then its right half has.
  /// Of single dots every other column has it.
  private func drawCounterpart(_ other: Spectra, beside taken: [DotCell: Style], _ canvas: inout BrailleCanvas) {
    let mark = mark(of: other)
    for eigenvalue in other.weights.eigenvalues.reversed() {
      guard let dots = dots(of: eigenvalue, mark) else { continue }
      let isHidden = dots.allSatisfy { taken[DotCell($0)] != nil }
      let right = dots.map { DotCell($0).column }.max()
      for dot in dots {
        let cell = DotCell(dot)
        let isOwn = isHidden && (dots.count > 1 ? cell.column == right : cell.column.isMultiple(of: 2))
        canvas.set(dot.x, dot.y, isOwn ? .counterpart : taken[cell] ?? .counterpart)
      }
    }
  }

  /// B's marks: smaller ones where they would cover a quarter of the disc that holds them all, and of a few dots at least.
  private func mark(of other: Spectra) -> Mark {
    let part = Swift.min((other.weights.spectralRadius / reach).doubleValue, 1)
    let radius = place(part, of: 2 * rect.width) - place(0, of: 2 * rect.width)
    let room = Swift.max(Int(.pi * radius * radius), 128)
    return [Mark.ring, .diamond].first { 4 * $0.dots.count * other.units <= room } ?? .dot
  }

  /// What an eigenvalue looks like.
  private struct Mark {
    /// Its dots, from the one it is at to the right and down.
    let dots: [(x: Int, y: Int)]
    /// How far its middle lies right of that dot and below it.
    var middle = 0.0
    /// The same in a legend.
    var sample = ""

    static let square = Mark(dots: [(0, 0), (1, 0), (0, 1), (1, 1)], middle: 0.5)
    /// Around a square.
    static let ring = Mark(
      dots: [(0, -1), (1, -1), (-1, 0), (-1, 1), (2, 0), (2, 1), (0, 2), (1, 2)], middle: 0.5, sample: "⢎⡱")
    /// Around a dot.
    static let diamond = Mark(dots: [(0, -1), (-1, 0), (1, 0), (0, 1)], sample: "⠪⠂")
    static let dot = Mark(dots: [(0, 0)], sample: "⠂")
  }

  /// The dots of an eigenvalue's mark; nil beyond the plane.
  private func dots(of eigenvalue: WeightSpectrum.Eigenvalue, _ mark: Mark) -> [(x: Int, y: Int)]? {
    place(of: eigenvalue).map { x, y in
      let (left, top) = (Int((x - mark.middle).rounded()), Int((y - mark.middle).rounded()))
      return mark.dots.map { (x: left + $0.x, y: top + $0.y) }
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
    let beside = view.other.map { ($0.weights.spectralRadius / reach).doubleValue }
    if let beside, beside <= 1 { frame.write("B", x: column(beside), y: axis.y, .counterpart) }
    let radius = (view.shown.weights.spectralRadius / reach).doubleValue
    if radius <= 1 { frame.write("▲", x: column(radius), y: axis.y, .target) }
    drawNumbers(text, at: part, radius, into: &frame)
  }

  private func drawNumbers(_ text: String, at tick: Double, _ radius: Double, into frame: inout Frame) {
    guard view.layout.planeLabels.height > 0 else { return }
    var labels = LabelRow(y: view.layout.planeLabels.y)
    if radius <= 1 {
      let number = "ρ=" + NumberText.compact(view.shown.weights.spectralRadius, digits: 3)
      let end = view.layout.planeRule.width
      labels.place(
        number, from: Swift.min(column(radius) - 1, end - number.columns), .target, left: rect.x - 1, into: &frame)
    }
    for (label, part) in [("0", 0), ("−" + text, -tick), (text, tick)] {
      labels.place(label, from: column(part) - (label.columns - 1), .muted, left: rect.x - 1, into: &frame)
    }
  }
}
