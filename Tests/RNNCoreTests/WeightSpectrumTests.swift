import RNNCore
import Testing

@Suite("Eigenvalues and singular values of weights")
struct WeightSpectrumTests {
  private func scaled(_ matrix: Matrix, by gain: Double) -> Matrix {
    Matrix(rows: matrix.rows, columns: matrix.columns, elements: matrix.elements.map { gain * $0 })
  }

  /// Random matrices of these orders have eigenvalues of condition well below 10^3.
  @Test("Against mpmath: every eigenvalue has its own, and singular values their digits")
  func references() throws {
    for reference in try SpectrumReference.all() {
      let spectrum = WeightSpectrum(of: reference.experiment.network.recurrentWeights)
      let norm = reference.weights[0].nearestDouble
      var left = reference.eigenvalues
      for value in spectrum.eigenvalues {
        let (x, y) = (value.real.doubleValue, value.imaginary.doubleValue)
        let distances = left.map { ($0.real - x) * ($0.real - x) + ($0.imaginary - y) * ($0.imaginary - y) }
        guard let nearest = distances.indices.min(by: { distances[$0] < distances[$1] }) else { break }
        #expect(distances[nearest].squareRoot() < 1e-12 * norm, "\(reference.name)")
        left.remove(at: nearest)
      }
      #expect(left.isEmpty)
      for (value, expected) in zip(spectrum.singularValues, reference.weights) {
        #expect((value.doubleValue - expected.nearestDouble).magnitude < 1e-14 * norm)
      }
    }
  }

  @Test("Moduli fall, and a pair begins above the real axis")
  func order() {
    let spectrum = WeightSpectrum(of: Initialization.gaussian.recurrentWeights(order: 31, seed: 1))
    let moduli = spectrum.eigenvalues.map(\.modulus)
    #expect(moduli.count == 31 && moduli == moduli.sorted(by: >))
    var index = 0
    while index < 31 {
      let value = spectrum.eigenvalues[index]
      guard !value.imaginary.isZero else {
        index += 1
        continue
      }
      let next = spectrum.eigenvalues[index + 1]
      #expect(value.imaginary.signum > 0 && next.real == value.real && next.imaginary == -value.imaginary)
      index += 2
    }
    #expect(spectrum.spectralRadius <= spectrum.spectralNorm)
  }

  @Test("The gain scales a spectrum as it scales the matrix", arguments: [-1.3, 0, 0.5, 1, 1e200])
  func gain(gain: Double) {
    let W = Initialization.gaussian.recurrentWeights(order: 6, seed: 2)
    let (scaledSpectrum, spectrum) = (WeightSpectrum(of: W).scaled(by: gain), WeightSpectrum(of: scaled(W, by: gain)))
    let norm = spectrum.spectralNorm.doubleValue
    for (a, b) in zip(scaledSpectrum.singularValues, spectrum.singularValues) {
      #expect((a - b).magnitude.doubleValue <= 1e-14 * norm)
    }
    for (a, b) in zip(scaledSpectrum.eigenvalues, spectrum.eigenvalues) {
      #expect((a.modulus - b.modulus).magnitude.doubleValue <= 1e-13 * norm)
    }
  }

  @Test("Initialisations against the unit circle")
  func initialisations() {
    let orthogonal = WeightSpectrum(of: Initialization.orthogonal.recurrentWeights(order: 64, seed: 1))
    #expect((orthogonal.count(.inside), orthogonal.count(.on), orthogonal.count(.outside)) == (0, 64, 0))
    #expect(orthogonal.scaled(by: 1.001).count(.outside) == 64)
    #expect(orthogonal.scaled(by: 0.999).count(.inside) == 64)
    #expect(WeightSpectrum(of: .identity(5)).count(.on) == 5)
    let shift = WeightSpectrum(of: Initialization.shift.recurrentWeights(order: 20, seed: 1))
    #expect(shift.spectralRadius.isZero && shift.spectralNorm == .one && shift.count(.inside) == 20)
    // The circular law: a third of the eigenvalues of √(3/2)·W₀ lie outside.
    let gaussian = WeightSpectrum(of: Initialization.gaussian.recurrentWeights(order: 200, seed: 1))
    #expect((gaussian.spectralRadius.doubleValue - 1).magnitude < 0.15)
    #expect((gaussian.scaled(by: 1.224_745).count(.outside) - 67).magnitude < 12)
    #expect((gaussian.spectralNorm.doubleValue - 2).magnitude < 0.1, "2 for large n (Geman 1980)")
  }

  @Test("Known matrices, of any size")
  func known() {
    let rotation = WeightSpectrum(of: Matrix([[0, -2], [2, 0]]))
    #expect(rotation.eigenvalues.map(\.imaginary) == [ScaledDouble(2), ScaledDouble(-2)])
    #expect(rotation.eigenvalues.allSatisfy { $0.real.isZero } && rotation.count(.outside) == 2)
    let scalar = WeightSpectrum(of: Matrix(-0.5))
    #expect(scalar.eigenvalues[0].real == ScaledDouble(-0.5) && scalar.spectralNorm == ScaledDouble(0.5))
    let zero = WeightSpectrum(of: Matrix([[0, 0], [0, 0]]))
    #expect(zero.spectralRadius.isZero && zero.spectralNorm.isZero && zero.count(.inside) == 2)
    let large = WeightSpectrum(of: Matrix([[1.7e308, 1.7e308], [1.7e308, 1.7e308]]))
    #expect((large.spectralRadius / ScaledDouble(1.7e308)).doubleValue - 2 < 1e-15)
    let small = WeightSpectrum(of: Matrix([[5e-324, 0], [0, 0]]))
    #expect(small.spectralRadius == ScaledDouble(5e-324))
  }
}
