import RNNCore
import Screen

/// How far the plane of eigenvalues reaches from 0: 1.25, 1.75, 2.5, 3.75, 5, 7.5 and from there by tens. It always holds
/// the unit circle.
package struct PlaneReach: Hashable, Comparable, Sendable {
  /// The place in that list, from 0.
  package let index: Int

  /// The reach at a place, at least 0.
  package init(index: Int) { self.index = Swift.max(index, 0) }

  private static let mantissas = [1.25, 1.75, 2.5, 3.75, 5, 7.5]

  /// The reach itself.
  package var value: ScaledDouble { ScaledDouble(Self.mantissas[index % 6]) * .powerOfTen(index / 6) }

  /// The number that the axes are labelled with: the largest round one well inside.
  package var tick: RoundNumber { RoundNumber(index: 3 * (index / 6) + [0, 0, 1, 1, 1, 2][index % 6]) }

  /// The order of the reaches.
  package static func < (a: PlaneReach, b: PlaneReach) -> Bool { a.index < b.index }

  /// The least reach that holds a spectral radius with a margin; or the one in force, where that holds it and is at most
  /// one place further.
  package static func settled(_ radius: ScaledDouble, _ previous: PlaneReach?) -> PlaneReach {
    let decade = radius > .one ? Int(radius.log10.rounded(.down)) : 0
    var needed = PlaneReach(index: 6 * Swift.max(decade - 1, 0))
    while needed.value * ScaledDouble(0.95) < radius { needed = PlaneReach(index: needed.index + 1) }
    guard let previous, needed <= previous, previous.index <= needed.index + 1 else { return needed }
    return previous
  }
}

extension PlaneReach {
  /// A place as text gives it.
  package init?(_ text: Substring) {
    guard let index = Int(text), (0...4000).contains(index) else { return nil }
    self.init(index: index)
  }
}
