import ScreenReading
import Testing

@testable import Screen

@Suite("Map: shades")
struct MapShadeTests {
  private static func ramps(_ theme: Theme) -> [[Ink]] {
    [true, false].map { sign in
      (0..<MapShade.count).map { MapShade(isPositive: sign, level: $0).ink(theme) }
    }
  }

  /// A step of 8 bits in a channel moves L by up to 0.004; the rest is the rounding of the ramp to the gamut.
  @Test("The steps of OKLab's lightness are even to 0.005, away from the page", arguments: Theme.allCases)
  func even(theme: Theme) {
    for ramp in Self.ramps(theme) {
      let steps = zip(ramp, ramp.dropFirst()).map { OKLab($0.rgb).lightness - OKLab($1.rgb).lightness }
      let mean = steps.reduce(0, +) / Double(steps.count)
      #expect((mean > 0) == (theme == .dark) && mean.magnitude > 0.05)
      #expect(steps.allSatisfy { ($0 - mean).magnitude < 0.005 }, "\(steps)")
    }
  }

  @Test("The hue of a sign stays within 3°, and the two signs lie 150° apart or more", arguments: Theme.allCases)
  func hue(theme: Theme) {
    let hues = Self.ramps(theme).map { $0.map { OKLab($0.rgb).hue } }
    for ramp in hues { #expect((ramp.max() ?? 0) - (ramp.min() ?? 0) < 6, "\(ramp)") }
    #expect(((hues[1].first ?? 0) - (hues[0].first ?? 0)).magnitude >= 150)
  }

  @Test("Of the 256 colours too each shade is nearer to the page than the one before, and no two are one colour")
  func cube() {
    for theme in Theme.allCases {
      let ramps = Self.ramps(theme)
      for ramp in ramps {
        let lightness = ramp.map { OKLab(xterm: Int($0.cube)).lightness }
        #expect(zip(lightness, lightness.dropFirst()).allSatisfy { theme == .dark ? $0 > $1 : $0 < $1 }, "\(lightness)")
      }
      #expect(Set(ramps.joined().map(\.cube)).count == 2 * MapShade.count)
    }
  }

  @Test("Every shade is a style of its own, solid where there are colours, told by glyphs where there are not")
  func styles() {
    let shades = [true, false].flatMap { sign in (0..<MapShade.count).map { MapShade(isPositive: sign, level: $0) } }
    #expect(Set(shades.map(\.style)).count == shades.count)
    #expect(shades.allSatisfy { $0.style.shade == $0 })
    let solid = Palette(depth: .cube).appearance(of: .mapPositive3)
    #expect(solid.foreground == solid.background && solid.foreground != nil)
    #expect(Palette(depth: .sixteen).appearance(of: .mapPositive3).background == nil)
    #expect(Set(shades.map(\.glyph)).count == 8)
  }

  @Test("In ASCII the glyphs of the shades stay apart from each other and from all marks")
  func ascii() {
    let shades = [true, false].flatMap { sign in
      (0..<MapShade.count).map { MapShade(isPositive: sign, level: $0).glyph }
    }
    let glyphs = Set(shades + ["·", "×", "▾", "!", "≡", "A", "B", "◉", "◆", "▲", "[", "]"])
    let ascii = glyphs.map { glyph in
      var frame = Frame(size: Size(width: 1, height: 1))
      frame[0, 0] = Cell(glyph)
      return frame.transliteratedToASCII()[0, 0].glyph
    }
    #expect(Set(ascii).count == glyphs.count, "\(ascii)")
  }
}
