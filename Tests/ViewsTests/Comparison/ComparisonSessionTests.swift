import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

@Suite("Session: B beside what is shown")
struct ComparisonSessionTests {
  @Test("b keeps what is shown, and lets go of it; each is one change to undo")
  func keeps() throws {
    var session = Sample.drawing()
    let before = session.state.choices
    session.press("b")
    #expect(session.state.other?.choices == before && session.notice?.contains("kept as B") == true)
    session.press("<Up>a")
    let other = try #require(session.compared)
    #expect(other.state.value(of: .recurrentWeight) == 0.9 && other.state.start.network.activation == .tanh)
    #expect(session.W == 0.95)
    session.press("b")
    #expect(session.state.counterpart == nil && session.W == 0.95 && session.notice == "B is let go")
    session.press("u")
    #expect(session.state.counterpart != nil)
    session.press("uuu")
    #expect(session.state.choices == before)
  }

  @Test("x exchanges, twice is nothing; without B it says what to press")
  func exchanges() throws {
    var session = Sample.drawing()
    session.press("x")
    #expect(session.notice == "nothing is kept as B to exchange with: b keeps what is shown")
    session.press("bx")
    #expect(session.notice == "B is what is shown: nothing to exchange until something is changed")
    session.press("<Up><Left><Left>di")
    let (shown, other) = (session.state.choices, try #require(session.state.other).choices)
    session.press("x")
    #expect(session.state.choices.with { $0.counterpart = nil } == other)
    #expect(session.state.other?.choices == shown.with { $0.counterpart = nil })
    session.press("x")
    #expect(session.state.choices == shown)
    session.press("xu")
    #expect(session.state.choices == shown)
  }

  @Test(
    "Whatever stands on either side, every view draws both, exchanged too, as a fresh session does",
    arguments: ComparisonSample.pairs.indices.filter { $0 % 3 == 0 })
  func everywhere(place: Int) {
    for (turn, view) in View.allCases.enumerated() {
      // Each view at one of the sizes, and each pair at all of them.
      let size = [Size(width: 40, height: 10), Size(width: 72, height: 24), Size(width: 120, height: 40)][
        (place + turn) % 3]
      let (shown, other) = ComparisonSample.pairs[place + turn % 3]
      var session = shown
      session.state.view = view
      session.size = size
      session = session.beside(other)
      for key in ["", "x"] {
        session.press(key)
        // What was computed for the one side is there for the other.
        session.refine()
        let frame = session.frame()
        var fresh = Session(state: session.state, sources: session.sources, size: size)
        fresh.refine()
        let again = fresh.frame()
        #expect((0..<size.height - 1).allSatisfy { frame.row($0) == again.row($0) }, "\(view), \(size), \(key)")
      }
    }
  }

  @Test("Of a view that B does not have, what is exchanged shows the flow")
  func otherView() {
    var session = Sample.spectrum().beside(Sample.drawing())
    session.press("x")
    #expect(session.state.view == .flow && session.state.isScalar && session.compared?.state.isMatrix == true)
  }

  @Test("While B takes long the screen says what is computed, and is in the end what it is without waiting")
  func waits() throws {
    func session(inParts: Bool) -> Session {
      let other = Sample.drawn(hidden: 12, steps: 60)
      var state = Sample.drawn(hidden: 8, steps: 60).state
      (state.counterpart, state.scales) = (Counterpart(other.state), nil)
      return Session(
        state: state, sources: Sample.sources, size: Size(width: 100, height: 30),
        waitingFrom: inParts ? 1e4 : .infinity)
    }
    var (live, whole) = (session(inParts: true), session(inParts: false))
    var ticks = 0
    while live.isWaiting {
      #expect(live.lines[1].contains("computing"))
      live.tick()
      ticks += 1
    }
    #expect(ticks > 6 && live.frame() == whole.frame())
    // What is there on either side is never waited for again.
    live.press("x")
    #expect(!live.isWaiting)
    live.press("xu")
    #expect(!live.isWaiting)
    // A change of what is shown leaves B as it is.
    live.press("<Up>")
    #expect(live.isWaiting)
    while live.isWaiting { live.tick() }
    whole.press("xxu<Up>")
    #expect(live.frame() == whole.frame())
  }

  @Test("What is kept as B counts among the numbers that undo holds on to")
  func history() {
    var history = History()
    var state = Sample.drawn(hidden: 16).state
    history.append(state)
    let one = history.numbers
    state.counterpart = Counterpart(Sample.drawn(hidden: 32).state)
    history.append(state)
    #expect(history.numbers == one + 32 * 32 + 32 + 4 * 32)
    history.append(state)
    #expect(history.numbers == one + 32 * 32 + 32 + 4 * 32)
    _ = history.popLast()
    _ = history.popLast()
    #expect(history.numbers == one)
  }

  /// The line under the verdict.
  private func line(_ shown: Session, _ other: Session, width: Int = 160) -> String {
    var session = shown
    session.size = Size(width: width, height: 40)
    return session.beside(other).lines[2]
  }

  @Test("The line says how B differs, its total and its verdict")
  func words() {
    let plain = Sample.drawing()
    #expect(
      line(plain, plain).hasPrefix(" ─ B: as shown   ∂s₄₄/∂W = Σᵢ termᵢ = +0.511626   VANISHING  ×0.281 per step"))
    #expect(line(plain, Sample.session(W: 1.1)).hasPrefix(" ─ B: W +1.10   ∂s₄₄/∂W = Σᵢ termᵢ = +1.18696   VANISHING"))
    #expect(line(plain, plain.pressing("d")).hasPrefix(" ─ B: the same network   ∂s₄₄/∂U = "))
    #expect(line(plain, Sample.session(target: 40)).hasPrefix(" ─ B: the same network   ∂s₄₀/∂W = "))
    let columns = [0, 1].map { first in
      let values = (0..<44).map { Double(($0 + first) % 5) }
      return Sample.session(
        input: "two.csv", steps: 44,
        sources: [InputSource(name: "two.csv", values: values, flags: ["--input", "two.csv"])])
    }
    #expect(line(columns[0], columns[1]).hasPrefix(" ─ B: input two.csv read otherwise   "))
    let sigmoid = Sample.session(.sigmoid, b: 0.5, input: "noise", steps: 60)
    #expect(line(plain, sigmoid).hasPrefix(" ─ B: sigmoid, b +0.50, input noise, T 60   "))
    #expect(line(plain, CutSample.window()).contains("window 6   "))
    #expect(line(CutSample.window(), plain).contains("B: neither cut nor clipped   "))
    let drawn = Sample.drawn(.orthogonal, hidden: 8, gain: 1.05)
    #expect(line(plain, drawn).hasPrefix(" ─ B: tanh, orthogonal, seed 1, n 8, g +1.05   "))
    #expect(line(Sample.drawn(hidden: 8), drawn).hasPrefix(" ─ B: orthogonal, g +1.05   "))
    #expect(line(drawn, plain).hasPrefix(" ─ B: tanh, W +0.90, U +0.80, b +0.00, s₀ +0.10   "))
    #expect(line(plain, Sample.classifier()).contains("levels.safetensors, n 8, g"))
    let overflow = Sample.session(.identity, W: 1e30, input: "step")
    #expect(line(plain, overflow).contains("OVERFLOW from step"))
  }

