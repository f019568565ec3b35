import CNcurses
import RNNCore
import Testing

@testable import CursesTerminal

struct RowRunsTests {
  /// A row of characters with a letter for the look of each.
  private func row(_ text: String, _ looks: String) -> [cchar_t] {
    zip(text, looks.unicodeScalars).flatMap { cursesRow(String($0), pair: Int16($1.value)) }
  }

  private func text(_ row: [cchar_t]?) -> String {
    String(String.UnicodeScalarView((row ?? []).compactMap { Unicode.Scalar(UInt32($0.chars.0)) }))
  }

  @Test("What does not change is written in no turn")
  func unchanged() {
    let runs = RowRuns(from: row("abc", "xyz"), to: row("abc", "xyz"))
    #expect(runs.runs.isEmpty && runs.turns.isEmpty)
    #expect(runs.row(after: 0) == nil)
  }

  @Test("Across a cheap gap and across one that ncurses moves past, runs stay in one turn")
  func oneTurn() {
    let cheap = RowRuns(from: row("a  b", "xxxx"), to: row("c  d", "xxxx"))
    #expect(cheap.runs == [0..<1, 3..<4])
    #expect(cheap.turns == [0, 0])
    let far = RowRuns(from: row("a█▇█▇█▇b", "xyzyzyzx"), to: row("c█▇█▇█▇d", "xyzyzyzx"))
    #expect(far.turns == [0, 0])
  }

  @Test("A run behind a few unchanged cells of other colours is left for a later turn")
  func turns() {
    let (before, after) = (row("1█2█3█4█5", "xyxyxyxyx"), row("a█b█c█d█e", "xyxyxyxyx"))
    let runs = RowRuns(from: before, to: after)
    #expect(runs.runs == [0..<1, 2..<3, 4..<5, 6..<7, 8..<9])
    // 6 is five cells behind 0, which ncurses would write again; 8 is far enough.
    #expect(runs.turns == [0, 1, 2, 3, 0])
    #expect(runs.arranged(in: .together).turns == [0, 0, 0, 0, 0])
    #expect(cost(of: runs) < cost(of: runs.arranged(in: .together)))
  }

  private func cost(of row: RowRuns) -> Int { RowRuns.cost(of: [row]) }

  @Test("What is reversed comes behind the rest, where that is asked for")
  func reversed() {
    func row(_ text: String) -> [cchar_t] {
      text.flatMap { cursesRow(String($0), pair: 1, attributes: $0 == "r" || $0 == "R" ? curses_reverse : 0) }
    }
    let runs = RowRuns(
      from: row("n ------ r ------ n ------ r"), to: row("N ------ R ------ N ------ R"), in: .reversedLast)
    #expect(runs.turns == [0, RowRuns.turnsOfAKind, 0, RowRuns.turnsOfAKind])
    #expect(cost(of: runs) < cost(of: runs.arranged(in: .spaced)))
  }

  @Test("A change of colour, of an attribute, and back")
  func costs() {
    var cost = WriteCost()
    cost.write(row("a", "x")[0])
    #expect(cost.bytes == 11)
    cost.write(row("b", "x")[0])
    #expect(cost.bytes == 12)
    cost.write(cursesRow("c", pair: 1, attributes: curses_reverse)[0])
    #expect(cost.bytes == 32)
    cost.end()
    cost.end()
    #expect(cost.bytes == 41)
  }

  @Test("After its turn a run stands in the row, after the last one all do", arguments: 1...200)
  func rows(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let (count, letters) = (Int(seed % 40) + 1, Array("ab█ "))
    func random() -> [cchar_t] {
      let text = String((0..<count).map { _ in letters.randomElement(using: &generator) ?? " " })
      return row(text, String((0..<count).map { _ in Bool.random(using: &generator) ? "x" : "y" }))
    }
    let (old, new) = (random(), random())
    for order in RowRuns.Order.allCases {
      let runs = RowRuns(from: old, to: new, in: order)
      var shown = old
      for turn in Set(runs.turns).sorted() {
        guard let next = runs.row(after: turn) else { continue }
        for column in next.indices where !next[column].isSame(as: shown[column]) {
          #expect(next[column].isSame(as: new[column]))
          #expect(zip(runs.runs, runs.turns).contains { $1 == turn && $0.contains(column) })
        }
        shown = next
      }
      #expect(zip(shown, new).allSatisfy { $0.isSame(as: $1) }, "\(text(old)) → \(text(new)): \(text(shown))")
    }
  }

  @Test("Bytes of UTF-8")
  func bytes() {
    #expect(row("aé█😀", "xxxx").map(\.byteCount) == [1, 2, 3, 4])
  }
}
