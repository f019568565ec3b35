import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

@Suite("The Spectrum view lag by lag")
struct SpectrumPartsTests {
  /// Looked at, so that the first frame does not wait for all lags; or all at once.
  private func session(
    _ state: State = Sample.spectrum(hidden: 64, input: "noise", steps: 256).state, isLive: Bool
  ) -> Session {
    Session(
      state: state, sources: Sample.sources, size: Size(width: 160, height: 45),
      waitingFrom: isLive ? Session.noticeableCost : .infinity)
  }

  private func title(_ session: Session) -> String {
    session.lines[SpectrumLayout(Layout(for: session).body).flowRule.y]
  }

  /// Lets time pass until nothing is left; returns how many lags were there at each moment.
  private func wait(_ session: inout Session) throws -> [Int] {
    var counts: [Int] = []
    while session.isRefining {
      #expect(session.tickInterval == .milliseconds(5))
      counts.append(try #require(session.flowSpectrum?.spectrum).lags.count)
      #expect(title(session).contains("so far up to lag"))
      session.tick()
      _ = session.frame()
    }
    return counts
  }

  @Test("The first frame has the first lags, and the last one is as if all had been waited for")
  func parts() throws {
    var (live, whole) = (session(isLive: true), session(isLive: false))
    _ = live.frame()
    let first = try #require(live.flowSpectrum?.spectrum)
    let all = try #require(
      {
        _ = whole.frame()
        return whole.flowSpectrum?.spectrum
      }())
    #expect(!whole.isRefining && all.lags.last?.lag == 255)
    #expect(first.lags.count > 1 && first.lags.count < all.lags.count)
    #expect(live.lines.contains { $0.contains("λ₁ = ") && $0.contains("over \(first.lags.last?.lag ?? 0) steps") })
    let counts = try wait(&live)
    #expect(counts.count > 2 && counts == counts.sorted())
    #expect(live.frame() == whole.frame())
    #expect(live.flowSpectrum?.spectrum?.lags == all.lags)
  }

  @Test("On several threads the picture is the same", arguments: [2, 3])
  func threads(count: Int) throws {
    var whole = session(isLive: false)
    for cost in [Session.noticeableCost, .infinity, 1] {
      var session = Session(
        state: Sample.spectrum(hidden: 64, input: "noise", steps: 256).state, sources: Sample.sources,
        size: Size(width: 160, height: 45), waitingFrom: cost, threads: count)
      _ = session.frame()
      while session.isWaiting || session.isRefining {
        session.tick()
        _ = session.frame()
      }
      #expect(session.frame() == whole.frame())
    }
  }

  @Test("All of it is there before the terms are; the verdict waits for them")
  func beforeTerms() throws {
    let (state, size) = (Sample.spectrum(hidden: 40, input: "noise", steps: 120).state, Size(width: 120, height: 40))
    var live = Session(state: state, sources: Sample.sources, size: size, waitingFrom: 1)
    var whole = Session(state: state, sources: Sample.sources, size: size)
    let expected = whole.lines
    _ = live.frame()
    var seen = Set<String>()
    while live.isWaiting, !live.showsEarly || live.isBeforeTerms {
      if live.isBeforeTerms { seen.insert(live.lines[1]) }
      live.tick()
      _ = live.frame()
    }
    #expect(seen == [" computing what is shown here, then the terms"])
    let early = live.lines
    #expect(live.early?.missing == .terms && early[1].hasPrefix(" computing the terms"))
    // Between verdict and hints; λ₁ over all steps is the verdict's own, of which the last digits may be others.
    let isSame = (2..<early.count - 1).map { early[$0] == expected[$0] }
    #expect(isSame.allSatisfy { $0 })
    while live.isWaiting {
      live.tick()
      _ = live.frame()
    }
    #expect(live.frame() == whole.frame())
  }

  @Test("The eigenvalues of a large gated cell's step come after the first frame, which says that they are missing")
  func step() throws {
    let network = ScaledNetwork.seeded(.uniform, cell: .lstm, hidden: 90, inputs: 1, activation: .tanh, seed: 1)
    let place = try #require(Sample.sources.firstIndex { $0.name == "noise" })
    var state = try State(matrix: network, input: InputChoice(source: place, offset: 0, steps: 6))
    state.view = .spectrum
    var (live, whole) = (session(state, isLive: true), session(state, isLive: false))
    let words = "the eigenvalues of the step are not computed yet"
    _ = live.frame()
    #expect(live.lines.contains { $0.contains(words) } && !whole.lines.contains { $0.contains(words) })
    #expect(live.flowSpectrum?.lacksStep == true && live.flowSpectrum?.holdsAnalysis == true)
    while live.isRefining {
      live.tick()
      _ = live.frame()
    }
    #expect(live.frame() == whole.frame())
  }

  @Test("A key in between begins anew, and goes on to the end")
  func keys() throws {
    var (live, whole) = (session(isLive: true), session(isLive: false))
    for _ in 0..<3 {
      _ = live.frame()
      live.press("<Up>")
      whole.press("<Up>")
    }
    _ = live.frame()
    #expect(live.isRefining && live.flowSpectrum?.holdsAnalysis == true)
    _ = try wait(&live)
    #expect(live.frame() == whole.frame() && live.flowSpectrum?.holdsAnalysis == false)
  }

  @Test("B's lags follow when those of what is shown are there")
  func counterpart() throws {
    var state = Sample.spectrum(hidden: 64, input: "noise", steps: 256).state
    state.counterpart = Counterpart(Sample.spectrum(hidden: 64, gain: 0.5, input: "noise", steps: 256).state)
    var (live, whole) = (session(state, isLive: true), session(state, isLive: false))
    _ = live.frame()
    let early = try #require(live.flowSpectrum)
    #expect(early.holdsCounterpart && (early.other?.lags.count ?? 0) > 1)
    while live.isRefining {
      live.tick()
      _ = live.frame()
    }
    #expect(live.frame() == whole.frame())
    #expect(live.flowSpectrum?.holdsCounterpart == false)
    #expect(live.flowSpectrum?.other?.lags == whole.flowSpectrum?.other?.lags)
  }
}
