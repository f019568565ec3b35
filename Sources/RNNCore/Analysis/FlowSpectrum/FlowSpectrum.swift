/// The singular values of the flow P(k,i) at chosen lags, and the Lyapunov spectrum of the trajectory on the way.
///
/// Every value comes with an estimate of what rounding left of it: a product whose parts are far larger than itself, as
/// of a network far from normal at long lags, loses digits, and in the end all of them. Where no digit is left there is
/// no value.
public struct FlowSpectrum: Sendable {
  /// A singular value of a computed product.
  public enum SingularValue: Hashable, Sendable {
    /// A value with at least one digit, exactly 0 where a direction is blocked (with a relative error of 0).
    case determined(ScaledDouble, relativeError: Double)
    /// No digit is left; the estimate of the relative error is above `largestError`, and infinite where nothing but
    /// rounding noise was found.
    case undetermined(relativeError: Double)

    /// The value; nil where no digit is left.
    public var value: ScaledDouble? {
      guard case .determined(let value, _) = self else { return nil }
      return value
    }

    /// The estimate of the relative error.
    public var relativeError: Double {
      switch self {
      case .determined(_, let relativeError), .undetermined(let relativeError): relativeError
      }
    }
  }

  /// A Lyapunov exponent per step, natural logarithm.
  public struct Exponent: Hashable, Sendable {
    /// λ_r: −∞ where the direction is blocked, nil where no digit is left of σ_r.
    public let value: Double?
    /// The estimate of λ_r's absolute error.
    public let error: Double

    /// An exponent with the estimate of its absolute error.
    public init(value: Double?, error: Double) { (self.value, self.error) = (value, error) }
  }

  /// The singular values at one lag.
  public struct Lag: Hashable, Sendable {
    /// k − i.
    public let lag: Int
    /// σ₁ ≥ … ≥ σ_n of P(k,i).
    public let singularValues: [SingularValue]
  }

  /// The largest relative error of a number of one digit: half a unit where that digit is a 9.
  public static let largestError = 0.05

  /// k.
  public let target: Int
  /// The lags that were asked for, in ascending order.
  public let lags: [Lag]

  /// λ₁ ≥ … ≥ λ_n per step, natural logarithm, over the largest lag: ln σ_r(P(k,i))/(k − i), so that λ₁ is the regime's
  /// and their sum that of ln|det J_j| per step. Empty where no lag above 0 was asked for.
  ///
  /// The mean of ln|R_rr| of a running QR (Benettin, Galgani, Giorgilli, Strelcyn 1980; Geist, Parlitz, Lauterborn 1990)
  /// has the same limit; over a finite stretch it also depends on the directions that it starts from, which these do not.
  public var lyapunovExponents: [Exponent] {
    guard let last = lags.last, last.lag > 0 else { return [] }
    let steps = Double(last.lag)
    return last.singularValues.map {
      Exponent(value: $0.value.map { $0.naturalLogarithm / steps }, error: $0.relativeError / steps)
    }
  }

  /// The spectrum of a target step's flow; every step up to it must be finite, and the lags lie in 0…k.
  ///
  /// The product is kept graded, so that singular values keep their digits also where others are 10^16 times or 10^1000
  /// times as large. Where that leaves σ₁ fewer than nine digits, or another value none, the plain product is formed too,
  /// as the regime has it: where nothing cancels, as of weights of one sign, it keeps what the graded one loses.
  ///
  /// Both are computed twice, rounded differently, and what differs is the estimate of the error (as Vignes 1993 does it
  /// for any computation): ten times the largest difference up to that lag of a value or its neighbours.
  ///
  /// Complexity: O((largest lag + number of lags)·n³) time, O(n² + n·number of lags) memory beside the trajectory.
  public init(of trajectory: Trajectory, target: Int, lags: [Int]) {
    let wanted = Set(lags).sorted()
    precondition((1...trajectory.steps).contains(target) && trajectory.isFinite(through: target), "k is a finite step")
    precondition(wanted.allSatisfy { (0...target).contains($0) }, "lags from 0 to k")
    var flows = MeasuredFlow.graded(trajectory, target: target, lags: wanted)
    if flows.contains(where: \.lacksDigits) {
      let plain = MeasuredFlow.plain(trajectory, target: target, lags: wanted)
      for place in flows.indices { flows[place].takeBetter(of: plain[place]) }
    }
    self.target = target
    self.lags = zip(wanted, flows).map { Lag(lag: $0, singularValues: $1.singularValues) }
  }
}
