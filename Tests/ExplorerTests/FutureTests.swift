import Synchronization
import Testing

@testable import Explorer

@Suite("A value that another thread works on")
struct FutureTests {
  @Test("It is what the work makes of it, for everyone who asks, as often as they do")
  func value() {
    let future = Future([3, 1, 2]) { $0.sort() }
    let copy = future
    #expect(future.value(within: .seconds(60)) == [1, 2, 3])
    #expect(copy.value(within: .zero) == [1, 2, 3] && future.value(within: .zero) == [1, 2, 3])
  }

  @Test("What takes longer than is waited is not there yet, and goes on by itself")
  func patience() {
    let gate = Gate()
    let future = Future(1) { value in
      gate.wait()
      value += 1
    }
    #expect(future.value(within: .zero) == nil && future.value(within: .milliseconds(5)) == nil)
    gate.open()
    #expect(future.value(within: .seconds(60)) == 2)
  }

  @Test("One that nobody asks for any more is worked on to the end, and let go of")
  func abandoned() {
    let (gate, ended) = (Gate(), Gate())
    weak var held: Gate?
    do {
      let kept = Gate()
      held = kept
      _ = Future(kept) { _ in
        gate.wait()
        ended.open()
      }
    }
    #expect(held != nil)
    gate.open()
    ended.wait()
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(60)
    while held != nil, clock.now < deadline {}
    #expect(held == nil)
  }

  @Test("Work that asks whether anybody still wants it is told when nobody does")
  func interest() {
    let (checks, ended) = (Counter(), Gate())
    var background = Background<Int, Bool>()
    background.begin(
      for: 1,
      Future(true) { value, interest in
        while (try? interest.check()) != nil { checks.count() }
        value = false
        ended.open()
      })
    var copy = background
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(60)
    background.abandon()
    #expect(background.purpose == nil && background.take(within: .zero) == nil)
    // The copy wants it still: it goes on.
    let before = checks.value
    while checks.value < before + 1000, clock.now < deadline {}
    #expect(checks.value >= before + 1000 && copy.purpose == 1 && copy.take(within: .zero) == nil)
    copy.abandon()
    while !ended.isOpened, clock.now < deadline {}
    #expect(ended.isOpened)
  }

  @Test("What is there is handed over once, with nothing worked on after it")
  func background() {
    var background = Background<String, Int>()
    #expect(background.take(within: .seconds(1)) == nil)
    background.begin(for: "a", Future(1) { $0 += 1 })
    #expect(background.purpose == "a" && background.take(within: .seconds(60)) == 2)
    #expect(background.purpose == nil && background.take(within: .zero) == nil)
  }
}

/// Counts, whichever thread does.
private final class Counter: Sendable {
  private let number = Atomic(0)

  var value: Int { number.load(ordering: .relaxed) }

  func count() { number.wrappingAdd(1, ordering: .relaxed) }
}

/// Holds threads up until it is opened.
private final class Gate: Sendable {
  private let isOpen = Atomic(false)

  var isOpened: Bool { isOpen.load(ordering: .acquiring) }

  func open() { isOpen.store(true, ordering: .releasing) }

  func wait() { while !isOpen.load(ordering: .acquiring) {} }
}
