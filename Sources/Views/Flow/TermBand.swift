import Explorer
import RNNCore
import Screen

/// The terms of ∂s_k/∂θ, one bar each: over decades, or linear so that they visibly add up to the total.
enum TermBand {
  static func drawRule(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    // What is waited for is of several units.
    let areNorms = view.analysis.contributions?.areNorms ?? (view.analysis.missing != nil)
    let what = areNorms ? (view.state.isLinear ? "signed terms" : "norms of the terms") : "terms"
    let name = "\(what) of \(view.state.gradientSymbol)"
    let scale = view.state.isLinear ? "   linear scale" : "   log scale"
    let names = (view.columns.isPooled ? pooledNames(name, scale, view) : [name + scale, name, "terms"])
      .map { [Span($0, .muted)] }
    let signs = areNorms ? ["+ with the total", "− against it"] : ["+ positive", "− negative"]
    let key = [Span(signs[0], .positive), Span("   "), Span(signs[1], .negative)] + otherSigns(view)
    let dots = dots(view, areNorms).map { [Span("• ", .text), Span($0, .muted)] }
    // What the dots are is worth more than the name in full, and more than the signs, which have a row of their own.
    let order =
      names.flatMap { name in dots.map { (name, $0 + [Span("   ")] + key) } }
      + names.flatMap { name in dots.map { (name, $0) } } + names.map { ($0, key) }
    // What is hollow is worth more than all of it.
    let hollow = hollow(view)
    let all = hollow.flatMap { words in
      order.map { ($0.0, [words] + [Span("   ")] + $0.1) } + names.map { ($0, [words]) }
    }
    let fitting = (hollow.isEmpty ? order : all).first { $0.0.columns + $0.1.columns + 10 <= rect.width }
    let (title, legend) = fitting ?? (BandRule.fitting(names, in: rect.width - 6), hollow.isEmpty ? key : [])
    BandRule.draw(title, legend: legend, into: &frame, in: rect)
    if !hollow.isEmpty { drawSample(into: &frame, in: rect) }
  }

  /// What the double signs are, where there are any.
  private static func otherSigns(_ view: FlowView) -> [Span] {
    guard let other = view.other, let terms = view.remedied?.kept ?? view.terms else { return [] }
    let differs = terms.columns.contains { column in
      let own = view.state.isLinear ? terms[column].signum : terms.signum(ofColumn: column)
      return own * (other.signum(ofColumn: column, isLinear: view.state.isLinear) ?? 0) < 0
    }
    return differs ? [Span("   ± ∓ B’s differs", .counterpart)] : []
  }

  /// The legend's hollow bar as those of the band are drawn.
  private static func drawSample(into frame: inout Frame, in rect: Rect) {
    for x in rect.x..<rect.x + rect.width where frame[x, rect.y].glyph == sample {
      frame.drawOutline(x: x, width: 1, from: 0, to: 0.9, in: Rect(x: x, y: rect.y, width: 1, height: 1), .muted)
    }
  }

  private static let sample: Character = "⡏"

  /// That a column is not one term stands before all else.
  private static func pooledNames(_ name: String, _ scale: String, _ view: FlowView) -> [String] {
    let which = (view.state.isLinear ? "the sum of " : "the largest of ") + view.columnText
    return [
      name + scale + ", a column is " + which, name + scale + ", " + which, name + "   " + which, "terms   " + which,
      "terms   \(view.columnText)",
    ]
  }

  /// What hollow bars are, in full and in short; nothing where there are none.
  private static func hollow(_ view: FlowView) -> [Span] {
    guard view.remedied != nil, let gradient = view.analysis.remedied?.contributions else { return [] }
    let (isCut, isClipped) = (gradient.truncation != .none, gradient.adjointLimit != nil)
    let what = !isCut ? "before clipping" : isClipped ? "cut or clipped" : "cut"
    let thinned = Boundaries(view)?.areThinned == true ? [", only k’s boundary drawn"] : []
    return (thinned + [""]).map { Span("\(sample) hollow: \(what)\($0)", .muted) }
  }

