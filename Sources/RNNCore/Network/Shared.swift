/// A value of many parts at a place of its own, so that what holds it holds one reference: copies share it until one of them is
/// changed.
@propertyWrapper
package struct Shared<Value: Sendable>: Sendable {
  /// Changed only while nothing else refers to it.
  private final class Place: @unchecked Sendable {
    var value: Value

    init(_ value: Value) { self.value = value }
  }

  private var place: Place

  /// A value that nothing shares yet.
  package init(wrappedValue: Value) { place = Place(wrappedValue) }

  /// The value. Changing it where it is shared copies it first.
  package var wrappedValue: Value {
    get { place.value }
    set { if isKnownUniquelyReferenced(&place) { place.value = newValue } else { place = Place(newValue) } }
    _modify {
      if !isKnownUniquelyReferenced(&place) { place = Place(place.value) }
      yield &place.value
    }
  }
}

extension Shared: Equatable where Value: Equatable {
  /// Whether the values are equal; at once where they are shared.
  package static func == (a: Shared, b: Shared) -> Bool { a.place === b.place || a.wrappedValue == b.wrappedValue }
}

extension Shared: Hashable where Value: Hashable {
  /// Hashes the value.
  package func hash(into hasher: inout Hasher) { hasher.combine(wrappedValue) }
}
