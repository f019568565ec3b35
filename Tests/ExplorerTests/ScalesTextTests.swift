import RNNCore
import Testing

@testable import Explorer
@testable import Screen

@Suite("Scales as text")
struct ScalesTextTests {
  @Test("What is written is read back the same")
  func roundTrip() {
    var generator = SplitMix64(seed: 5)
    func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    func bound(_ reach: Int) -> AxisBound? { pick(0...4) == 0 ? nil : AxisBound(index: pick(-reach...reach)) }
    for _ in 0..<500 {
      let scales = Scales(
        state: LinearReach(below: bound(1000), above: bound(1000)),
        factor: FactorReach(low: FactorBound(index: pick(-64...(-1))), high: FactorBound(index: pick(0...64))),
        termTop: pick(-70_000...70_000), termDepth: Scales.depths[pick(0...Scales.depths.count - 1)],
        isDepthChosen: pick(0...1) == 1,
        sum: LinearReach(below: bound(30_000), above: bound(30_000)))
      #expect(Scales(scales.description) == scales, "\(scales)")
    }
  }

  @Test("Every bound that a number can ask for is written and read back", arguments: [-1, 1])
  func farthest(sign: Int) {
    for exponent in [1 << 61, 1 << 60, 1 << 59, 1 << 58] {
      let number = ScaledDouble(significand: 1.99, exponent: sign * exponent)
      for bound in [AxisBound(holding: number)] {
        let scales = Scales(
          state: LinearReach(), factor: FactorReach(low: .one, high: FactorBound(index: 7)), termTop: 0, termDepth: 9,
          sum: LinearReach(below: bound, above: bound))
        #expect(Scales(scales.description) == scales, "\(scales)")
        #expect(AxisBound.settled(number, AxisBound(holding: .one / number)) == AxisBound(holding: number))
      }
    }
  }

  @Test("A known text")
  func known() {
    let text = "state=1e0:1e0,factor=2.5e-2:1e0,terms=0:24,sum=5e-3:-"
    let scales = Scales(text)
    #expect(scales?.sum == LinearReach(below: AxisBound(index: -23), above: nil))
    #expect(scales?.factor == FactorReach(low: FactorBound(index: -20), high: .one))
    #expect(scales?.description == text)
  }

  @Test(
    "Anything else is refused",
    arguments: [
      "",
      "state",
      "state=1e0:1e0",
      "state=1e0:1e0,factor=1e-1:1e0,terms=0:24,sum=1e0:1e0,",
      "state=7e0:1e0,factor=1e-1:1e0,terms=0:24,sum=1e0:1e0",
      "state=1e0:1e0,factor=1.1e-1:1e0,terms=0:24,sum=1e0:1e0",
      "state=1e0:1e0,factor=1e0:1e0,terms=0:24,sum=1e0:1e0",
      "state=1e0:1e0,factor=1e-7:1e0,terms=0:24,sum=1e0:1e0",
      "state=1e0:1e0,factor=2e0:3e0,terms=0:24,sum=1e0:1e0",
      "state=1e0:1e0,factor=1e-1,terms=0:24,sum=1e0:1e0",
      "state=1e0:1e0,factor=1e-1:1e0,terms=0:25,sum=1e0:1e0",
      "state=1e0,factor=1e-1:1e0,terms=0:24,sum=1e0:1e0",
      "state=1e0:1e0,factor=1e-1:1e0,terms=0:24,sum=1e:1e0",
      "state=1e0:1e0,factor=1e-1:1e0,terms=0:24:24,sum=1e0:1e0",
      "state=1e0:1e0,state=1e0:1e0,terms=0:24,sum=1e0:1e0",
      "state=1e0:1e0,factor=1e-1:1e0,terms=99999999999999999999:24,sum=1e0:1e0",
      "state=1e9000000000000000000:1e0,factor=1e-1:1e0,terms=0:24,sum=1e0:1e0",
      "state=1e0:1e0,factor=1e-1:1e0,terms=0:0,sum=1e0:1e0",
      "state=1e0:1e0,factor=1e-1:1e0,terms=0:-9,sum=1e0:1e0",
      "state=1e0e0:1e0,factor=1e-1:1e0,terms=0:24,sum=1e0:1e0",
      "state=:1e0,factor=1e-1:1e0,terms=0:24,sum=1e0:1e0",
    ])
  func refused(text: String) { #expect(Scales(text) == nil) }
}
