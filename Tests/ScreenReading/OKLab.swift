import Foundation

/// A colour in OKLab, by the formulas of Björn Ottosson, 2020.
package struct OKLab {
  /// L, from 0 to 1.
  package let lightness: Double
  let a: Double
  let b: Double
  /// In degrees.
  package var hue: Double { atan2(b, a) * 180 / .pi }

  /// That of 0xRRGGBB.
  package init(_ rgb: UInt32) { self.init([16, 8, 0].map { Double(rgb >> $0 & 0xff) }) }

  /// That of a colour of the 256, 16…255.
  package init(xterm index: Int) {
    let levels: [Double] = [0, 95, 135, 175, 215, 255]
    let place = index - 16
    self.init(
      index >= 232
        ? Array(repeating: Double(8 + 10 * (index - 232)), count: 3)
        : [levels[place / 36], levels[place / 6 % 6], levels[place % 6]])
  }

  private init(_ components: [Double]) {
    let c = components.map { $0 <= 0.04045 * 255 ? $0 / 255 / 12.92 : pow(($0 / 255 + 0.055) / 1.055, 2.4) }
    let l = cbrt(0.4122214708 * c[0] + 0.5363325363 * c[1] + 0.0514459929 * c[2])
    let m = cbrt(0.2119034982 * c[0] + 0.6806995451 * c[1] + 0.1073969566 * c[2])
    let s = cbrt(0.0883024619 * c[0] + 0.2817188376 * c[1] + 0.6299787005 * c[2])
    lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s
    a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s
    b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
  }
}
