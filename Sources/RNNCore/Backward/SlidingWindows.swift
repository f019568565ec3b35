/// The largest magnitude in a window of numbers, by its place from 1. Both ends of the window only move on, so that every number
/// comes and goes once.
struct SlidingLargest {
  /// Ascending, of descending magnitude; those before the head are gone.
  private var places: [Int] = []
  private var head = 0

  /// The place of the largest; nil for an empty window.
  var place: Int? { head < places.count ? places[head] : nil }

  /// Takes in the next place.
  mutating func push(_ place: Int, _ values: [ScaledDouble]) {
    while places.count > head, !values[places[places.count - 1] - 1].exceeds(values[place - 1]) { places.removeLast() }
    places.append(place)
  }

  /// Lets go of what lies before a place.
  mutating func drop(before first: Int) {
    while head < places.count, places[head] < first { head += 1 }
  }
}

/// The last so many steps of a recursion x ↦ a·x + b, as one: a queue of affine maps whose composition is always at hand.
///
/// What comes in is composed on the left of what came before; what leaves has been composed from the right, once for each.
/// A step costs O(1) on the average.
struct SlidingRecursion {
  /// x ↦ factor·x + addend.
  private struct Map {
    var factor = ScaledDouble.one
    var addend = ScaledDouble.zero

    func callAsFunction(_ value: ScaledDouble) -> ScaledDouble { factor * value + addend }

    /// self ∘ inner.
    func after(_ inner: Map) -> Map { Map(factor: factor * inner.factor, addend: self(inner.addend)) }
  }

  /// The older steps, each composed with those after it; the oldest is the last.
  private var older: [Map] = []
  /// The newer ones, in order, and their composition.
  private var newer: [Map] = []
  private var newest = Map()

  /// How many steps it has.
  private var count: Int { older.count + newer.count }

  /// One step more.
  mutating func advance(_ factor: ScaledDouble, plus addend: ScaledDouble) {
    let map = Map(factor: factor, addend: addend)
    newer.append(map)
    newest = map.after(newest)
  }

  /// Forgets all but the last so many.
  mutating func keep(_ wanted: Int) {
    while count > wanted {
      if older.isEmpty { turn() }
      older.removeLast()
    }
  }

  private mutating func turn() {
    var all = Map()
    for map in newer.reversed() {
      all = all.after(map)
      older.append(all)
    }
    newer.removeAll(keepingCapacity: true)
    newest = Map()
  }

  /// What the steps make of a value.
  func value(from start: ScaledDouble) -> ScaledDouble { newest(older.last.map { $0(start) } ?? start) }
}
