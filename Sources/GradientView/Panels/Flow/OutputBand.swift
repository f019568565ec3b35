import RNNCore

/// What the network says at the target step, class by class, and how wrong it is at every step.
enum OutputBand {
  static func drawRule(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    guard rect.height > 0 else { return }
    let k = NumberText.subscripted(view.state.target)
    let names = ["output o\(k) = softmax(\(view.state.isScalar ? "(V·s\(k), 0)ᵀ" : "V·s\(k) + c"))", "output o\(k)"]
    let facts = facts(view.analysis.trajectory.output(at: view.state.target), k, view)
    let variants = names.flatMap { name in facts.map { [Span(name, .muted)] + $0 } }
    let guess = NumberText.compact(ScaledDouble(Double.logarithm(of: view.classCount)), digits: 3)
    let legend = [Span("L_t: guessing costs ln \(view.classCount) = \(guess)", .muted)]
    let hasLegend = variants[0].columns + legend.columns + 10 <= rect.width
    BandRule.draw(
      BandRule.fitting(variants, in: rect.width - 6), legend: hasLegend ? legend : [], into: &frame, in: rect)
  }

  /// `   class 3 has 0.42, L₄₄ = 0.868`, and shorter.
  private static func facts(_ output: Output?, _ k: String, _ view: FlowView) -> [[Span]] {
    guard let output else { return [[Span("   overflows", .alarm)]] }
    guard let y = output.targetClass, let loss = output.loss else {
      return [[Span("   no class to tell here", .muted)], []]
    }
    let number = loss.isFinite ? NumberText.compact(ScaledDouble(loss), digits: 4) : "∞"
    let probability = NumberText.compact(ScaledDouble(output.probabilities[y]), digits: 3)
    let name = view.className(y)
    return [
      [Span("   \(name) is right and has \(probability): ", .muted), Span("L\(k) = \(number)", .target)],
      [Span("   \(name): ", .muted), Span("L\(k) = \(number)", .target)], [Span("  L\(k) = \(number)", .target)],
    ]
  }

  static func draw(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    guard rect.height > 0 else { return }
    let bars = view.analysis.trajectory.output(at: view.state.target).map { ClassBars($0, view) }
    let room = rect.width - TimeColumns.gutter - 1
    let classRows = Swift.min(bars?.rows(in: room) ?? 0, rect.height - 1)
    let losses = rect.height - classRows
    LossStrip.draw(view, into: &frame, in: Rect(x: rect.x, y: rect.y, width: rect.width, height: losses))
    guard let bars else { return }
    let y = rect.y + losses
    frame.write("o\(NumberText.subscripted(view.state.target))", x: 2, y: y, .muted)
    bars.draw(into: &frame, in: Rect(x: TimeColumns.gutter, y: y, width: room, height: classRows))
  }
}

/// The classes with their probabilities, as bars that lie: none can be taken for a step of the time axis above it.
struct ClassBars {
  /// A class, or what the others have together.
  private struct Entry {
    let name: String
    let probability: Double
    let isTarget: Bool
  }

  private static let barWidth = 8
  private static let numberWidth = 7
  private let output: Output
  private let names: [String]

  init(_ output: Output, _ view: FlowView) {
    self.output = output
    names = output.probabilities.indices.map { view.className($0) }
  }

  /// The rows that all classes take in a width.
  func rows(in width: Int) -> Int {
    let columns = columns(in: width).count
    return (output.probabilities.count + columns - 1) / columns
  }

  /// How many columns of classes there are, each of that width, and the cells of a name in it.
  private func columns(in width: Int) -> (count: Int, width: Int, nameWidth: Int) {
    let widest = names.map(\.columns).max() ?? 0
    let nameWidth = Swift.min(Swift.max(widest, "\(names.count) others".count), Swift.max(width - 20, 4))
    let columnWidth = 2 + nameWidth + 1 + Self.barWidth + 1 + Self.numberWidth + 1
    return (Swift.max(width / columnWidth, 1), columnWidth, nameWidth)
  }

  func draw(into frame: inout Frame, in rect: Rect) {
    let columns = columns(in: rect.width)
    for (place, entry) in entries(columns.count * rect.height).enumerated() {
      let x = rect.x + place % columns.count * columns.width
      draw(entry, columns.nameWidth, into: &frame, x: x, y: rect.y + place / columns.count, limit: rect.x + rect.width)
    }
  }

  /// All classes in their order, where there is room; else the right one, then the most likely ones, and the rest as one.
  private func entries(_ room: Int) -> [Entry] {
    let all = output.probabilities.indices.map {
      Entry(name: names[$0], probability: output.probabilities[$0], isTarget: output.targetClass == $0)
    }
    guard all.count > room else { return all }
    let ranked = all.filter(\.isTarget) + all.filter { !$0.isTarget }.sorted { $0.probability > $1.probability }
    guard room > 1 else { return Array(ranked.prefix(room)) }
    let rest = ranked[(room - 1)...]
    let others = Entry(
      name: "\(rest.count) others", probability: rest.reduce(0) { $0 + $1.probability }, isTarget: false)
    return ranked.prefix(room - 1) + [others]
  }

  private func draw(_ entry: Entry, _ nameWidth: Int, into frame: inout Frame, x: Int, y: Int, limit: Int) {
    let style: Style = entry.isTarget ? .target : .state
    var name = entry.name
    if name.columns > nameWidth {
      while name.columns > nameWidth - 1 { name.removeLast() }
      name += "…"
    }
    frame.write(entry.isTarget ? "▸" : " ", x: x, y: y, style, limit: limit)
    frame.write(name, x: x + 2, y: y, entry.isTarget ? .target : .text, limit: limit)
    let bar = x + 2 + nameWidth + 1
    let eighths = Int((entry.probability * Double(8 * Self.barWidth)).rounded())
    for cell in 0..<(eighths + 7) / 8 where bar + cell < limit {
      frame[bar + cell, y] = Cell(Self.lying[Swift.min(eighths - 8 * cell, 8) - 1], style)
    }
    let number = bar + Self.barWidth + 1
    guard number + Self.numberWidth <= limit else { return }
    let texts = [3, 2, 1].map { NumberText.compact(ScaledDouble(entry.probability), digits: $0) }
    let text = texts.first { $0.columns <= Self.numberWidth } ?? texts[2]
    frame.write(text, x: number, y: y, .muted, limit: limit)
  }

  /// One to eight eighths of a cell, from the left.
  private static let lying: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
}

extension FlowView {
  /// What a class is called: by its own name where it has one.
  func className(_ place: Int) -> String {
    let names = source.classNames ?? []
    return place < names.count ? names[place] : "class \(place)"
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

extension Double {
  /// ln n, the loss of one who guesses among n classes.
  fileprivate static func logarithm(of count: Int) -> Double {
    ScaledDouble(Double(Swift.max(count, 1))).naturalLogarithm
  }
}
