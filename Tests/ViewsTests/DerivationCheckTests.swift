import RNNCore
import Testing

@testable import Views

@Suite("The derivation's check line")
struct DerivationCheckTests {
  @Test(
    "Agreement is counted in digits to which the numbers round alike",
    arguments: [
      ([1.23456, 1.23456], 12), ([1.23456, 1.23466], 4), ([1.23456, 1.234561], 6), ([1.2349, 1.2351], 4),
      ([1.23451, 1.23449], 5), ([1.2386, 1.2384], 4), ([0.99999, 1.00001], 4),
      ([1, -1], 0), ([5, 6], 0), ([2, 2.0000001, 2.00000012], 7), ([1e-5, 1e-4], 0), ([0, 0], 12), ([0, 1e-9], 0),
    ])
  func agreement(values: [Double], digits: Int) {
    #expect(DerivationCheck.agreement(of: values.map { ScaledDouble($0) }) == digits)
  }

  @Test("A wrong claim loses digits, and the page says so")
  func wrongClaim() {
    let session = Sample.session(target: 3)
    let experiment = session.analysis.experiment
    let honest = GradientCheck(of: experiment, target: 3, parameter: .recurrentWeights)
    let claimed = honest.sumOfTerms * ScaledDouble(1 + 3e-5)
    let wrong = GradientCheck(of: experiment, target: 3, parameter: .recurrentWeights, claimed: claimed)
    #expect(DerivationCheck(honest).digits >= 9)
    #expect((4...5).contains(DerivationCheck(wrong).digits))
    var text = DerivationTextTests.text(session)
    text.addCheck(DerivationCheck(wrong))
    let said = DerivationTextTests.lines(text).filter { $0.contains("they agree to") }
    #expect(said.count == 2 && said[0] != said[1])
    #expect(said[1].hasSuffix("they agree to \(DerivationCheck(wrong).digits) digits"))
  }

  @Test("At a kink there is no difference, beyond the limit it is left out: the page says which")
  func missing() {
    let kink = Sample.session(.relu, W: 0.5, U: 0, s0: 0, input: "zero", steps: 3)
    #expect(kink.lines.count == 30)
    let words = DerivationTextTests.lines(DerivationTextTests.text(kink.pressing("dd"))).joined(separator: " ")
    #expect(words.contains("central difference: none, since step 1 lies at a kink"))
    let long = DerivationCheck(sumOfTerms: .one, forwardRecursion: .one)
    #expect(long.missing?.contains("10000") == true && long.ways.count == 2)
  }

  @Test("Every total on the way is the sum of that step's contributions", arguments: Parameter.allCases)
  func totals(parameter: Parameter) {
    let trajectory = Sample.session(W: -1.3).analysis.trajectory
    let totals = trajectory.totalDerivatives(through: 44, parameter)
    for step in [1, 2, 3, 17, 44] {
      let contributions = Contributions(of: trajectory, target: step, parameter: parameter)
      let scale = contributions.reduce(ScaledDouble.zero) { $0 + $1.value.magnitude }
      // One rounding a step on either side.
      #expect((totals[step - 1] - contributions.total).magnitude <= scale * ScaledDouble(1e-14))
    }
  }
}
