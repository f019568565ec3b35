import Explorer
import RNNCore
import Screen

/// What the parts of the Spectrum view draw from.
struct SpectrumView {
  let shown: Spectra
  /// What is kept as B; nil where nothing is.
  let other: Spectra?
  let layout: SpectrumLayout
  /// The scales in force.
  let scales: Scales

  /// Nil where a gated cell has no Jacobian to show, since its states overflow.
  init?(_ session: Session, _ part: ShownFlowSpectrum, _ layout: SpectrumLayout) {
    guard let shown = Spectra(session.shown, part.flow, step: part.step) else { return nil }
    self.shown = shown
    other = session.compared.flatMap { Spectra($0, part.otherFlow, step: part.otherStep) }
    self.layout = layout
    scales = session.state.scales ?? Scales.adapted(to: session.analysis, nil, from: nil, depth: session.state.depth)
  }

  /// What is looked at.
  var state: State { shown.state }
  /// n.
  var units: Int { shown.units }
}

extension FlowSpectrum.SingularValue {
  /// The value in up to so many digits, as many as rounding left; `?` where it left none.
  func text(digits: Int) -> String { value.map { NumberText.estimate($0, relativeError, digits) } ?? "?" }
}

extension FlowSpectrum.Exponent {
  /// The exponent in up to so many digits, as many as rounding left; 0 where it is no more than `rounding`.
  func text(digits: Int, rounding: Double) -> String {
    guard let value else { return "?" }
    guard value.isFinite else { return "−∞" }
    return value.magnitude <= rounding ? "0" : NumberText.estimate(ScaledDouble(value), error / value.magnitude, digits)
  }
}

extension NumberText {
  /// A number in at most so many digits, each of which stands within half a unit of the last; `?` where not one does.
  fileprivate static func estimate(_ value: ScaledDouble, _ relativeError: Double, _ digits: Int) -> String {
    var (known, unit) = (0, 0.1)
    while known < digits, 2 * relativeError <= unit { (known, unit) = (known + 1, unit / 10) }
    return known > 0 ? compact(value, digits: known) : "?"
  }
}

/// Where the parts of the Spectrum view stand. A part without room has height 0.
struct SpectrumLayout: Hashable, Sendable {
  /// The eigenvalues' rule, their square of cells, and the row with ticks and the row with numbers below it.
  private(set) var planeRule = Rect.none
  private(set) var plane = Rect.none
  private(set) var planeAxis = Rect.none
  private(set) var planeLabels = Rect.none
  /// Beside the plane: singular values of W, Lyapunov exponents; rules over labels and bars.
  private(set) var bandRules: [Rect] = []
  private(set) var bands: [Rect] = []
  /// Beside the plane where bands have no room: the numbers, one to a row.
  private(set) var facts = Rect.none
  /// The singular values of the flow against lag.
  private(set) var flowRule = Rect.none
  private(set) var flow = Rect.none
  private(set) var flowAxis = Rect.none
  private(set) var flowLabels = Rect.none
  /// The numbers.
  private(set) var readOut = Rect.none

  private static let gap = 3

  /// The layout in the rectangle between verdict and hints.
  init(_ body: Rect) {
    let rows = Rows(body.height)
    let beside = body.width >= 60 ? 26 : 13
    let widest = Swift.max((body.width - TimeColumns.gutter - Self.gap - beside) / 2, 1)
    let planeRows = Swift.min(rows.plane, widest)
    var y = body.y
    func take(_ height: Int, x: Int = body.x, width: Int = body.width) -> Rect {
      defer { y += height }
      return Rect(x: x, y: y, width: width, height: height)
    }
    let split = body.x + TimeColumns.gutter + 2 * planeRows + Self.gap
    planeRule = take(1, width: split)
    plane = take(planeRows, x: body.x + TimeColumns.gutter, width: 2 * planeRows)
    planeAxis = take(rows.planeAxis)
    planeLabels = take(rows.planeLabels)
    placeBeside(Rect(x: split, y: body.y, width: body.width - split, height: y - body.y))
    flowRule = take(rows.flow > 0 ? 1 : 0)
    let spare = rows.plane - planeRows
    let flowWidth = Swift.max(body.width - TimeColumns.gutter - Self.gap, 2)
    flow = take(rows.flow > 0 ? rows.flow + spare : 0, x: body.x + TimeColumns.gutter, width: flowWidth)
    flowAxis = take(rows.flow > 0 ? 1 : 0)
    flowLabels = take(rows.flowLabels)
    y += rows.blank
    readOut = take(rows.readOut)
  }

  /// The columns that lags are spread over.
  var flowColumns: Int { flow.height > 0 ? flow.width : 2 }

  private mutating func placeBeside(_ rect: Rect) {
    let rule = Rect(x: rect.x, y: rect.y, width: rect.width, height: 1)
    guard rect.width >= 24 else {
      bandRules = [rule]
      facts = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
      return
    }
    let heights = rect.height >= 6 ? [(rect.height - 2) / 2, (rect.height - 1) / 2] : [rect.height - 1]
    var y = rect.y
    for height in heights {
      bandRules.append(Rect(x: rect.x, y: y, width: rect.width, height: 1))
      bands.append(Rect(x: rect.x, y: y + 1, width: rect.width, height: height))
      y += 1 + height
    }
  }

  /// How the rows are given away.
  private struct Rows {
    let plane: Int
    let planeAxis: Int
    let planeLabels: Int
    let flow: Int
    let flowLabels: Int
    let blank: Int
    let readOut: Int

    init(_ height: Int) {
      let hasFlow = height >= 14
      readOut = height >= 20 ? 2 : hasFlow ? 1 : 0
      blank = height >= 24 ? 1 : 0
      planeAxis = height >= 8 ? 1 : 0
      planeLabels = height >= 16 ? 1 : 0
      flowLabels = height >= 15 ? 1 : 0
      let room = height - readOut - blank - planeAxis - planeLabels - flowLabels - (hasFlow ? 3 : 1)
      flow = hasFlow ? Swift.max(room * 2 / 5, 1) : 0
      plane = Swift.max(room - flow, 1)
    }
  }
}
