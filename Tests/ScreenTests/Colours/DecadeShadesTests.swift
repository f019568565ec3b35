import RNNCore
import Testing

@testable import Screen

@Suite("Map: decades to a shade")
struct DecadeShadesTests {
  /// From the depths that are asked for by key, up to the decades of T = 10⁷, and others.
  private static let depths: [Double] =
    [2, 3, 4, 5, 6, 8]
    + (0..<7).flatMap { power in
      [10, 12, 15, 18, 20, 24, 30, 36, 40, 50, 60, 80].map { $0 * ScaledDouble.powerOfTen(power).doubleValue }
    }
  private static let all = (depths + [0, 0.3, 2.25, 6.9, 24.9]).map { depth in
    (depth: depth, shades: DecadeShades(top: 2, depth: depth))
  }

  @Test(
    "They cover the depth asked for, and hardly more than they must: at most half as much again, or a quarter a shade")
  func covers() {
    for (depth, shades) in Self.all {
      #expect(shades.decades >= depth - 1e-9, "\(depth)")
      #expect(shades.decades <= 1.51 * depth || shades.decades <= 2.25 || depth < 18, "\(depth): \(shades.decades)")
      #expect(shades.decades <= 2.01 * depth || shades.decades <= 2.25)
    }
  }

  @Test("Numbers at the ends of shades: the upper end is the shade's own")
  func ends() {
    for (_, shades) in Self.all where shades.decades < 1e6 {
      for level in 0..<MapShade.count {
        guard let power = shades.power(above: level) else { continue }
        let end = ScaledDouble.powerOfTen(power)
        #expect(shades.shade(of: end * ScaledDouble(1 - 1e-9))?.level == level)
        #expect(level == 0 || shades.shade(of: end * ScaledDouble(1 + 1e-9))?.level == level - 1)
      }
      #expect(shades.shade(of: shades.floor * ScaledDouble(1 + 1e-9))?.level == MapShade.count - 1)
      #expect(shades.shade(of: shades.floor * ScaledDouble(1 - 1e-9)) == nil)
    }
  }

  @Test("They hold the numbers they are made for, the least one too; a few far below the others have none")
  func holding() {
    for numbers in [[0], [-3, -9], [-0.1, -25.2], [12.4, 300.01], (0..<100).map { -Double($0) / 4 }] as [[Double]] {
      let shades = DecadeShades(holding: numbers, depth: nil)
      for number in numbers { #expect(shades.shade(of: .powerOfTen(number)) != nil, "\(number)") }
      #expect(Double(shades.top) >= numbers[0] || numbers.count > 2)
      #expect(DecadeShades(holding: numbers, depth: 9).decades == 9)
    }
    let lonely = DecadeShades(holding: (0..<100).map { -Double($0) / 25 } + [-500], depth: nil)
    #expect(lonely.shade(of: .powerOfTen(-500.0)) == nil && lonely.shade(of: .powerOfTen(-3.9)) != nil)
    #expect(DecadeShades(holding: [], depth: nil).top == 0)
  }

  @Test("The floor is a power of ten where it is whole, else a number")
  func floors() {
    #expect(DecadeShades(top: 0, depth: 9).floorText == "1e−9")
    #expect(DecadeShades(top: 2, depth: 3).power(above: MapShade.count) == nil)
    #expect(DecadeShades(top: 0, depth: 2).floorText == "0.0056")
  }
}
