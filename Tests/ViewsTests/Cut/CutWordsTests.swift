import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// What is said of a gradient that is cut or clipped.
@Suite("Words about a gradient that is cut")
struct CutWordsTests {
  private func words(_ session: Session) -> [String] {
    guard let plain = session.analysis.contributions else { return [] }
    let words = RemedyWords.totals(session.analysis, of: plain)
    return (words.full + words.brief).map { $0.map(\.text).joined() }
  }

  @Test("The wrong sign: MATH.md's −12.26, of which every window up to 32 makes a positive number")
  func wrongSign() {
    for window in [1, 10, 22, 32] {
      let session = CutSample.wrongWay(window)
      #expect(session.lines[1].contains(" of −12.26, bias ") && session.lines[1].contains("THE WRONG SIGN"))
    }
    #expect(!CutSample.wrongWay(33).lines[1].contains("WRONG"))
    let session = CutSample.wrongWay(22)
    #expect(
      words(session)[0] == "cut: +11.98 of −12.26, bias 198 %, THE WRONG SIGN · enough: 43 for 10 %, 33 for the sign")
  }

  @Test("The numbers are the core's", arguments: [3, 22, 40])
  func numbers(window: Int) throws {
    let session = CutSample.wrongWay(window)
    let trajectory = session.analysis.trajectory
    let whole = Contributions(of: trajectory, target: 44, parameter: .recurrentWeights)
    let cut = Contributions(
      of: trajectory, target: 44, parameter: .recurrentWeights, truncation: Truncation(window: window))
    let enough = EnoughWindow(of: whole)
    let (within, sign) = (try #require(enough.within), try #require(enough.rightSign))
    let percent = (cut.total - whole.total) / whole.total * ScaledDouble(100)
    let text = words(session)[0]
    #expect(text.hasPrefix("cut: \(NumberText.signedNumber(cut.total, digits: 4)) of −12.26, bias "))
    #expect(text.contains("bias \(NumberText.number(percent.magnitude, digits: 3)) %"))
    #expect(text.hasSuffix("enough: \(within) for 10 %, \(sign) for the sign"))
  }

  @Test("On narrow screens the wrong sign is the last to go", arguments: [40, 46, 60, 80, 100, 160, 200])
  func narrow(width: Int) {
    let session = CutSample.wrongWay(size: Size(width: width, height: 24))
    #expect(session.lines[1].contains("WRONG SIGN") && session.lines[0].contains("window 22"), "\(session.lines)")
  }

  @Test("Of several units norms, and a cosine below 0 is the wrong way")
  func units() {
    var session = Sample.drawn(.orthogonal, hidden: 4, activation: .identity, gain: -1, input: "step")
    session = session.cut(.window, 3)
    #expect(words(session)[0].hasPrefix("cut: ") && words(session)[0].contains("cosine"))
    var generator = SplitMix64(seed: 5)
    let wrong = (0..<400).lazy.map { _ -> Session in
      let gain = Double.random(in: 0.9...1.1, using: &generator)
      var session = Sample.drawn(
        .gaussian, hidden: Int.random(in: 2...5, using: &generator), activation: .identity, gain: -gain, input: "sine")
      session.state.observable = .unit(0)
      return session.cut(.window, Int.random(in: 1...6, using: &generator))
    }.first { ($0.analysis.remedied?.bias?.cosine ?? 0) < 0 }
    #expect(wrong.map { $0.lines[1].contains("THE WRONG WAY (cosine −") } == true)
  }

  @Test("Bias 0, a gradient that is 0, one beyond all numbers, and windows that are not told")
  func corners() {
    #expect(words(CutSample.window(44))[0] == "cut: nothing is left out at k = 44")
    // Nothing came before: s_0 is 0, and so is what is cut.
    let zero = Sample.session(.identity, W: 0.5, s0: 0, input: "step").cut(.window, 22)
    #expect(words(zero).contains { $0.hasSuffix(", bias 0") })
    let none = Sample.session(.identity, W: 0.5, s0: 0, input: "zero").cut(.window, 22)
    #expect(words(none)[0] == "cut: 0 of 0, of 0 there is no bias")
    let total = ScaledDouble(significand: 1, exponent: 1 << 61)
    #expect(total.isOutOfRange)
    #expect(words(CutSample.chunks()).contains { $0.contains("enough: ") })
    var clamped = CutSample.chunks()
    clamped.state.clipping = .adjoint(0.1)
    #expect(words(clamped.settled).contains { $0.contains("enough: not computed") })
    #expect(words(clamped).allSatisfy { $0.hasPrefix("cut") })
    #expect(Sample.session(.identity, W: 1e8).cut(.window, 3).lines[0].contains("window 3"))
  }

  /// The scalar network with a loss at every step.
  private func scalarLoss(_ steps: Int) throws -> Session {
    let sources = Sample.sources.map { source in
      var source = source
      source.asksForNext = true
      source.classNames = ["next above mean", "next not above"]
      return source
    }
    let setup = Setup { ($0.input, $0.steps) = ("noise", steps) }
    var state = try #require(setup.state(sources: sources))
    state.observable = .totalLoss
    return Session(state: state, sources: sources, size: Size(width: 100, height: 30))
  }

  @Test("What takes long comes by itself where somebody looks on, and is there at once where nobody does")
  func takesLong() throws {
    // The loss of each of 2000 steps has a way of 1500 of its own: 3·10⁹ multiplications.
    let long = try scalarLoss(2000)
    var whole = long.cut(.window, 1500)
    #expect(whole.analysis.isRemedyDue && whole.lines[1].contains("not computed yet"))
    #expect(Description(&whole).text.contains("What that changes is not computed yet."))
    whole.refine()
    #expect(!whole.analysis.isRemedyDue && whole.lines[1].contains("bias "))
    func live(_ keys: String) -> Session {
      var live = Session(state: whole.state, sources: whole.sources, size: whole.size, waitingFrom: 1e12)
      _ = live.frame()
      #expect(live.analysis.isRemedyTooCostly && live.lines[1].contains("not computed yet"))
      #expect(live.lines[0].contains("window 1500") && !live.lines.contains { $0.contains("hollow") })
      for key in [keys].filter({ !$0.isEmpty }) {
        live.tick()
        live.press(key)
      }
      while live.tickInterval != nil {
        live.tick()
        _ = live.frame()
      }
      return live
    }
    var looked = live("")
    #expect(looked.frame() == whole.frame())
    // A key while it is being found: it is found for what is looked at then.
    let moved = live("<Left>")
    var other = whole.pressing("<Left>")
    other.refine()
    let wanted = other.analysis.remedied
    #expect(moved.state.target == 1999 && moved.analysis.remedied?.bias == wanted?.bias && wanted?.bias != nil)
  }

  @Test(
    "What takes long is found of one analysis at a time, goes on where the two change places, and is let go of with it")
  func oneAtATime() throws {
    let long = try scalarLoss(2000)
    let (a, b) = (long.cut(.window, 1500).analysis, long.cut(.window, 1400).analysis)
    var work = RemedyWork()
    func find(_ analyses: [Analysis]) -> (found: RemediedGradient?, choices: Analysis.Choices)? {
      let clock = ContinuousClock()
      let deadline = clock.now + .seconds(120)
      while clock.now < deadline {
        if let result = work.advance(for: analyses, within: .milliseconds(20)) { return result }
      }
      return nil
    }
    #expect(a.isRemedyDue && b.isRemedyDue && work.advance(for: [a, b], within: .zero)?.choices == nil)
    let first = find([b, a])
    #expect(first?.choices == a.choices && first?.found?.bias != nil)
    #expect(work.advance(for: [a], within: .zero)?.choices == nil)
    work.keep(for: [b])
    let second = find([b])
    #expect(second?.choices == b.choices && second?.found?.bias != nil)
    #expect(second?.found?.bias != first?.found?.bias)
    #expect(work.advance(for: [], within: .zero)?.choices == nil)
  }

  @Test("What takes too long is not computed, and said so")
  func tooLong() throws {
    let cut = try scalarLoss(40_000).cut(.window, 30_000)
    #expect(cut.analysis.isRemedyTooCostly && !cut.analysis.isRemedyDue)
    #expect(cut.lines[1].contains("not computed, it takes too long"))
    let long = try scalarLoss(2000)
    #expect(!long.analysis.isRemedyTooCostly)
    // Bars and bias of a short one are there, but not the windows that 2000² / 2 pairs of steps would tell.
    let short = long.cut(.window, 3)
    #expect(!short.analysis.isRemedyTooCostly && short.lines[1].contains("bias "))
    #expect(short.analysis.remedied?.enough == nil && words(short)[0].hasSuffix("enough: not computed"))
    let enough = try scalarLoss(40).cut(.window, 3)
    #expect(enough.analysis.remedied?.enough?.within != nil && words(enough)[0].contains(" for 10 %"))
  }

  @Test("The title always says what is cut and how it is clipped", arguments: [40, 60, 80, 100, 160])
  func title(width: Int) {
    for start in [Sample.drawing(width: width, height: 24), Sample.drawn(size: Size(width: width, height: 24))] {
      var session = start.cut(.detach, 8)
      session.state.clipping = width < 80 ? nil : .value(0.5)
      #expect(session.settled.lines[0].contains("detach 8"))
      if width >= 80 { #expect(session.settled.lines[0].contains("clip value 0.5")) }
    }
  }

  @Test("The inspector says whether a term takes part, and if not why")
  func inspector() {
    func facts(_ session: Session) -> String { session.lines[28] }
    #expect(facts(CutSample.window(6, term: 14)).contains("cut: lag 30 is outside the window of 6 · "))
    #expect(facts(CutSample.window(6, term: 40)).contains("lag 4, takes part · "))
    #expect(facts(Sample.session(term: 35).cut(.detach, 8)).contains("cut: before the detach at step 40 · "))
    #expect(facts(Sample.session(term: 41).cut(.detach, 8)).contains("lag 3, takes part"))
    #expect(CutSample.window(6, term: 14, size: Size(width: 60, height: 20)).lines[18].contains("cut: lag 30 ≥ 6"))
    #expect(
      Sample.session(term: 14, size: Size(width: 60, height: 20)).cut(.detach, 8).lines[18]
        .contains("cut: before step 40"))
    var clipped = Sample.session(term: 40)
    clipped.state.clipping = .norm(1)
    #expect(
      facts(clipped.settled).contains("clipped: ‖g‖ ") && facts(clipped.settled).contains(" → 1, cosine 1, of W "))
    clipped.state.clipping = .value(0.1)
    #expect(facts(clipped.settled).contains("cosine 0."))
    clipped.size = Size(width: 60, height: 20)
    #expect(clipped.settled.lines[18].contains("clipped: ‖g‖ "))
    #expect(facts(CutSample.adjoint()).contains(" of it takes part"))
    var loss = CutSample.chunks(44)
    loss.state.setInspected(3)
    #expect(loss.settled.lines[28].contains("takes part"))
  }

  @Test("The rule says what is hollow, and that boundaries are left out")
  func rule() {
    let session = Sample.session(input: "noise", steps: 200, target: 199).cut(.detach, 2)
    let rule = session.lines[Layout(for: session).termRule.y]
    #expect(rule.contains("hollow: cut, only k’s boundary drawn"))
    let linear = CutSample.wrongWay(size: Size(width: 160, height: 45)).pressing("s")
    #expect(linear.lines[Layout(for: linear).termRule.y].contains("◇ at the cut"))
    var both = CutSample.adjoint()
    both.state.cut = Cut(.window, length: 30)
    #expect(both.settled.lines[Layout(for: both).termRule.y].contains("hollow: cut or clipped"))
  }
}
