/// Σ_i ‖C_i[r]‖² for each unit r, where C_i[r] is the part of contribution i that belongs to the unit's own parameters:
/// its row of W and U, its number of b.
///
/// A covector's contribution δ_i c_iᵀ has ‖C_i[r]‖ = |δ_i[r]|·‖c_i‖; for the whole state the squares add up over
/// covectors. All share one power of two; what lies more than 2^900 below the largest does not count.
struct UnitSquares: Sendable {
  private(set) var squares: [Double]
  private var exponent = Int.min

  init(units: Int) { squares = Array(repeating: 0, count: units) }

  /// Adds the δ of a sweep, as many rows to a step as there are covectors; a row has one number or more for each unit.
  mutating func add(_ deltas: ScaledRows, covectors: Int, _ inputs: ScaledRows) {
    let gates = deltas.columns / squares.count
    deltas.elements.withUnsafeBufferPointer { elements in
      for row in 0..<deltas.count {
        let step = row / covectors
        let weight = inputs.squares[step]
        guard weight != 0, deltas.squares[row] != 0 else { continue }
        let power = 2 * (deltas.exponents[row] + inputs.exponents[step])
        guard let scale = scale(ofPower: power) else { continue }
        squares.withUnsafeMutableBufferPointer { squares in
          for gate in 0..<gates {
            let factor = weight * scale
            let deltas = elements[rows: row * gates + gate, squares.count]
            for unit in deltas.indices { squares[unit] += deltas[unit] * deltas[unit] * factor }
          }
        }
      }
    }
  }

  /// Adds the sums over other covectors.
  mutating func add(_ other: UnitSquares) {
    guard other.exponent != .min, let scale = scale(ofPower: other.exponent) else { return }
    for unit in squares.indices { squares[unit] += other.squares[unit] * scale }
  }

  /// 2^power over the common power of two, which follows where the new one is much larger; nil where it does not count.
  private mutating func scale(ofPower power: Int) -> Double? {
    if exponent == .min { exponent = power }
    if power - exponent > 200 {
      let shrink = Double(sign: .plus, exponent: Swift.max(exponent - power, -2000), significand: 1)
      for unit in squares.indices { squares[unit] *= shrink }
      exponent = power
    }
    return power - exponent < -900 ? nil : Double(sign: .plus, exponent: power - exponent, significand: 1)
  }

  /// Each unit's part of the sum over all; 0 where that is 0.
  var shares: [Double] {
    let sum = squares.reduce(0, +)
    return sum == 0 ? squares : squares.map { $0 / sum }
  }
}