  /// What the dots are, in full and in short.
  private static func dots(_ view: FlowView, _ areNorms: Bool) -> [String] {
    if view.state.isLinear, let divisor = LinearTerms.divisor(view) {
      let text = NumberText.powerOfTen(divisor.power, mantissa: divisor.mantissa)
      return ["running sum from lag 0 back and Σ, both ÷ \(text)", "running sum and Σ, ÷ \(text)"]
    }
    guard !view.state.isLinear else {
      let window =
        LinearTerms.showsWindow(view) ? ["running sum from lag 0 back, ◇ at the cut", "running sum, ◇ at the cut"] : []
      return window + ["running sum from lag 0 back", "running sum"]
    }
    let flow = "∂\(view.state.observedSymbol)/∂\(view.cell.wholeState)_i"
    return ["flow " + (areNorms || view.cell.parts == 2 ? "‖\(flow)‖" : flow), "flow"]
  }

  static func draw(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    guard let terms = view.terms else {
      drawReason(view, into: &frame, in: rect)
      return
    }
    if view.state.isLinear {
      LinearTerms(view, rect).draw(terms, into: &frame)
    } else {
      LogTerms(view, rect).draw(terms, into: &frame)
    }
  }

  private static func drawReason(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    let texts = reasons(
      view.analysis.reasonForNone ?? .overflow(step: view.state.target), view.state,
      view.analysis.trajectory.inputs.targetWord)
    let text = BandRule.fitting(texts.map { [Span($0, .alarm)] }, in: rect.width - TimeColumns.gutter)
    frame.write(text, x: TimeColumns.gutter, y: rect.y + rect.height / 2, limit: rect.width)
  }

  private static func reasons(_ reason: Analysis.ReasonForNone, _ state: State, _ target: String) -> [String] {
    switch reason {
    case .overflow(let step):
      let move = step > 1 ? "move k before it (←), or " : ""
      return [
        "no terms: the state overflows at step \(step); \(move)make |W| smaller",
        "overflow at step \(step): \(move)make |W| smaller", "overflow at step \(step)",
      ]
    case .noTarget(nil):
      return ["no terms: no step up to T has a \(target); look at the state (n)", "no step has a \(target) (n)"]
    case .noTarget(let nearest?):
      let way = "\(nearest) (\(nearest < state.target ? "←" : "→"))"
      return [
        "no terms: step \(state.target) has no \(target); go to step \(way), or look at the state (n)",
        "step \(state.target) has no \(target): go to \(way)", "no \(target) at step \(state.target)",
      ]
    case .outputOverflow: return ["no terms: the output overflows; make |W| smaller", "the output overflows"]
    }
  }

  /// The row of signs below the bars: nobody needs colours to read them.
  static func drawSigns(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    frame.write("sign", x: 2, y: rect.y, .muted)
    guard let terms = view.terms else { return }
    for column in terms.columns {
      let takesPart = view.takesPart(column)
      let shown = takesPart ? view.remedied?.kept ?? terms : terms
      let signum = view.state.isLinear ? shown[column].signum : shown.signum(ofColumn: column)
      let sign = sign(signum, column, view)
      view.mark(
        Self.beside(
          takesPart ? sign : signOfCut(sign), view.other?.signum(ofColumn: column, isLinear: view.state.isLinear)),
        column, y: rect.y, into: &frame)
    }
    guard view.state.isLinear else { return }
    let x = view.columns.totalX(width: rect.x + rect.width)
    frame.write("Σ", x: x, y: rect.y, .strong)
    // In ASCII it is a word, for which there is no room.
    if view.remedied != nil, "Σ".columns == 1 { frame.write("Σ", x: x + 1, y: rect.y, .muted) }
  }

  /// Where B's sign is the other one it stands below that of what is shown.
  private static func beside(_ sign: Cell, _ other: Int?) -> Cell {
    switch (sign.glyph, other) {
    case ("+", -1): Cell("±", sign.style)
    case ("−", 1): Cell("∓", sign.style)
    default: sign
    }
  }

  /// A term that is cut has a sign, and adds nothing: a small one, dim.
  private static func signOfCut(_ sign: Cell) -> Cell {
    Cell(["+": "⁺", "−": "⁻"][sign.glyph] ?? sign.glyph, .muted)
  }

  private static func sign(_ signum: Int, _ column: Int, _ view: FlowView) -> Cell {
    guard signum == 0 else { return signum > 0 ? Cell("+", .positive) : Cell("−", .negative) }
    return Cell(view.isLostToUnderflow(column) ? "?" : "0", .muted)
  }
}