  @Test("A name that is longer than the row is cut off, and what becomes of B stands behind it")
  func longName() {
    let name = String(repeating: "a-long-name-", count: 12) + "17.csv"
    let other = Sample.session(
      input: name, steps: 44,
      sources: [InputSource(name: name, values: (0..<44).map { Double($0 % 5) }, flags: ["--input", name])])
    for width in [60, 80, 120] {
      let line = line(Sample.drawing(), other, width: width)
      #expect(line.columns <= width && line.contains("a-long-name") && line.contains("…") && line.contains("VANISHING"))
    }
  }

  @Test("B's states beside those of an activation that holds its own have their room")
  func stateAxis() {
    var session = Sample.session().beside(Sample.session(.relu, W: 1.1))
    let frame = session.frame()
    let layout = Layout(for: session)
    let marks = (0..<layout.state.height).flatMap { row in
      (0..<layout.state.width).map { frame[layout.state.x + $0, layout.state.y + row] }
    }.filter { $0.style == .counterpart }
    #expect(marks.contains { $0.lineHeight != nil } && !marks.contains { $0.glyph == "▴" })
  }

  @Test("What B has in the inspector is its number, or why there is none")
  func facts() {
    func line(_ shown: Session, _ other: Session) -> String { shown.beside(other).lines.suffix(3).joined() }
    let wide = Size(width: 200, height: 40)
    let cut = Sample.session(target: 30, size: wide).cut(.window, 5)
    #expect(line(Sample.session(term: 20, size: wide), cut).contains("B cut: lag 10 is outside the window of 5"))
    #expect(line(Sample.session(term: 40, size: wide), cut).contains("B’s k is 30"))
    let overflow = Sample.session(.identity, W: 1e30, input: "step", size: wide)
    #expect(line(Sample.session(size: wide), overflow).contains("B overflows"))
  }

