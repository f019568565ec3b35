import Testing

@testable import Screen

@Suite("Map: marks")
struct MapMarkTests {
  @Test("Each has a role and a ground of its own, no shade's, and a glyph where nothing but glyphs tells")
  func apart() {
    let count = MapMark.allCases.count
    #expect(Set(MapMark.allCases.map(\.style)).count == count && Set(MapMark.allCases.map(\.glyph)).count == count)
    #expect(MapMark.allCases.allSatisfy { $0.style.mark == $0 && $0.style.shade == nil })
    let shades = Style.allCases.filter { $0.shade != nil }
    for theme in Theme.allCases {
      for depth in [ColorDepth.cube, .truecolor] {
        let grounds = (MapMark.allCases.map(\.style) + shades).compactMap {
          Palette(theme: theme, depth: depth).appearance(of: $0).background
        }
        #expect(Set(grounds.map(\.cube)).count == shades.count + count)
        #expect(Set(grounds.map(\.rgb)).count == shades.count + count)
      }
      #expect(MapMark.allCases.allSatisfy { $0.appearance(theme, .sixteen).background == nil })
    }
  }
}