/// Terms over decades: they stand on the axis' floor, and over each stands its flow as a dot.
struct LogTerms {
  private let view: FlowView
  private let band: ValueBand

  init(_ view: FlowView, _ rect: Rect) {
    self.view = view
    band = ValueBand(view.termAxis(rows: rect.height), in: rect)
  }

  func draw(_ terms: PooledTerms, into frame: inout Frame) {
    for column in terms.columns { draw(terms, column, into: &frame) }
    for column in terms.columns {
      // Where nothing flows any more there is what would, dim.
      let kept = view.remedied?.kept.flow(ofColumn: column)
      let flow = kept.flatMap { $0.isZero ? nil : $0 } ?? terms.flow(ofColumn: column)
      guard !flow.isZero else { continue }
      let style: Style = kept?.isZero == true ? .muted : .text
      band.drawDot(at: band.axis.height(of: flow), inColumn: column, view.columns, style, into: &frame)
    }
    view.other?.drawSizes(band, into: &frame)
    if view.state.showsRuler { PrecisionRuler.draw(view, band, into: &frame) }
    band.drawTicks(into: &frame)
  }

  private func draw(_ terms: PooledTerms, _ column: Int, into frame: inout Frame) {
    let (size, kept) = (terms.size(ofColumn: column), view.remedied?.kept)
    let rest = kept?.size(ofColumn: column) ?? size
    if size.isZero {
      drawZero(terms.isBlocked(column), column, into: &frame)
    } else if rest != size || kept?.signum(ofColumn: column) != terms.signum(ofColumn: column), kept != nil {
      drawOutline(size, column, into: &frame)
    }
    guard !rest.isZero else { return }
    drawBar(rest, (kept ?? terms).signum(ofColumn: column), column, into: &frame)
    guard rest > size else { return }
    let (x, width) = (view.columns.x(ofColumn: column), view.columns.barWidth(ofColumn: column))
    band.drawNotch(at: size, x: x, width: width, into: &frame)
  }

  private var bottom: Int { band.rect.y + band.rect.height - 1 }

  private func drawZero(_ isBlocked: Bool, _ column: Int, into frame: inout Frame) {
    let zero = Cell(view.isLostToUnderflow(column) ? "▾" : "·", .muted)
    view.mark(isBlocked ? Cell("×", .blocked) : zero, column, y: bottom, into: &frame)
  }

  /// What a term would be that is cut or clipped.
  private func drawOutline(_ size: ScaledDouble, _ column: Int, into frame: inout Frame) {
    guard band.axis.height(of: size) > 0 else {
      return view.mark(Cell("▾", .muted), column, y: bottom, into: &frame)
    }
    band.drawOutline(
      size, x: view.columns.x(ofColumn: column), width: view.columns.barWidth(ofColumn: column), .muted, into: &frame)
  }

  /// A bar over decades, or the mark of one below them.
  private func drawBar(_ size: ScaledDouble, _ signum: Int, _ column: Int, into frame: inout Frame) {
    let style = signum > 0 ? Style.positive : signum < 0 ? .negative : .muted
    guard band.axis.height(of: size) > 0 else {
      view.mark(Cell("▾", style), column, y: bottom, into: &frame)
      return
    }
    band.drawBar(
      size, x: view.columns.x(ofColumn: column), width: view.columns.barWidth(ofColumn: column), style, into: &frame)
  }
}

/// Terms on a linear axis: bars from a zero line that add up to the total, which stands beside them; a line of dots says what
/// they add up to from lag 0 back. Where that is so much that the bars could not be told apart, dots and total are smaller by
/// a round number.
struct LinearTerms {
  private let view: FlowView
  private let band: ValueBand
  private let divisor: ScaledDouble

  init(_ view: FlowView, _ rect: Rect) {
    self.view = view
    let reach = view.scales.sum
    band = ValueBand(.linear(from: reach.low, to: reach.high, rows: rect.height), in: rect)
    divisor = Self.divisor(view)?.value ?? .one
  }

