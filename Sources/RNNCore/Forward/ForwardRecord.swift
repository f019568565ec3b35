/// What a forward pass leaves behind.
struct ForwardRecord {
  var preActivations: [Double]
  var states: [Double]
  var derivatives: [Double]
  var overflowAt: Int?
  var underflowAt: Int?
}

extension Double {
  /// Whether a product of two numbers that are not 0 came out as 0.
  @inline(__always) static func productVanishes(_ a: Double, _ b: Double) -> Bool { a != 0 && b != 0 && a * b == 0 }
}
