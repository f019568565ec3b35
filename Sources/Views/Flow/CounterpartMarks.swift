import Explorer
import RNNCore
import Screen

/// B's value of each column, a line at its height over or beside the bar of what is shown. A column has none where B has no
/// such step, or where its states are those of several units and no single number.
struct CounterpartMarks {
  /// What is kept as B.
  let setting: Setting
  private let columns: TimeColumns
  /// Its terms that take part, as the columns have them; nil where none of them is in sight.
  let terms: PooledTerms?
  /// Whether the signs of both mean the same.
  private let comparesSigns: Bool

  /// Nil where nothing is kept.
  init?(_ session: Session, _ columns: TimeColumns) {
    guard let setting = session.compared else { return nil }
    (self.setting, self.columns) = (setting, columns)
    comparesSigns = session.analysis.contributions?.areNorms == setting.analysis.contributions?.areNorms
    let analysis = setting.analysis
    if let pooled = analysis.pooled, pooled.columns == columns {
      terms = analysis.pooledTerms
    } else {
      let kept = analysis.keptContributions
      terms = kept.flatMap { $0.target >= columns.shown.lowerBound ? PooledTerms($0, columns) : nil }
    }
  }

  /// The steps of a column that B has, and whose states are finite.
  private func steps(inColumn column: Int) -> ClosedRange<Int>? {
    let (steps, last) = (columns.steps(inColumn: column), setting.analysis.trajectory.lastFiniteStep)
    return steps.lowerBound <= last ? steps.lowerBound...Swift.min(steps.upperBound, last) : nil
  }

  private func drawLine(at value: ScaledDouble, _ column: Int, _ band: ValueBand, into frame: inout Frame) {
    band.drawLine(
      at: value, x: columns.x(ofColumn: column), width: columns.barWidth(ofColumn: column), .counterpart, into: &frame)
  }

  /// s_t of its one unit; of a column that stands for several steps the farthest from 0, or both ends as the bars have them.
  func drawStates(_ band: ValueBand, into frame: inout Frame) {
    guard setting.analysis.hasStateBars else { return }
    let unit: Int? = if case .unit(let unit) = setting.analysis.observable { unit } else { nil }
    for column in 0..<columns.count {
      guard let steps = steps(inColumn: column) else { return drawOverflow(band, into: &frame) }
      let range = setting.analysis.trajectory.stateRange(over: steps, unit: unit)
      let (low, high) = (ScaledDouble(range.lowerBound), ScaledDouble(range.upperBound))
      let isRange = columns.areAllPooled || low.signum * high.signum < 0
      for value in isRange && low < high ? [low, high] : [high.signum > 0 ? high : low] {
        drawLine(at: value, column, band, into: &frame)
      }
    }
  }

  /// A gate of its own cell, where that has it: the mean over a column's steps, as the bars have it.
  func drawGate(_ gate: Gate, in rect: Rect, into frame: inout Frame) {
    let trajectory = setting.analysis.trajectory
    guard trajectory.network.cellKind.gates.contains(gate) else { return }
    let unit: Int? = if case .unit(let unit) = setting.analysis.observable { unit } else { nil }
    let band = GatesBand.band(in: rect)
    for column in 0..<columns.count {
      guard let steps = steps(inColumn: column) else { return }
      drawLine(
        at: ScaledDouble(GatesBand.one * trajectory.mean(of: gate, over: steps, unit: unit)), column, band, into: &frame
      )
    }
  }

  /// Its step factors; one that is 0 has no height over decades, and stands as a cross.
  func drawFactors(_ band: ValueBand, into frame: inout Frame) {
    for column in 0..<columns.count {
      guard let steps = steps(inColumn: column) else { return drawOverflow(band, into: &frame) }
      let factor = setting.analysis.mostTellingStepFactor(over: steps)
      if factor.isZero {
        mark("×", column, y: band.rowAtBase, into: &frame)
      } else {
        drawLine(at: factor.magnitude, column, band, into: &frame)
      }
    }
  }

  /// Its L_t, where it has classes to tell.
  func drawLosses(_ band: ValueBand, into frame: inout Frame) {
    for column in 0..<columns.count {
      if let loss = loss(inColumn: column) { drawLine(at: ScaledDouble(loss), column, band, into: &frame) }
    }
  }

  /// All of them.
  var losses: [Double] { (0..<columns.count).compactMap(loss) }

  private func loss(inColumn column: Int) -> Double? {
    guard let steps = steps(inColumn: column) else { return nil }
    let loss = setting.analysis.lastLoss(over: steps)
    return loss.flatMap { $0.isNaN ? nil : $0 }
  }

  /// The sizes of its terms over decades; what is 0 stands on the floor, as a cross where it is blocked.
  func drawSizes(_ band: ValueBand, into frame: inout Frame) {
    guard let terms else { return }
    for column in terms.columns {
      let size = terms.size(ofColumn: column)
      if size.isZero {
        mark(terms.isBlocked(column) ? "×" : "·", column, y: band.rect.y + band.rect.height - 1, into: &frame)
      } else {
        drawLine(at: size, column, band, into: &frame)
      }
    }
  }

  /// A mark in the last cell of a column's bar, over the bar.
  private func mark(_ glyph: Character, _ column: Int, y: Int, into frame: inout Frame) {
    let x = columns.x(ofColumn: column) + columns.barWidth(ofColumn: column) - 1
    frame[x, y] = Cell(glyph, .counterpart)
  }

  /// From where on its states overflow.
  private func drawOverflow(_ band: ValueBand, into frame: inout Frame) {
    guard setting.analysis.trajectory.overflowAt != nil else { return }
    for column in 0..<columns.count where columns.steps(inColumn: column).lowerBound <= setting.state.input.steps {
      if steps(inColumn: column) == nil { mark("!", column, y: band.rowAtBase, into: &frame) }
    }
  }

  /// Its terms that add up, and their total in the column of the total, divided by what that one is.
  func drawSums(_ band: ValueBand, totalX x: Int, dividedBy divisor: ScaledDouble, into frame: inout Frame) {
    guard let terms else { return }
    let zero = band.axis.height(of: .zero)
    // As of the bars, what is too short to be seen adds up without a mark.
    for column in terms.columns where (band.axis.height(of: terms[column]) - zero).magnitude > 0.0625 {
      drawLine(at: terms[column], column, band, into: &frame)
    }
    band.drawLine(at: terms.total / divisor, x: x, width: 1, .counterpart, into: &frame)
  }

  /// What it has at a step of its own gradient, or why it has nothing.
  func fact(at step: Int) -> (full: String, brief: String) {
    let analysis = setting.analysis
    func same(_ text: String) -> (full: String, brief: String) { (text, text) }
    if analysis.isRemedyTooCostly {
      return same(analysis.isRemedyDue ? "B: not computed yet" : "B: not computed, it takes too long")
    }
    guard let terms = analysis.keptContributions else {
      return same(analysis.trajectory.isFinite(through: analysis.target) ? "B has no loss at its k" : "B overflows")
    }
    guard step <= terms.target else { return same("B’s k is \(terms.target)") }
    return CounterpartTerm.words(terms, at: step, analysis)
  }

  /// The sign of a column's term, −1, 0 or 1; nil without one, and where one of the two is a norm, whose sign is whether it
  /// works with the total.
  func signum(ofColumn column: Int, isLinear: Bool) -> Int? {
    guard let terms, comparesSigns, terms.columns.contains(column) else { return nil }
    return isLinear ? terms[column].signum : terms.signum(ofColumn: column)
  }
}
