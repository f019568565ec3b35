import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

@Suite("Landscape: refinement")
struct LandscapeRefinementTests {
  private func long(_ keys: String) -> Session {
    Sample.session(input: "zero", steps: 20_000, size: Size(width: 40, height: 10)).pressing(keys)
  }

  @Test("It begins coarse, says what is missing, refines with every tick and then rests", arguments: ["4", "4v"])
  func ticks(keys: String) throws {
    var session = long(keys)
    _ = session.frame()
    var progress = try #require(session.landscape).progress
    #expect(progress.computed > 0 && progress.computed < progress.all)
    let missing = "\(progress.computed) of \(progress.all) "
    #expect(session.lines.contains { $0.contains(missing) })
    var count = 0
    while session.tickInterval != nil, count < 20 {
      session.tick()
      _ = session.frame()
      let now = try #require(session.landscape).progress
      #expect(now.computed >= progress.computed)
      (progress, count) = (now, count + 1)
    }
    #expect(count > 0 && count < 20 && session.landscape?.isComplete == true && session.tickInterval == nil)
    #expect(!session.lines.contains { $0.contains(" of \(progress.all) ") })
    // What is printed without ticks is the same.
    var printed = long(keys)
    printed.refine()
    #expect(printed.frame() == session.frame())
  }

  @Test("On several threads it is the same picture, of a knob and of a gain")
  func threads() throws {
    var states = [Sample.session(input: "zero", steps: 20_000).pressing("4").state]
    states.append(Sample.spectrum(hidden: 24, input: "noise", steps: 60).state)
    states[1].view = .landscape
    for state in states {
      let pictures = [1, 3].map { count in
        var session = Session(
          state: state, sources: Sample.sources, size: Size(width: 80, height: 24), waitingFrom: 1e12, threads: count)
        _ = session.frame()
        while session.isRefining {
          session.tick()
          _ = session.frame()
        }
        return session.frame()
      }
      #expect(pictures[0] == pictures[1])
    }
  }

  @Test("A key that changes what is shown starts anew; one that moves the cursor goes on")
  func keys() throws {
    var session = long("4")
    _ = session.frame()
    session.tick()
    #expect(session.landscape?.isWhole == true)
    session.press("<Up>")
    _ = session.frame()
    #expect(session.landscape?.isWhole == true)
    session.press("<Left>")
    // Nothing is refined that is no longer shown.
    let stale = session.landscape?.progress.computed
    session.tick()
    #expect(session.landscape?.progress.computed == stale && !session.isRefining)
    _ = session.frame()
    #expect(session.landscape?.isWhole == false && session.isRefining)
    session.size = Size(width: 10, height: 4)
    #expect(session.tickInterval == nil)
  }

  @Test("Grids of the surface halve, and what is missing is taken from the coarser one")
  func surface() {
    let start = Sample.start(.tanh, W: 0, U: 1, b: 0, s0: 0.5)
    let experiment = Experiment(start: start, inputs: SyntheticInput.zero.sequence(steps: 3))
    let size = Size(width: 35, height: 7)
    var surface = SurfaceSamples(size, horizontal: -1...1, vertical: -2...2, costOfSample: 1, budget: 10)
    #expect(surface.sample(row: 0, column: 0) == .missing && surface.computed == 0)
    var taken = 0
    while !surface.isComplete {
      taken += surface.advance(experiment, target: 3, atMost: 4)
      let known = (0..<7).allSatisfy { row in (0..<35).allSatisfy { surface.sample(row: row, column: $0) != .missing } }
      // 9×2 samples of 4×4 cells.
      #expect(known == (taken >= 18))
    }
    // 9×2, 18×4 and 35×7.
    #expect(taken == 18 + 72 + 245 && surface.computed == surface.count)
    let expected = experiment.states(at: 3, weights: [2.0 / 35 * 20.5 - 1], biases: [2 - 4.0 / 7 * 2.5])[0]
    guard case .state(let state) = surface.sample(row: 2, column: 20), let expected else {
      Issue.record("no state")
      return
    }
    // W and b have a rounding each.
    #expect((state - expected).magnitude < 1e-14)
  }

  @Test("The first frame takes its counted moment, however long the sequence", arguments: [1, 44, 1000])
  func firstFrame(steps: Int) throws {
    for script in ["4", "4v"] {
      var session = Sample.session(input: "noise", steps: steps, size: Size(width: 160, height: 45)).pressing(script)
      _ = session.frame()
      let landscape = try #require(session.landscape)
      let (computed, all) = landscape.progress
      #expect(computed * LandscapeCost.sample(landscape.key.shown) <= LandscapeCost.slice)
      #expect(computed == all || all * LandscapeCost.sample(landscape.key.shown) > LandscapeCost.slice / 2)
    }
  }

  @Test("A million steps are sampled at few values, and the screen says so")
  func long() {
    let lines = Sample.session(input: "zero", steps: 200_000).pressing("4").lines
    #expect(lines.contains { $0.contains("5 of 176 values, 200000 steps each") })
  }

  @Test("The present value is sampled first", arguments: [-0.95, 2.99])
  func presentFirst(W: Double) throws {
    var session = Sample.session(W: W, input: "zero", steps: 900_000, size: Size(width: 40, height: 10)).pressing("4")
    _ = session.frame()
    let landscape = try #require(session.landscape)
    #expect(landscape.progress.computed == 1)
    // Half of what one of 54 parts of the axis is wide.
    #expect((landscape.responses[0].value - W).magnitude <= 2.0 / 54 + 1e-12)
  }

  @Test(
    "A map of norms refines too: what is not there is not shown, every target is in the end, and every moment is counted"
  )
  func map() throws {
    var session = MatrixSample.session(units: 24, inputs: 1, classes: nil, steps: 600, target: 500).pressing("3")
    var frame = session.frame()
    var count = try #require(session.normMap).blocks.targetCount
    #expect(count > 1 && count < 600 && session.isRefining)
    #expect(session.lines[2].contains("\(count) of 600 targets"))
    // The row of k is there from the beginning.
    let (layout, blocks) = (MapLayout(for: session), try #require(session.normMap).blocks)
    let map = MapView(session, layout)
    #expect(blocks.isVisited(row: layout.rows.span(ofStep: 500)))
    #expect(layout.rows.indices.contains { !blocks.isVisited(row: $0) })
    #expect(
      layout.rows.indices.allSatisfy {
        (map.fill(row: $0, column: 0) != nil) == blocks.isVisited(row: $0)
          && (map.sum(ofRow: $0) != nil) == blocks.isVisited(row: $0)
      })
    // A sum over some of the targets is none.
    #expect(layout.columns.indices.allSatisfy { map.sum(ofColumn: $0) == nil })
    #expect(map.columnSumTexts[0] == "bottom row: no sums over k while targets are missing")
    var ticks = 0
    while session.tickInterval != nil, ticks < 500 {
      session.tick()
      frame = session.frame()
      let now = try #require(session.normMap).blocks.targetCount
      #expect(now >= count)
      (count, ticks) = (now, ticks + 1)
    }
    #expect(ticks > 2 && count == 600 && !session.isRefining && !session.lines[2].contains("of 600 targets"))
    // What another way leads to is the same picture.
    var other = MatrixSample.session(units: 24, inputs: 1, classes: nil, steps: 600, target: 499).pressing("3")
    _ = other.frame()
    other.press("<Right>")
    while other.isRefining { other.refine() }
    #expect(
      other.lines.dropLast()
        == frame.plainText.split(separator: "\n", omittingEmptySubsequences: false).dropLast(2).map(String.init)[...])
  }
}
