import Testing

@testable import RNNCore

@Suite("A value at a place of its own")
struct SharedTests {
  private struct Holder: Hashable {
    @Shared var numbers: [Int]
  }

  @Test("Copies share it until one of them is changed, in its place or as a whole")
  func copies() {
    let first = Holder(numbers: [1, 2])
    var (second, third) = (first, first)
    second.numbers.append(3)
    third.numbers = [4]
    #expect(first.numbers == [1, 2] && second.numbers == [1, 2, 3] && third.numbers == [4])
    // Each is alone now.
    second.numbers.append(5)
    third.numbers = []
    #expect(first.numbers == [1, 2] && second.numbers == [1, 2, 3, 5] && third.numbers == [])
  }

  @Test("It is equal by its value, shared or not")
  func equality() {
    let (one, same, other) = (Holder(numbers: [1]), Holder(numbers: [1]), Holder(numbers: [2]))
    let copy = one
    #expect(one == copy && one == same && one != other)
    #expect(Set([one, copy, same, other]).count == 2)
  }
}
