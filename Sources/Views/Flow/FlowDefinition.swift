import Explorer
import Screen

/// What the Flow view is to a session.
struct FlowDefinition: ViewDefinition {
  let view = View.flow
  let keys: ViewKeys = [.term, .brakes, .bands, .decades]
  let ordersUnits = true

  /// The bands stand above the body's lower end, and the layout knows where.
  func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    FlowPanel.draw(session, Layout(for: session), into: &frame)
  }

  func showsEarly(_ missing: Analysis.Missing, _ session: Session) -> Bool { true }

  func drawEarly(_ analysis: Analysis, _ session: Session, into frame: inout Frame, in rect: Rect) {
    FlowPanel.drawEarly(analysis, session, into: &frame)
  }

  func columns(_ session: Session) -> TimeColumns? { Layout(for: session).columns }

  func room(of panel: OptionalPanel, _ session: Session) -> PanelRoom? {
    let layout = Layout(for: session)
    return switch panel {
    case .activation:
      PanelRoom(
        isShown: layout.activation.height > 0, isPossible: Layout.canShowActivation(session.canvas),
        isUsual: Layout.hasRoomForActivation(session.canvas))
    case .output: PanelRoom(isShown: layout.output.height > 0)
    case .classes: PanelRoom(isShown: layout.classes.height > 0)
    }
  }

  /// A press on the axis sets k, on a band i.
  func press(x: Int, y: Int, _ session: Session) -> Choice? {
    let layout = Layout(for: session)
    if layout.timeAxis.contains(where: { $0.contains(x: x, y: y) }) {
      return .target(layout.columns.nearestStep(to: x))
    }
    guard layout.bands.contains(where: { $0.contains(x: x, y: y) }) else { return nil }
    return layout.columns.step(at: x).map { .inspected($0) }
  }

  func drag(x: Int, y: Int, _ session: Session) -> Choice? {
    .target(Layout(for: session).columns.nearestStep(to: x))
  }
}

/// The bands of the Flow view, one below the other, and what stands beside and under them.
enum FlowPanel {
  static func draw(_ session: Session, _ layout: Layout, into frame: inout Frame) {
    let view = FlowView(session, columns: layout.columns)
    InputBand.draw(view, into: &frame, rule: layout.inputRule, in: layout.input)
    StateBand.drawRule(view, into: &frame, in: layout.stateRule, rows: layout.state.height)
    StateBand.draw(view, into: &frame, in: layout.state)
    OutputBand.drawRule(view, into: &frame, in: layout.outputRule)
    OutputBand.draw(view, into: &frame, in: layout.output)
    GatesBand.drawRule(view, into: &frame, in: layout.gatesRule)
    GatesBand.draw(view, into: &frame, in: layout.gates)
    StepFactorBand.drawRule(view, into: &frame, in: layout.factorRule)
    StepFactorBand.draw(view, into: &frame, in: layout.factor)
    TermBand.drawRule(view, into: &frame, in: layout.termRule)
    TermBand.draw(view, into: &frame, in: layout.terms)
    TermBand.drawSigns(view, into: &frame, in: layout.signs)
    TimeAxis.draw(view, into: &frame, axis: layout.axis, labels: layout.axisLabels)
    Boundaries(view)?.draw(view, layout, into: &frame)
    ActivationPanel.draw(view, into: &frame, in: layout.activation)
    ClassPanel.draw(view, into: &frame, in: layout.classes)
    InspectorPanel.draw(view, into: &frame, in: layout.inspector)
  }

  /// What is there of an analysis that is under way, each where it will be; the place of what is missing says so.
  static func drawEarly(_ analysis: Analysis, _ session: Session, into frame: inout Frame) {
    let layout = Layout(for: session)
    let view = FlowView(session, early: analysis, columns: layout.columns)
    InputBand.draw(view, into: &frame, rule: layout.inputRule, in: layout.input)
    StateBand.drawRule(view, into: &frame, in: layout.stateRule, rows: layout.state.height)
    StateBand.draw(view, into: &frame, in: layout.state)
    OutputBand.drawRule(view, into: &frame, in: layout.outputRule)
    OutputBand.draw(view, into: &frame, in: layout.output)
    GatesBand.drawRule(view, into: &frame, in: layout.gatesRule)
    GatesBand.draw(view, into: &frame, in: layout.gates)
    StepFactorBand.drawRule(view, into: &frame, in: layout.factorRule)
    if analysis.missing == .factorsAndTerms {
      drawMissing(into: &frame, in: layout.factor)
    } else {
      StepFactorBand.draw(view, into: &frame, in: layout.factor)
    }
    TermBand.drawRule(view, into: &frame, in: layout.termRule)
    drawMissing(into: &frame, in: layout.terms)
    TimeAxis.draw(view, into: &frame, axis: layout.axis, labels: layout.axisLabels)
    for panel in [layout.activation, layout.classes] where panel.height > 0 {
      frame.write(MissingLine.notYet, x: panel.x, y: panel.y + panel.height / 2, .muted, limit: panel.x + panel.width)
    }
  }

  /// That a band has nothing to show yet.
  private static func drawMissing(into frame: inout Frame, in rect: Rect) {
    guard rect.height > 0 else { return }
    let x = TimeColumns.gutter
    frame.write(MissingLine.notYet, x: x, y: rect.y + rect.height / 2, .muted, limit: rect.width)
  }
}
