/// A colour of the map: the hue tells the sign, the lightness the decade.
///
/// Shades go from the largest numbers, which stand out most from the page, to the smallest. Their steps are even in the
/// lightness of OKLab (Ottosson 2020) at one hue for each sign, 250° and 60°, which colour-blind eyes keep apart.
struct MapShade: Hashable, Sendable {
  /// The shades of each sign.
  static let count = 9

  let isPositive: Bool
  /// From 0, the largest.
  let level: Int

  /// The role of a cell of this shade.
  var style: Style {
    let first = isPositive ? Style.mapPositive0 : .mapNegative0
    return Style(rawValue: first.rawValue + UInt8(level)) ?? first
  }

  /// The glyph where colours do not tell: positive ones fill the cell, negative ones parts of it.
  var glyph: Character {
    let place = [0, 0, 1, 1, 2, 2, 2, 3, 3][level]
    return (isPositive ? ["█", "▓", "▒", "░"] : ["▙", "▚", "▖", "▏"])[place]
  }

  func ink(_ theme: Theme) -> Ink {
    let (rgb, cube) = (isPositive ? Self.blues : Self.oranges)[theme == .dark ? 0 : 1][level]
    return Ink(rgb: rgb, cube: cube, sixteen: (isPositive ? Pigment.sky : .orange).ink(theme).sixteen)
  }

  /// For a dark page, then for a light one.
  private static let blues: [[(rgb: UInt32, cube: UInt8)]] = [
    [
      (0xafd5fe, 153), (0x86c1ff, 111), (0x5dadfc, 75), (0x4b98e3, 68), (0x3a84ca, 32), (0x2970b2, 31),
      (0x175d9b, 25), (0x024b83, 24), (0x003967, 18),
    ],
    [
      (0x024981, 24), (0x005b9e, 25), (0x176db6, 26), (0x3980c4, 32), (0x5594d2, 68), (0x6fa7e1, 74),
      (0x88bbef, 111), (0xa2cefd, 117), (0xc6e1ff, 189),
    ],
  ]
  private static let oranges: [[(rgb: UInt32, cube: UInt8)]] = [
    [
      (0xfec394, 223), (0xfea454, 215), (0xe79041, 208), (0xcf7d2f, 172), (0xb76b1c, 166), (0xa05801, 130),
      (0x864900, 94), (0x6d3b03, 88), (0x542c02, 52),
    ],
    [
      (0x6b3903, 52), (0x834701, 88), (0x9c5603, 94), (0xb36716, 130), (0xc47c3b, 137), (0xd59158, 173),
      (0xe5a773, 180), (0xf6bc8e, 216), (0xffd5b4, 223),
    ],
  ]
}

extension Style {
  /// The shade of a cell of the map.
  var shade: MapShade? {
    guard rawValue >= Style.mapPositive0.rawValue, rawValue <= Style.mapNegative8.rawValue else { return nil }
    let place = Int(rawValue - Style.mapPositive0.rawValue)
    return MapShade(isPositive: place < MapShade.count, level: place % MapShade.count)
  }
}
