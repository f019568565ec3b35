/// The singular values of the flow P(k,i) at chosen lags, and the Lyapunov spectrum of the trajectory on the way.
public struct FlowSpectrum: Sendable {
  /// The singular values at one lag.
  public struct Lag: Hashable, Sendable {
    /// k − i.
    public let lag: Int
    /// σ₁ ≥ … ≥ σ_n of P(k,i), exactly 0 where a direction is blocked.
    public let singularValues: [ScaledDouble]
  }

  /// k.
  public let target: Int
  /// The lags that were asked for, in ascending order.
  public let lags: [Lag]

  /// λ₁ ≥ … ≥ λ_n per step, natural logarithm, over the largest lag: ln σ_r(P(k,i))/(k − i), so that λ₁ is the regime's
  /// and their sum that of ln|det J_j| per step. −∞ where a direction is blocked; empty where no lag above 0 was asked for.
  ///
  /// The mean of ln|R_rr| of a running QR (Benettin, Galgani, Giorgilli, Strelcyn 1980; Geist, Parlitz, Lauterborn 1990)
  /// has the same limit; over a finite stretch it also depends on the directions that it starts from, which these do not.
  public var lyapunovExponents: [Double] {
    guard let last = lags.last, last.lag > 0 else { return [] }
    return last.singularValues.map { $0.naturalLogarithm / Double(last.lag) }
  }

  /// The spectrum of a target step's flow; every step up to it must be finite, and the lags lie in 0…k.
  ///
  /// The product is kept graded, so that each singular value has a relative error of about 10^−5 or better, also where
  /// others are 10^16 times or 10^1000 times as large. Jacobians are made one by one and let go of.
  ///
  /// Complexity: O((largest lag + number of lags)·n³) time, O(n² + n·number of lags) memory beside the trajectory.
  public init(of trajectory: Trajectory, target: Int, lags: [Int]) {
    let wanted = Set(lags).sorted()
    precondition((1...trajectory.steps).contains(target) && trajectory.isFinite(through: target), "k is a finite step")
    precondition(wanted.allSatisfy { (0...target).contains($0) }, "lags from 0 to k")
    let n = trajectory.hiddenSize
    var product = GradedProduct(trajectory.network.recurrentWeights)
    var (results, done) = ([Lag](), 0)
    for lag in wanted {
      while done < lag {
        product.multiply(by: trajectory.scaledDerivatives(at: target - done))
        done += 1
      }
      product.factor()
      let blocked = [ScaledDouble](repeating: .zero, count: n - product.rank)
      results.append(Lag(lag: lag, singularValues: product.singularValues + blocked))
    }
    self.target = target
    self.lags = results
  }
}
