import RNNCore
import Testing

@testable import Screen

@Suite("Map: decades of a difference to a shade")
struct DifferenceShadesTests {
  /// The largest differences, from a hair to what 10⁷ steps make.
  private static let largest = [
    0, 1e-7, 0.004, 0.0091, 0.02, 0.1, 0.3, 0.9, 1, 2.25, 4.5, 8.9, 9, 13.6, 41, 300, 9999, 4.6e5, 3e9,
  ]

  @Test("The largest difference either way is held, by a shade near the last one wherever there are so fine ones")
  func held() {
    for largest in Self.largest {
      for differences in [[largest, -largest / 3, 0], [-largest, largest / 7]] {
        let shades = DifferenceShades(holding: differences, depth: nil)
        #expect(shades.decades >= largest && !shades.isOpen, "\(largest)")
        guard largest > 0.005 else { continue }
        #expect(shades.shade(of: largest).map { $0.level <= 5 } == true, "\(largest): \(shades.decades)")
      }
    }
  }

  @Test("Blue is above, orange below, each as strong as the other; the stronger the farther, the weakest beside alike")
  func ordered() {
    for largest in Self.largest where largest > 0 {
      let shades = DifferenceShades(holding: [largest], depth: nil)
      let each = shades.decades / 9
      for level in 0..<MapShade.count {
        let end = Double(MapShade.count - level) * each
        for (difference, wanted) in [(end, level), (end * (1 - 1e-6), level), (end - each * 0.99, level)] {
          #expect(shades.shade(of: difference) == MapShade(isPositive: true, level: wanted), "\(difference)")
          #expect(shades.shade(of: -difference) == MapShade(isPositive: false, level: wanted))
        }
        if level > 0 { #expect(shades.shade(of: end * (1 + 1e-6))?.level == level - 1) }
      }
      #expect(shades.shade(of: 0) == nil && shades.shade(of: -1e-12) == nil)
      #expect(shades.shade(of: 1e-8)?.level == MapShade.count - 1)
    }
  }

  @Test("Fewer decades than there are leave the last shade to all beyond, and say so")
  func open() {
    let shades = DifferenceShades(holding: [40, -3], depth: 9)
    #expect(shades.isOpen && shades.decades == 9)
    #expect(shades.shade(of: 40)?.level == 0 && shades.shade(of: -3) == MapShade(isPositive: false, level: 6))
    #expect(!DifferenceShades(holding: [40], depth: 50).isOpen)
  }

  @Test("Ends are powers of ten where they are whole decades, and numbers where none of them can be")
  func factors() {
    let whole = DifferenceShades(holding: [9], depth: nil)
    #expect((0..<9).map { whole.factor(above: $0) } == (1...9).reversed().map { "×" + NumberText.powerOfTen($0) })
    let quarters = DifferenceShades(holding: [2], depth: nil)
    #expect(quarters.factor(above: 1) == "×100" && quarters.factor(above: 0) == nil && quarters.reach == "×178")
    for largest in [0, 0.01, 0.02, 0.04, 0.09, 0.18, 0.45, 0.9] {
      let shades = DifferenceShades(holding: [largest], depth: nil)
      #expect(Set((0..<9).compactMap { shades.factor(above: $0) }).count == 9, "no two ends look the same")
    }
    // 10^0.18 = 1.5136, 10^0.02 = 1.0471.
    let fine = DifferenceShades(holding: [0.17], depth: nil)
    #expect(fine.factor(above: 0) == "×1.51" && fine.factor(above: 8) == "×1.05" && fine.reach == "×1.51")
  }
}
