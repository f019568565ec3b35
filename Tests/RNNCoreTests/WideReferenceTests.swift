import Testing

@testable import RNNCore

/// Thirty-six units over 120 steps against numbers of 60 digits (mpmath): W_ij = ((7i² + 13j² + ij) mod 17 − 8)/32,
/// U_i = ((5i mod 7) − 3)/4, x_t = ((3t mod 5) − 2)/4 with t from 1, s_0 = 0.1, tanh.
@Suite("A wide network against numbers of 60 digits")
struct WideReferenceTests {
  private func trajectory() throws -> Trajectory {
    let n = 36
    let W = (0..<n * n).map { index in
      let (i, j) = (index / n, index % n)
      return Double((i * i * 7 + j * j * 13 + i * j) % 17 - 8) / 32
    }
    return try WideNetworks.trajectory(
      Matrix(rows: n, columns: n, elements: W), .tanh, U: (0..<n).map { Double($0 * 5 % 7 - 3) / 4 },
      (1...120).map { Double($0 * 3 % 5 - 2) / 4 })
  }

  /// 10⁻¹³: what rounding of 120 steps, states and factors, leaves where nothing cancels.
  @Test(
    "σ_max of the flow",
    arguments: [(20, 1.1171564715878669535), (60, 0.024766955591742142584), (119, 0.0090572400083900442962)])
  func flows(lag: Int, expected: Double) throws {
    let trajectory = try trajectory()
    let flow = trajectory.flowNorm(from: 120 - lag, to: 120)
    #expect(WideNetworks.distance(flow, ScaledDouble(expected)) < 1e-13)
    var search = FlowLanczos(trajectory, from: 120 - lag, to: 120)
    while !search.isComplete { _ = search.advance() }
    if let value = search.value { #expect(WideNetworks.distance(value, ScaledDouble(expected)) < 1e-13) }
  }

  @Test("Terms of the whole state, and their sum")
  func terms() throws {
    let terms = Contributions(of: try trajectory(), target: 120, parameter: .recurrentWeights)
    #expect(WideNetworks.distance(terms.total, ScaledDouble(46.452851433628053077)) < 1e-13)
    for (step, signed, value) in [
      (1, -0.00073505468755081090418, 0.0052293451313857534716),
      (51, -0.021232886643256137157, 0.045526823986110559361),
      (101, 1.5478647073706897673, 2.9927591198650055518), (120, 3.6460582538025082989, 12.741059531568913986),
    ] {
      #expect(WideNetworks.distance(terms.value(at: step), ScaledDouble(value)) < 1e-13)
      #expect((terms.signed(at: step) - ScaledDouble(signed)).magnitude < ScaledDouble(value * 1e-13))
    }
  }

  @Test("The verdict of the loss is that of the whole state")
  func verdicts() throws {
    let trajectory = try trajectory()
    for observable in [Observable.state, .loss] {
      let terms = Contributions(of: trajectory, target: 120, parameter: .bias, observable: observable)
      let rate = Regime(of: terms, extremes: .told).lyapunovExponent
      #expect(((rate ?? 0) * 119 - ScaledDouble(0.0090572400083900442962).naturalLogarithm).magnitude < 1e-13)
    }
  }
}
