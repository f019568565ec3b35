import Explorer
import RNNCore
import Screen

/// Where the landscape's bands, axes and read-outs stand, and which values its columns and rows have.
struct LandscapeLayout {
  private(set) var rules: [Rect] = []
  /// The bands of the curves from above: states, gradient, growth; for the surface one.
  private(set) var bands: [Rect] = []
  /// A row for the signs of the gradient, where there is room.
  private(set) var signs = Rect.none
  private(set) var axis = Rect.none
  private(set) var axisLabels = Rect.none
  private(set) var legend = Rect.none
  private(set) var readOut = Rect.none
  /// All bands together.
  let plot: Rect
  /// The values from the plot's left edge to its right one.
  let horizontal: ClosedRange<Double>
  /// For the surface, the values from its lower edge to its upper one.
  let vertical: ClosedRange<Double>?

  init(_ body: Rect, _ session: Session) {
    let isSurface = session.showsSurface
    horizontal = session.landscapeRange(of: session.sweptKnob)
    vertical = isSurface ? session.landscapeRange(of: .bias) : nil
    let (left, width) = (TimeColumns.gutter, Swift.max(body.width - TimeColumns.gutter - 3, 2))
    var y = body.y
    func take(_ rows: Int, x: Int = body.x, width: Int = body.width) -> Rect {
      defer { y += rows }
      return Rect(x: x, y: y, width: width, height: rows)
    }
    for rows in Self.bandHeights(body.height, isSurface: isSurface) {
      rules.append(take(1))
      bands.append(take(rows, x: left, width: width))
      if bands.count == 2, session.state.isScalar {
        signs = take(Self.signRows(body.height), x: left, width: width)
      }
    }
    let top = bands.first?.y ?? body.y
    plot = Rect(x: left, y: top, width: width, height: y - top)
    axis = take(1)
    axisLabels = take(body.height >= 10 ? 1 : 0)
    legend = take(isSurface && body.height >= 14 ? 1 : 0)
    y += Self.blankRows(body.height) / 2
    readOut = take(body.height >= 12 ? 2 : 1)
  }

  private static func blankRows(_ height: Int) -> Int { height >= 18 ? 2 : 0 }

  private static func signRows(_ height: Int) -> Int { height >= 20 ? 1 : 0 }

  /// The rows of the bands: what the axis and the read-outs leave, in proportion.
  private static func bandHeights(_ height: Int, isSurface: Bool) -> [Int] {
    let below = 1 + (height >= 10 ? 1 : 0) + blankRows(height) + (height >= 12 ? 2 : 1)
    if isSurface { return [Swift.max(height - 1 - below - (height >= 14 ? 1 : 0), 1)] }
    let room = Swift.max(height - 3 - signRows(height) - below, 3)
    let states = Swift.max(room * 8 / 19, 1)
    let gradient = Swift.max(room * 6 / 19, 1)
    return [states, gradient, Swift.max(room - states - gradient, 1)]
  }

  /// The place of a value in the plot's width, 0 at the left edge and 1 at the right one.
  func place(of value: Double) -> Double { Self.place(of: value, in: horizontal) }

  /// The column of braille dots of a value within the window, counted from the plot's left edge.
  func dot(of value: Double) -> Int {
    Swift.min(Swift.max(Int(place(of: value) * Double(2 * plot.width)), 0), 2 * plot.width - 1)
  }

  /// Where a point of the surface lies, in braille dots from the plot's upper left corner. They are squares: a cell is twice
  /// as high as it is wide, and has two of them across and four down.
  func dots(horizontal x: Double, vertical y: Double) -> (x: Double, y: Double)? {
    vertical.map { (place(of: x) * Double(2 * plot.width), (1 - Self.place(of: y, in: $0)) * Double(4 * plot.height)) }
  }

