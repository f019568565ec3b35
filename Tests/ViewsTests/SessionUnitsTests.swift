import RNNCore
import Testing
import Views

@testable import Explorer

/// Keys of networks of several units: actions and the differences that they make.
@Suite("Session: several units")
struct SessionUnitsTests {
  @Test("↑ and ↓ turn the gain and with it every weight; - flips it; Tab goes on to T and back")
  func gain() throws {
    let start = Sample.drawn(hidden: 3)
    let turned = start.pressing("<Up><Up>")
    let matrix = try #require(start.state.matrix)
    #expect(turned.state.matrix?.gain == 1.1)
    #expect(turned.state.start.network.recurrentWeights == matrix.base.network.recurrentWeights.scaled(by: 1.1))
    #expect(turned.state.matrix?.base == matrix.base)
    #expect(turned.pressing("-").state.matrix?.gain == -1.1)
    #expect(turned.pressing("u").state.choices == start.state.choices)
    #expect(start.pressing("<Tab>").state.knob == .steps && start.pressing("<Tab><Tab>").state.knob == .recurrentWeight)
    #expect(start.pressing("=0.3<Enter>").state.matrix?.gain == 0.3)
  }

  @Test("A gain with which a weight would leave a Double's range is refused with a word, and nothing changes")
  func largeGain() throws {
    let start = Sample.drawn(hidden: 3)
    var session = start
    let W = Matrix([[2, 0, 0], [0, 2, 0], [0, 0, 2]])
    let network = try #require(try start.state.matrix?.base.network.with(W: W))
    session.state.matrix?.base.network = network
    let before = session.state
    session.press("=1.79e308<Enter>")
    #expect(session.state.choices == before.choices && session.notice?.contains("1.8e308") == true)
  }

  @Test("a keeps W₀ and its gain; w walks the initialisations and around; R draws another network")
  func choices() {
    let start = Sample.drawn(hidden: 4, gain: 0.7)
    let relu = start.pressing("aa")
    #expect(relu.state.start.network.activation == .relu && relu.state.matrix?.base.network.activation == .relu)
    #expect(relu.state.start.network.recurrentWeights == start.state.start.network.recurrentWeights)
    let shift = start.pressing("www")
    #expect(shift.state.matrix?.base.network.recurrentWeights[1, 0] == 1 && shift.state.matrix?.gain == 0.7)
    let uniform = start.pressing("wwww")
    #expect(uniform.state.start.network.bias.allSatisfy { $0 != 0 })
    #expect(start.pressing("wwwww").state.choices == start.state.choices)
    #expect(start.pressing("W").state.choices == uniform.state.choices)
    let seeded = start.pressing("R")
    #expect(seeded.state.matrix?.base != start.state.matrix?.base && seeded.state.input.seed == 2)
  }

  @Test("n walks the whole state, the losses, then the units as they are shown, and N back")
  func observables() throws {
    let drawn = Sample.drawn(hidden: 3)
    let order = try #require(drawn.unitOrder?.units)
    #expect(order.sorted() == [0, 1, 2])
    #expect(drawn.pressing("n").state.observable == .unit(order[0]))
    #expect(drawn.pressing("nnnn").state.observable == .state)
    #expect(drawn.pressing("N").state.observable == .unit(order[2]))
    let told = Sample.classifier(hidden: 4)
    #expect(["n", "nn"].map { told.pressing($0).state.observable } == [.loss, .totalLoss])
    #expect(told.pressing("nu").state.choices == told.state.choices)
  }

  @Test("Units are sorted by their share, largest first")
  func sorted() throws {
    let session = Sample.drawn(hidden: 9)
    let shares = try #require(session.analysis.contributions?.unitShares)
    let sorted = try #require(session.unitOrder?.units).map { shares[$0] }
    #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $0 >= $1 })
    #expect((sorted.reduce(0, +) - 1).magnitude < 1e-12)
  }

  @Test("While a knob is turned the rows stay; they are sorted when nothing has changed from one tick to the next")
  func stable() {
    let start = Sample.drawn(hidden: 12)
    var session = start.pressing("=2.5<Enter>")
    #expect(session.unitOrder?.units == start.unitOrder?.units)
    #expect(session.tickInterval != nil)
    let fresh = Sample.drawn(hidden: 12, gain: 2.5).unitOrder?.units
    #expect(fresh != start.unitOrder?.units)
    session.tick()
    #expect(session.unitOrder?.units == start.unitOrder?.units)
    session.tick()
    #expect(session.unitOrder?.units == fresh)
    #expect(session.tickInterval == nil)
  }

