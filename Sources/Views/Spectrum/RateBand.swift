import Explorer
import RNNCore
import Screen

/// Two bands of bars, one for each direction r = 1 … n from the largest on: how far σ_r(W)·γ lies above or below 1, and
/// how fast the flow grows or shrinks along the trajectory. Both are logarithms, so that 0 is the line between growing
/// and shrinking.
enum RateBand {
  static func draw(_ view: SpectrumView, into frame: inout Frame) {
    let layout = view.layout
    drawRule(weightNames(view), into: &frame, in: layout.bandRules[0])
    guard let band = layout.bands.first else { return }
    RateBars(factors: view.conditions, in: band).draw(into: &frame)
    guard layout.bands.count > 1 else { return }
    drawRule(lyapunovNames(view), into: &frame, in: layout.bandRules[1])
    let exponents = view.exponents.map(\.value)
    guard !exponents.isEmpty else {
      let text = view.flow == nil ? "the state overflows" : "k = 1: no step to flow through"
      let rect = layout.bands[1]
      frame.write(
        text, x: rect.x + TimeColumns.gutter, y: rect.y + rect.height / 2, view.flow == nil ? .alarm : .muted)
      return
    }
    RateBars(exponents: exponents, in: layout.bands[1]).draw(into: &frame)
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

/// The bars of one band with its axis.
struct RateBars {
  /// What stands for one direction.
  private enum Bar {
    /// A bar from the line to a value.
    case value(ScaledDouble)
    /// The direction is blocked: a factor of 0, an exponent of −∞.
    case blocked
    /// Rounding left no digit.
    case undetermined
  }

  private let bars: [Bar]
  private let band: ValueBand

  /// Factors on a log axis around 1 that holds them all within six decades.
  init(factors: [ScaledDouble], in rect: Rect) {
    // What rounding leaves of 1 is no bar.
    let rounding = ScaledDouble(1e-12)
    bars = factors.map { $0.isZero ? .blocked : .value(($0 - .one).magnitude < rounding ? .one : $0) }
    let found = factors.filter { !$0.isZero }
    let range = found.min().flatMap { low in found.max().map { low...$0 } }
    let reach = FactorReach.settled(range, nil)
    // What is 0 stands below 1.
    let low = factors.count > found.count ? Swift.min(reach.low.value.log10, -1) : reach.low.value.log10
    let axis = ValueAxis.logarithmicFromOne(from: low, to: reach.high.value.log10, rows: rect.height)
    band = ValueBand(axis, in: rect)
  }

  /// Exponents, nil where rounding left no digit, on a linear axis around 0 that holds them all, unless a few would take more
  /// than half of it.
  init(exponents: [Double?], in rect: Rect) {
    bars = exponents.map { exponent in
      guard let exponent else { return .undetermined }
      // What rounding leaves of 0 is no bar.
      return exponent.isFinite ? .value(exponent.magnitude < 1e-12 ? .zero : ScaledDouble(exponent)) : .blocked
    }
    let found = exponents.compactMap { $0 }.filter(\.isFinite)
    let held = TrimmedRange(found, keeping: [0], isOpenAbove: true)
    func bound(_ value: Double?) -> ScaledDouble { ScaledDouble((value ?? 0).magnitude < 1e-12 ? 0 : value ?? 0) }
    let reach = LinearReach.settled(bound(held?.low), bound(held?.high), nil)
    let (low, isBlocked) = (reach.low, exponents.contains { $0 == -.infinity })
    band = ValueBand(
      .linear(from: isBlocked ? .below(low, besides: reach.high) : low, to: reach.high, rows: rect.height), in: rect)
  }

  /// The bars share the whole width: some may be a column wider than others. Where there are more directions than columns a
  /// bar is the first of those that it stands for.
  func draw(into frame: inout Frame) {
    band.drawTicks(into: &frame)
    let first = band.rect.x + TimeColumns.gutter
    let width = Swift.max(band.rect.x + band.rect.width - first - 1, 1)
    let group = (bars.count + width - 1) / width
    let count = (bars.count + group - 1) / group
    let gap = 2 * count <= width ? 1 : 0
    for place in 0..<count {
      let (left, end) = (place * (width + gap) / count, (place + 1) * (width + gap) / count)
      draw(bars[place * group], x: first + left, width: end - left - gap, into: &frame)
    }
    band.drawBaseLine(from: first - 1, to: first + width - 1, into: &frame)
  }

  private func draw(_ bar: Bar, x: Int, width: Int, into frame: inout Frame) {
    switch bar {
    case .value(let value):
      let isAbove = band.axis.height(of: value) > Double(band.axis.base)
      band.drawBar(value, x: x, width: width, isAbove ? .amplifies : .attenuates, into: &frame)
    // −∞, and a factor of 0: below everything that has a place.
    case .blocked: frame.write("×", x: x, y: band.rect.y + band.rect.height - 1, .blocked)
    case .undetermined: frame.write("?", x: x, y: band.rowAtBase, .alarm)
    }
  }
}
