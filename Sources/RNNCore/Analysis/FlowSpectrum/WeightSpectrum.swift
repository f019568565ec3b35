/// The eigenvalues and singular values of a square matrix of weights, in extended range.
public struct WeightSpectrum: Hashable, Sendable {
  /// A complex number.
  public struct Eigenvalue: Hashable, Sendable {
    /// Re λ.
    public let real: ScaledDouble
    /// Im λ.
    public let imaginary: ScaledDouble

    /// |λ|.
    public var modulus: ScaledDouble { (real * real + imaginary * imaginary).squareRoot() }
  }

  /// All n eigenvalues, each as often as it counts, the largest modulus first; complex ones in conjugate pairs, the one
  /// above the real axis first.
  public let eigenvalues: [Eigenvalue]
  /// σ₁ ≥ … ≥ σ_n.
  public let singularValues: [ScaledDouble]

  /// The spectrum of an n×n matrix of finite elements (LAPACK dgeev, dgesvd).
  ///
  /// Complexity: O(n³). That of g·W follows by `scaled(by:)` in O(n).
  public init(of W: Matrix) {
    precondition(W.rows == W.columns, "eigenvalues are of a square matrix")
    precondition(W.isFinite, "eigenvalues are of a finite matrix")
    let scaled = ScaledWeights(W)
    let (unit, exponent) = (scaled.elements, scaled.exponent)
    eigenvalues = LinearAlgebra.eigenvalues(unit, order: W.rows).map {
      Eigenvalue(
        real: ScaledDouble(significand: $0.real, exponent: exponent),
        imaginary: ScaledDouble(significand: $0.imaginary, exponent: exponent))
    }.sorted(by: Self.isBefore)
    singularValues = LinearAlgebra.singularValues(unit, rows: W.rows, columns: W.rows).map {
      ScaledDouble(significand: $0, exponent: exponent)
    }
  }

  private init(eigenvalues: [Eigenvalue], singularValues: [ScaledDouble]) {
    self.eigenvalues = eigenvalues
    self.singularValues = singularValues
  }

  private static func isBefore(_ a: Eigenvalue, _ b: Eigenvalue) -> Bool {
    let (first, second) = (a.modulus, b.modulus)
    if first != second { return first > second }
    return a.real != b.real ? a.real > b.real : a.imaginary > b.imaginary
  }

  /// The spectrum of g·W for a finite g. Complexity: O(n·log n).
  public func scaled(by gain: Double) -> WeightSpectrum {
    let factor = ScaledDouble(gain)
    let scaled = eigenvalues.map { Eigenvalue(real: factor * $0.real, imaginary: factor * $0.imaginary) }
    return WeightSpectrum(
      eigenvalues: scaled.sorted(by: Self.isBefore), singularValues: singularValues.map { factor.magnitude * $0 })
  }

  /// ρ(W), the largest |λ|.
  public var spectralRadius: ScaledDouble { eigenvalues[0].modulus }
  /// σ_max(W).
  public var spectralNorm: ScaledDouble { singularValues[0] }

  /// Where an eigenvalue lies against the unit circle.
  public enum Side: Sendable {
    /// |λ| below 1, equal to 1 to rounding, or above 1.
    case inside, on, outside
  }

  /// The side of the unit circle that an eigenvalue is on. It counts as on the circle within 4·n·2^−52·σ_max: by that
  /// much rounding moves the eigenvalues of an orthogonal matrix.
  public func side(of eigenvalue: Eigenvalue) -> Side {
    let distance = eigenvalue.modulus - .one
    let slack = ScaledDouble(4 * Double(singularValues.count) * .ulpOfOne) * spectralNorm
    if distance.magnitude <= slack { return .on }
    return distance.signum < 0 ? .inside : .outside
  }

  /// How many eigenvalues are on a side of the unit circle. Complexity: O(n).
  public func count(_ side: Side) -> Int { eigenvalues.count { self.side(of: $0) == side } }
}
