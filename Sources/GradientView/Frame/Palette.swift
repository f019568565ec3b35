/// A colour in the three depths that a terminal may have.
public struct Ink: Hashable, Sendable {
  /// 0xRRGGBB.
  public let rgb: UInt32
  /// The nearest colour of the 256-colour cube or grey ramp, 16…255.
  public let cube: UInt8
  /// The colour among the first sixteen, 0…15.
  public let sixteen: UInt8
}

/// How a role is shown: nil colours are the terminal's own.
public struct Appearance: Hashable, Sendable {
  /// The glyph's colour.
  public var foreground: Ink?
  /// The cell's colour.
  public var background: Ink?
  /// Bold.
  public var isBold = false
  /// Less than normal intensity; only used where there are no colours.
  public var isDim = false
  /// Foreground and background exchanged.
  public var isReversed = false
}

/// Whether the terminal's own background is dark or light.
public enum Theme: String, CaseIterable, Sendable {
  /// Light text on a dark background.
  case dark
  /// Dark text on a light background.
  case light
}

/// How many colours there are to draw with.
public enum ColorDepth: Int, CaseIterable, Sendable {
  /// Bold, dim and reverse only.
  case none = 0
  /// The sixteen of the terminal's own scheme.
  case sixteen = 16
  /// The 256-colour cube.
  case cube = 256
  /// 24 bits.
  case truecolor = 16_777_216
}

/// The look of every role, for a theme and a number of colours.
///
/// Sign and verdict are never told by colour alone; the hues keep apart for colour-blind eyes (blue and orange, not green
/// and red). Ordinary text has the terminal's own colours, so that an unexpected background stays readable.
public struct Palette: Hashable, Sendable {
  /// Dark or light.
  public let theme: Theme
  /// How many colours are used.
  public let depth: ColorDepth

  /// A palette.
  public init(theme: Theme = .dark, depth: ColorDepth = .cube) {
    self.theme = theme
    self.depth = depth
  }

  /// The look of a role.
  public func appearance(of style: Style) -> Appearance {
    switch depth {
    case .none: Self.monochrome(style)
    case .sixteen: Self.withoutBackgrounds(theme == .dark ? Self.dark(style) : Self.light(style))
    case .cube, .truecolor: theme == .dark ? Self.dark(style) : Self.light(style)
    }
  }

  /// A picture's own background and text colour, for formats that stand alone.
  public var page: (background: UInt32, text: UInt32) {
    theme == .dark ? (0x16171c, 0xd0d3da) : (0xfdfdfb, 0x2b2e35)
  }

  private static func monochrome(_ style: Style) -> Appearance {
    switch style {
    case .title, .hint: Appearance(isReversed: true)
    case .selectedKnob, .hintKey: Appearance(isBold: true, isReversed: true)
    case .strong, .target, .inspected, .vanishing, .exploding, .steady, .blocked, .alarm: Appearance(isBold: true)
    case .muted, .rule, .beyond: Appearance(isDim: true)
    default: Appearance()
    }
  }

  /// With sixteen colours the bars at the top and the bottom are reverse video: no grey can be relied on.
  private static func withoutBackgrounds(_ appearance: Appearance) -> Appearance {
    guard appearance.background != nil else { return appearance }
    return Appearance(isBold: appearance.isBold, isReversed: true)
  }

