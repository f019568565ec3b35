import Foundation
import Testing

@testable import Explorer
@testable import Screen

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Pictures as text, ANSI and SVG")
struct PictureFormatTests {
  private static let sessions: [Session] = [
    Sample.drawing(), Sample.drawing().pressing("s"), Sample.drawing().pressing("?"), Sample.drawing().pressing("y"),
    Sample.session(.relu, W: 1.1, size: Size(width: 80, height: 24)),
    Sample.session(.identity, W: 9, steps: 209, size: Size(width: 60, height: 20)).pressing("<Tab>=<lt>&>"),
    Sample.drawn(hidden: 4).pressing("5"), Sample.drawing().pressing("3"), Sample.drawing().pressing("p"),
    Sample.classifier().pressing("nO"),
  ]

  @Test("No picture has a line with trailing blanks, and each has as many lines as the screen has rows")
  func pictures() {
    for session in [Sample.drawing(), Sample.drawing(width: 57, height: 19), Sample.drawing().pressing("?")] {
      #expect(session.lines.count == session.size.height)
      #expect(session.lines.allSatisfy { $0.last != " " })
    }
  }

  @Test(
    "Without its sequences ANSI is the plain text, but for blanks that show a colour and for upper blocks",
    arguments: ColorDepth.allCases)
  func sameText(depth: ColorDepth) {
    var session = Sample.drawing()
    let frame = session.frame()
    let text = frame.ansi(palette: Palette(depth: depth)).replacing(/\x{1b}\[[0-9;]*m/, with: "")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }
    var sent = frame
    for y in 0..<frame.size.height { for x in 0..<frame.size.width { sent[x, y].glyph = frame[x, y].sent.glyph } }
    #expect(lines.joined(separator: "\n") == sent.plainText)
  }

  @Test("Every line of ANSI ends as it began: without attributes", arguments: ColorDepth.allCases)
  func closed(depth: ColorDepth) {
    var session = Sample.drawing()
    for line in session.frame().ansi(palette: Palette(depth: depth)).split(separator: "\n") {
      let last = line.matches(of: /\x{1b}\[[0-9;]*m/).last
      #expect(last == nil || last?.output == "\u{1b}[0m")
    }
  }

  @Test("An SVG is well-formed XML with one svg of 9×18 pixels a cell", arguments: sessions.indices, Theme.allCases)
  func wellFormed(place: Int, theme: Theme) throws {
    var session = Self.sessions[place]
    let reader = ElementReader()
    let parser = XMLParser(data: Data(session.frame().svg(theme: theme, title: "a < b & \"c\"").utf8))
    parser.delegate = reader
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    let root = try #require(reader.elements.first)
    #expect(root.name == "svg" && root.attributes["role"] == "img")
    #expect(root.attributes["width"] == "\(session.size.width * 9)")
    #expect(root.attributes["height"] == "\(session.size.height * 18)")
    #expect(reader.title == "a < b & \"c\"")
  }

  @Test("An SVG stands alone: no script, no link, no font to load", arguments: sessions.indices)
  func standsAlone(place: Int) {
    var session = Self.sessions[place]
    let reader = ElementReader()
    let parser = XMLParser(data: Data(session.frame().svg(theme: .dark, title: "t").utf8))
    parser.delegate = reader
    #expect(parser.parse())
    let names = Set(reader.elements.map(\.name))
    #expect(names.isSubset(of: ["svg", "title", "rect", "g", "text", "tspan", "polygon", "circle"]))
    for element in reader.elements {
      #expect(element.attributes.keys.allSatisfy { !$0.hasPrefix("on") && !$0.contains("href") && $0 != "src" })
    }
  }

  @Test("The same frame gives the same bytes of SVG")
  func deterministic() {
    var (a, b) = (Sample.drawing(), Sample.drawing())
    #expect(a.frame().svg(theme: .dark, title: "t") == b.frame().svg(theme: .dark, title: "t"))
    #expect(a.frame().svg(theme: .light, title: "t") != b.frame().svg(theme: .dark, title: "t"))
  }
}

/// Collects the elements of a document.
private final class ElementReader: NSObject, XMLParserDelegate {
  var elements: [(name: String, attributes: [String: String])] = []
  var title = ""
  private var isInTitle = false

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements.append((name, attributes))
    isInTitle = name == "title"
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    isInTitle = false
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if isInTitle { title += text }
  }
}
