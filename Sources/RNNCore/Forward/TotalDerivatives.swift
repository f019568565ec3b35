extension Trajectory {
  /// ∂s_1/∂θ … ∂s_k/∂θ of the scalar network by the forward recursion, index 0 being step 1:
  ///
  ///     ∂s_1/∂θ = ∂s_1/∂θ_*                                          s_0 is a constant
  ///     ∂s_t/∂θ = ∂s_t/∂s_{t−1} · ∂s_{t−1}/∂θ + ∂s_t/∂θ_*
  ///
  /// The last is the sum of the contributions of target step k, from the other end. `last` is a finite step in 1…T.
  ///
  /// Complexity: O(k) time, 16 bytes a step.
  public func totalDerivatives(through last: Int, _ parameter: Parameter) -> [ScaledDouble] {
    precondition(network.isScalar && inputs.dimension == 1, "a scalar network has one number for each step")
    precondition((1...steps).contains(last) && isFinite(through: last), "the last step is one that is reached")
    var total = ScaledDouble.zero
    var totals: [ScaledDouble] = []
    totals.reserveCapacity(last)
    ScalarSteps.forEachImmediate(self, parameter, in: 1...last) { step, immediate in
      total = step == 1 ? immediate : stepFactor(at: step) * total + immediate
      totals.append(total)
    }
    return totals
  }
}
