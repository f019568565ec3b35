import RNNCore
import Screen

/// Labels of axes, read as a person reads them.
package enum AxisText {
  /// The number that a label is; nil for what is none.
  package static func value(of text: String) -> ScaledDouble? {
    let parts = text.replacing("−", with: "-").split(separator: "e")
    guard let mantissa = parts.first.flatMap({ Double($0) }) else { return nil }
    guard parts.count == 2 else { return parts.count == 1 ? ScaledDouble(mantissa) : nil }
    // `1e−12k` is 10^−12000.
    let units = ["k": 1000.0, "M": 1_000_000, "G": 1_000_000_000]
    let unit = parts[1].last.flatMap { units[String($0)] }
    return Double(unit == nil ? parts[1] : parts[1].dropLast()).map {
      ScaledDouble(mantissa) * .powerOfTen(Int($0 * (unit ?? 1)))
    }
  }
}
