import RNNCore

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

/// Which shade a number has: so many decades to a shade, from the top down to a floor.
package struct DecadeShades: Hashable {
  /// The power of ten at the upper end of the first shade.
  package let top: Int
  /// The decades of one shade.
  private let each: Double
  /// The upper ends of the shades but the first, and the floor; descending.
  private let ends: [ScaledDouble]

  /// The shades from 10^top down over at least `depth` decades.
  package init(top: Int, depth: Double) {
    let each = Self.decades(atLeast: depth / Double(MapShade.count))
    (self.top, self.each) = (top, each)
    ends = (1...MapShade.count).map { .powerOfTen(Double(top) - Double($0) * each) }
  }

  /// The shades that hold numbers, by their logarithms, but for a few; or so many decades as are asked for.
  package init(holding logarithms: [Double], depth: Int?) {
    let held = TrimmedRange(logarithms)
    let top = held.map { Int($0.high.rounded(.up)) } ?? 0
    // The floor itself has no shade.
    let needed = held.map { Double(top) - $0.low + 1e-6 } ?? 0
    self.init(top: top, depth: depth.map { Double($0) } ?? needed)
  }

  /// The next number of decades that is easily read: a part of one that divides it, whole ones, and of many two digits.
  static func decades(atLeast needed: Double) -> Double {
    if let part = [0.25, 0.5, 0.75, 1, 1.5].first(where: { $0 >= needed - 1e-12 }) { return part }
    var unit = 1.0
    while needed > 100 * unit { unit *= 10 }
    return (needed / unit - 1e-12).rounded(.up) * unit
  }

  /// All decades that have a shade.
  package var decades: Double { each * Double(MapShade.count) }
  /// What is below it has no shade.
  package var floor: ScaledDouble { ends[ends.count - 1] }

  /// The shade of a number; nil for 0 and below the floor. What is above the top has the top's shade.
  package func shade(of value: ScaledDouble) -> MapShade? {
    let size = value.magnitude
    guard let level = ends.firstIndex(where: { size > $0 }) else { return nil }
    return MapShade(isPositive: value.signum > 0, level: level)
  }

  /// The power of ten at the upper end of a shade where that is whole; for `MapShade.count`, the floor.
  package func power(above level: Int) -> Int? {
    let below = Double(level) * each
    return below.rounded() == below ? top - Int(below) : nil
  }

  /// The floor as people read it.
  package var floorText: String {
    power(above: MapShade.count).map { NumberText.powerOfTen($0) } ?? NumberText.compact(floor, digits: 2)
  }
}

/// What stands in a cell of the map that has no shade.
///
/// Like a shade a mark fills its cell, so that it can fill half of one; the glyph stands on it where there is something to
/// be said of it.
package enum MapMark: CaseIterable {
  /// Below the last shade, but not 0.
  case faint
  /// Exactly 0, because the layer's input is.
  case zero
  /// Exactly 0, because nothing flows.
  case blocked
  /// The state overflows.
  case overflow
  /// Left out of the sum.
  case cut
  /// As large in what is shown as in what is kept as B.
  case alike
  /// A number in what is shown, and none in B; or the other way round.
  case onlyShown, onlyCounterpart

  @inlinable package var glyph: Character {
    switch self {
    case .faint: "▾"
    case .zero: "·"
    case .blocked: "×"
    case .overflow: "!"
    case .cut: "╱"
    case .alike: "≡"
    case .onlyShown: "A"
    case .onlyCounterpart: "B"
    }
  }

  @inlinable package var style: Style {
    switch self {
    case .faint: .mapFaint
    case .zero: .mapZero
    case .blocked: .mapBlocked
    case .overflow: .mapOverflow
    case .cut: .mapCut
    case .alike: .mapAlike
    case .onlyShown: .mapOnlyShown
    case .onlyCounterpart: .mapOnlyCounterpart
    }
  }

  /// Whether its glyph is in every cell that it fills, as a hatching is.
  package var isHatching: Bool { self == .cut }

  /// Greys, violet and red as the marks of the other views. What is faint has no glyph where its ground says it; what is cut
  /// is hatched on next to no ground.
  package func appearance(_ theme: Theme, _ depth: ColorDepth) -> Appearance {
    let isLoud = self == .blocked || self == .overflow
    return switch depth {
    case .none: Appearance(isBold: isLoud, isDim: !isLoud)
    case .sixteen: Appearance(foreground: hue.ink(theme), isBold: isLoud)
    case .cube, .truecolor: Appearance(foreground: ink(theme), background: ground(theme), isBold: isLoud)
    }
  }

  /// The glyph's colour on the page.
  private var hue: Pigment {
    switch self {
    case .faint, .zero, .alike: .grey
    case .cut: .darkGrey
    case .onlyShown: .sky
    case .onlyCounterpart: .orange
    case .blocked: .violet
    case .overflow: .red
    }
  }

  /// The glyph's colour on its ground.
  private func ink(_ theme: Theme) -> Ink {
    switch self {
    case .faint: ground(theme)
    case .zero: Pigment.barText.ink(theme)
    case .blocked: Pigment.violet.ink(theme)
    case .overflow: Pigment.contrast.ink(theme)
    case .cut: Self.ink(theme, dark: (0x686c76, 242), light: (0x868a93, 245))
    case .alike: Self.ink(theme, dark: (0xc4c8d0, 251), light: (0x444444, 238))
    case .onlyShown: Self.ink(theme, dark: (0x87d7ff, 117), light: (0x005f87, 24))
    case .onlyCounterpart: Self.ink(theme, dark: (0xffaf87, 216), light: (0x870000, 88))
    }
  }

  private static func ink(_ theme: Theme, dark: (UInt32, UInt8), light: (UInt32, UInt8)) -> Ink {
    let (rgb, cube) = theme == .dark ? dark : light
    return Ink(rgb: rgb, cube: cube, sixteen: nil)
  }

  private func ground(_ theme: Theme) -> Ink {
    let (dark, light): ((UInt32, UInt8), (UInt32, UInt8)) =
      switch self {
      case .faint: ((0x26282e, 235), (0xe9ebee, 255))
      case .zero: ((0x30333b, 236), (0xdcdfe4, 254))
      case .blocked: ((0x541054, 53), (0xf7dcf9, 225))
      case .overflow: ((0x7a0a55, 89), (0xfbd9db, 224))
      case .cut: ((0x1b1c21, 234), (0xf6f6f5, 231))
      case .alike: ((0x3a3a3a, 237), (0xdadada, 253))
      case .onlyShown: ((0x00005f, 17), (0xd7d7ff, 189))
      case .onlyCounterpart: ((0x5f0000, 52), (0xffd7af, 223))
      }
    let (rgb, cube) = theme == .dark ? dark : light
    return Ink(rgb: rgb, cube: cube, sixteen: Pigment.bar.ink(theme).sixteen)
  }
}

extension Style {
  /// The mark of a cell of the map.
  @inlinable package var mark: MapMark? {
    switch self {
    case .mapFaint: .faint
    case .mapZero: .zero
    case .mapBlocked: .blocked
    case .mapOverflow: .overflow
    case .mapCut: .cut
    case .mapAlike: .alike
    case .mapOnlyShown: .onlyShown
    case .mapOnlyCounterpart: .onlyCounterpart
    default: nil
    }
  }
}
