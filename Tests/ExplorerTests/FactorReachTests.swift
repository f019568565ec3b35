import RNNCore
import Testing

@testable import Explorer
@testable import Screen

@Suite("How far the factors' axis reaches")
struct FactorReachTests {
  private func reach(_ low: Double, _ high: Double, from previous: FactorReach? = nil) -> FactorReach {
    .settled(ScaledDouble(low)...ScaledDouble(high), previous)
  }

  @Test("Where no factor is above 1 the axis ends there, also where rounding left something of 1")
  func endsAtOne() {
    for (low, high) in [(1, 1), (1 - 1e-15, 1 + 1e-15), (0.3, 1 + 1e-15), (0.3, 1), (0.3, 0.7)] {
      #expect(reach(low, high).high == .one && reach(low, high).low < .one, "\(low) … \(high)")
    }
    #expect(reach(1, 3).low == .one && reach(1 - 1e-15, 3).low == .one)
  }

  @Test("Factors near 1 fill their axis, and those far from it are held within six decades")
  func fills() {
    #expect(reach(0.975, 0.975).low.value == ScaledDouble(0.95) && reach(1.01, 1.01).high.value == ScaledDouble(1.01))
    for exponent in (-59...59).filter({ $0 != 0 }).map({ Double($0) / 10 }) {
      let factor = ScaledDouble.powerOfTen(exponent)
      let found = FactorReach.settled(factor...factor, nil)
      #expect(found.low.value <= factor && factor <= found.high.value)
      let longer = max(-found.low.value.log10, found.high.value.log10)
      // No axis is longer than the factor's distance from 1 by more than a tenth of a decade, or twice.
      #expect(longer <= max(exponent.magnitude + 0.13, 2.5 * exponent.magnitude))
    }
    let far = FactorReach.settled(ScaledDouble.powerOfTen(-900)...ScaledDouble.powerOfTen(900), nil)
    #expect(far.low.value.log10 == -6 && (far.high.value.log10 - 6).magnitude < 1e-12)
  }

  @Test("A bound in force stays while it holds and is at most a third too far")
  func settles() {
    let first = reach(0.11, 0.9)
    #expect(reach(0.13, 0.9, from: first) == first && reach(0.9, 0.95, from: first) != first)
    #expect(reach(0.05, 0.9, from: first).low < first.low)
    #expect(FactorReach.settled(nil, first) == first && FactorReach.settled(nil, nil).high == .one)
  }

  @Test("Bounds are in order, hold themselves, and are read back from their text")
  func bounds() {
    for index in -64...64 {
      let bound = FactorBound(index: index)
      if index < 64 { #expect(bound.value < FactorBound(index: index + 1).value) }
      #expect(FactorBound(bound.text[...]) == bound && FactorBound(beyond: bound.value) == bound, "\(bound.text)")
    }
    #expect(["9.9e-1", "9.5e-1", "1.05e0", "1e0", "2e-2"].allSatisfy { FactorBound($0) != nil })
    #expect(["", "7e0", "1e-7", "1.03e0", "1"].allSatisfy { FactorBound($0) == nil })
  }
}
