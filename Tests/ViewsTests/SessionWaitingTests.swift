import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// A network whose analysis takes long, on a screen that hears keys meanwhile.
@Suite("Session: numbers that take long")
struct SessionWaitingTests {
  private static let steps = 130

  private static func state(
    hidden: Int = 8, steps: Int = steps, observable: Observable = .state
  ) throws -> (state: State, source: Int) {
    let place = try #require(Sample.sources.firstIndex { $0.name == "noise" })
    let network = ScaledNetwork.seeded(.gaussian, hidden: hidden, inputs: 1, activation: .tanh, seed: 1)
    var state = try State(matrix: network, input: InputChoice(source: place, offset: 0, steps: steps))
    state.observable = observable
    return (state, place)
  }

  /// A session that waits for everything, or for nothing.
  private func session(
    inParts: Bool, hidden: Int = 8, steps: Int = steps, observable: Observable = .state,
    size: Size = Size(width: 100, height: 30)
  ) throws -> Session {
    Session(
      state: try Self.state(hidden: hidden, steps: steps, observable: observable).state, sources: Sample.sources,
      size: size, waitingFrom: inParts ? 1e5 : .infinity)
  }

  /// Lets time pass until the numbers are there, looking at every frame; returns the second rows that were shown.
  @discardableResult
  private func wait(_ session: inout Session) -> [String] {
    var rows: [String] = []
    while session.isWaiting {
      let row = session.lines[1]
      if rows.last != row { rows.append(row) }
      #expect(session.tickInterval == .milliseconds(1))
      session.tick()
    }
    return rows
  }

  /// Lets time pass as long as something is missing: a part that one tick does not wait for comes with another, on a busy machine.
  private func wait(_ session: inout Session, while missing: Analysis.Missing?) {
    let (clock, patience) = (ContinuousClock(), Duration.seconds(60))
    let deadline = clock.now + patience
    while session.early?.missing == missing, clock.now < deadline { session.tick() }
  }

  @Test("The screen says at once what is computed and how far, and is in the end what it is without waiting")
  func inTheEnd() throws {
    // More than a moment's worth of terms.
    var live = try session(inParts: true, hidden: 64, steps: 2400)
    #expect(live.isWaiting)
    #expect(live.lines[0].contains("n 64") && live.lines[0].contains("T 2400") && !live.lines[0].contains("ρ(W)"))
    #expect(live.lines[29].contains("q leave"))
    let rows = wait(&live)
    #expect(rows.first == " computing the states s_t, 64 units over 2400 steps …")
    #expect(rows.contains { $0.contains("step factors") } && rows.contains { $0.contains("eigenvalues of W") })
    let percents = rows.compactMap { $0.firstMatch(of: /terms of ∂s₂₄₀₀\/∂W, .*: (\d+) %/).flatMap { Int($0.1) } }
    #expect(!percents.isEmpty && percents == percents.sorted() && percents.allSatisfy { (0...100).contains($0) })
    var whole = try session(inParts: false, hidden: 64, steps: 2400)
    #expect(!whole.isWaiting && live.frame() == whole.frame() && live.state == whole.state)
    #expect(live.commandLine == whole.commandLine)
  }

  @Test("On two threads the eigenvalues come beside the terms, and all is what it is on one", arguments: [64, 12])
  func twoThreads(hidden: Int) throws {
    // More step factors than one thread takes at a time.
    let state = try Self.state(hidden: hidden, steps: 2400, observable: .unit(3)).state
    func session(threads: Int, waitingFrom cost: Double) -> Session {
      Session(
        state: state, sources: Sample.sources, size: Size(width: 100, height: 30), waitingFrom: cost, threads: threads)
    }
    var whole = session(threads: 1, waitingFrom: .infinity)
    for threads in [0, 1, 2, 3] {
      var live = session(threads: threads, waitingFrom: 1e5)
      #expect(live.isWaiting)
      wait(&live)
      #expect(live.frame() == whole.frame() && live.analysis.stepFactors?.range == whole.analysis.stepFactors?.range)
    }
  }

