import RNNCore
import Testing

@Suite struct ConcurrentTests {
  @Test("Results are in their order, each made once, on any number of threads", arguments: [-1, 0, 1, 2, 3, 64])
  func order(threads: Int) {
    #expect(Concurrent.map(count: 100, threads: threads) { $0 * $0 } == (0..<100).map { $0 * $0 })
    #expect(Concurrent.map(count: 1, threads: threads) { [$0] } == [[0]])
    #expect(Concurrent.map(count: 0, threads: threads) { $0 }.isEmpty)
    #expect(Concurrent.processors >= 1)
  }

  @Test("Two pieces of work come to what each does alone", arguments: [0, 1, 2, 3])
  func both(threads: Int) {
    let found = Concurrent.both(threads: threads, { (1...1000).reduce(0, +) }, { ["b"] })
    #expect(found == (500_500, ["b"]))
  }
}
