import Explorer
import RNNCore
import Screen

/// How wrong the network is at every step, on the time axis: L_t as bars.
enum OutputBand {
  static func drawRule(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    guard rect.height > 0 else { return }
    let k = NumberText.subscripted(view.state.target)
    let pooled = view.columns.isPooled ? "   of \(view.columnText) the last" : ""
    let names = ["loss L_t = −log o_t[y_t]" + pooled, "loss L_t" + pooled, "loss L_t"]
    let facts = facts(view.analysis.trajectory.output(at: view.state.target), k, view)
    let variants = facts.flatMap { facts in names.map { [Span($0, .muted)] + facts } } + [[Span("loss L_t", .muted)]]
    let guess = NumberText.compact(ScaledDouble(guessing(view)), digits: 3)
    let legend = [Span("guessing costs ln \(view.classCount) = \(guess)", .muted)]
    let name = BandRule.fitting(variants, in: rect.width - 6)
    let hasLegend = name.columns + legend.columns + 10 <= rect.width
    BandRule.draw(name, legend: hasLegend ? legend : [], into: &frame, in: rect)
  }

  /// `   class 3 is right and has 0.42: L₄₄ = 0.868`, and shorter.
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

  /// ln p, the loss of one who guesses.
  private static func guessing(_ view: FlowView) -> Double {
    ScaledDouble(Double(Swift.max(view.classCount, 1))).naturalLogarithm
  }

  static func draw(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    guard rect.height > 0 else { return }
    let losses = (0..<view.columns.count).map { loss(inColumn: $0, view) }
    let others = view.other?.losses ?? []
    let largest = (losses.compactMap { $0 } + others).filter { !$0.isNaN }.max() ?? 0
    let high = ScaledDouble(Swift.max(largest, guessing(view)))
    let band = ValueBand(.linear(from: .zero, to: high, rows: rect.height), in: rect)
    band.drawTicks(into: &frame)
    for (column, loss) in losses.enumerated() { draw(loss, column, view, band, into: &frame) }
    band.drawBaseLine(from: TimeColumns.gutter - 1, to: view.columns.lastX, into: &frame)
    view.other?.drawLosses(band, into: &frame)
  }

  private static func draw(
    _ loss: Double?, _ column: Int, _ view: FlowView, _ band: ValueBand, into frame: inout Frame
  ) {
    guard view.columns.steps(inColumn: column).upperBound <= view.lastFiniteStep, loss?.isNaN != true else {
      return view.mark(Cell("!", .alarm), column, y: band.rowAtBase, into: &frame)
    }
    guard let loss else { return view.mark(Cell("·", .muted), column, y: band.rowAtBase, into: &frame) }
    band.drawBar(
      ScaledDouble(loss), x: view.columns.x(ofColumn: column), width: view.columns.barWidth(ofColumn: column),
      view.style(ofColumn: column, .state), into: &frame)
  }

  /// L_t of a column's last step, or of the target step within it; nil without a class to tell, NaN where z_t overflows.
  private static func loss(inColumn column: Int, _ view: FlowView) -> Double? {
    view.analysis.lastLoss(over: view.columns.steps(inColumn: column))
  }
}

/// What the network says at the target step, class by class, beside the bands: no row of it can be taken for a step.
enum ClassPanel {
  static func draw(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    guard rect.height > 0 else { return }
    let k = NumberText.subscripted(view.state.target)
    let network = view.analysis.trajectory.network
    let formula =
      view.state.isScalar ? "softmax((V·\(view.cell.stateLetter)\(k), 0)ᵀ)" : HeadText.formula(of: network, at: k)
    let names = ["output o\(k) = \(formula)", "o\(k) = \(formula)", "output o\(k)", "o\(k)"].map { [Span($0, .muted)] }
    BandRule.draw(
      BandRule.fitting(names, in: rect.width - 6), into: &frame,
      in: Rect(x: rect.x, y: rect.y, width: rect.width, height: 1))
    guard let output = view.analysis.trajectory.output(at: view.state.target) else {
      frame.write("overflows", x: rect.x + 2, y: rect.y + 1, .alarm, limit: rect.x + rect.width)
      return
    }
    ClassBars(output, view).draw(into: &frame, in: rect.belowFirstRow)
  }
}

/// The classes with their probabilities, one to a row, as bars that lie.
struct ClassBars {
  /// A class, or what the others have together.
  private struct Entry {
    let name: String
    let probability: Double
    let isTarget: Bool
  }

  private static let barWidth = (least: 3, usual: 8)
  private static let numberWidth = 5
  /// What a row takes beside its name, with free cells between and at its end.
  static let widthBesideName = 2 + 1 + barWidth.usual + 1 + numberWidth + 1
  private let output: Output
  private let names: [String]

  init(_ output: Output, _ view: FlowView) {
    self.output = output
    names = output.probabilities.indices.map { view.className($0) }
  }

  func draw(into frame: inout Frame, in rect: Rect) {
    let entries = entries(rect.height)
    let widest = entries.map(\.name.columns).max() ?? 0
    let room = rect.width - Self.widthBesideName + Self.barWidth.usual
    let nameWidth = Swift.min(widest, room - Self.barWidth.least)
    let barWidth = room - nameWidth
    for (row, entry) in entries.enumerated() {
      draw(entry, nameWidth, barWidth, into: &frame, x: rect.x, y: rect.y + row)
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

  private func draw(
    _ entry: Entry, _ nameWidth: Int, _ barWidth: Int, into frame: inout Frame, x: Int, y: Int
  ) {
    // Not in the colour of the states' and the losses' bars.
    let style: Style = entry.isTarget ? .target : .text
    var name = entry.name
    if name.columns > nameWidth {
      while name.columns > nameWidth - 1 { name.removeLast() }
      name += "…"
    }
    frame.write(entry.isTarget ? "▸" : " ", x: x, y: y, style)
    frame.write(name, x: x + 2, y: y, style)
    let bar = x + 2 + nameWidth + 1
    let eighths = Int((entry.probability * Double(8 * barWidth)).rounded())
    for cell in 0..<(eighths + 7) / 8 {
      frame[bar + cell, y] = Cell(Self.lying[Swift.min(eighths - 8 * cell, 8) - 1], style)
    }
    let probability = ScaledDouble(entry.probability)
    let texts = [3, 2, 1].map { NumberText.compact(probability, digits: $0) }
    let text =
      (texts + [NumberText.scientific(probability, digits: 1)]).first { $0.columns <= Self.numberWidth } ?? "<1e−9"
    frame.write(text, x: bar + barWidth + 1, y: y, .muted)
  }

  /// One to eight eighths of a cell, from the left.
  private static let lying: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
}

extension Session {
  /// What the classes are called that the network tells apart.
  var classNames: [String] {
    (0..<(state.start.network.outputWeights?.rows ?? 0)).map { source.className($0) }
  }
}

extension FlowView {
  /// What a class is called.
  func className(_ place: Int) -> String { source.className(place) }
}

extension InputSource {
  /// What a class is called: by its own name where it has one.
  fileprivate func className(_ place: Int) -> String {
    place < classNames.count ? classNames[place] : "class \(place)"
  }
}
