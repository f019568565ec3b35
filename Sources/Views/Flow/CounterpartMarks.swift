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

  /// Nil where nothing is kept.
  init?(_ session: Session, _ columns: TimeColumns) {
    guard let setting = session.compared else { return nil }
    (self.setting, self.columns) = (setting, columns)
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
      guard let steps = steps(inColumn: column) else { return }
      let range = setting.analysis.trajectory.stateRange(over: steps, unit: unit)
      let (low, high) = (ScaledDouble(range.lowerBound), ScaledDouble(range.upperBound))
      let isRange = columns.areAllPooled || low.signum * high.signum < 0
      for value in isRange && low < high ? [low, high] : [high.signum > 0 ? high : low] {
        drawLine(at: value, column, band, into: &frame)
      }
    }
  }

  /// Its step factors; one that is 0 has no height over decades, and stands as a cross where nothing else does.
  func drawFactors(_ band: ValueBand, into frame: inout Frame) {
    for column in 0..<columns.count {
      guard let steps = steps(inColumn: column) else { return }
      let factor = setting.analysis.mostTellingStepFactor(over: steps)
      if factor.isZero {
        let (x, y) = (columns.middle(ofColumn: column), band.rowAtBase)
        if frame[x, y].glyph == " " || frame[x, y].style == .rule { frame[x, y] = Cell("×", .counterpart) }
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

  /// The sizes of its terms over decades; what is 0 has none.
  func drawSizes(_ band: ValueBand, into frame: inout Frame) {
    guard let terms else { return }
    for column in terms.columns {
      let size = terms.size(ofColumn: column)
      if !size.isZero { drawLine(at: size, column, band, into: &frame) }
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

  /// What takes part of its term at a step; nil beyond its target.
  func term(at step: Int) -> ScaledDouble? {
    setting.analysis.keptContributions.flatMap { step <= $0.target ? $0.value(at: step) : nil }
  }

  /// The sign of a column's term: −1, 0 or 1; nil without one.
  func signum(ofColumn column: Int, isLinear: Bool) -> Int? {
    guard let terms, terms.columns.contains(column) else { return nil }
    return isLinear ? terms[column].signum : terms.signum(ofColumn: column)
  }
}
