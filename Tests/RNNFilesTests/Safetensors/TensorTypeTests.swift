import Testing

@testable import RNNFiles

@Suite struct TensorTypeTests {
  /// By their names in the format: F, BF and C are numbers with a fraction.
  @Test("Floating-point types", arguments: TensorType.allCases)
  func isFloatingPoint(type: TensorType) {
    let name = type.rawValue
    #expect(type.isFloatingPoint == (name.hasPrefix("F") || name.hasPrefix("BF") || name.hasPrefix("C")))
    if type.isWeight { #expect(type.isFloatingPoint) }
  }
}
