import Testing

@testable import Explorer
@testable import Screen
@testable import Views

@Suite("Session: mouse")
struct SessionMouseTests {
  /// The design's drawing: two cells a step from column 9 on.
  private static func x(_ step: Int) -> Int { 9 + 2 * (step - 1) }

  private static let layout = Layout(size: Size(width: 100, height: 30), steps: 44)

  private static func place(_ session: Session) -> [Int] { [session.state.target, session.state.inspected] }

  private static func after(_ events: [(MouseEvent.Kind, Int, Int)], _ script: String = "") -> Session {
    var session = Sample.drawing().pressing(script)
    for (kind, x, y) in events { session.handle(MouseEvent(kind, x: x, y: y)) }
    return session
  }

  @Test("A press on a column of any band sets i to its step")
  func column() {
    for rect in [layoutBand(\.state), layoutBand(\.factor), layoutBand(\.terms), layoutBand(\.signs)] {
      for step in [1, 7, 44] {
        let session = Self.after([(.press, Self.x(step), rect.y), (.release, Self.x(step), rect.y)])
        #expect(Self.place(session) == [44, step])
      }
    }
  }

  private func layoutBand(_ band: KeyPath<Layout, Rect>) -> Rect { Self.layout[keyPath: band] }

  @Test("A press beyond k sets i to k")
  func beyond() {
    #expect(Self.place(Self.after([(.press, Self.x(30), Self.layout.state.y)], "<S-Left><S-Left>")) == [24, 24])
  }

  @Test("A press beside the columns, on a title or on the inspector does nothing")
  func elsewhere() {
    for (x, y) in [(3, Self.layout.state.y), (98, Self.layout.state.y), (50, 0), (50, 1), (50, 29), (50, 27), (-1, -1)]
    {
      let session = Self.after([(.press, x, y), (.drag, x, y), (.release, x, y)])
      #expect(Self.place(session) == [44, 35] && session.past.isEmpty)
    }
  }

  @Test("A press on the axis, or on its labels, sets k to the nearest step")
  func axis() {
    for row in [Self.layout.axis.y, Self.layout.axisLabels.y] {
      #expect(Self.place(Self.after([(.press, Self.x(40), row)])) == [40, 35])
      #expect(Self.place(Self.after([(.press, 0, row)])) == [1, 1])
      #expect(Self.place(Self.after([(.press, 99, row)], "h")) == [44, 35])
    }
  }

  @Test("Dragging from the axis moves k along, also off the axis, as one change")
  func drag() {
    let row = Self.layout.axis.y
    let events: [(MouseEvent.Kind, Int, Int)] =
      [(.press, Self.x(43), row)] + (36...42).reversed().map { (.drag, Self.x($0), row - 3) } + [(.release, 0, 0)]
    let session = Self.after(events)
    #expect(Self.place(session) == [36, 35])
    #expect(session.past.count == 1 && Self.place(session.pressing("u")) == [44, 35])
  }

  @Test("Two drags are two changes")
  func twoDrags() {
    let row = Self.layout.axis.y
    let session = Self.after([
      (.press, Self.x(43), row), (.drag, Self.x(42), row), (.release, Self.x(42), row), (.press, Self.x(41), row),
      (.drag, Self.x(40), row), (.release, Self.x(40), row),
    ])
    #expect(session.past.count == 2 && session.pressing("u").state.target == 42)
  }

  @Test("A drag that did not begin on the axis moves nothing")
  func strayDrag() {
    let (row, axis) = (Self.layout.state.y, Self.layout.axis.y)
    #expect(Self.place(Self.after([(.drag, Self.x(20), axis)])) == [44, 35])
    #expect(Self.place(Self.after([(.press, Self.x(20), row), (.drag, Self.x(10), axis)])) == [44, 20])
    let afterRelease = Self.after([(.press, Self.x(40), axis), (.release, Self.x(40), axis), (.drag, Self.x(10), axis)])
    #expect(Self.place(afterRelease) == [40, 35])
  }

  @Test("A release that the help swallowed leaves no drag behind")
  func lostRelease() {
    let (row, axis) = (Self.layout.state.y, Self.layout.axis.y)
    var session = Self.after([(.press, Self.x(40), axis)]).pressing("?")
    session.handle(MouseEvent(.release, x: Self.x(40), y: axis))
    session.press("?")
    session.handle(MouseEvent(.press, x: Self.x(20), y: row))
    session.handle(MouseEvent(.drag, x: Self.x(10), y: row))
    #expect(Self.place(session) == [40, 20])
  }

  @Test("The wheel turns the knob, as part of its run of changes")
  func wheel() {
    #expect(Self.after([(.wheelUp, 50, 5), (.wheelUp, 50, 5), (.wheelDown, 0, 0)]).W == 0.95)
    #expect(Self.after([(.wheelUp, 50, 5), (.wheelUp, 50, 5)], "<Up>").pressing("u").W == 0.9)
    #expect(Self.after([(.wheelDown, 50, 5)], "<S-Tab>").state.input.steps == 43)
  }

  @Test(
    "The mouse does nothing while something lies over the picture, or when it is off", arguments: ["?", "y", "=", "m"])
  func off(script: String) {
    let before = Sample.drawing().pressing(script)
    let events: [(MouseEvent.Kind, Int, Int)] = [
      (.press, Self.x(10), Self.layout.state.y), (.press, Self.x(10), Self.layout.axis.y),
      (.drag, Self.x(9), Self.layout.axis.y), (.wheelUp, 9, 9), (.release, 9, 9),
    ]
    let after = Self.after(events, script)
    #expect(after.state == before.state && after.mode == before.mode)
  }

  @Test("Where a column stands for several steps a press takes the last of them")
  func pooled() {
    var session = Sample.session(steps: 209, size: Size(width: 80, height: 24))
    let layout = Layout(for: session)
    session.handle(MouseEvent(.press, x: 9 + 10, y: layout.terms.y))
    // 209 steps in 67 cells: the eleventh has the steps 33 to 35.
    #expect(layout.columns.stepsPerColumn == 4 && session.state.inspected == 35)
  }
}
