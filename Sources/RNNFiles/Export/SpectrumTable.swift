import RNNCore

/// The spectra of one target step: of the recurrent weights, of the flow at every lag, and of the trajectory on the way.
///
/// Of Elman's cell eigenvalues and singular values are W's; of a gated cell, whose W is no square matrix, those of
/// J_k = ∂s_k/∂s_{k−1} of all that its units keep. A singular value of the flow of which rounding left no digit is null. A
/// target that an overflow keeps from being reached has no flow, and of a gated cell no J_k.
public struct SpectrumTable: Sendable {
  private let trajectory: Trajectory
  private let target: Int
  private let provenance: Provenance
  /// Of W or J_k; nil where there is no J_k.
  private let weights: WeightSpectrum?
  /// nil where the target is not reached.
  private let flow: FlowSpectrum?
  /// λ(k,1) as the verdict has it.
  private let regimeExponent: Double?

  /// The spectra for a target step in 1…T, of the flow at the lags 0 … k − 1.
  ///
  /// - Parameters:
  ///   - trajectory: the forward pass.
  ///   - target: k.
  ///   - provenance: where network and sequence come from.
  ///   - threads: how many may share the work, on which no number depends.
  ///   - reporting: is told what part of the lags is there, 0 … 1.
  /// - Complexity: O(k·n³) time with a factor of some hundred, O(k·n) memory beside the trajectory; n is that of all that
  ///   the units keep.
  public init(
    of trajectory: Trajectory, target: Int, provenance: Provenance = Provenance(), threads: Int = 1,
    reporting: (Double) -> Void = { _ in }
  ) {
    (self.trajectory, self.target, self.provenance) = (trajectory, target, provenance)
    let isReached = trajectory.isFinite(through: target)
    let isElman = trajectory.network.elmanActivation != nil
    weights =
      isElman
      ? WeightSpectrum(of: trajectory.network.recurrentWeights)
      : isReached ? trajectory.stepSpectrum(at: target) : nil
    flow = isReached ? Self.flow(of: trajectory, target: target, threads, reporting) : nil
    regimeExponent =
      isReached
      ? Regime(of: trajectory, target: target, extremes: .told).knownLyapunovExponent(target: target) : nil
  }

  private static func flow(
    of trajectory: Trajectory, target: Int, _ threads: Int, _ reporting: (Double) -> Void
  ) -> FlowSpectrum {
    var sweep = FlowSpectrumSweep(of: trajectory, target: target, lags: Array(0..<target))
    while !sweep.isComplete {
      sweep.refine(budget: 1e9, threads: threads)
      reporting(sweep.progress)
    }
    return sweep.spectrum
  }

  /// About how many multiplications `init` takes.
  public static func multiplications(target: Int, of network: RNN) -> Double {
    let order = Double(network.hiddenSize * network.cellKind.parts)
    return Double(target) * (perCube * order * order * order + perLag)
  }

  /// The graded product twice, and the singular values of both.
  private static let (perCube, perLag) = (40.0, 20_000.0)

  /// λ₁ ≥ … ≥ λ_n, of which the first is the verdict's own.
  private var exponents: [FlowSpectrum.Exponent] {
    guard var exponents = flow?.lyapunovExponents, let first = exponents.first else { return [] }
    if first.value != nil, let regimeExponent {
      exponents[0] = FlowSpectrum.Exponent(value: regimeExponent, error: first.error)
    }
    return exponents
  }

  /// Writes the spectra: CSV has a row `lag,sigma1,…` for each lag and no eigenvalues, JSON is one object with all.
  ///
  /// Complexity: O(k·n).
  public func write(_ format: RowFormat, to output: inout some TextOutputStream) {
    switch format {
    case .csv: writeCSV(to: &output)
    case .json: writeJSON(to: &output)
    }
  }

  private func writeCSV(to output: inout some TextOutputStream) {
    let order = trajectory.network.hiddenSize * trajectory.network.cellKind.parts
    output.write("lag," + (1...order).map { "sigma\($0)" }.joined(separator: ",") + "\n")
    for lag in flow?.lags ?? [] {
      let values = lag.singularValues.map { [$0.value?.fileDecimal].compactMap { $0 }.joined() }
      output.write("\(lag.lag)," + values.joined(separator: ",") + "\n")
    }
  }

  private func writeJSON(to output: inout some TextOutputStream) {
    JSONDocument.write(to: &output) { document in
      document.add("schema", document.schema)
      document.add(trajectory, provenance)
      document.add("target", target)
      document.add("matrix", trajectory.network.elmanActivation == nil ? "J_k" : "W")
      document.add("eigenvalues", weights?.eigenvalues.map(Self.object))
      document.add("singularValues", weights?.singularValues)
      document.add("lyapunovSpectrum", flow == nil ? nil : exponents.map(Self.object))
      addFlow(to: &document)
      document.add("overflowAt", trajectory.overflowAt)
    }
  }

  private func addFlow(to document: inout JSONDocument<some TextOutputStream>) {
    guard let flow else { return document.addNull("flow") }
    document.addList("flow") { list in
      for lag in flow.lags { list.add(Self.object(lag)) }
    }
  }

  private static func object(_ eigenvalue: WeightSpectrum.Eigenvalue) -> JSONObject {
    var object = JSONObject()
    object.add("real", eigenvalue.real)
    object.add("imaginary", eigenvalue.imaginary)
    object.add("modulus", eigenvalue.modulus)
    return object
  }

  /// Neither −∞, of a direction that is blocked, nor what rounding left nothing of is a number.
  private static func object(_ exponent: FlowSpectrum.Exponent) -> JSONObject {
    var object = JSONObject()
    object.add("value", exponent.value.flatMap(finite))
    object.add("error", finite(exponent.error))
    return object
  }

  private static func object(_ lag: FlowSpectrum.Lag) -> JSONObject {
    var object = JSONObject()
    object.add("lag", lag.lag)
    object.add("singularValues", lag.singularValues.map(\.value))
    object.add("relativeErrors", lag.singularValues.map { finite($0.relativeError) })
    return object
  }

  private static func finite(_ number: Double) -> Double? { number.isFinite ? number : nil }
}
