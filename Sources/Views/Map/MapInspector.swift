import RNNCore
import Screen

/// The cursor's term written out, and how far back its target hears.
enum MapInspector {
  static func draw(_ map: MapView, into frame: inout Frame) {
    let rect = map.layout.inspector
    guard rect.height > 0 else { return }
    guard map.analysis.contributions != nil else {
      let step = map.analysis.trajectory.overflowAt ?? map.state.target
      frame.write("no terms: the state overflows at step \(step)", x: rect.x + 1, y: rect.y, .alarm, limit: rect.width)
      return
    }
    var lines = rect
    if rect.height > 1, let hearing = map.hearing {
      let line = BandRule.fitting(hearing.texts.map { [Span($0)] }, in: rect.width - 2)
      frame.write(line, x: rect.x + 1, y: rect.y + rect.height - 1, limit: rect.width)
      lines.height -= 1
    }
    InspectorPanel.draw(
      FlowView(inspecting: map.state, map.analysis, map.source, map.playback), into: &frame, in: lines)
  }
}
