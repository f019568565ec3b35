import Foundation
import FoundationXML
import Testing

@testable import Screen

/// Pictures that follow each other, as one file.
@Suite struct FilmTests {
  private static func frame(_ lines: String...) -> Frame {
    var frame = Frame(size: Size(width: 6, height: 3))
    for (y, line) in lines.enumerated() { frame.write(line, x: 0, y: y) }
    return frame
  }

  /// Three pictures: the first row stays, the second is another in the middle, the third appears at the end.
  private static let film = Film(
    [
      Film.Picture(frame("same", "one"), key: "", description: "First & \"foremost\".\n"),
      Film.Picture(frame("same", "two"), key: "<Up>", description: "Second.\n"),
      Film.Picture(frame("same", "one", "end"), key: "a", description: "Third.\n"),
    ], seconds: 0.5, title: "a < b")

  @Test("A recording is a line for the size and one for each picture, with its time, and the last one stays")
  func cast() throws {
    let lines = Self.film.cast(palette: Palette(theme: .dark, depth: .none)).split(separator: "\n").map {
      Data($0.utf8)
    }
    let head = try #require(JSONSerialization.jsonObject(with: lines[0]) as? [String: Any])
    #expect(head["version"] as? Int == 2 && head["width"] as? Int == 6 && head["height"] as? Int == 3)
    #expect(head["title"] as? String == "a < b")
    let events = try lines.dropFirst().map { try #require(JSONSerialization.jsonObject(with: $0) as? [Any]) }
    #expect(events.map { $0[0] as? Double } == [0, 0.5, 1, 1.5] && events.allSatisfy { $0[1] as? String == "o" })
    let shown = events.compactMap { $0[2] as? String }
    #expect(shown[0].hasPrefix("\u{1b}[?25l\u{1b}[2J\u{1b}[H") && shown[1].hasPrefix("\u{1b}[H"))
    #expect(shown[1] == "\u{1b}[Hsame\u{1b}[K\r\ntwo\u{1b}[K\r\n\u{1b}[K\u{1b}[J" && shown[3] == "\u{1b}[0m\u{1b}[?25h")
  }

  @Test("A moving picture has no script, writes what stays once, and each part is seen in its turns alone")
  func svg() throws {
    let svg = Self.film.svg(theme: .dark)
    #expect(XMLParser(data: Data(svg.utf8)).parse())
    #expect(!svg.contains("<script") && svg.contains("<title>a &lt; b</title>"))
    #expect(svg.contains("<desc>First &amp; \"foremost\"."))
    func count(_ text: String) -> Int { svg.components(separatedBy: text).count - 1 }
    #expect(count(">same<") == 1 && count(">one<") == 1 && count(">two<") == 1 && count(">end<") == 1)
    // Seen at first, away in the middle, seen at the end; the other way round; at the end alone.
    #expect(svg.contains("{0%{visibility:visible}33.333%{visibility:hidden}66.667%{visibility:visible}}"))
    #expect(svg.contains("{0%{visibility:hidden}33.333%{visibility:visible}66.667%{visibility:hidden}}"))
    #expect(svg.contains("{0%{visibility:hidden}66.667%{visibility:visible}}"))
    #expect(count("visibility=\"hidden\"") == 2 && svg.contains("1.5s step-end infinite"))
    #expect(svg.contains("prefers-reduced-motion: no-preference"))
  }

  @Test("One picture alone does not move")
  func still() {
    let film = Film([Self.film.pictures[0]], seconds: 1, title: "t")
    #expect(
      film.svg(theme: .dark)
        == film.pictures[0].frame.svg(theme: .dark, title: "t", description: film.pictures[0].description))
  }

  @Test("A page shows the first picture, knows the keys, and loads nothing from elsewhere")
  func html() {
    let html = Self.film.html(theme: .light)
    #expect(
      html.components(separatedBy: "<figure").count - 1 == 3
        && html.components(separatedBy: "<figure hidden>").count - 1 == 2)
    #expect(html.contains("2 of 3 · key <kbd>&lt;Up&gt;</kbd>") && html.contains("<p>Second.</p>"))
    for key in ["ArrowLeft", "ArrowRight", "Home", "End", "id=\"back\"", "id=\"on\""] { #expect(html.contains(key)) }
    #expect(!html.contains("src=") && !html.contains("href=") && !html.contains("url("))
    #expect(html.components(separatedBy: "http").count - 1 == 3, "the name of SVG's namespace alone")
  }

  @Test("Numbers and strings as they are written")
  func writing() {
    #expect([0, 1, 0.5, 0.125, 33.3333, 10.0004].map(\.inThousandths) == ["0", "1", "0.5", "0.125", "33.333", "10"])
    #expect("a\"\\\n\r\u{1b}\u{1}é".jsonQuoted == "\"a\\\"\\\\\\n\\r\\u001b\\u0001é\"")
  }
}
