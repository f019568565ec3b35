import Screen
import Testing

@testable import CursesTerminal

@Suite struct BackgroundTests {
  @Test(arguments: [
    ("11;rgb:0000/0000/0000", Theme.dark), ("11;rgb:ffff/ffff/ffff", .light), ("11;rgb:fd/f6/e3", .light),
    ("11;rgb:00/2b/36", .dark), ("11;rgba:ffff/ffff/ffff/ffff", .light), ("11;rgb:f/f/f", .light),
    ("11;rgb:0000/0000/ffff", .dark), ("11;rgb:0000/ffff/0000", .light),
  ])
  func answer(_ text: String, _ theme: Theme) { #expect(Background.theme(answer: Array(text.utf8)) == theme) }

  @Test(arguments: [
    "", "11;?", "10;rgb:ffff/ffff/ffff", "11;rgb:ffff/ffff", "11;rgb:x/y/z", "11;rgb://", "11;rgb:fffff/0/0",
  ])
  func otherAnswer(_ text: String) { #expect(Background.theme(answer: Array(text.utf8)) == nil) }

  @Test(arguments: [
    ("15;0", Theme.dark), ("0;15", .light), ("0;default;15", .light), ("12;8", .dark), ("0;7", .light),
  ])
  func variable(_ value: String, _ theme: Theme) { #expect(Background.theme(colorFgBg: value) == theme) }

  @Test(arguments: ["", ";", "15;default", "0;16", "0;-1"])
  func otherVariable(_ value: String) { #expect(Background.theme(colorFgBg: value) == nil) }

  @Test func theDecoderKeepsTheAnswer() {
    var decoder = InputDecoder()
    decoder.feed("\u{1b}]11;rgb:ffff/ffff/ffff\u{1b}\\q")
    #expect(decoder.theme == .light)
    #expect(decoder.takeEvents() == [.key(Key(.character("q")))])
    decoder.feed("\u{1b}]0;title\u{07}")
    #expect(decoder.theme == .light)
  }
}
