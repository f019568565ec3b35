import Testing

@testable import RNNCore

@Suite("Gram matrices in rows")
struct GramRowsTests {
  @Test("Inner products of rows are half those of the matrices")
  func products() throws {
    let trajectory = try WideNetworks.trajectory(6, gain: 1.3, steps: 12)
    let weights = FlowWeights(trajectory.network.recurrentWeights)
    var (back, on) = (FlowChain.back(trajectory, weights), FlowChain.on(trajectory, weights))
    var (steps, targets) = (GramRows(count: 4, order: 6), GramRows(count: 3, order: 6))
    for row in 0..<3 {
      back.enter(6 - row)
      on.enter(7 + row)
      steps.set(row, to: back)
      targets.set(row, to: on)
      let largest = (targets.rows.square(row) * steps.rows.square(row)).squareRoot()
      let product = targets.halfProducts(row + 1, with: steps, row + 1)[row * (row + 1) + row]
      let found = ScaledDouble(
        significand: product, exponent: targets.rows.exponents[row] + steps.rows.exponents[row])
      // ⟨P(k,a)ᵀP(k,a), P(a,i)D_i²P(a,i)ᵀ⟩ = ‖P(k,i)·D_i‖_F².
      let (P, D) = (trajectory.flowMatrix(from: 6 - row, to: 7 + row), trajectory.scaledDerivatives(at: 6 - row))
      let square = P.numbers.enumerated().reduce(ScaledDouble.zero) { sum, number in
        let part = number.element * D.numbers[number.offset % 6]
        return sum + part * part
      }
      #expect((found + found - square).magnitude <= largest * ScaledDouble(1e-14))
    }
  }
}
