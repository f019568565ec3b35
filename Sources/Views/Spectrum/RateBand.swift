import Explorer
import RNNCore
import Screen

/// Two bands of bars, one for each direction r = 1 … n from the largest on: how far σ_r(W)·γ lies above or below 1, and
/// how fast the flow grows or shrinks along the trajectory. Both are logarithms, so that 0 is the line between growing
/// and shrinking.
enum RateBand {
  static func draw(_ view: SpectrumView, into frame: inout Frame) {
    let layout = view.layout
    let hasBands = !layout.bands.isEmpty
    drawRule(weightNames(view), hasBands ? legends(view) : [], into: &frame, in: layout.bandRules[0])
    guard let band = layout.bands.first else { return }
    RateBars(factors: view.shown.conditions, beside: view.other?.conditions ?? [], in: band).draw(into: &frame)
    guard layout.bands.count > 1 else { return }
    let (own, others) = (view.shown.exponents.map(\.value), view.other?.exponents.map(\.value) ?? [])
    let missing = view.other.flatMap { others.isEmpty ? reason($0) : nil }
    drawRule(
      lyapunovNames(view), missing.map { ["B: \($0)", "B: none"] } ?? legends(view), into: &frame,
      in: layout.bandRules[1])
    if !own.isEmpty || !others.isEmpty {
      RateBars(exponents: own, of: view.units, beside: others, in: layout.bands[1]).draw(into: &frame)
    }
    guard own.isEmpty else { return }
    MissingLine.draw(reason(view.shown), view.shown.flow == nil ? .alarm : .muted, into: &frame, in: layout.bands[1])
  }

  /// Why a setting has no exponents.
  private static func reason(_ spectra: Spectra) -> String {
    guard !spectra.isUnderWay else { return MissingLine.notYet }
    return spectra.flow == nil ? "the state overflows" : "k = 1: no step to flow through"
  }

  /// What B's lines are of, where they are not of as many directions: in full and in short.
  private static func legends(_ view: SpectrumView) -> [String] {
    guard let other = view.other else { return [] }
    let (n, own, name) = (other.units, view.units, ComparisonPanel.mark + " B")
    if n == own { return [name] }
    return [n < own ? "\(name): n = \(n)" : "\(name): the first \(own) of \(n)", name]
  }

  private static func drawRule(_ names: [String], _ legends: [String], into frame: inout Frame, in rect: Rect) {
    let spans = names.map { [Span($0, .muted)] }
    // A name in brief before a legend is left out.
    let fitting = legends.flatMap { legend in names.map { (name: $0, legend: legend) } }.first {
      $0.name.columns + $0.legend.columns + 10 <= rect.width
    }
    BandRule.draw(
      fitting.map { [Span($0.name, .muted)] } ?? BandRule.fitting(spans, in: rect.width - 6),
      legend: fitting.map { [Span($0.legend, .counterpart)] } ?? [], into: &frame, in: rect)
  }

  private static func weightNames(_ view: SpectrumView) -> [String] {
    if view.layout.bands.isEmpty { return ["numbers", ""] }
    if view.state.cellKind.isGated {
      let J = view.shown.matrix
      return [
        "singular values of \(J)   above 1 step \(view.state.target) amplifies", "singular values of \(J)", "σ(\(J))",
      ]
    }
    let gamma = view.shown.supremum == 1 ? "" : "·γ"
    return ["singular values of W\(gamma)   above 1 may explode", "singular values of W\(gamma)", "σ(W)\(gamma)"]
  }