  @Test("What is 0 or overflows in B is said in the bands")
  func zeros() throws {
    var session = Sample.session(.identity, W: 1.1).beside(Sample.session(.relu, b: 0.5))
    let frame = session.frame()
    let (layout, other) = (Layout(for: session), try #require(session.compared))
    let step = try #require(other.analysis.regime.blockedAt)
    let x = layout.columns.x(ofStep: step) + layout.columns.barWidth(ofColumn: step - 1) - 1
    #expect((0..<layout.factor.height).contains { frame[x, layout.factor.y + $0] == Cell("×", .counterpart) })
    #expect(frame[x, layout.terms.y + layout.terms.height - 1] == Cell("×", .counterpart))
    var beyond = Sample.session().beside(Sample.session(.identity, W: 1e30, input: "step"))
    let shown = beyond.frame()
    let last = try #require(beyond.compared).analysis.trajectory.lastFiniteStep
    let place = layout.columns.x(ofStep: last + 1) + layout.columns.barWidth(ofColumn: last) - 1
    #expect((0..<layout.state.height).contains { shown[place, layout.state.y + $0] == Cell("!", .counterpart) })
  }

  @Test("Signs are compared where they mean the same")
  func signsOfNorms() {
    let lines = Sample.drawn(hidden: 4).beside(Sample.session(W: -0.9)).lines
    #expect(!lines.contains { $0.contains("±") || $0.contains("∓") })
  }

  @Test("A redo while B is computed leaves no screen that waits for nothing")
  func noFrozenWait() {
    let other = Sample.drawn(hidden: 12, steps: 60)
    var state = Sample.drawn(hidden: 8, steps: 60).state
    (state.counterpart, state.scales) = (Counterpart(other.state), nil)
    var live = Session(
      state: state, sources: Sample.sources, size: Size(width: 100, height: 30), waitingFrom: 1e4)
    while live.isWaiting { live.tick() }
    // Let go of B, have another one analysed in its place, and come back.
    live.press("b")
    #expect(!live.isWaiting)
    let alone = live.lines
    live.press("u")
    #expect(live.isWaiting && live.lines[1].hasPrefix(" B: computing"))
    // Meanwhile all is there of what is shown, as it is without B.
    #expect(live.lines[2..<29] == alone[2..<29])
    live.press("<C-r>")
    #expect(!live.isWaiting && live.underWay == nil && !live.lines[1].contains("computing"))
  }

  @Test("What was under way as B and is shown then is not drawn from what was shown before")
  func notTheOther() throws {
    func session(inParts: Bool) -> Session {
      var state = Sample.drawn(hidden: 12, steps: 60).state
      (state.view, state.scales) = (.map, nil)
      return Session(
        state: state, sources: Sample.sources, size: Size(width: 100, height: 30),
        waitingFrom: inParts ? 1e4 : .infinity)
    }
    func complete(_ session: inout Session) {
      _ = session.frame()
      while session.isWaiting || session.isRefining {
        session.tick()
        _ = session.frame()
      }
    }
    var (live, whole) = (session(inParts: true), session(inParts: false))
    for inParts in [true, false] {
      var session = inParts ? live : whole
      complete(&session)
      // Y as B, X beside it, which then stands alone.
      session.press("b<Up>")
      complete(&session)
      session.press("b")
      complete(&session)
      // X with Y as B, Y with itself, Y: keys that are heard while Y is computed.
      session.press("u")
      if inParts {
        for _ in 0..<4 {
          session.tick()
          _ = session.frame()
        }
      }
      session.press("uu")
      _ = session.frame()
      complete(&session)
      if inParts { live = session } else { whole = session }
    }
    #expect(live.frame() == whole.frame())
  }

  @Test("Where there is little room it says less, and how B differs last of all; where lines are hidden no numbers")
  func littleRoom() {
    let sigmoid = Sample.session(.sigmoid, b: 0.5, input: "noise", steps: 60)
    let lines = [120, 90, 70, 55, 40].map { line(Sample.drawing(), sigmoid, width: $0) }
    for (line, width) in zip(lines, [120, 90, 70, 55, 40]) {
      #expect(
        line.columns <= width && (line.hasPrefix(" ─ B: sigmoid") || line.hasPrefix(" ─ B: ∂s₆₀/∂W, ")), "\(line)")
    }
    #expect(lines[0].contains("VANISHING") && lines[4].hasSuffix("…"))
    var session = Sample.derivation(keys: "<Enter>").beside(sigmoid)
    session.press("<Enter>")
    #expect(
      session.hidesAnswer && session.lines[2].contains("B: ∂s₆₀/∂W, sigmoid") && !session.lines[2].contains("VANISHING")
    )
  }

  @Test("Its row goes where rows are few, and the title and the hints stay where they are")
  func rows() {
    for height in 10...60 {
      var session = Sample.drawing(height: height)
      let plain = Layout(for: session)
      session = session.beside(Sample.session(W: 1.1))
      let layout = Layout(for: session)
      #expect(plain.comparison.height == 0 && layout.comparison.height == (height >= 14 ? 1 : 0))
      #expect(layout.hints == plain.hints && layout.title == plain.title)
    }
  }
}
