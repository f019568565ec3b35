import RNNCore
import Screen

/// The inputs x_1 … x_T in one row of eight heights, from the least to the largest.
enum InputBand {
  static func draw(_ view: FlowView, into frame: inout Frame, rule: Rect, in rect: Rect) {
    guard rect.height > 0 else { return }
    let values = InputHeights(view)
    drawRule(values, view, into: &frame, in: rule)
    draw(values, view, into: &frame, in: rect)
  }

  private static func drawRule(_ values: InputHeights, _ view: FlowView, into frame: inout Frame, in rect: Rect) {
    let pooled = view.columns.isPooled ? ", means of \(view.columnText)" : ""
    BandRule.draw(
      [[values.name + pooled, values.range], [values.name, values.range], [values.name]], into: &frame, in: rect)
  }

  private static func draw(_ values: InputHeights, _ view: FlowView, into frame: inout Frame, in rect: Rect) {
    frame.write(values.symbol, x: 3, y: rect.y, .muted)
    for column in 0..<view.columns.count {
      let glyph = Bars.standing[values.height(of: view.columns.steps(inColumn: column))]
      let x = view.columns.x(ofColumn: column)
      let style = view.style(ofColumn: column, .muted)
      for cell in x..<x + view.columns.barWidth(ofColumn: column) { frame[cell, rect.y] = Cell(glyph, style) }
    }
  }
}

/// What stands for an input vector in one number: x_t itself, the place of its 1, its row of an embedding, or its norm.
private struct InputHeights {
  let name: String
  let symbol: String
  private let inputs: InputSequence
  private let places: [Int]?
  private let low: Double
  private let high: Double

  init(_ view: FlowView) {
    inputs = view.analysis.trajectory.inputs
    if case .oneHot(let symbols, _) = view.source.kind {
      let first = view.state.input.offset
      places = Array(symbols[first..<first + inputs.steps])
      (name, symbol) = ("input x_t, the place of its 1", "x_t")
    } else if case .embedded(let symbols, _) = view.source.kind {
      let first = view.state.input.offset
      places = Array(symbols[first..<first + inputs.steps])
      (name, symbol) = ("input x_t, its row of the embedding", "x_t")
    } else {
      places = nil
      (name, symbol) = inputs.dimension == 1 ? ("input x_t", "x_t") : ("input ‖x_t‖", "‖x_t‖")
    }
    var (low, high) = (Double.infinity, -Double.infinity)
    for step in view.columns.shown {
      let value = Self.value(at: step, inputs, places)
      (low, high) = (Swift.min(low, value), Swift.max(high, value))
    }
    (self.low, self.high) = (low, high)
  }

  private static func value(at step: Int, _ inputs: InputSequence, _ places: [Int]?) -> Double {
    if let places { return Double(places[step - 1]) }
    if inputs.dimension == 1 { return inputs.values[step - 1] }
    let x = inputs[step]
    let largest = x.lazy.map(\.magnitude).max() ?? 0
    guard largest > 0 else { return 0 }
    // Not beyond a Double for the largest inputs.
    return largest * x.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
  }

  /// From the least to the largest.
  var range: String {
    let (low, high) = (ScaledDouble(self.low), ScaledDouble(self.high))
    guard low < high else { return "always " + NumberText.compact(low, digits: 3) }
    return NumberText.compact(low, digits: 3) + " … " + NumberText.compact(high, digits: 3)
  }

  /// The eighths, one at least, of the mean over steps.
  func height(of steps: ClosedRange<Int>) -> Int {
    guard low < high else { return 1 }
    let span = high / 8 - low / 8
    let parts = steps.reduce(0) { $0 + (Self.value(at: $1, inputs, places) / 8 - low / 8) / span }
    return 1 + Int((7 * parts / Double(steps.count)).rounded().clamped(0, 7))
  }
}
