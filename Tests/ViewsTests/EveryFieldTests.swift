import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// Whatever is kept from one frame to the next must follow every field of a state: a field that nothing keys on would leave a
/// stale picture.
@Suite("Every field of a state")
struct EveryFieldTests {
  /// A change of one field, and of nothing else but what belongs to it.
  private struct Change: Sendable {
    let field: String
    let make: @Sendable (inout State) -> Void

    init(_ field: String, _ make: @escaping @Sendable (inout State) -> Void) { (self.field, self.make) = (field, make) }
  }

  private static let changes = [
    // Of several units the start is the matrix's, with its gain.
    Change("start") { state in
      guard var matrix = state.matrix else { return state.start.initialState[0] += 0.25 }
      matrix.base.initialState[0] += 0.25
      try? state.setMatrix(matrix)
    },
    Change("start") { $0.setActivation(.relu) },
    Change("matrix") { state in
      guard var matrix = state.matrix else { return }
      matrix.gain = 1.35
      try? state.setMatrix(matrix)
    },
    Change("checkpoint") { state in
      if state.checkpoint != nil { try? state.show(1, of: Sample.checkpoints, among: Sample.sources) }
    },
    Change("checkpoint") { state in state.checkpoint?.count = 9 },
    Change("sorting") { $0.sorting?.target = 3 },
    Change("observable") { $0.observable = $0.start.network.hiddenSize > 1 ? .unit(1) : .unit(0) },
    Change("observable") { $0.observable = $0.start.network.hasClasses ? .loss : .state },
    Change("input") { $0.input.amplitude = 1.75 },
    Change("input") { $0.input.offset += 3 },
    Change("input") { state in
      state.input.reduction = .mean
      if state.start.network.hasClasses { state.observable = .totalLoss }
    },
    Change("input") { $0.setSteps(9) },
    Change("target") { $0.setTarget(7) },
    Change("inspected") { $0.setInspected(2) },
    Change("parameter") { $0.parameter = .inputWeights },
    Change("cut") { $0.cut = Cut(.window, length: 3) },
    Change("cut") { $0.cut = Cut(.detach, length: 4) },
    Change("cut") { $0.cut = Cut(detachAfter: [3, 8]) },
    Change("clipping") { $0.clipping = .adjoint(0.05) },
    Change("clipping") { $0.clipping = .norm(0.01) },
    Change("counterpart") { state in
      var other = state
      other.setActivation(.relu)
      other.setSteps(9)
      state.counterpart = Counterpart(other)
    },
    Change("knob") { $0.knob = .steps },
    Change("knob") { $0.knob = $0.isMatrix ? .recurrentWeight : .inputWeight },
    Change("reading") { $0.reading.revealed = 2 },
    Change("reading") { $0.reading.halfScreens = 1 },
    Change("landscape") { $0.landscape.isSurface = true },
    Change("landscape") { $0.landscape.zoom = 2 },
    Change("landscape") { ($0.landscape.centres, $0.landscape.held) = ([.recurrentWeight: 1.4], [:]) },
    Change("landscape") { ($0.landscape.isSurface, $0.landscape.desired) = (true, -0.4) },
    Change("isLinear") { $0.isLinear = true },
    Change("showsRuler") { $0.showsRuler = true },
    Change("showsOutput") { $0.showsOutput = true },
    Change("showsActivation") { $0.showsActivation = true },
    Change("timeZoom") { _ = $0.zoomTime(by: 1) },
    Change("isPinned") { $0.isPinned = true },
    Change("depth") { $0.depth = 40 },
    Change("scales") { state in
      state.isPinned = true
      state.scales?.termTop = 4
      state.scales?.sum.above = AxisBound(index: 31)
      state.scales?.state.above = AxisBound(index: 15)
      state.scales?.plane = PlaneReach(index: 5)
    },
  ]

  private static let size = Size(width: 80, height: 25)

  /// A session beside which the setting of another stands, with the other's network.
  private static func session(_ shown: Session, beside other: Session) -> Session {
    var session = shown
    session.state.counterpart = Counterpart(other.state)
    return session
  }

  /// One unit, one unit with classes to be told, several units, several units that tell classes.
  private static let sessions = [
    Sample.session(steps: 14, size: size), Sample.session(.sigmoid, W: 3, input: "noise", steps: 14, size: size),
    Sample.drawn(hidden: 3, steps: 14, size: size), Sample.classifier(hidden: 4, classes: 3, steps: 14, size: size),
    Sample.gated(.lstm, steps: 14, size: size), Sample.gatedUnits(.gru, hidden: 3, steps: 14, size: size),
    session(Sample.session(steps: 14, size: size), beside: Sample.session(.sigmoid, W: 3, steps: 22, size: size)),
    session(Sample.drawn(hidden: 3, steps: 14, size: size), beside: Sample.drawn(hidden: 5, steps: 11, size: size)),
    Sample.checkpointed(steps: 14, size: size),
  ]

  @Test("There is a change of each, and each is seen somewhere")
  func all() {
    let fields = Mirror(reflecting: Self.sessions[0].state).children.compactMap(\.label)
    // A view is changed before any other field is; what other cells had is seen only once they are shown.
    #expect(Set(fields) == Set(Self.changes.map(\.field)).union(["view", "otherCells"]))
    for change in Self.changes {
      let isSeen = Self.sessions.contains { start in
        View.allCases.contains { view in
          var session = start
          session.state.view = view
          let before = session.frame()
          change.make(&session.state)
          return session.frame() != before
        }
      }
      #expect(isSeen, "\(change.field)")
    }
  }

  @Test(
    "A frame after it is that of a session which never knew another state", arguments: sessions.indices, View.allCases)
  func fresh(place: Int, view: View) {
    var shown = Self.sessions[place]
    shown.state.view = view
    _ = shown.frame()
    // What was kept is still there when one comes back from another view.
    let ways = [view, view.neighbour(1)].map { other in
      var left = shown
      left.state.view = other
      _ = left.frame()
      return left
    }
    for change in Self.changes {
      var known: (state: State, frame: Frame)?
      for var session in ways {
        let other = session.state.view
        change.make(&session.state)
        session.state.view = view
        let state = session.state
        let frame = session.frame()
        if known?.state != state {
          var fresh = Session(
            state: state, sources: session.sources, checkpoints: session.checkpoints, size: session.size)
          known = (state, fresh.frame())
        }
        #expect(known.map { Self.same(frame, $0.frame) } == true, "\(change.field), by way of \(other)")
      }
    }
  }

  /// But for the last row, whose hints tell of how it was started.
  private static func same(_ a: Frame, _ b: Frame) -> Bool {
    (0..<a.size.height - 1).allSatisfy { a.row($0) == b.row($0) }
  }
}