  @Test("Sorting is no change to undo, and undo brings the rows back as they were")
  func sortedBack() {
    let start = Sample.drawn(hidden: 12)
    var session = start.pressing("=2.5<Enter>")
    session.tick()
    session.tick()
    let sorted = session
    #expect(sorted.past.count == 1 && sorted.state.sorting?.gain == 2.5)
    session.press("u")
    #expect(session.state == start.state && session.unitOrder?.units == start.unitOrder?.units)
    session.press("<C-r>")
    #expect(session.state == sorted.state && session.unitOrder?.units == sorted.unitOrder?.units)
  }

  @Test("The rows of a unit's own view are those of the whole state, however one came there")
  func ofUnit() {
    let drawn = Sample.drawn(hidden: 5)
    let unit = drawn.pressing("n").state
    let direct = Session(state: unit.with { $0.sorting = nil }, sources: drawn.sources, size: drawn.size)
    #expect(direct.unitOrder?.units == drawn.unitOrder?.units && direct.state.sorting == unit.sorting)
  }

  @Test("An activation, a parameter, an input or a loss sorts the rows anew", arguments: ["a", "d", "i", "R", "w"])
  func resorted(key: String) {
    let session = Sample.drawn(hidden: 6, input: "noise").pressing("=2.5<Enter>" + key)
    #expect(session.state.sorting == session.state.freshSorting && session.state.sorting?.gain == 2.5)
    #expect(Sample.classifier().pressing("=2.5<Enter>n").state.sorting?.observable == .loss)
  }