  private static func dark(_ style: Style) -> Appearance {
    let bar = Ink(rgb: 0x20262f, cube: 235, sixteen: 0)
    return switch style {
    case .text: Appearance()
    case .muted: Appearance(foreground: Ink(rgb: 0x878b95, cube: 245, sixteen: 7))
    case .rule: Appearance(foreground: Ink(rgb: 0x565a64, cube: 240, sixteen: 8))
    case .strong: Appearance(isBold: true)
    case .title: Appearance(foreground: Ink(rgb: 0xd0d3da, cube: 252, sixteen: 7), background: bar)
    case .selectedKnob: Appearance(foreground: amber, background: bar, isBold: true)
    case .hint: Appearance(foreground: Ink(rgb: 0xb4b8c0, cube: 249, sixteen: 7), background: bar)
    case .hintKey: Appearance(foreground: amber, background: bar, isBold: true)
    case .state: Appearance(foreground: Ink(rgb: 0x8fd9a0, cube: 114, sixteen: 2))
    case .amplifies: Appearance(foreground: Ink(rgb: 0xff6b6b, cube: 203, sixteen: 1))
    case .attenuates: Appearance(foreground: Ink(rgb: 0x5b8cff, cube: 69, sixteen: 4))
    case .positive: Appearance(foreground: Ink(rgb: 0x4fb3ff, cube: 75, sixteen: 6))
    case .negative: Appearance(foreground: Ink(rgb: 0xffa040, cube: 215, sixteen: 3))
    case .target: Appearance(foreground: amber, isBold: true)
    case .inspected: Appearance(foreground: Ink(rgb: 0xffffff, cube: 231, sixteen: 15), isBold: true)
    case .beyond: Appearance(foreground: Ink(rgb: 0x4a4e58, cube: 239, sixteen: 8))
    case .vanishing: Appearance(foreground: Ink(rgb: 0x7aa2ff, cube: 111, sixteen: 12), isBold: true)
    case .exploding: Appearance(foreground: Ink(rgb: 0xff6b6b, cube: 203, sixteen: 9), isBold: true)
    case .steady: Appearance(foreground: Ink(rgb: 0x8fd9a0, cube: 114, sixteen: 10), isBold: true)
    case .blocked: Appearance(foreground: Ink(rgb: 0xd58fe0, cube: 176, sixteen: 13), isBold: true)
    case .alarm: Appearance(foreground: Ink(rgb: 0xff6b6b, cube: 203, sixteen: 9), isBold: true)
    }
  }

  private static let amber = Ink(rgb: 0xffd166, cube: 221, sixteen: 11)

  private static func light(_ style: Style) -> Appearance {
    let bar = Ink(rgb: 0xe4e7ec, cube: 254, sixteen: 7)
    return switch style {
    case .text: Appearance()
    case .muted: Appearance(foreground: Ink(rgb: 0x666b75, cube: 242, sixteen: 8))
    case .rule: Appearance(foreground: Ink(rgb: 0xa3a8b2, cube: 247, sixteen: 8))
    case .strong: Appearance(isBold: true)
    case .title: Appearance(foreground: Ink(rgb: 0x2b2e35, cube: 236, sixteen: 0), background: bar)
    case .selectedKnob: Appearance(foreground: rust, background: bar, isBold: true)
    case .hint: Appearance(foreground: Ink(rgb: 0x444952, cube: 239, sixteen: 0), background: bar)
    case .hintKey: Appearance(foreground: rust, background: bar, isBold: true)
    case .state: Appearance(foreground: Ink(rgb: 0x2f8f4e, cube: 29, sixteen: 2))
    case .amplifies: Appearance(foreground: Ink(rgb: 0xc92a2a, cube: 160, sixteen: 1))
    case .attenuates: Appearance(foreground: Ink(rgb: 0x2f5fd0, cube: 26, sixteen: 4))
    case .positive: Appearance(foreground: Ink(rgb: 0x0b72c4, cube: 25, sixteen: 4))
    case .negative: Appearance(foreground: Ink(rgb: 0xc25700, cube: 166, sixteen: 3))
    case .target: Appearance(foreground: rust, isBold: true)
    case .inspected: Appearance(foreground: Ink(rgb: 0x000000, cube: 16, sixteen: 0), isBold: true)
    case .beyond: Appearance(foreground: Ink(rgb: 0xc3c7cf, cube: 251, sixteen: 7))
    case .vanishing: Appearance(foreground: Ink(rgb: 0x2f5fd0, cube: 26, sixteen: 4), isBold: true)
    case .exploding: Appearance(foreground: Ink(rgb: 0xc92a2a, cube: 160, sixteen: 1), isBold: true)
    case .steady: Appearance(foreground: Ink(rgb: 0x2f8f4e, cube: 29, sixteen: 2), isBold: true)
    case .blocked: Appearance(foreground: Ink(rgb: 0x9036a0, cube: 90, sixteen: 5), isBold: true)
    case .alarm: Appearance(foreground: Ink(rgb: 0xc92a2a, cube: 160, sixteen: 1), isBold: true)
    }
  }

  private static let rust = Ink(rgb: 0x9a5b00, cube: 94, sixteen: 1)
}
