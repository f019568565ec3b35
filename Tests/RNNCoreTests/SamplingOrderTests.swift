import RNNCore
import Testing

@Suite("The order of samples")
struct SamplingOrderTests {
  @Test("Samples are taken once each, and at every moment no gap is wider than twice the even one")
  func order() {
    for count in [0, 1, 2, 3, 7, 8, 96, 176, 296] {
      let places = SamplingOrder.places(count)
      #expect(places.sorted() == Array(0..<count))
      for taken in stride(from: 1, through: count, by: 1) {
        let sorted = places.prefix(taken).sorted() + [count]
        let widest = zip(sorted, sorted.dropFirst()).map { $1 - $0 }.max() ?? 0
        // The next power of two of places, over the last of samples; where it is cut off gaps are no wider.
        let power = 1 << (Int.bitWidth - 1 - taken.leadingZeroBitCount)
        let all = 1 << (Int.bitWidth - Swift.max(count - 1, 0).leadingZeroBitCount)
        #expect(widest <= Swift.max(all / power, 1), "\(taken) of \(count)")
      }
    }
  }
}
