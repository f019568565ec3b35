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
  /// Complexity: O((largest lag + number of lags)·n³) time, which so many threads share, O(n² + n·number of lags) memory beside
  /// the trajectory and some ten megabytes.
  public init(of trajectory: Trajectory, target: Int, lags: [Int], threads: Int = 1) {
    var sweep = FlowSpectrumSweep(of: trajectory, target: target, lags: lags)
    sweep.refine(budget: .infinity, threads: threads)
    self = sweep.spectrum
  }

  /// Some lags, each with its values.
  init(target: Int, lags: [Lag]) { (self.target, self.lags) = (target, lags) }
}

/// The singular values of a flow as one way of computing found them, with an estimate of their relative errors.
struct MeasuredFlow {
  /// σ₁ ≥ … ≥ σ_n.
  private(set) var values: [ScaledDouble]
  /// 0 of an exact 0; infinite where there is nothing but noise.
  private(set) var errors: [Double]

  /// Whether σ₁ has fewer digits than are told beside the regime's, or some value has none.
  var lacksDigits: Bool { errors[0] > 1e-9 || errors.contains { $0 > FlowSpectrum.largestError } }

  /// Each value with its error, or without a value where no digit is left.
  var singularValues: [FlowSpectrum.SingularValue] {
    zip(values, errors).map { value, error in
      error <= FlowSpectrum.largestError
        ? .determined(value, relativeError: error) : .undetermined(relativeError: error)
    }
  }

  /// Takes the errors that are estimated at a lag, but of what is exactly 0.
  mutating func addErrors(_ rounding: RoundingEstimate, lag: Int) {
    for rank in errors.indices where !values[rank].isZero { errors[rank] = rounding.relativeError(rank, lag: lag) }
  }

  /// Takes what another way of computing knows better.
  mutating func takeBetter(of other: MeasuredFlow) {
    for rank in errors.indices where other.errors[rank] < errors[rank] {
      (values[rank], errors[rank]) = (other.values[rank], other.errors[rank])
    }
  }
}

/// What rounding may have changed of singular values that were computed twice, each time rounded differently: a multiple
/// of how far the two lie apart.
///
/// Two values may lie closer than either does to the truth, by chance. So the largest difference counts of a value, its
/// neighbours, and all that were compared before: what a running product has lost it does not get back.
struct RoundingEstimate {
  /// For each r the largest relative difference so far; infinite where only one of the two has a value.
  private var differences: [Double]

  /// How far the truth may lie from two values, in multiples of their distance: such that products of Jordan blocks, of
  /// triangular and of dense matrices in some hundred digits lie within it.
  private static let margin = 10.0

  /// Of n singular values, none of them compared.
  init(order n: Int) { differences = Array(repeating: 0, count: n) }

  /// Compares two lists of values other than 0, the largest first; what a list does not have any more is lost.
  mutating func compare(_ a: [ScaledDouble], _ b: [ScaledDouble]) {
    let common = Swift.min(a.count, b.count)
    let found = (0..<common).map { Self.difference(a[$0], b[$0]) }
    for rank in differences.indices {
      let near = found.dropFirst(Swift.max(rank - 1, 0)).prefix(rank == 0 ? 2 : 3)
      let present = rank < common ? near.reduce(0, Swift.max) : .infinity
      differences[rank] = Swift.max(differences[rank], present)
    }
  }

  private static func difference(_ a: ScaledDouble, _ b: ScaledDouble) -> Double {
    let smaller = Swift.min(a, b)
    return smaller.isZero ? .infinity : ((a - b) / smaller).magnitude.doubleValue
  }

  /// The estimate for σ_{rank+1} after a number of steps, in each of which f′ and the product are rounded.
  func relativeError(_ rank: Int, lag: Int) -> Double {
    Self.margin * differences[rank] + Double(4 * differences.count + 8 * lag) * .ulpOfOne
  }
}
