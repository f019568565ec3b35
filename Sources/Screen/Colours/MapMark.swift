/// What stands in a cell of the map that has no shade.
///
/// Like a shade a mark fills its cell, so that it can fill half of one; the glyph stands on it where there is something to
/// be said of it.
package enum MapMark: CaseIterable {
  /// Below the last shade, but not 0.
  case faint
  /// Exactly 0, because what the step carries is.
  case zero
  /// Exactly 0, because nothing flows.
  case blocked
  /// The state overflows.
  case overflow

  @inlinable package var glyph: Character {
    switch self {
    case .faint: "▾"
    case .zero: "·"
    case .blocked: "×"
    case .overflow: "!"
    }
  }

  @inlinable package var style: Style {
    switch self {
    case .faint: .mapFaint
    case .zero: .mapZero
    case .blocked: .mapBlocked
    case .overflow: .mapOverflow
    }
  }

  /// Greys, violet and red as the marks of the other views. What is faint has no glyph where its ground says it.
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
    case .faint, .zero: .grey
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
    }
  }

  private func ground(_ theme: Theme) -> Ink {
    let (dark, light): ((UInt32, UInt8), (UInt32, UInt8)) =
      switch self {
      case .faint: ((0x26282e, 235), (0xe9ebee, 255))
      case .zero: ((0x30333b, 236), (0xdcdfe4, 254))
      case .blocked: ((0x541054, 53), (0xf7dcf9, 225))
      case .overflow: ((0x7a0a55, 89), (0xfbd9db, 224))
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
    default: nil
    }
  }
}
