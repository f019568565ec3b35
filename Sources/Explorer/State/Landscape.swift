import RNNCore
import Screen

/// Which part of the knobs' values the landscape shows.
package struct LandscapeWindow: Hashable, Sendable {
  /// Whether it is the error surface over W and b, instead of curves over one knob.
  package var isSurface = false
  /// d of E = (s_k − d)².
  package var desired = 0.7
  /// Round numbers by which the window is wider than at first.
  package var zoom = 0
  /// Centres that were asked for; a knob without one, or beyond the window around it, has its centre from a grid.
  package var centres: [Knob: Double] = [:]

  /// Centres in force. They stay as long as the window around them holds the present value, so that it does not move under
  /// the cursor.
  package var held: [Knob: Double] = [:]

  /// The window at first: two to each side.
  package init() {}

  /// The zooms there are: from 10^−10 to 10^30 wide.
  static let zooms = -31...89

  /// Half of the width.
  var halfWidth: Double { RoundNumber(index: 1 + zoom).value.doubleValue }

  /// The range of a knob that holds its present value.
  package func range(of knob: Knob, around value: Double) -> ClosedRange<Double> {
    let half = halfWidth
    let limit = Double.greatestFiniteMagnitude / 4
    let centre = Swift.min(Swift.max(self.centre(of: knob, around: value), -limit), limit)
    return centre - half...centre + half
  }

  /// Keeps the centre of a knob that is shown where it is, or where it comes to be with the present value.
  package mutating func hold(_ knob: Knob, around value: Double) { held[knob] = centre(of: knob, around: value) }

  /// The centre in force, the one that was asked for, or the nearest point of a grid. The grid of W goes through 1, where
  /// the edge between vanishing and exploding may be.
  private func centre(of knob: Knob, around value: Double) -> Double {
    let placed = [held[knob], centres[knob]].lazy.compactMap { $0 }
    if let centre = placed.first(where: { (value - $0).magnitude <= halfWidth }) { return centre }
    let origin = knob == .recurrentWeight ? 1.0 : 0
    let steps = ((value - origin) / halfWidth).rounded()
    return steps.magnitude < 1e15 ? origin + steps * halfWidth : value
  }
}

extension LandscapeWindow: LosslessStringConvertible {
  /// The window as `--window` takes it: `surface,zoom=-2,W=0.95`. Empty for the window at first.
  package var description: String {
    let marks = (isSurface ? ["surface"] : []) + (zoom == 0 ? [] : ["zoom=\(zoom)"])
    let placed = Knob.allCases.compactMap { knob in centres[knob].map { "\(knob.flag)=\($0)" } }
    return (marks + placed).joined(separator: ",")
  }

  /// Reads what `description` writes; nil for anything else.
  package init?(_ description: String) {
    for part in description.split(separator: ",", omittingEmptySubsequences: false) {
      let halves = part.split(separator: "=", omittingEmptySubsequences: false)
      if part == "surface" {
        isSurface = true
      } else if halves.count == 2, halves[0] == "zoom", let zoom = Int(halves[1]), Self.zooms.contains(zoom) {
        self.zoom = zoom
      } else if halves.count == 2, let knob = Knob.allCases.first(where: { $0.flag == halves[0] }),
        knob.variable != nil, let centre = Double(halves[1]), centre.isFinite
      {
        centres[knob] = centre
      } else {
        return nil
      }
    }
  }
}

extension Knob {
  /// The name in ASCII.
  package var flag: String { variable?.rawValue ?? rawValue }
}
