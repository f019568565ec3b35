/// How many colours there are to draw with.
package enum ColorDepth: Int, CaseIterable, Sendable {
  /// Bold, dim and reverse only.
  case none = 0
  /// The sixteen of the terminal's own scheme.
  case sixteen = 16
  /// The 256-colour cube.
  case cube = 256
  /// 24 bits.
  case truecolor = 16_777_216
}

/// Whether the terminal's own background is dark or light.
package enum Theme: String, CaseIterable, Sendable {
  /// Light text on a dark background.
  case dark
  /// Dark text on a light background.
  case light
}

/// The appearance of every role, for a theme and a number of colours.
///
/// Sign and verdict are never told by colour alone; the hues keep apart for colour-blind eyes (blue and orange, not green
/// and red). Ordinary text has the terminal's own colours, so that an unexpected background stays readable.
package struct Palette: Hashable, Sendable {
  /// Dark or light.
  package let theme: Theme
  /// How many colours are used.
  package let depth: ColorDepth

  /// A palette.
  package init(theme: Theme = .dark, depth: ColorDepth = .cube) {
    self.theme = theme
    self.depth = depth
  }

  /// The appearance of a role.
  package func appearance(of style: Style) -> Appearance {
    if let bar = style.bar {
      var appearance = appearance(of: bar)
      appearance.isReversed = true
      return appearance
    }
    if let shade = style.shade { return appearance(of: shade) }
    if let mark = style.mark {
      let appearance = mark.appearance(theme, depth)
      return depth == .sixteen ? appearance.amongSixteen : appearance
    }
    return switch depth {
    case .none: Self.monochrome(style)
    case .sixteen: coloured(style).amongSixteen
    case .cube, .truecolor: coloured(style)
    }
  }

  /// A calm solid cell; where no colour can be relied on but the hue, the glyph tells the decades.
  private func appearance(of shade: MapShade) -> Appearance {
    let ink = shade.ink(theme)
    return switch depth {
    case .none: Appearance()
    case .sixteen: Appearance(foreground: ink)
    case .cube, .truecolor: Appearance(foreground: ink, background: ink)
    }
  }

  /// A picture's own background and text colour, for formats that stand alone.
  package var page: (background: UInt32, text: UInt32) {
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

  private func coloured(_ style: Style) -> Appearance {
    let pigment = style.pigment
    let bar = style.isOnBar ? Pigment.bar.ink(theme) : nil
    return Appearance(foreground: pigment?.ink(theme), background: bar, isBold: style.isBold)
  }
}

extension Appearance {
  /// With sixteen colours no grey can be relied on: the bars at the top and the bottom are reverse video, and what is grey
  /// elsewhere is the terminal's own colour, dimmed.
  fileprivate var amongSixteen: Appearance {
    if background != nil { return Appearance(isBold: isBold, isReversed: true) }
    guard let foreground, foreground.sixteen == nil else { return self }
    return Appearance(isDim: true)
  }
}

extension Style {
  fileprivate var isOnBar: Bool { [.title, .selectedKnob, .hint, .hintKey].contains(self) }

  fileprivate var isBold: Bool {
    switch self {
    case .strong, .selectedKnob, .hintKey, .target, .inspected, .vanishing, .exploding, .steady, .blocked, .alarm: true
    default: false
    }
  }

  /// The colour of a role; nil for the terminal's own.
  fileprivate var pigment: Pigment? {
    switch self {
    case .text, .strong: nil
    case .muted: .grey
    case .rule: .darkGrey
    case .beyond: .faint
    case .title, .hint: .barText
    case .selectedKnob, .hintKey, .target: .amber
    case .inspected: .contrast
    case .state, .steady: .green
    case .amplifies, .exploding, .alarm: .red
    case .attenuates, .vanishing: .blue
    case .positive: .sky
    case .negative: .orange
    case .blocked: .violet
    case .counterpart: .pink
    case .immediate: .teal
    default: bar?.pigment
    }
  }
}

/// A colour in the three depths that a terminal may have.
package struct Ink: Hashable, Sendable {
  /// 0xRRGGBB.
  package let rgb: UInt32
  /// A colour of the 256-colour cube or grey ramp near it, 16…255.
  package let cube: UInt8
  /// The colour among the first sixteen, 0…15 without 8; nil for a grey, which is the terminal's own colour dimmed there:
  /// common schemes have their background's colour as bright black.
  package let sixteen: UInt8?
}

/// How a role is shown: nil colours are the terminal's own.
package struct Appearance: Hashable, Sendable {
  /// The glyph's colour.
  package var foreground: Ink?
  /// The cell's colour.
  package var background: Ink?
  /// Bold.
  package var isBold = false
  /// Less than normal intensity; only used where greys cannot be relied on.
  package var isDim = false
  /// Foreground and background exchanged.
  package var isReversed = false
}

/// A colour of the design, with its shade for a dark and for a light background.
struct Pigment: Sendable {
  private let dark: Ink
  private let light: Ink

  private init(
    _ dark: (rgb: UInt32, cube: UInt8, sixteen: UInt8?), light: (rgb: UInt32, cube: UInt8, sixteen: UInt8?)
  ) {
    self.dark = Ink(rgb: dark.rgb, cube: dark.cube, sixteen: dark.sixteen)
    self.light = Ink(rgb: light.rgb, cube: light.cube, sixteen: light.sixteen)
  }

  /// The shade for a background.
  func ink(_ theme: Theme) -> Ink { theme == .dark ? dark : light }

  static let grey = Pigment((0x878b95, 245, nil), light: (0x666b75, 242, nil))
  static let darkGrey = Pigment((0x686c77, 242, nil), light: (0x888d98, 245, nil))
  static let faint = Pigment((0x676d7e, 242, nil), light: (0x8b909e, 245, nil))
  static let bar = Pigment((0x20262f, 235, nil), light: (0xe4e7ec, 254, nil))
  static let barText = Pigment((0xc4c8d0, 251, nil), light: (0x363a42, 237, nil))
  static let amber = Pigment((0xffd166, 221, 11), light: (0x945700, 94, 1))
  static let contrast = Pigment((0xffffff, 231, 15), light: (0x000000, 16, 0))
  static let green = Pigment((0x8fd9a0, 114, 10), light: (0x1f7a33, 28, 2))
  static let red = Pigment((0xff6b6b, 203, 9), light: (0xc92a2a, 160, 1))
  static let blue = Pigment((0x6b95ff, 69, 12), light: (0x2f5fd0, 26, 4))
  static let sky = Pigment((0x4fb3ff, 75, 14), light: (0x0b72c4, 25, 6))
  static let orange = Pigment((0xffa040, 215, 3), light: (0xb25400, 130, 3))
  static let teal = Pigment((0x5fd7c0, 79, 6), light: (0x00756b, 23, 6))
  static let pink = Pigment((0xff7cc4, 212, 13), light: (0xb3126e, 125, 5))
  static let violet = Pigment((0xd58fe0, 176, 13), light: (0x9036a0, 90, 5))
}
