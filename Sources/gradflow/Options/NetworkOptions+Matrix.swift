import ArgumentParser
import Explorer
import RNNCore

extension NetworkOptions {
  /// The most hidden units that are drawn: W takes 8n² bytes.
  static let mostHiddenUnits = 2048

  /// Whether the network is one whose weights are turned as a whole.
  var isMatrix: Bool { hidden != nil || model != nil }

  /// The network of several units that the flags make of a setup, for inputs of m numbers; nil where they make a scalar
  /// one.
  func matrix(from setup: Setup, inputs: Int, seed: UInt64) throws -> ScaledNetwork? {
    guard let hidden else { return nil }
    guard inputs <= MemoryLimit.weightNumbers / hidden else {
      throw InputError(
        "--hidden \(hidden): U for \(inputs) inputs would have more than \(MemoryLimit.weightNumbers) numbers: "
          + "use at most --hidden \(MemoryLimit.weightNumbers / inputs), or fewer columns or characters")
    }
    return .seeded(
      initialization ?? .gaussian, hidden: hidden, inputs: inputs, activation: activation ?? setup.activation,
      gain: try checkedGain(), seed: seed)
  }

  /// n is in its range.
  func checkHidden() throws {
    guard let hidden, !(1...Self.mostHiddenUnits).contains(hidden) else { return }
    throw InputError("--hidden \(hidden): expected a number of units from 1 to \(Self.mostHiddenUnits)")
  }

  func checkedGain() throws -> Double {
    let gain = gain ?? 1
    guard gain.isFinite else { throw InputError("--gain \(gain): expected a finite number") }
    // Adding 0 makes a negative zero positive.
    return gain + 0
  }

  /// A scalar network's numbers mean nothing to a matrix, and the other way round.
  func checkMatrixFlags() throws {
    let scalar = [
      ("--w", recurrentWeight), ("--u", inputWeight), ("--bias", bias), ("--s0", initialState),
      ("--v", outputWeight),
    ].first { $0.1 != nil }
    if hidden != nil, let scalar {
      throw ValidationError(
        "\(scalar.0) sets a number of the scalar network; with --hidden the weights are drawn: --gain scales W, --seed draws others"
      )
    }
    guard !isMatrix else { return }
    if gain != nil {
      throw ValidationError(
        "--gain scales the W of a network of several units: give --hidden N, or --w for the scalar one")
    }
    if initialization != nil {
      throw ValidationError("--init says how W begins in a network of several units: give --hidden N too")
    }
  }
}
