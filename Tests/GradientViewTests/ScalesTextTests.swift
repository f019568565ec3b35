import RNNCore
import Testing

@testable import GradientView

@Suite("Scales as text")
struct ScalesTextTests {
  @Test("What is written is read back the same")
  func roundTrip() {
    var generator = SplitMix64(seed: 5)
    func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    let sides: [Scales.Side] = [.above, .below, .both]
    for _ in 0..<500 {
      let scales = Scales(
        state: RoundNumber(index: pick(-1000...1000)), stateSide: sides[pick(0...2)],
        factorBound: Extent.factorBounds[pick(0...4)], termTop: pick(-70_000...70_000),
        termDepth: Scales.depths[pick(0...Scales.depths.count - 1)], linear: RoundNumber(index: pick(-9000...9000)),
        linearSide: sides[pick(0...2)])
      #expect(Scales(scales.description) == scales, "\(scales)")
    }
  }

  @Test("A known text")
  func known() {
    let text = "state=1e0:both,factor=10,terms=0:9,sum=5e-3:below"
    let scales = Scales(text)
    #expect(scales?.linear == RoundNumber(index: -7))
    #expect(scales?.description == text)
  }

  @Test(
    "Anything else is refused",
    arguments: [
      "", "state", "state=1e0:both", "state=1e0:both,factor=10,terms=0:9,sum=1e0:both,",
      "state=3e0:both,factor=10,terms=0:9,sum=1e0:both",
      "state=1e0:both,factor=11,terms=0:9,sum=1e0:both", "state=1e0:both,factor=10,terms=0:10,sum=1e0:both",
      "state=1e0:left,factor=10,terms=0:9,sum=1e0:both", "state=1e0:both,factor=10,terms=0:9,sum=1e:both",
      "state=1e0:both,factor=10,terms=0:9:9,sum=1e0:both", "state=1e0:both,state=1e0:both,terms=0:9,sum=1e0:both",
      "state=1e0:both,factor=10,terms=99999999999999999999:9,sum=1e0:both",
      "state=1e9000000000000000000:both,factor=10,terms=0:9,sum=1e0:both",
      "state=1e0:both,factor=10,terms=0:0,sum=1e0:both",
      "state=1e0:both,factor=10,terms=0:-9,sum=1e0:both", "state=1e0e0:both,factor=10,terms=0:9,sum=1e0:both",
    ])
  func refused(text: String) { #expect(Scales(text) == nil) }

  @Test("Extreme scales that can be read can be drawn")
  func extremes() {
    for text in [
      "state=5e1000000000:both,factor=1000000,terms=1000000000:60000,sum=1e-1000000000:below",
      "state=1e-1125899906842623:above,factor=2,terms=-1125899906842623:3,sum=5e1125899906842623:both",
    ] {
      var state = Sample.drawing().state
      state.scales = Scales(text)
      #expect(state.scales != nil)
      state.isPinned = true
      for linear in [false, true] {
        state.isLinear = linear
        var session = Session(state: state, sources: Sample.sources, size: Size(width: 90, height: 28))
        #expect(session.frame().size.height == 28)
      }
    }
  }
}
