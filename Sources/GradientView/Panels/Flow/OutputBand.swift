import RNNCore

/// What the network says at the target step, class by class, and how wrong it is at every step.
enum OutputBand {
  static func drawRule(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    guard rect.height > 0 else { return }
    let k = NumberText.subscripted(view.state.target)
    let names = ["output o\(k) = softmax(V·s\(k) + c)", "output o\(k)"]
    let facts = facts(view.analysis.trajectory.output(at: view.state.target), k)
    let variants = names.flatMap { name in facts.map { [Span(name, .muted)] + $0 } }
    let guess = NumberText.compact(ScaledDouble(Double.logarithm(of: view.classCount)), digits: 3)
    let legend = [Span("L_t: guessing costs ln \(view.classCount) = \(guess)", .muted)]
    let hasLegend = variants[0].columns + legend.columns + 10 <= rect.width
    BandRule.draw(
      BandRule.fitting(variants, in: rect.width - 6), legend: hasLegend ? legend : [], into: &frame, in: rect)
  }

  /// `   class 3 has 0.42, L₄₄ = 0.868`, and shorter.
  private static func facts(_ output: Output?, _ k: String) -> [[Span]] {
    guard let output else { return [[Span("   overflows", .alarm)]] }
    guard let y = output.targetClass, let loss = output.loss else {
      return [[Span("   no class to tell here", .muted)], []]
    }
    let number = loss.isFinite ? NumberText.compact(ScaledDouble(loss), digits: 4) : "∞"
    let probability = NumberText.compact(ScaledDouble(output.probabilities[y]), digits: 3)
    return [
      [Span("   class \(y) is right and has \(probability): ", .muted), Span("L\(k) = \(number)", .target)],
      [Span("   class \(y): ", .muted), Span("L\(k) = \(number)", .target)], [Span("  L\(k) = \(number)", .target)],
    ]
  }

  static func draw(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    guard rect.height > 0 else { return }
    let losses = rect.height >= 5 ? 2 : 1
    let bars = rect.height - losses - 1
    LossStrip.draw(view, into: &frame, in: Rect(x: rect.x, y: rect.y, width: rect.width, height: losses))
    let softmax = Rect(x: rect.x, y: rect.y + losses, width: rect.width, height: bars)
    AxisLabel.draw("o\(NumberText.subscripted(view.state.target))", y: softmax.y + bars - 1, into: &frame)
    if bars > 1 { AxisLabel.draw("1", y: softmax.y, into: &frame) }
    frame.write("class", x: 2, y: softmax.y + bars, .muted)
    guard let output = view.analysis.trajectory.output(at: view.state.target) else { return }
    drawSoftmax(output, into: &frame, in: softmax)
  }

  private static func drawSoftmax(_ output: Output, into frame: inout Frame, in rect: Rect) {
    let columns = ClassColumns(classes: output.probabilities.count, width: rect.width)
    for column in 0..<columns.count {
      let classes = columns.classes(inColumn: column)
      let probability = classes.map { output.probabilities[$0] }.max() ?? 0
      let isTarget = output.targetClass.map { classes.contains($0) } ?? false
      frame.standBar(
        x: columns.x(ofColumn: column), width: columns.barWidth, bottom: rect.y + rect.height - 1,
        length: probability * Double(rect.height), limit: rect.height, isTarget ? .target : .state)
    }
    var labels = LabelRow(y: rect.y + rect.height)
    if let y = output.targetClass {
      labels.place("y=\(y)", from: columns.x(ofClass: y), .target, left: TimeColumns.gutter, into: &frame)
    }
    for name in stride(from: 0, to: output.probabilities.count, by: columns.spacing) {
      labels.place("\(name)", from: columns.x(ofClass: name), .muted, left: TimeColumns.gutter, into: &frame)
    }
  }
}

/// L_t of every step, on the time axis.
enum LossStrip {
  static func draw(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    let losses = (0..<view.columns.count).map { loss(inColumn: $0, view) }
    let largest = losses.compactMap { $0 }.filter { !$0.isNaN }.max() ?? 0
    let bound = RoundNumber(holding: ScaledDouble(Swift.max(largest, Double.logarithm(of: view.classCount))))
    AxisLabel.draw(
      rect.height > 1 ? NumberText.powerOfTen(bound.power, mantissa: bound.mantissa) : "L_t", y: rect.y, into: &frame)
    if rect.height > 1 { AxisLabel.draw("L_t", y: rect.y + 1, into: &frame) }
    for (column, loss) in losses.enumerated() {
      let (x, bottom) = (view.columns.x(ofColumn: column), rect.y + rect.height - 1)
      guard view.columns.steps(inColumn: column).upperBound <= view.lastFiniteStep, loss?.isNaN != true else {
        frame.write("!", x: x, y: bottom, .alarm)
        continue
      }
      guard let loss else {
        frame.write("·", x: x, y: bottom, .muted)
        continue
      }
      let length = (ScaledDouble(loss) / bound.value).doubleValue * Double(rect.height)
      frame.standBar(
        x: x, width: view.columns.barWidth(ofColumn: column), bottom: bottom, length: length, limit: rect.height,
        view.style(ofColumn: column, .state))
    }
  }

  /// L_t of a column's last step, or of the target step within it; nil without a class to tell, NaN where z_t overflows.
  private static func loss(inColumn column: Int, _ view: FlowView) -> Double? {
    let steps = view.columns.steps(inColumn: column)
    let step = steps.contains(view.state.target) ? view.state.target : steps.upperBound
    let trajectory = view.analysis.trajectory
    guard trajectory.isFinite(through: step), trajectory.inputs.classes?[step - 1] != nil else { return nil }
    let loss = trajectory.output(at: step)?.loss ?? .nan
    return loss.isFinite ? loss : .nan
  }
}

/// Which columns of the screen the classes take.
struct ClassColumns: Hashable {
  /// p.
  let classes: Int
  /// Classes that share a column.
  let classesPerColumn: Int
  /// Cells from one column to the next.
  let pitch: Int

  init(classes: Int, width: Int) {
    let room = Swift.max(width - TimeColumns.gutter - TimeColumns.margin, 1)
    self.classes = classes
    classesPerColumn = (classes + room - 1) / room
    pitch = Swift.min(Swift.max(room / classes, 1), 8)
  }

  /// The number of columns.
  var count: Int { (classes + classesPerColumn - 1) / classesPerColumn }
  /// Cells that a bar is wide.
  var barWidth: Int { pitch == 1 ? 1 : Swift.min(pitch - 1, 4) }
  /// Classes from one label to the next.
  var spacing: Int {
    LabelRow.spacing(atLeast: Double(("\(classes)".count + 1) * classesPerColumn) / Double(pitch))
  }
  /// The first cell of a column.
  func x(ofColumn column: Int) -> Int { TimeColumns.gutter + pitch * column }
  /// The first cell of a class's column.
  func x(ofClass place: Int) -> Int { x(ofColumn: place / classesPerColumn) }
  /// The classes that a column stands for.
  func classes(inColumn column: Int) -> Range<Int> {
    column * classesPerColumn..<Swift.min((column + 1) * classesPerColumn, classes)
  }
}

extension Double {
  /// ln n, the loss of one who guesses among n classes.
  fileprivate static func logarithm(of count: Int) -> Double {
    ScaledDouble(Double(Swift.max(count, 1))).naturalLogarithm
  }
}
