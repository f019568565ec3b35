import RNNCore
import Testing

@testable import Explorer

@Suite("The lengths of windows and chunks")
struct CutLengthTests {
  private static let most = InputSource.stepLimit

  /// The lengths that `)` walks through from 1 on.
  private static let lengths: [Int] = {
    var (cut, lengths) = (Cut(.window, length: 1), [1])
    while cut.length < most {
      cut.changeLength(by: 1, steps: most)
      lengths.append(cut.length)
    }
    return lengths
  }()

  @Test("Every length up to 50, then none more than a tenth farther than the one before, up to T = 10⁷")
  func reached() {
    #expect(Self.lengths.prefix(50) == Array(1...50)[...])
    #expect(Self.lengths.last == Self.most && Self.lengths.count < 250)
    for (length, next) in zip(Self.lengths, Self.lengths.dropFirst()) where length >= 10 {
      #expect(next > length && (next - length) * 10 <= length)
    }
  }

  @Test("They are round numbers: 1, 2 or 5 times a power of ten apart")
  func round() {
    for (length, next) in zip(Self.lengths, Self.lengths.dropFirst()) {
      var distance = next - length
      while distance.isMultiple(of: 10) { distance /= 10 }
      #expect([1, 2, 5].contains(distance) && next.isMultiple(of: next - length), "\(length) \(next)")
    }
  }

  @Test("( undoes ), one length after the other and several at once")
  func backwards() {
    var cut = Cut(.detach, length: Self.most)
    for length in Self.lengths.reversed().dropFirst() {
      cut.changeLength(by: -1, steps: Self.most)
      #expect(cut.length == length && cut.kind == .detach)
    }
    cut.changeLength(by: -1, steps: Self.most)
    #expect(cut.length == 1)
    cut.changeLength(by: 60, steps: Self.most)
    #expect(cut.length == Self.lengths[60])
    cut.changeLength(by: -60, steps: Self.most)
    #expect(cut.length == 1)
  }

  @Test("Longer ends at T; what is longer than T gets no shorter by ), and shows at once what ( leaves out")
  func beyond() {
    var cut = Cut(.window, length: 43)
    for length in [44, 44] {
      cut.changeLength(by: 1, steps: 44)
      #expect(cut.length == length)
    }
    cut = Cut(.window, length: 2000)
    cut.changeLength(by: 1, steps: 44)
    #expect(cut.length == 2000)
    cut.changeLength(by: -1, steps: 44)
    #expect(cut.length == 43)
    // 209 is none of the round numbers, but all of T.
    cut = Cut(.window, length: 200)
    cut.changeLength(by: 1, steps: 209)
    #expect(cut.length == 209)
    cut.changeLength(by: -1, steps: 209)
    #expect(cut.length == 200)
    cut = Cut(.window, length: Int.max)
    cut.changeLength(by: -1, steps: 1)
    #expect(cut.length == 1)
  }

  @Test("From nothing every key begins with a window of 8, or of half of the steps where 8 leave nothing out")
  func begin() {
    for (steps, length) in [(44, 8), (9, 8), (8, 4), (5, 2), (1, 1)] {
      for by in [-1, 1] {
        var cut = Cut()
        cut.changeLength(by: by, steps: steps)
        #expect(cut == Cut(.window, length: length))
      }
    }
  }

  @Test("Window, chunks, nothing, and the length stays")
  func cycle() {
    var cut = Cut(.none, length: 12)
    for kind in [Cut.Kind.window, .detach, .none, .window] {
      cut.cycle(steps: 44)
      #expect(cut == Cut(kind, length: 12))
    }
  }

  @Test("Flags of cuts")
  func flags() {
    #expect(Cut().flags == [] && Cut(.window, length: 22).flags == ["--cut-window", "22"])
    #expect(Cut(.detach, length: 5).flags == ["--detach", "5"])
  }

  @Test(
    "Flags of clippings are read as they are written",
    arguments: [Clipping.norm(1), .each(0.5), .value(1e-300), .adjoint(2.5e17)])
  func clippings(clipping: Clipping) {
    #expect(Clipping(flag: clipping.flag) == clipping)
  }

  @Test("A threshold is written as short as it can be")
  func written() { #expect(Clipping.norm(1).flag == "norm:1" && Clipping.each(0.25).flag == "each:0.25") }

  @Test(
    "What is no clipping",
    arguments: ["", "norm", "norm:", ":1", "norm:0", "norm:-1", "norm:nan", "norm:inf", "norm:1:2", "Norm:1", "clip:1"])
  func none(text: String) { #expect(Clipping(flag: text) == nil) }
}
