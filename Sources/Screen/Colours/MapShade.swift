/// A colour of the map: the hue tells the sign, the lightness the decade.
///
/// Shades go from the largest numbers, which stand out most from the page, to the smallest. Their steps are even in the
/// lightness of OKLab (Ottosson 2020) at one hue for each sign, 250° and 60°, which colour-blind eyes keep apart; the
/// smallest still has a contrast of 1.8 to the page.
package struct MapShade: Hashable, Sendable {
  /// The shades of each sign.
  package static let count = 9

  package let isPositive: Bool
  /// From 0, the largest.
  package let level: Int

  /// The shade of a sign and a level in 0..<`count`.
  @inlinable package init(isPositive: Bool, level: Int) {
    (self.isPositive, self.level) = (isPositive, level)
  }

  /// The role of a cell of this shade.
  @inlinable package var style: Style {
    let first = isPositive ? Style.mapPositive0 : .mapNegative0
    return Style(rawValue: first.rawValue + UInt8(level)) ?? first
  }

  /// The glyph where colours do not tell: positive ones fill the cell, negative ones parts of it.
  @inlinable package var glyph: Character {
    let place = [0, 0, 1, 1, 2, 2, 2, 3, 3][level]
    return (isPositive ? ["█", "▓", "▒", "░"] : ["▙", "▚", "▖", "▏"])[place]
  }

  package func ink(_ theme: Theme) -> Ink {
    let (rgb, cube) = (isPositive ? Self.blues : Self.oranges)[theme == .dark ? 0 : 1][level]
    return Ink(rgb: rgb, cube: cube, sixteen: (isPositive ? Pigment.sky : .orange).ink(theme).sixteen)
  }

  /// For a dark page, then for a light one.
  private static let blues: [[(rgb: UInt32, cube: UInt8)]] = [
    [
      (0xb4d8ff, 153), (0x93c8ff, 117), (0x6fb7ff, 111), (0x51a5f7, 75), (0x3f94e4, 68), (0x2c83d2, 32),
      (0x1572c0, 26), (0x0062ab, 25), (0x005392, 24),
    ],
    [
      (0x004073, 18), (0x004e8b, 24), (0x005ea3, 25), (0x0c6ebb, 26), (0x267ecd, 32), (0x3a8fdf, 68),
      (0x4ca0f1, 39), (0x64b2ff, 75), (0x89c3ff, 111),
    ],
  ]
  private static let oranges: [[(rgb: UInt32, cube: UInt8)]] = [
    [
      (0xffc79b, 223), (0xffae69, 215), (0xf49946, 180), (0xe18832, 208), (0xcf771a, 172), (0xbb6700, 137),
      (0xa45a00, 166), (0x8e4d00, 130), (0x794100, 94),
    ],
    [
      (0x5e3100, 52), (0x733d00, 88), (0x884a00, 94), (0x9e5700, 130), (0xb46400, 166), (0xc97210, 136),
      (0xdc832c, 172), (0xee9441, 208), (0xffa659, 214),
    ],
  ]
}

extension Style {
  /// The shade of a cell of the map.
  @inlinable package var shade: MapShade? {
    guard rawValue >= Style.mapPositive0.rawValue, rawValue <= Style.mapNegative8.rawValue else { return nil }
    let place = Int(rawValue - Style.mapPositive0.rawValue)
    return MapShade(isPositive: place < MapShade.count, level: place % MapShade.count)
  }
}