  /// What the running sum and the total are divided by, so that the bars' axis holds them; nil where it does so as it is. It
  /// is that of all terms also while they are played one by one.
  static func divisor(_ view: FlowView) -> RoundNumber? {
    guard
      let sums = (view.analysis.pooled?.terms ?? view.terms)?.sumReach
        .spanning((view.analysis.pooled?.remedied ?? view.remedied)?.sumReach)
        .spanning(view.other?.terms?.totalReach)
    else { return nil }
    let reach = view.scales.sum
    let ratios = [(sums.lowerBound, reach.low), (sums.upperBound, reach.high)].map { sum, bound in
      sum.isZero ? .zero : sum / (bound.isZero ? (sum.signum < 0 ? -reach.bound : reach.bound) : bound)
    }
    guard let ratio = ratios.max(), ratio > .one else { return nil }
    return RoundNumber(holding: ratio)
  }

  func draw(_ terms: PooledTerms, into frame: inout Frame) {
    band.drawTicks(into: &frame)
    for column in terms.columns { draw(terms, column, into: &frame) }
    let x = view.columns.totalX(width: band.rect.width)
    drawTotal(view.remedied?.kept.total ?? terms.total, x: x, into: &frame)
    if view.remedied != nil {
      band.drawOutline(terms.total / divisor, x: x + 1, width: 1, .muted, addsUp: true, into: &frame)
    }
    for (column, sum) in zip(terms.columns, (view.remedied?.whole(or: terms) ?? terms).runningSums) {
      band.drawDot(at: band.axis.height(of: sum / divisor), inColumn: column, view.columns, .text, into: &frame)
    }
    drawWindow(into: &frame)
    band.drawBaseLine(from: TimeColumns.gutter - 1, to: view.columns.lastX, into: &frame)
    view.other?.drawSums(band, totalX: x, dividedBy: divisor, into: &frame)
  }

  private func drawTotal(_ total: ScaledDouble, x: Int, into frame: inout Frame) {
    if total.isZero {
      frame.write("0", x: x, y: band.rowAtBase, .muted)
    } else {
      band.drawBar(total / divisor, x: x, width: 1, .strong, addsUp: true, into: &frame)
    }
  }

  /// Whether the running sum has a place at which the window stands: G_τ as a function of τ is not that of a total loss,
  /// each of whose steps has its own.
  static func showsWindow(_ view: FlowView) -> Bool {
    guard view.remedied != nil, view.playback == nil, let gradient = view.analysis.remedied else { return false }
    return gradient.contributions.observable != .totalLoss && gradient.firstStep > 1
      && view.columns.shown.contains(gradient.firstStep)
  }

  /// The place of the running sum that is the total of what takes part.
  private func drawWindow(into frame: inout Frame) {
    guard Self.showsWindow(view), let gradient = view.analysis.remedied,
      let y = band.y(ofHeight: band.axis.height(of: gradient.contributions.total / divisor))
    else { return }
    frame[view.columns.dotX(ofColumn: view.columns.column(ofStep: gradient.firstStep)), y] = Cell("◇", .strong)
  }

  private func draw(_ terms: PooledTerms, _ column: Int, into frame: inout Frame) {
    let (term, isBlocked) = (terms[column], terms.isBlocked(column))
    guard let kept = view.remedied?.kept[column] else { return draw(term, isBlocked, column, into: &frame) }
    let (x, width) = (view.columns.x(ofColumn: column), view.columns.barWidth(ofColumn: column))
    if !term.isZero { band.drawOutline(term, x: x, width: width, .muted, addsUp: true, into: &frame) }
    guard !kept.isZero || term.isZero else { return }
    draw(kept, isBlocked, column, into: &frame)
    if kept.signum == term.signum, kept.magnitude > term.magnitude {
      band.drawNotch(at: term, x: x, width: width, into: &frame)
    }
  }

  private func draw(_ term: ScaledDouble, _ isBlocked: Bool, _ column: Int, into frame: inout Frame) {
    guard !term.isZero else {
      guard !view.isLostToUnderflow(column) else { return }
      let mark = isBlocked ? Cell("×", .blocked) : Cell("·", .muted)
      return view.mark(mark, column, y: band.rowAtBase, into: &frame)
    }
    band.drawBar(
      term, x: view.columns.x(ofColumn: column), width: view.columns.barWidth(ofColumn: column),
      term.signum > 0 ? .positive : .negative, addsUp: true, into: &frame)
  }
}
