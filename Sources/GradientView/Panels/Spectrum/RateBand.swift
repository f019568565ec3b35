import RNNCore

/// Two bands of bars, one for each direction r = 1 … n from the largest on: how far σ_r(W)·γ lies above or below 1, and
/// how fast the flow grows or shrinks along the trajectory. Both are logarithms, so that 0 is the line between growing
/// and shrinking.
enum RateBand {
  static func draw(_ view: SpectrumView, into frame: inout Frame) {
    let layout = view.layout
    drawRule(weightNames(view), into: &frame, in: layout.bandRules[0])
    guard let band = layout.bands.first else { return }
    let logarithms = view.conditions.map { $0.isZero ? -.infinity : $0.log10 }
    RateBars(logarithms, SigmaAxis(logarithms), band).draw(into: &frame)
    guard layout.bands.count > 1 else { return }
    drawRule(lyapunovNames(view), into: &frame, in: layout.bandRules[1])
    let exponents = view.exponents.map(\.value)
    guard !exponents.isEmpty else {
      let text = view.flow == nil ? "the state overflows" : "k = 1: no step to flow through"
      let rect = layout.bands[1]
      frame.write(
        text, x: rect.x + SpectrumLayout.bandGutter, y: rect.y + rect.height / 2, view.flow == nil ? .alarm : .muted)
      return
    }
    RateBars(exponents, ExponentAxis(exponents), layout.bands[1]).draw(into: &frame)
  }

  private static func drawRule(_ names: [String], into frame: inout Frame, in rect: Rect) {
    let spans = names.map { [Span($0, .muted)] }
    BandRule.draw(BandRule.fitting(spans, in: rect.width - 6), into: &frame, in: rect)
  }

  private static func weightNames(_ view: SpectrumView) -> [String] {
    if view.layout.bands.isEmpty { return ["numbers", ""] }
    let gamma = view.state.start.network.activation.derivativeSupremum == 1 ? "" : "·γ"
    return ["singular values of W\(gamma)   above 1 may explode", "singular values of W\(gamma)", "σ(W)\(gamma)"]
  }

  private static func lyapunovNames(_ view: SpectrumView) -> [String] {
    let (last, all) = (view.lastLag, view.state.target - 1)
    let steps = last == all ? "\(last) steps" : "the last \(last) of \(all) steps"
    return [
      "Lyapunov spectrum λ per step, over \(steps)   above 0 grows", "Lyapunov spectrum λ per step, over \(steps)",
      "Lyapunov spectrum, \(steps)",
      "Lyapunov spectrum λ per step", "Lyapunov spectrum", "Lyapunov",
    ]
  }
}

/// How numbers become rows of bars from a line.
protocol RateAxis {
  /// What the side with more room reaches.
  var reach: Double { get }
  /// Whether there are bars above the line, and below it.
  var sides: Scales.Side { get }
  /// The labels at the line, at the upper and at the lower end.
  var line: String { get }
  var top: String { get }
  var bottom: String { get }
}

/// A log axis around 1: a factor 2, 10, 100 … to each side that holds most of the values.
struct SigmaAxis: RateAxis {
  private let bound: Int
  let sides = Scales.Side.both

  init(_ logarithms: [Double]) {
    let finite = logarithms.filter(\.isFinite).map(\.magnitude).sorted()
    let typical = finite.isEmpty ? 0 : finite[Swift.min(finite.count * 3 / 4, finite.count - 1)]
    bound = Extent.factorBounds.first { ScaledDouble(Double($0)).log10 >= typical } ?? Extent.factorBounds[4]
  }

  var reach: Double { ScaledDouble(Double(bound)).log10 }
  var line: String { "1" }
  var top: String { NumberText.compact(ScaledDouble(Double(bound)), digits: 1) }
  var bottom: String { NumberText.compact(.one / ScaledDouble(Double(bound)), digits: 1) }
}

/// A linear axis around 0 up to a round number that holds most of the values.
struct ExponentAxis: RateAxis {
  private let bound: RoundNumber
  let sides: Scales.Side