  @Test("What rows were sorted by is written as it is read, and nothing else is read")
  func sortingText() {
    let text = "g=1.05,T=44,k=40,of=total-loss"
    #expect(UnitSorting(text)?.description == text)
    for bad in [
      "", "g=1,T=44,k=40", "g=x,T=44,k=40,of=state", "g=inf,T=44,k=40,of=state", "g=1,T=0,k=0,of=state",
      "g=1,T=44,k=45,of=state", "g=1,T=44,k=40,of=unit:3", "T=44,g=1,k=40,of=state", "g=1=2,T=44,k=40,of=state",
      "g=1,T=44,k=40,of=state,", "g=1,T=10000001,k=40,of=state",
    ] { #expect(UnitSorting(bad) == nil, "\(bad)") }
  }

  /// A session in which everything but what is cheapest comes by itself.
  private func live(_ state: State, _ like: Session) -> Session {
    Session(state: state, sources: like.sources, size: like.size, waitingFrom: 1e4, threads: 2)
  }

  /// Lets time pass until nothing more comes, and returns the frames.
  private func frames(_ session: inout Session) -> [[String]] {
    var frames: [[String]] = []
    while session.tickInterval != nil, frames.count < 10_000 {
      session.tick()
      frames.append(session.lines)
    }
    return frames
  }

  @Test("An order that takes long is found beside the keys: until then the rows say that they are not sorted")
  func orderLater() throws {
    let start = Sample.drawn(hidden: 12, steps: 60)
    for text in ["g=2.5,T=60,k=60,of=state", "g=1,T=50,k=40,of=state", "g=1,T=60,k=30,of=state"] {
      let sorting = UnitSorting(text)
      let state = start.state.with { ($0.sorting, $0.scales) = (sorting, nil) }
      var whole = Session(state: state, sources: start.sources, size: start.size)
      var session = live(state, start)
      while session.isWaiting { session.tick() }
      #expect(session.isOrdering && !session.isOrdered && session.shownUnits == Array(0..<12))
      #expect(session.lines.contains { $0.contains("not sorted yet") })
      while session.isOrdering { session.tick() }
      #expect(session.unitOrder?.units == whole.unitOrder?.units && session.frame() == whole.frame())
    }
  }

  @Test("What is looked at is there before the order of a unit's rows, which another choice lets go of")
  func orderOfUnit() throws {
    let start = Sample.drawn(hidden: 12, steps: 60)
    let state = start.state.with { ($0.observable, $0.sorting, $0.scales) = (.unit(3), nil, nil) }
    let whole = Session(state: state, sources: start.sources, size: start.size)
    var session = live(state, start)
    while session.isWaiting { session.tick() }
    #expect(session.isOrdering && session.analysis.contributions != nil)
    // While it is looked for nothing is sorted anew, however often time passes.
    let sorting = session.state.sorting
    for _ in 0..<3 { session.tick() }
    #expect(session.state.sorting == sorting)
    _ = frames(&session)
    #expect(session.unitOrder?.units == whole.unitOrder?.units && !session.isOrdering)
    // Another parameter sorts anew; undo has the order that is there.
    session.press("d")
    while session.isWaiting { session.tick() }
    _ = session.frame()
    #expect(session.isOrdering && session.shownUnits == whole.unitOrder?.units)
    session.press("u")
    while session.isWaiting { session.tick() }
    _ = session.frame()
    #expect(!session.isOrdering && session.unitOrder?.units == whole.unitOrder?.units)
  }

  @Test("Keys of a command line wait for the order that they walk through")
  func orderForKeys() throws {
    let start = Sample.drawn(hidden: 12, steps: 60)
    let state = start.state.with { ($0.observable, $0.sorting, $0.scales) = (.unit(3), nil, nil) }
    let whole = Session(state: state, sources: start.sources, size: start.size).pressing("n")
    var session = live(state, start)
    session.begin(with: try KeyScript.keys("n"), scales: nil)
    while session.isWaiting { session.tick() }
    #expect(session.state.observable == whole.state.observable)
    // An order that takes long to tell is written.
    let sorted = start.state.with { $0.sorting = UnitSorting("g=2.5,T=60,k=60,of=state") }
    session = live(sorted, start)
    while session.isWaiting { session.tick() }
    #expect(session.commandLine.contains("--order g=2.5,T=60,k=60,of=state"))
  }

  @Test("Where no terms were to sort by, units stand in their own order")
  func unsorted() throws {
    let drawn = Sample.drawn(hidden: 4)
    let impossible = [
      "g=1e300,T=44,k=44,of=state", "g=1,T=210,k=3,of=state", "g=1,T=44,k=44,of=loss", "g=1e308,T=1,k=1,of=state",
    ]
    for text in impossible {
      let sorting = try #require(UnitSorting(text))
      let state = drawn.state.with { $0.sorting = sorting }
      let session = Session(state: state, sources: drawn.sources, size: drawn.size)
      #expect(session.unitOrder?.units == [0, 1, 2, 3] || text.hasPrefix("g=1e30"), "\(text)")
    }
  }

  @Test("An input of another dimension gets a network drawn for it; a model takes what fits it")
  func dimensions() {
    let wide = InputSource(name: "wide", values: Array(repeating: 0.5, count: 80), dimension: 2, flags: [])
    let drawn = Sample.drawn(hidden: 3, sources: Sample.sources + [wide]).pressing("I")
    #expect(drawn.source.name == "wide" && drawn.state.start.network.inputSize == 2)
    #expect(drawn.pressing("i").state.start.network.inputSize == 1)
    var told = Sample.classifier()
    for _ in 0..<20 {
      told.press("i")
      #expect(told.source.dimension == 1)
    }
  }

  @Test("Without classes to tell a loss gives way to the state")
  func lossless() {
    let session = Sample.classifier().pressing("ni")
    #expect(session.source.classes == nil && session.state.observable == .state)
  }

  @Test("A step without a target class has no terms, and the screen says so")
  func untold() {
    let session = Sample.classifier(steps: 39).pressing("n")
    #expect(session.analysis.reasonForNone == .noTarget(nearest: 38))
    #expect(session.lines.contains { $0.contains("step 39 has no target class; go to step 38 (←)") })
    #expect(session.pressing("<Space>").notice?.contains("no target class") == true)
  }

  @Test("A scenario is of the scalar network, and undo brings the matrix back")
  func scenario() {
    let start = Sample.drawn(hidden: 3)
    let opened = start.pressing("o<Enter><Esc>")
    #expect(!opened.state.isMatrix && opened.state.isScalar && opened.unitOrder == nil)
    #expect(opened.pressing("u").state.choices == start.state.choices)
  }
}

extension Matrix {
  fileprivate func scaled(by factor: Double) -> Matrix {
    Matrix(rows: rows, columns: columns, elements: elements.map { $0 * factor })
  }
}
