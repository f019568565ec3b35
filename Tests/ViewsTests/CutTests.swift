import RNNCore
import Synchronization
import Testing

@testable import Explorer
@testable import Screen

/// What is printed is printed whole: half a number is another number.
@Suite struct CutTests {
  private static let widths = [40, 43, 52, 60, 71, 80, 100, 131, 160, 200]
  private static let heights = [10, 12, 15, 20, 24, 30, 45, 60]

  @Test("No number is cut at any size, in any view and scenario", arguments: Scenario.all.map(\.name))
  func scenarios(name: String) throws {
    let scenario = try #require(Scenario.named(name))
    var session = Sample.session()
    session.open(scenario)
    for view in View.allCases where view != .spectrum {
      var shown = session.pressing("<Esc>")
      shown.state.view = view
      try check(shown, sizes: 2, seed: UInt64(name.count))
    }
  }

  @Test(
    "Nor with values of many digits, several units, in help, list, command and complaints",
    arguments: [
      "", "?", "o", "y", "=0.x<Enter>", "=1e300<Enter>", "=-2.612296656009273<Enter>", "=1e-300<Enter>",
      "<Space><Tick>",
      "s", "p", "=T=209<Enter>", "=b=0.30000000000000004<Enter><Tab><Tab>", "=k=310<Enter>", "}}}}}",
    ])
  func everywhere(script: String) throws {
    for start in [Sample.session(), Sample.drawn(hidden: 12), Sample.classifier()] {
      for view in "1234" { try check(start.pressing("\(view)" + script), sizes: 1, seed: UInt64(script.count)) }
      try check(start.pressing("5n" + script), sizes: 1, seed: UInt64(script.count) &+ 9)
    }
  }

  private func check(_ session: Session, sizes: Int, seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<sizes {
      var session = session
      session.size = Size(
        width: try #require(Self.widths.randomElement(using: &generator)),
        height: try #require(Self.heights.randomElement(using: &generator)))
      let cuts = Self.cuts { _ = session.frame() }
      #expect(cuts.isEmpty, "\(session.size) \(session.state.view) \(session.mode)")
    }
  }

  /// The texts that are cut while something is drawn, where the cut goes through a number or a word.
  private static func cuts(_ draw: () -> Void) -> [String] {
    let log = CutLog()
    Frame.$cutObserver.withValue(log, operation: draw)
    return log.texts.withLock { $0 }
  }
}

private final class CutLog: CutObserver {
  let texts = Mutex<[String]>([])

  func note(_ text: String, columns: Int) {
    let glyphs = Array(text)
    let joins =
      glyphs.indices.contains(columns) && Self.isInside(glyphs[columns]) && columns > 0
      && Self.isInside(glyphs[columns - 1])
    if joins { texts.withLock { $0.append("\(text) | \(columns)") } }
  }

  private static func isInside(_ glyph: Character) -> Bool { glyph.isNumber || ".e−".contains(glyph) }
}