  init(_ values: [Double?]) {
    let exponents = values.compactMap { $0 }
    let finite = exponents.filter(\.isFinite).map(\.magnitude).sorted()
    let typical = finite.isEmpty ? 1 : finite[Swift.min(finite.count * 3 / 4, finite.count - 1)]
    bound = RoundNumber(holding: ScaledDouble(Swift.max(typical, 0.01)))
    let (grows, shrinks) = (exponents.contains { $0 > 0 }, exponents.contains { $0 < 0 })
    sides = grows ? (shrinks ? .both : .above) : .below
  }

  var reach: Double { bound.value.doubleValue }
  var line: String { "0" }
  var top: String { NumberText.powerOfTen(bound.power, mantissa: bound.mantissa) }
  var bottom: String { "−" + top }
}

/// The bars of one band with their labels.
struct RateBars {
  /// nil where rounding left no digit.
  private let values: [Double?]
  private let axis: any RateAxis
  private let rect: Rect
  private let rowsAbove: Int

  init(_ values: [Double?], _ axis: any RateAxis, _ rect: Rect) {
    (self.values, self.axis, self.rect) = (values, axis, rect)
    rowsAbove =
      switch axis.sides {
      case .both: rect.height / 2
      case .above: Swift.max(rect.height - 1, 1)
      case .below: Swift.min(1, rect.height - 1)
      }
  }

  private var rowsBelow: Int { rect.height - rowsAbove }
  /// The row whose upper edge is the line.
  private var line: Int { rect.y + rowsAbove }

  func draw(into frame: inout Frame) {
    drawLabels(into: &frame)
    let width = Swift.max(rect.width - SpectrumLayout.bandGutter - 1, 1)
    let group = (values.count + width - 1) / width
    let count = (values.count + group - 1) / group
    let gap = 2 * count <= width ? 1 : 0
    for bar in 0..<count {
      // The bars share the whole width: some may be a column wider than others.
      let (first, end) = (bar * (width + gap) / count, (bar + 1) * (width + gap) / count)
      draw(values[bar * group], x: rect.x + SpectrumLayout.bandGutter + first, width: end - first - gap, into: &frame)
    }
  }

  private func draw(_ value: Double?, x: Int, width: Int, into frame: inout Frame) {
    guard let value else {
      frame.write("?", x: x, y: line, .alarm)
      return
    }
    guard value.isFinite else {
      frame.write(value < 0 ? "×" : "!", x: x, y: line, value < 0 ? .blocked : .alarm)
      return
    }
    // What rounding leaves of 0 is no bar.
    let length = value.magnitude < 1e-12 ? 0 : value / axis.reach * Double(sideRows)
    let style = length > 0 ? Style.amplifies : .attenuates
    frame.standBar(x: x, width: width, bottom: line - 1, length: length, limit: rowsAbove, style)
    frame.hangBar(x: x, width: width, top: line, length: -length, limit: rowsBelow, style)
    if length == 0 { frame.write(String(repeating: "▔", count: width), x: x, y: line, .muted) }
  }

  /// The rows that stand for the reach.
  private var sideRows: Int { axis.sides == .above ? rowsAbove : axis.sides == .below ? rowsBelow : rowsAbove }

  private func drawLabels(into frame: inout Frame) {
    func label(_ text: String, _ y: Int, _ tick: String) {
      let end = rect.x + SpectrumLayout.bandGutter - 2
      frame.write(text, x: Swift.max(end - text.columns, rect.x), y: y, .muted)
      frame.write(tick, x: end + 1, y: y, .rule)
    }
    if axis.sides != .below, rowsAbove > 1 { label(axis.top, line - sideRows, "▔") }
    if rowsAbove == 0 {
      label(axis.line, line, "▔")
    } else {
      label(axis.line, line - 1, "▁")
    }
    if axis.sides != .above, rowsBelow > 1 { label(axis.bottom, line + sideRows - 1, "▁") }
  }
}
