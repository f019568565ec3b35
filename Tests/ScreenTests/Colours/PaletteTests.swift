import Foundation
import Testing

@testable import Screen

@Suite("Palette")
struct PaletteTests {
  @Test("The colour of the 256 is near the one in 24 bits, hardly farther than the nearest", arguments: Theme.allCases)
  func cubeIsNear(theme: Theme) {
    for (style, ink) in Self.inks(theme) {
      let wanted = Self.components(ink.rgb)
      let distance = Self.distance(Self.xterm(Int(ink.cube)), wanted)
      let best = (16...255).map { Self.distance(Self.xterm($0), wanted) }.min() ?? 0
      #expect(ink.cube >= 16, "\(style): the first sixteen are the terminal's own")
      #expect(distance <= best + 16, "\(style): \(ink.cube) is \(distance) away, the nearest \(best)")
    }
  }

  @Test(
    "WCAG's contrast to the page, and on the bars to the bar: text 4.5, rules, ticks, hatching and dimmed bars 3, shades 1.8",
    arguments: Theme.allCases, [ColorDepth.cube, .truecolor])
  func contrast(theme: Theme, depth: ColorDepth) {
    let palette = Palette(theme: theme, depth: depth)
    let seen = { (ink: Ink) in depth == .cube ? Self.xterm(Int(ink.cube)) : Self.components(ink.rgb) }
    let page = Self.components(palette.page.background)
    for style in Style.allCases where style != .mapFaint {
      let appearance = palette.appearance(of: style)
      let ink = appearance.foreground.map(seen) ?? Self.components(palette.page.text)
      let ground = style.shade == nil ? appearance.background.map(seen) ?? page : page
      let needed = style.shade != nil ? 1.8 : [.rule, .beyond, .mapCut].contains(style.bar ?? style) ? 3 : 4.5
      let contrast = Self.contrast(ink, ground)
      #expect(contrast >= needed, "\(style), \(theme), \(depth): \(contrast)")
    }
  }

  /// Bright black is the background of Solarized, and white or black that of others: no role is drawn in one of them on
  /// the terminal's own background, but what is inspected, in the strongest of its theme.
  @Test("Among sixteen colours what is grey is the terminal's own colour, dimmed", arguments: Theme.allCases)
  func sixteen(theme: Theme) {
    let palette = Palette(theme: theme, depth: .sixteen)
    for style in Style.allCases {
      let appearance = palette.appearance(of: style)
      let color = appearance.foreground?.sixteen
      #expect(color != 8 && (appearance.foreground == nil) == (color == nil), "\(style)")
      #expect(appearance.background == nil && !(appearance.isBold && appearance.isDim), "\(style)")
      if style != .inspected { #expect(![0, 7, 15].contains(color), "\(style)") }
    }
    for style in [Style.muted, .rule, .beyond] {
      #expect(palette.appearance(of: style) == Appearance(isDim: true))
      #expect(palette.appearance(of: style.clipped).isReversed == (style == .beyond))
    }
  }

  @Test("Without colours nothing but bold, dim and reverse is used, and never bold with dim")
  func monochrome() {
    for style in Style.allCases {
      let appearance = Palette(depth: .none).appearance(of: style)
      #expect(appearance.foreground == nil && appearance.background == nil)
      #expect(!(appearance.isBold && appearance.isDim))
    }
  }

  @Test("What must be found at once differs from its neighbours at every depth", arguments: ColorDepth.allCases)
  func told(depth: ColorDepth) {
    for theme in Theme.allCases {
      let palette = Palette(theme: theme, depth: depth)
      for (style, neighbour) in Self.neighbours {
        #expect(palette.appearance(of: style) != palette.appearance(of: neighbour), "\(style) beside \(neighbour)")
      }
    }
  }

  @Test("Sign, side of 1 and verdict have colours of their own wherever there are colours")
  func meaning() {
    for theme in Theme.allCases {
      for depth in [ColorDepth.sixteen, .cube, .truecolor] {
        let palette = Palette(theme: theme, depth: depth)
        for (a, b) in [
          (Style.positive, Style.negative), (.amplifies, .attenuates), (.vanishing, .exploding), (.steady, .blocked),
          (.blocked, .exploding),
        ] {
          #expect(palette.appearance(of: a).foreground != palette.appearance(of: b).foreground, "\(a) \(b) \(theme)")
        }
      }
    }
  }

  @Test("The cut end of a bar is the bar's colour with a mark in the colour of the page, at every depth")
  func clipped() {
    let ends = Style.allCases.filter { $0.bar != nil }
    #expect(ends.count == 8 && ends.allSatisfy { $0.bar?.clipped == $0 })
    for depth in ColorDepth.allCases {
      let palette = Palette(depth: depth)
      for end in ends {
        let bar = palette.appearance(of: end.bar ?? end)
        #expect(palette.appearance(of: end).foreground == bar.foreground && palette.appearance(of: end).isReversed)
      }
    }
  }

  private static let neighbours: [(Style, Style)] = [
    (.selectedKnob, .title), (.hintKey, .hint), (.title, .text), (.hint, .text), (.target, .state),
    (.target, .rule), (.inspected, .rule), (.vanishing, .text), (.exploding, .text), (.steady, .text),
    (.blocked, .text), (.alarm, .text), (.strong, .text), (.beyond, .state), (.beyond, .amplifies),
    (.beyond, .attenuates),
  ]

  private static func inks(_ theme: Theme) -> [(style: Style, ink: Ink)] {
    let palette = Palette(theme: theme, depth: .truecolor)
    return Style.allCases.filter { $0.shade == nil }.flatMap { style in
      let appearance = palette.appearance(of: style)
      return [appearance.foreground, appearance.background].compactMap { $0 }.map { (style, $0) }
    }
  }

  private static func components(_ rgb: UInt32) -> [Double] {
    [16, 8, 0].map { Double(rgb >> $0 & 0xff) }
  }

  /// xterm's colours 16…255: the 6×6×6 cube of 0, 95, 135, … 255 and the ramp 8, 18, … 238.
  private static func xterm(_ index: Int) -> [Double] {
    guard index < 232 else { return Array(repeating: Double(8 + 10 * (index - 232)), count: 3) }
    let levels: [Double] = [0, 95, 135, 175, 215, 255]
    let place = index - 16
    return [levels[place / 36], levels[place / 6 % 6], levels[place % 6]]
  }

  private static func distance(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }

  /// The contrast of two colours as WCAG 2 defines it, from 1 to 21.
  private static func contrast(_ a: [Double], _ b: [Double]) -> Double {
    let (one, other) = (luminance(a), luminance(b))
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
  }

  private static func luminance(_ components: [Double]) -> Double {
    let linear = components.map { value in
      value <= 0.04045 * 255 ? value / 255 / 12.92 : pow((value / 255 + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }
}