  @Test("What of the gradient comes next is said: the terms, of a unit then the flow, and where that is largest")
  func stages() throws {
    let state = try Self.state(hidden: 64, steps: 800, observable: .unit(3)).state
    var analysis = AnalysisUnderWay(state, reusing: nil)
    var words: [String] = []
    while analysis.analysis(Sample.sources) == nil {
      words.append(WaitingPanel.words(analysis)[0])
      analysis.refine(moments: 0, Sample.sources)
    }
    #expect(words.contains { $0.hasPrefix("computing the terms of ∂s₈₀₀[3]/∂W") })
    #expect(
      words.contains { $0.hasPrefix("computing the flow ∂s₈₀₀/∂sᵢ back to step 1, 64 units") && $0.hasSuffix("%") })
    var (live, whole) = (
      try session(inParts: true, observable: .unit(3)), try session(inParts: false, observable: .unit(3))
    )
    wait(&live)
    #expect(live.frame() == whole.frame())
  }

  @Test("Small networks, and scalar ones of any length, are never waited for; nor is anything that is not live")
  func short() throws {
    for (hidden, steps) in [(2, 1000), (16, 2000), (100, 100), (128, 500)] {
      #expect(AnalysisUnderWay.cost(of: try Self.state(hidden: hidden, steps: steps).state) < Session.noticeableCost)
    }
    #expect(AnalysisUnderWay.cost(of: Sample.session(input: "zero", steps: 900_000).state) == 0)
    for (hidden, steps) in [(512, 1000), (256, 500), (2048, 1)] {
      #expect(AnalysisUnderWay.cost(of: try Self.state(hidden: hidden, steps: steps).state) > Session.noticeableCost)
    }
    #expect(!(try session(inParts: false)).isWaiting)
  }

  @Test("Which keys act at once, which in turn, and which need the numbers")
  func patience() throws {
    let session = try session(inParts: true)
    func patience(_ script: String) throws -> Set<Session.Patience> {
      Set(try KeyScript.keys(script).map { session.patience(of: $0) })
    }
    #expect(try patience("q<C-c><C-z><C-l>") == [.now])
    #expect(try patience("<Up><Down>kj<PageUp><Left><Right>hlgG[]aAiIdwWR-u<C-r>r") == [.inTurn, .later])
    #expect(try patience("<Up><Down><Left><Right>aAiIdwWRu<C-r>r12345") == [.inTurn])
    #expect(try patience("KnNO<Space><Enter>yoSE?=sp.zf<Esc>é") == [.later])
  }

  @Test("q leaves and Ctrl-Z suspends while it computes, even where a card would take q")
  func leaving() throws {
    var session = try session(inParts: true)
    _ = session.frame()
    #expect(session.press("q") == [.quit(interrupted: false)])
    #expect(session.press("<C-c>") == [.quit(interrupted: true)])
    #expect(session.press("<C-z>") == [.suspend])
    session.showCard(of: Scenario.all[0])
    #expect(session.press("q") == [.quit(interrupted: false)])
    #expect(session.isWaiting)
  }

  @Test("Another choice begins anew; what it has in common with the old one is not computed again")
  func changed() throws {
    var live = try session(inParts: true)
    wait(&live)
    live.press("<Up><Up>")
    let rows = wait(&live)
    #expect(rows.first?.contains("the states s_t") == true && !rows.contains { $0.contains("eigenvalues") })
    var whole = try session(inParts: false)
    whole.press("<Up><Up>")
    #expect(live.frame() == whole.frame())
    // k alone: the states stay. Half way through, another one again.
    live.press("<Left>")
    _ = live.frame()
    live.tick()
    live.press("<Left>")
    let again = wait(&live)
    #expect(again.first?.contains("the terms of ∂s₁₂₈/∂W") == true)
    whole.press("<Left><Left>")
    #expect(live.frame() == whole.frame())
    // What is there already is there at once.
    live.press("[")
    #expect(!live.isWaiting)
    // A short state needs no waiting, and the unfinished one is given up.
    live.press("<Up>")
    _ = live.frame()
    live.press("=T=3<Enter>")
    whole.press("[<Up>=T=3<Enter>")
    #expect(!live.isWaiting && live.underWay == nil)
    #expect(live.frame() == whole.frame())
  }

  @Test("Keys of the command line are pressed when the numbers are there, and its scales are those that stand")
  func keysAhead() throws {
    let scales = try #require(session(inParts: false).pressing("}}").state.scales)
    for size in [Size(width: 100, height: 30), Size(width: 60, height: 20)] {
      var (live, whole) = (try session(inParts: true), try session(inParts: false))
      for inParts in [true, false] {
        var session = inParts ? live : whole
        session.begin(with: try KeyScript.keys("p[["), scales: scales)
        session.size = size
        if inParts { live = session } else { whole = session }
      }
      wait(&live)
      #expect(live.state.scales == scales && live.state.showsRuler)
      // One that began at once had its keys before the size.
      whole.size = Size(width: 100, height: 30)
      whole.size = size
      #expect(live.state.inspected == Self.steps - 2 && whole.state.inspected == live.state.inspected)
    }
  }

  @Test(
    "Resized meanwhile, it shows what one that begins with that size shows; a small screen says least, and notices stand"
  )
  func resized() throws {
    var live = try session(inParts: true)
    _ = live.frame()
    live.size = Size(width: 48, height: 16)
    live.notice = "tanh is assumed: the file does not say"
    #expect(live.lines[1].hasPrefix(" computing") && live.lines.contains { $0.contains("tanh is assumed") })
    live.size = Size(width: 30, height: 8)
    #expect(live.lines[0] == "needs 40×10")
    live.size = Size(width: 70, height: 20)
    live.notice = nil
    wait(&live)
    var whole = try session(inParts: false, size: Size(width: 70, height: 20))
    #expect(live.frame() == whole.frame())
  }

  @Test("The mouse does nothing meanwhile")
  func mouse() throws {
    var live = try session(inParts: true)
    let before = live.state
    live.handle(MouseEvent(.wheelUp, x: 20, y: 10))
    #expect(live.state == before)
  }

  @Test(
    "States are drawn before the step factors, these before the terms, and what is missing says so",
    arguments: CellKind.allCases)
  func early(cell: CellKind) throws {
    let place = try #require(Sample.sources.firstIndex { $0.name == "noise" })
    let network = ScaledNetwork.seeded(.uniform, cell: cell, hidden: 8, inputs: 1, activation: .tanh, seed: 1)
    let state = try State(matrix: network, input: InputChoice(source: place, offset: 0, steps: 40))
    let size = Size(width: 110, height: 36)
    var live = Session(state: state, sources: Sample.sources, size: size, waitingFrom: 1)
    var whole = Session(state: state, sources: Sample.sources, size: size)
    let (expected, layout) = (whole.lines, Layout(for: whole))
    func rows(_ rect: Rect) -> Range<Int> { rect.y..<rect.y + rect.height }
    #expect(live.early == nil && !live.lines.contains { $0.contains("not computed yet") })
    wait(&live, while: nil)
    #expect(live.early?.missing == .factorsAndTerms)
    let states = live.lines
    #expect(states[layout.stateRule.y].contains("not sorted yet") && !states[layout.stateRule.y].contains("share"))
    // The same rows in another order, but for the shares at their ends.
    func strips(_ lines: [String]) -> Set<String> {
      Set(rows(layout.state).map { String(lines[$0].prefix(layout.columns.end)) })
    }
    #expect(strips(states) == strips(expected))
    #expect(rows(layout.gates).allSatisfy { states[$0] == expected[$0] })
    #expect(
      [layout.factor, layout.terms].allSatisfy { rect in rows(rect).contains { states[$0].contains("not computed yet") }
      })
    #expect(states[layout.input.y] == expected[layout.input.y] && states[layout.axis.y] == expected[layout.axis.y])
    #expect(states[1].contains("computing") && states.last?.contains("q leave") == true)
    wait(&live, while: .factorsAndTerms)
    #expect(live.early?.missing == (cell.isGated ? .terms : .spectrumAndTerms))
    let factors = live.lines
    #expect(rows(layout.factor).allSatisfy { factors[$0] == expected[$0] })
    #expect(rows(layout.terms).contains { factors[$0].contains("not computed yet") })
    live.notice = "tanh is assumed"
    #expect(live.lines[34].contains("tanh is assumed"))
    live.notice = nil
    wait(&live)
    #expect(live.early == nil && live.frame() == whole.frame())
  }

  @Test("The map fills in while the terms are computed, whose place says that they are missing")
  func earlyMap() throws {
    var (live, whole) = (try session(inParts: true), try session(inParts: false))
    (live.state.view, whole.state.view) = (.map, .map)
    _ = live.frame()
    var words = Set<Bool>()
    while live.isWaiting {
      if live.early != nil {
        words.insert(live.lines.contains { $0.contains("terms of step 130 are not computed yet") })
      }
      live.tick()
    }
    #expect(words == [true])
    for isLive in [true, false] {
      var session = isLive ? live : whole
      _ = session.frame()
      while session.isRefining {
        session.refinePart(moments: 1)
        _ = session.frame()
      }
      if isLive { live = session } else { whole = session }
    }
    #expect(live.frame() == whole.frame())
  }

  @Test(
    "A derivation that takes long is written beside the keys, in the notation of the session", arguments: [false, true])
  func derivationLater(isASCII: Bool) throws {
    var (live, whole) = (
      try session(inParts: true, hidden: 70, steps: 700), try session(inParts: false, hidden: 70, steps: 700)
    )
    for inParts in [true, false] {
      var session = inParts ? live : whole
      if isASCII { session.notation = .ascii }
      session.state.view = .derivation
      _ = session.frame()
      while session.isWaiting { session.tick() }
      if inParts {
        #expect(session.lines.contains { $0.contains("the derivation is not computed yet") })
        _ = session.frame()
        #expect(session.isRefining)
      }
      while session.isRefining {
        session.tick()
        _ = session.frame()
      }
      if inParts { live = session } else { whole = session }
    }
    #expect(!live.lines.contains { $0.contains("not computed yet") } && live.frame() == whole.frame())
  }

  @Test("What a derivation needs for another step is the same with what is known; what nobody waits for ends")
  func derivationNumbers() throws {
    struct Abandoned: Error {}
    let analysis = try session(inParts: false, hidden: 6, steps: 200).analysis
    let known = try #require(MatrixDerivationNumbers(analysis, inspected: 9))
    let other = try #require(MatrixDerivationNumbers(analysis, inspected: 20, known: known))
    let fresh = try #require(MatrixDerivationNumbers(analysis, inspected: 20))
    #expect(other.inspected == 20 && other.factors == fresh.factors && other.totals == fresh.totals)
    #expect(other.check == fresh.check && other.orderDefect == fresh.orderDefect && other.weights.W == fresh.weights.W)
    #expect(other.factors != known.factors)
    #expect(throws: Abandoned.self) {
      _ = try MatrixDerivationNumbers(analysis, inspected: 20, check: { throw Abandoned() })
    }
    // The way that takes long does not follow from the step, and is not gone again.
    #expect(try MatrixDerivationNumbers(analysis, inspected: 20, known: known, check: { throw Abandoned() }) != nil)
  }

  @Test("Nothing of another network stays on the screen, and views of the terms alone have nothing to show early")
  func notStale() throws {
    var live = try session(inParts: true)
    wait(&live, while: nil)
    #expect(live.early != nil)
    live.press("<Up>")
    _ = live.frame()
    let first = live.lines
    #expect(live.early == nil && !first.contains { $0.contains("not computed yet") })
    wait(&live, while: nil)
    var map = live
    #expect(live.lines.contains { $0.contains("not computed yet") })
    // k alone: the states are there still, and the factors once they are known.
    wait(&live, while: .factorsAndTerms)
    live.press("<Left>")
    _ = live.frame()
    #expect(live.early?.target == Self.steps - 1 && live.early?.missing == .spectrumAndTerms)
    map.state.view = .derivation
    #expect(!map.lines.contains { $0.contains("not computed yet") } && map.lines[1].contains("computing"))
  }
}
