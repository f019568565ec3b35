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
}

/// Holds threads up until it is opened.
private final class Gate: Sendable {
  private let isOpen = Atomic(false)

  func open() { isOpen.store(true, ordering: .releasing) }

  func wait() { while !isOpen.load(ordering: .acquiring) {} }
}