  private static func lyapunovNames(_ view: SpectrumView) -> [String] {
    let (last, all) = (view.shown.lastLag, view.state.target - 1)
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
  /// Those of what is kept as B, of which no more are seen than there are directions here.
  private let others: [Bar]
  /// n, of what is shown.
  private let count: Int
  private let band: ValueBand

  /// Factors on a log axis around 1 that holds them all within six decades, and B's as well.
  init(factors: [ScaledDouble], beside others: [ScaledDouble] = [], in rect: Rect) {
    (count, bars) = (factors.count, factors.map { Self.bar(ofFactor: $0) })
    let all = factors + others.prefix(factors.count)
    self.others = all.dropFirst(factors.count).map { Self.bar(ofFactor: $0) }
    let found = all.filter { !$0.isZero }
    let range = found.min().flatMap { low in found.max().map { low...$0 } }
    let reach = FactorReach.settled(range, nil)
    // What is 0 stands below 1.
    let low = all.count > found.count ? Swift.min(reach.low.value.log10, -1) : reach.low.value.log10
    let axis = ValueAxis.logarithmicFromOne(from: low, to: reach.high.value.log10, rows: rect.height)
    band = ValueBand(axis, in: rect)
  }

  private static func bar(ofFactor factor: ScaledDouble) -> Bar {
    // What rounding leaves of 1 is no bar.
    factor.isZero ? .blocked : .value((factor - .one).magnitude < ScaledDouble(1e-12) ? .one : factor)
  }

  /// Exponents, nil where rounding left no digit, on a linear axis around 0 that holds them all, and B's as well, unless a few
  /// would take more than half of it. Of `count` directions all have one, or none.
  init(exponents: [Double?], of count: Int, beside others: [Double?] = [], in rect: Rect) {
    (self.count, bars) = (count, exponents.map { Self.bar(ofExponent: $0) })
    self.others = others.prefix(count).map { Self.bar(ofExponent: $0) }
    let all = exponents + others.prefix(count)
    let found = all.compactMap { $0 }.filter(\.isFinite)
    let held = TrimmedRange(found, keeping: [0], isOpenAbove: true)
    func bound(_ value: Double?) -> ScaledDouble { ScaledDouble((value ?? 0).magnitude < 1e-12 ? 0 : value ?? 0) }
    let reach = LinearReach.settled(bound(held?.low), bound(held?.high), nil)
    let (low, isBlocked) = (reach.low, all.contains { $0 == -.infinity })
    band = ValueBand(
      .linear(from: isBlocked ? .below(low, besides: reach.high) : low, to: reach.high, rows: rect.height), in: rect)
  }

  private static func bar(ofExponent exponent: Double?) -> Bar {
    guard let exponent else { return .undetermined }
    // What rounding leaves of 0 is no bar.
    return exponent.isFinite ? .value(exponent.magnitude < 1e-12 ? .zero : ScaledDouble(exponent)) : .blocked
  }

  /// The bars share the whole width: some may be a column wider than others. Where there are more directions than columns a
  /// bar is the first of those that it stands for.
  func draw(into frame: inout Frame) {
    band.drawTicks(into: &frame)
    let first = band.rect.x + TimeColumns.gutter
    let width = Swift.max(band.rect.x + band.rect.width - first - 1, 1)
    let group = (count + width - 1) / width
    let places = (count + group - 1) / group
    let gap = 2 * places <= width ? 1 : 0
    func cells(_ place: Int) -> (x: Int, width: Int) {
      let (left, end) = (place * (width + gap) / places, (place + 1) * (width + gap) / places)
      return (first + left, end - left - gap)
    }
    for place in 0..<places where place * group < bars.count {
      draw(bars[place * group], x: cells(place).x, width: cells(place).width, into: &frame)
    }
    band.drawBaseLine(from: first - 1, to: first + width - 1, into: &frame)
    for place in 0..<places where place * group < others.count {
      drawCounterpart(others[place * group], x: cells(place).x, width: cells(place).width, into: &frame)
    }
  }

  /// B's value of a direction, a line at its height; what has none is marked where nothing else stands.
  private func drawCounterpart(_ bar: Bar, x: Int, width: Int, into frame: inout Frame) {
    let end = x + width - 1
    switch bar {
    case .value(let value): band.drawLine(at: value, x: x, width: width, .counterpart, into: &frame)
    case .blocked: frame.markCounterpart("×", x: end, y: band.rect.y + band.rect.height - 1)
    case .undetermined: frame.markCounterpart("?", x: end, y: band.rowAtBase)
    }
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

/// Why a band shows nothing of what is looked at, in its middle, or where no mark of B's is in the way.
enum MissingLine {
  /// What stands in the place of a number that is still being computed.
  static let notYet = "not computed yet"

  static func draw(_ text: String, _ style: Style, into frame: inout Frame, in rect: Rect) {
    let (x, middle) = (rect.x + TimeColumns.gutter, rect.y + rect.height / 2)
    let rows = (rect.y..<rect.y + rect.height).sorted { ($0 - middle).magnitude < ($1 - middle).magnitude }
    let free = rows.first { y in (x..<x + text.columns).allSatisfy { frame[$0, y].style != .counterpart } }
    frame.write(text, x: x, y: free ?? middle, style)
  }
}
