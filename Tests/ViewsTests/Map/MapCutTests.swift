import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// What is hatched is what is cut, by looking at every pair.
@Suite("Map: what a cut leaves")
struct MapCutTests {
  private static let sessions = [
    Sample.session(term: 35), Sample.session(.relu, b: 0.5, term: 30, size: Size(width: 60, height: 20)),
    Sample.session(W: 1.1, input: "noise", steps: 300, size: Size(width: 80, height: 24)),
    Sample.drawn(hidden: 3), Sample.classifier(hidden: 4, classes: 3, size: Size(width: 70, height: 24)),
  ]

  private static let cuts = [
    Cut(.window, length: 1), Cut(.window, length: 8), Cut(.detach, length: 10), Cut(.detach, length: 500),
  ]

  private func drawn(_ place: Int, _ cut: Cut) -> (frame: Frame, map: MapView) {
    var session = Self.sessions[place].pressing("3")
    session.state.cut = cut
    let frame = session.frame()
    return (frame, MapView(session, MapLayout(for: session)))
  }

  @Test("Every cell of which all pairs are cut is hatched, and no other", arguments: sessions.indices, cuts)
  func hatching(place: Int, cut: Cut) {
    let (frame, map) = drawn(place, cut)
    let layout = map.layout
    func isCut(_ rows: [Int], _ column: Int) -> Bool {
      let pairs = rows.flatMap { layout.rows.steps(of: $0) }.flatMap { k in
        layout.columns.steps(of: column).filter { $0 <= k }.map { (k, $0) }
      }
      return !pairs.isEmpty && pairs.allSatisfy { $1 < cut.truncation.firstStep(reaching: $0) }
    }
    for y in layout.grid.y..<layout.grid.y + layout.grid.height {
      let (upper, lower) = layout.halves(atRow: y)
      for column in layout.columns.indices {
        for row in Set([upper, lower]) where map.fill(row: row, column: column) != nil {
          let isHatched = map.fill(row: row, column: column)?.style == .mapCut
          #expect(isHatched == isCut([row], column), "k \(layout.rows.steps(of: row)) column \(column)")
        }
        let x = layout.xs(ofColumn: column).lowerBound
        // Beyond the diagonal stands the key, with a swatch of it.
        guard frame[x, y].glyph != "◉", map.fill(row: lower, column: column) != nil else { continue }
        // Where half of it is left the cell shows what is left.
        #expect((frame[x, y].style == .mapCut) == isCut([upper, lower], column))
      }
    }
  }

  @Test("It is told apart without colours and in ASCII, and the key says what it means")
  func glyphs() {
    for notation in [Notation.unicode, .ascii] {
      var session = GoldenCase.cut(Self.sessions[0].pressing("3"), .window, 8)
      session.notation = notation
      let text = session.lines.joined(separator: "\n")
      #expect(text.contains(notation == .ascii ? "////" : "╱╱╱╱"))
      #expect(text.contains(notation == .ascii ? "/  cut" : "╱  cut") && text.contains("window"))
    }
    let whole = Self.sessions[0].pressing("3").lines.joined()
    #expect(!whole.contains("╱") && !whole.contains("cut"))
  }

  @Test("With room the key says which pairs they are, and what a cell shows that is cut in part")
  func key() {
    let wide = Size(width: 160, height: 50)
    func text(_ session: Session, _ kind: Cut.Kind) -> String {
      GoldenCase.cut(session.pressing("3"), kind, 8).lines.joined(separator: "\n")
    }
    #expect(text(Sample.session(size: wide), .window).contains("lag 8 and up: cut, not in the sum"))
    let pooled = text(Sample.session(input: "noise", steps: 400, size: wide), .detach)
    #expect(pooled.contains("cut; partly cut: what is left"))
  }

  @Test("The means by lag end where the window does, and how far back a target hears is where it is cut")
  func words() {
    let text = GoldenCase.cut(Self.sessions[0].pressing("3"), .window, 8).lines.joined(separator: "\n")
    #expect(text.contains("by lag 0–7, the rest cut"))
    // Beside a lag of 6 all is under a hundredth of the largest; of a constant sum it is the cut that ends it.
    let linear = Sample.session(.identity, W: 1, size: Size(width: 100, height: 40)).pressing("3")
    let window = GoldenCase.cut(linear, .window, 8).lines.joined(separator: "\n")
    #expect(window.contains("step 44 hears back to step 37, lag 7: all before it is cut"))
    let detached = GoldenCase.cut(linear, .detach, 10).lines.joined(separator: "\n")
    #expect(detached.contains("step 44 hears back to step 41, lag 3: all before it is cut"))
  }

  @Test("Clamped adjoints have terms of their own in every cell, of one unit too")
  func clamped() throws {
    var session = GoldenCase.cut(Self.sessions[0].pressing("3"), .none, 1, .adjoint(0.05))
    session.state.setTarget(20)
    _ = session.frame()
    let map = MapView(session, MapLayout(for: session))
    #expect(!map.areNorms)
    let trajectory = session.analysis.trajectory
    let largest = (1...44).flatMap { k in
      Contributions(of: trajectory, target: k, parameter: .recurrentWeights, adjointLimit: 0.05).values()
    }.map(\.magnitude).max()
    #expect(map.blocks.largest?.value.magnitude == largest)
  }
}
