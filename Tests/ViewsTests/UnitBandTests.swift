import RNNCore
import ScreenReading
import Testing

@testable import Screen
@testable import Views

@Suite("Strips of units")
struct UnitBandTests {
  @Test(
    "Labels keep off the frame's edge, and strips off their labels and shares", arguments: [2, 4, 9, 16, 40, 100],
    [60, 80, 100, 120, 160, 200])
  func edges(hidden: Int, width: Int) {
    for height in [20, 34, 60] { check(hidden, Size(width: width, height: height)) }
  }

  @Test("So do those of so many units that no range of ranks fits", arguments: [80, 160])
  func many(width: Int) { check(512, Size(width: width, height: 34)) }

  private func check(_ hidden: Int, _ size: Size) {
    var session = Sample.drawn(hidden: hidden, steps: 12, size: size)
    let (frame, layout) = (session.frame(), Layout(for: session))
    var ends: [Int] = []
    for y in layout.state.y..<layout.state.y + layout.state.height {
      #expect(frame[0, y].glyph == " " && frame[TimeColumns.gutter - 1, y].glyph == " ")
      let label = frame.glyphs(inRow: y).prefix(TimeColumns.gutter).filter { $0 != " " }
      if label.hasPrefix("#") {
        let numbers = label.dropFirst().split(separator: "–").compactMap { Int($0) }
        // A label is a whole one: from a rank to a rank, or all of them the first rank of their row.
        #expect(!label.hasSuffix("–") && !numbers.isEmpty && numbers[0] == (ends.last ?? 0) + 1 || numbers.count == 1)
        ends.append(numbers[numbers.count - 1])
      }
      #expect(frame[layout.columns.end, y].glyph == " ", "a blank before the share")
      #expect(frame[layout.columns.end + 4, y].glyph == " ")
    }
  }
}
