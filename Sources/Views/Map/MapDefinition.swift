import Explorer
import Screen

/// What the Map view is to a session.
struct MapDefinition: ViewDefinition {
  let view = View.map
  let keys: ViewKeys = [.term, .brakes, .decades]

  /// What the shown map depends on where its targets are visited; nil where no such map is shown.
  func key(_ session: Session) -> NormMap.Key? {
    guard session.state.view == .map, session.state.needsNormMap else { return nil }
    return NormMap.Key(session.state, MapLayout(for: session))
  }

  func part(_ key: NormMap.Key, _ session: Session, previous: NormMap?) -> NormMap { NormMap(key, session.analysis) }

  func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    MapPanel.draw(session, into: &frame, in: rect)
  }

  /// A press on a cell sets k and i; once more on the same one, those of its other half.
  func press(x: Int, y: Int, _ session: Session) -> Choice? {
    let pairs = MapLayout(for: session).pairs(x: x, y: y)
    let present = (session.state.target, session.state.inspected)
    return pairs.first { $0 != present }.map { .pair(target: $0.target, inspected: $0.step) }
  }

  /// Those of its own shades.
  func decades(_ session: Session) -> Int? {
    Int(MapView(session, MapLayout(for: session)).shades.decades.rounded())
  }

  /// Shades round them up.
  func decades(askedFor depth: Int) -> Double { DecadeShades(top: 0, depth: Double(depth)).decades }
}

extension Session {
  /// The map of norms that was shown last.
  var normMap: NormMap? { parts[.map] as? NormMap }
}
