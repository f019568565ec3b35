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

/// The look of every role, for a theme and a number of colours.
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

  /// The look of a role.
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
    case .immediate: .teal
    default: bar?.pigment
    }
  }
}
