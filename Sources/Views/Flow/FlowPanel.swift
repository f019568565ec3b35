import Explorer
import Screen

/// The bands of the Flow view, one below the other, and what stands beside and under them.
enum FlowPanel {
  static func draw(_ session: Session, _ layout: Layout, into frame: inout Frame) {
    let view = FlowView(session, columns: layout.columns)
    InputBand.draw(view, into: &frame, rule: layout.inputRule, in: layout.input)
    StateBand.drawRule(view, into: &frame, in: layout.stateRule, rows: layout.state.height)
    StateBand.draw(view, into: &frame, in: layout.state)
    OutputBand.drawRule(view, into: &frame, in: layout.outputRule)
    OutputBand.draw(view, into: &frame, in: layout.output)
    StepFactorBand.drawRule(view, into: &frame, in: layout.factorRule)
    StepFactorBand.draw(view, into: &frame, in: layout.factor)
    TermBand.drawRule(view, into: &frame, in: layout.termRule)
    TermBand.draw(view, into: &frame, in: layout.terms)
    TermBand.drawSigns(view, into: &frame, in: layout.signs)
    TimeAxis.draw(view, into: &frame, axis: layout.axis, labels: layout.axisLabels)
    ActivationPanel.draw(view, into: &frame, in: layout.activation)
    ClassPanel.draw(view, into: &frame, in: layout.classes)
    InspectorPanel.draw(view, into: &frame, in: layout.inspector)
  }
}
