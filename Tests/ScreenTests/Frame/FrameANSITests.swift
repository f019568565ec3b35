import Testing

@testable import Screen

@Suite("Frame as ANSI")
struct FrameANSITests {
  /// `ab` in plain, then an inspected `c`, then a title row.
  private var frame: Frame {
    var frame = Frame(size: Size(width: 4, height: 3))
    frame.write([Span("ab"), Span("c", .positive)], x: 0, y: 0)
    frame.fill(Rect(x: 0, y: 1, width: 4, height: 1), with: Cell(" ", .title))
    frame.write("T", x: 0, y: 1, .title)
    return frame
  }

  private func ansi(_ depth: ColorDepth, _ theme: Theme = .dark) -> [String] {
    let lines = frame.ansi(palette: Palette(theme: theme, depth: depth)).split(
      separator: "\n", omittingEmptySubsequences: false)
    return lines.map { String($0).replacing("\u{1b}", with: "␛") }
  }

  @Test("Without colours only bold, dim and reverse remain")
  func none() {
    #expect(ansi(.none) == ["abc", "␛[0;7mT   ␛[0m", "", ""])
  }

  @Test("Sixteen colours: 30–37 and 90–97, bars in reverse video")
  func sixteen() {
    let sky = Palette(depth: .sixteen).appearance(of: .positive).foreground?.sixteen
    #expect(sky == 14)
    #expect(ansi(.sixteen) == ["ab␛[0;96mc␛[0m", "␛[0;7mT   ␛[0m", "", ""])
  }

  @Test("256 colours: 38;5 and 48;5")
  func cube() {
    #expect(ansi(.cube) == ["ab␛[0;38;5;75mc␛[0m", "␛[0;38;5;251;48;5;235mT   ␛[0m", "", ""])
  }

  @Test("24 bits: 38;2 and 48;2 with red, green and blue")
  func truecolor() {
    #expect(
      ansi(.truecolor) == ["ab␛[0;38;2;79;179;255mc␛[0m", "␛[0;38;2;196;200;208;48;2;32;38;47mT   ␛[0m", "", ""])
  }
}