  /// The column of a value, where it is on the plot.
  func column(of value: Double) -> Int? {
    let column = plot.x + Int((place(of: value) * Double(plot.width)).rounded(.down))
    return (plot.x..<plot.x + plot.width).contains(column)
      ? column : value == horizontal.upperBound ? plot.x + plot.width - 1 : nil
  }

  /// The row of a value of the surface, where it is on the plot.
  func row(of value: Double) -> Int? {
    guard let vertical else { return nil }
    let row = plot.y + Int(((1 - Self.place(of: value, in: vertical)) * Double(plot.height)).rounded(.down))
    return (plot.y..<plot.y + plot.height).contains(row)
      ? row : value == vertical.lowerBound ? plot.y + plot.height - 1 : nil
  }

  /// The value in the middle of a column, as a decimal number no longer than the column is wide.
  func value(atColumn x: Int) -> Double? {
    value((Double(x - plot.x) + 0.5) / Double(plot.width), in: horizontal, cells: plot.width)
  }

  /// The value in the middle of a row.
  func value(atRow y: Int) -> Double? {
    vertical.flatMap { value(1 - (Double(y - plot.y) + 0.5) / Double(plot.height), in: $0, cells: plot.height) }
  }

  private func value(_ place: Double, in range: ClosedRange<Double>, cells: Int) -> Double? {
    let width = range.upperBound - range.lowerBound
    let raw = range.lowerBound + Swift.min(Swift.max(place, 0), 1) * width
    guard width > 0, raw.isFinite else { return nil }
    let decimals = -Int(ScaledDouble(width / Double(cells)).log10.rounded(.down))
    let unit = ScaledDouble.powerOfTen(decimals).doubleValue
    let rounded = (raw * unit).rounded() / unit
    return rounded.isFinite ? rounded : raw
  }

  private static func place(of value: Double, in range: ClosedRange<Double>) -> Double {
    let width = range.upperBound - range.lowerBound
    guard width > 0 else { return 0.5 }
    return Swift.min(Swift.max((value - range.lowerBound) / width, -1), 2)
  }
}

extension Layout {
  /// The landscape's own layout, where it is shown.
  func landscape(for session: Session) -> LandscapeLayout? {
    session.state.view == .landscape ? LandscapeLayout(body, session) : nil
  }
}

extension Landscape.Key {
  /// The landscape of a session's state on its screen.
  init(_ session: Session, _ layout: LandscapeLayout) {
    let (state, knob) = (session.state, session.sweptKnob)
    let isSurface = layout.vertical != nil
    let other = isSurface ? nil : state.other.flatMap { $0.hasKnob(as: state, knob) ? $0 : nil }
    self.init(
      shown: Landscape.Subject(state, knob, besides: session.landscapeKnobs, isSurface ? .none : state.cut.truncation),
      other: other.map { Landscape.Subject($0, knob, besides: [knob], $0.cut.truncation) },
      horizontal: layout.horizontal, vertical: layout.vertical, columns: layout.plot.width,
      rows: isSurface ? layout.plot.height : 0)
  }
}

extension State {
  /// Whether it has the knob that is turned of another state: a number of a scalar network, or the gain.
  fileprivate func hasKnob(as other: State, _ knob: Knob) -> Bool {
    if isMatrix || other.isMatrix { return isMatrix && other.isMatrix }
    return isScalar && (knob != .outputWeight || start.network.hasClasses)
  }
}

extension Landscape.Subject {
  /// What the curves of a state over a knob follow from: not from the values that the knobs with an axis have.
  fileprivate init(_ state: State, _ knob: Knob, besides knobs: [Knob], _ truncation: Truncation) {
    var start = state.matrix?.base ?? state.start
    for knob in knobs {
      if state.isScalar, let variable = knob.variable, let neutral = try? start.setting(variable, to: 0) {
        start = neutral
      }
    }
    self.init(
      input: state.input, start: start, isGain: !state.isScalar, observable: state.observable, target: state.target,
      parameter: state.parameter, truncation: truncation, knob: knob)
  }
}
