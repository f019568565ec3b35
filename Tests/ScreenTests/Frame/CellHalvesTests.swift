import Testing

@testable import Screen

@Suite("Cells of two halves")
struct CellHalvesTests {
  private static let deep = Palette(theme: .dark, depth: .cube)

  private static func cell(_ upper: Style?, _ lower: Style?) -> Cell {
    var cell = Cell("▙", .mapNegative2)
    cell.halves = CellHalves(upper: upper, lower: lower)
    return cell
  }

  private static func frame(_ cell: Cell) -> Frame {
    var frame = Frame(size: Size(width: 1, height: 1))
    frame[0, 0] = cell
    return frame
  }

  @Test("Of every two roles the upper colours the block and the lower its ground", arguments: Theme.allCases)
  func colours(theme: Theme) {
    for depth in [ColorDepth.cube, .truecolor] {
      let palette = Palette(theme: theme, depth: depth)
      func solid(_ style: Style?) -> UInt32? {
        style.flatMap { style in
          style == .inspected ? Pigment.contrast.ink(theme).rgb : palette.appearance(of: style).background?.rgb
        }
      }
      for halves in CellHalves.all {
        let shown = palette.shown(Self.cell(halves.upper, halves.lower))
        let (block, ground) = (shown.appearance.foreground?.rgb, shown.appearance.background?.rgb)
        if halves.upper == nil {
          #expect(shown.glyph == "▄" && block == solid(halves.lower) && ground == nil && block != nil)
        } else {
          #expect(shown.glyph == "▀" && block == solid(halves.upper) && ground == solid(halves.lower))
        }
        #expect(block != ground, "\(halves)")
      }
    }
  }

  /// Roles, and the page, each over each other one.
  @Test("Every two of the 18 shades, 8 marks, the cursor and the page, and no pair that ncurses cannot number")
  func all() {
    #expect(CellHalves.all.count == 28 * 27 && Set(CellHalves.all).count == 28 * 27)
    #expect(CellHalves.all.count + 2 * Style.allCases.count < 1 << 15)
  }

  @Test("With fewer colours, in plain text and in ASCII it is its own glyph in its own style")
  func single() {
    let cell = Self.cell(.mapPositive0, .mapNegative2)
    for depth in [ColorDepth.none, .sixteen] {
      let palette = Palette(depth: depth)
      #expect(palette.shown(cell) == ("▙", palette.appearance(of: .mapNegative2)))
    }
    #expect(Self.frame(cell).plainText == "▙\n")
    let ascii = Self.frame(cell).transliteratedToASCII()[0, 0]
    #expect(ascii == Cell("=", .mapNegative2))
  }

  @Test("ANSI has both colours, one where the other half is the page")
  func ansi() {
    func text(_ upper: Style?, _ lower: Style?) -> String {
      Self.frame(Self.cell(upper, lower)).ansi(palette: Self.deep).replacing("\u{1b}", with: "␛")
    }
    #expect(text(.mapPositive0, .mapNegative2) == "␛[0;38;5;153;48;5;180m▀␛[0m\n")
    #expect(text(nil, .mapNegative2) == "␛[0;38;5;180m▄␛[0m\n")
    #expect(text(.mapFaint, nil) == "␛[0;38;5;235m▀␛[0m\n")
  }

  @Test("SVG has a rectangle for each half, nine pixels high")
  func svg() {
    let text = Self.frame(Self.cell(.mapPositive0, .mapNegative2)).svg(theme: .dark, title: "")
    #expect(text.contains("<rect x=\"0\" y=\"0\" width=\"9\" height=\"18\" fill=\"#f49946\""))
    #expect(text.contains("<rect x=\"0\" y=\"0\" width=\"9\" height=\"9\" fill=\"#b4d8ff\""))
    #expect(!text.contains("▙") && !text.contains("▀"))
  }
}
