/// How well what flows on from a step and what has flowed up to it meet there. After some time both have one direction left
/// that counts; where these stand nearly at right angles most of both is lost at the step, and so are digits.
struct FlowMeeting: Sendable {
  /// By step from 0, |⟨λ_a, v_a⟩|/(‖λ_a‖‖v_a‖) of a covector that has come back from the last step and a vector that has
  /// gone on from the first, both random.
  private let cosines: [Double]

  /// Of the steps up to the last one, of a trajectory of which `hasPlainFlows` holds. Complexity: O(last·n²).
  init(_ trajectory: Trajectory, through last: Int) {
    let n = trajectory.hiddenSize
    var generator = SplitMix64(seed: 1)
    func direction() -> [Double] { (0..<n).map { _ in generator.nextNormal() } }
    var sweep = BackwardSweep(trajectory, target: last, covectors: ScaledRows(direction(), columns: n))
    let covectors = (1...last).reversed().map { step in
      sweep.goBack(step)
      return sweep.adjoints.vector(0)
    }
    var tangent = TangentSweep(trajectory, direction())
    cosines = covectors.reversed().enumerated().map { step, covector in
      if step > 0 { _ = tangent.enter(step) }
      return Self.cosine(covector, tangent.tangent.vector(0))
    }
  }

  private static func cosine(_ a: ScaledVector, _ b: ScaledVector) -> Double {
    let sizes = a.norm * b.norm
    return sizes.isZero ? 0 : (a.dot(b).magnitude / sizes).doubleValue
  }

  /// Of the steps about the middle of some the one where they meet best, of several the nearest to the middle.
  func anchor(_ steps: ClosedRange<Int>) -> Int {
    let (middle, width) = ((steps.lowerBound + steps.upperBound) / 2, steps.count / 8)
    var best = middle
    for distance in 0...width {
      for step in [middle - distance, middle + distance] where cosines[step] > cosines[best] { best = step }
    }
    return best
  }
}
