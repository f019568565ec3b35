import RNNCore
import Screen

/// The derivation of a gated cell of several units: one step back in λ and δ, h and c as one column, then the sum over all.
extension DerivationText {
  /// The gates and the state by their definitions, over shapes and norms, and what the letters stand for.
  mutating func addGatedMatrixDefinition(_ numbers: GatedMatrixNumbers) {
    begin("state")
    addPreActivations()
    for formula in cell.formulas(isScalar: false, bias: "").prefix(1) {
      add(
        words: formula.replacing("_t₋₁", with: symbols.sub(target - 1)).replacing("_t", with: symbols.sub(target)),
        .text)
    }
    let means = cell.shownGates.map { gate in
      let mean = NumberText.compact(ScaledDouble(trajectory.meanOfGate(gate, at: target)), digits: 3)
      return "\(gate.rawValue)\(symbols.sub(target)) = \(mean)"
    }
    add(words: "the mean over units: " + means.joined(separator: "   "), .text)
    let network = trajectory.network
    func count(_ number: Int, _ one: String) -> String { "\(number) \(one)\(number == 1 ? "" : "s")" }
    add(
      words:
        "n = \(count(network.hiddenSize, "unit")), m = \(count(network.inputSize, "input")); ⊙ multiplies element by"
        + " element, ⊗ every pair; norms: σ_max of weights, ‖·‖₂ of vectors, ‖·‖_F of what every unit has")
  }

  /// a_k = U·x_k + W·h_{k−1} + b: n numbers for each gate.
  private mutating func addPreActivations() {
    let (network, rows) = (trajectory.network, "\(cell.rowsPerUnit)n")
    func factor(_ joint: String, _ symbol: String, _ shape: String, _ norm: ScaledDouble) -> Factor {
      Factor(joint: joint, symbol: Span(symbol), notes: [Span(shape, .muted), Span(MatrixSymbols.norm(norm))])
    }
    var factors = [
      factor("", "U", "\(rows)×m", ScaledDouble(network.inputWeights.spectralNorm)),
      factor("·", "x" + symbols.sub(target), "m×1", trajectory.layerInputNorm(at: target, .inputWeights)),
      factor(" + ", "W", "\(rows)×n", ScaledDouble(network.recurrentWeights.spectralNorm)),
      factor("·", state(target - 1).text, "n×1", trajectory.layerInputNorm(at: target, .recurrentWeights)),
      factor(" + ", "b", "\(rows)×1", Self.norm(network.bias)),
    ]
    if let second = network.hiddenBias { factors.append(factor(" + ", "bh", "\(rows)×1", Self.norm(second))) }
    let order = cell.gates.map(\.rawValue).joined(separator: ", ")
    add(
      AlignedFormula(
        lead: [Span("a" + symbols.sub(target))], leads: [1: Span("\(rows)×1", .muted)],
        summands: [Summand(factors: factors)], relations: [1: " ", 2: " "]),
      reason: "n rows for each of \(order)" + (cell == .gru ? "; r multiplies the part of h in n" : ""),
      names: Self.rowNames, rows: 3)
  }

  /// What a term is, and the rules of one step back.
  mutating func addGatedMatrixMeaning() {
    let parameter = analysis.parameter.rawValue
    let product = "δ_i ⊗ " + gatedInput("i")
    begin(parameter + "*", style: .immediate)
    add(
      Span("term i = \(product)", .immediate),
      says:
        ": what \(parameter) does in step i alone, \(cell.parts == 2 ? "h_i₋₁ and c_i₋₁" : "h_i₋₁") held fixed, as the target sees it"
    )
    let whose = analysis.parameter.gate.map { "the rows of \($0.rawValue)" } ?? "the rows of every gate"
    add(
      words: "λ_j = ∂\(observedSymbol)/∂\(cell.wholeState)_j, δ_j = ∂\(observedSymbol)/∂a_j; \(parameter) has \(whose)",
      .text)
    begin("step back")
    for rule in rules { add(words: rule, .text) }
  }

  /// What θ is multiplied by.
  private func gatedInput(_ index: String) -> String {
    switch analysis.parameter.kind {
    case .recurrentWeights: "h_\(index)₋₁"
    case .inputWeights: "x_\(index)"
    case .bias, .hiddenBias: "1"
    }
  }

  /// From λ_j to δ_j to λ_{j−1}.
  private var rules: [String] {
    // What step j − 1 has in what is looked at beside what it does to step j.
    let own =
      isUnderLayers ? " + U′ᵀ·δ′_j₋₁" : analysis.observable == .totalLoss ? " + ∂L_j₋₁/∂h_j₋₁" : ""
    return switch cell {
    case .elman: []
    case .gru:
      [
        "δ_j[n] = λ_j ⊙ (1−z_j) ⊙ (1−n_j²)", "δ_j[z] = λ_j ⊙ (h_j₋₁−n_j) ⊙ z_j ⊙ (1−z_j)",
        "δ_j[r] = δ_j[n] ⊙ aʰ_j ⊙ r_j ⊙ (1−r_j)   aʰ_j: the part of h_j₋₁ in n_j, before r_j",
        "λ_j₋₁ = z_j ⊙ λ_j + Wᵀ·(δ_j[r], δ_j[z], r_j ⊙ δ_j[n])" + own,
      ]
    case .lstm:
      [
        "γ_j = λᶜ_j + λʰ_j ⊙ o_j ⊙ (1−tanh²(c_j))   all that c_j does, itself and through h_j",
        "δ_j[i] = γ_j ⊙ g_j ⊙ i_j ⊙ (1−i_j)   δ_j[f] = γ_j ⊙ c_j₋₁ ⊙ f_j ⊙ (1−f_j)",
        "δ_j[g] = γ_j ⊙ i_j ⊙ (1−g_j²)   δ_j[o] = λʰ_j ⊙ tanh(c_j) ⊙ o_j ⊙ (1−o_j)",
        "λᶜ_j₋₁ = f_j ⊙ γ_j   λʰ_j₋₁ = Wᵀ·δ_j\(own)   so λᶜ is multiplied by f alone at every step",
      ]
    }
  }
}

extension DerivationText {
  /// How large λ and δ are on the way back, and the mean of the gate that keeps the state.
  mutating func addGatedMatrixWayBack(_ contributions: Contributions, _ numbers: GatedMatrixNumbers) {
    if !analysis.observable.isVector { addSeen() }
    guard let record = numbers.record else {
      begin("way back")
      add(words: "its norms are left out, which cost more here than a key press should")
      return
    }
    let columns = columns(record)
    guard !isDocument else {
      begin("norms")
      let rows = seenSteps.map { step in DerivationBlock.TableRow(step: step, numbers: columns.map { $0.number(step) })
      }
      return add(block: .table(names: columns.map(\.name), rows: rows))
    }
    let widths = columns.map { column in
      ([column.name] + seenSteps.map(column.number)).map(\.columns).max() ?? 0
    }
    let fitting = widths.indices.filter { widths[...$0].reduce(0) { $0 + $1 + 3 } <= room }
    func line(_ texts: [String]) -> String {
      zip(texts, widths).prefix(fitting.count).map { text, width in
        text + String(repeating: " ", count: width - text.columns)
      }.joined(separator: "   ")
    }
    begin("norms")
    add([Span(line(columns.map(\.name)), .muted)])
    for (place, step) in seenSteps.enumerated() {
      if place > 0, step < seenSteps[place - 1] - 1 { addDots() }
      begin("back \(step)", spaced: false)
      add([Span(line(columns.map { $0.number(step) }))])
    }
  }

  private struct Column {
    let name: String
    let number: (Int) -> String
  }

  private func columns(_ record: AdjointRecord) -> [Column] {
    func norm(_ name: String, _ value: @escaping (Int) -> ScaledDouble) -> Column {
      Column(name: name) { MatrixSymbols.norm(value($0)) }
    }
    let adjoints =
      cell.parts == 2
      ? [
        norm("‖λʰ_j‖") { record.adjoint(part: 0, at: $0) }, norm("‖λᶜ_j‖") { record.adjoint(part: 1, at: $0) },
      ] : [norm("‖λ_j‖") { record.adjoint(at: $0) }]
    let (trajectory, gates) = (trajectory, cell.gates)
    let deltas = gates.map { gate in norm("‖δ_j[\(gate.rawValue)]‖") { record.delta(gate, at: $0) } }
    let kept = cell.shownGates.prefix(1).map { gate in
      Column(name: "mean \(gate.rawValue)_j") {
        NumberText.compact(ScaledDouble(trajectory.meanOfGate(gate, at: $0)), digits: 3)
      }
    }
    return adjoints + kept + deltas
  }

  /// The gradient as the sum of its terms, of which the norms are products, and the signed bars, which alone add up.
  mutating func addGatedMatrixUnrolled(_ contributions: Contributions, _ numbers: GatedMatrixNumbers) {
    let (groups, shape) = (groups, matrixSymbols.parameterShape)
    let rows = String(shape.prefix { $0 != "×" })
    let bars = groups.map { bar(over: $0, contributions) }
    let digits = DerivationSymbols.digits(showing: bars, sum: contributions.total.magnitude)
    let summands = zip(groups, bars).map { group, bar -> Summand in
      let results = [[Span(MatrixSymbols.norm(norms(over: group, contributions)))], [signedBar(bar, digits)]]
      guard isWritten(group) else {
        let dots = Factor(
          symbol: Span("⋯", .muted), notes: [Span("")], value: Span(Self.name(ofOmitted: group), .muted))
        return marked(Summand(name: name(of: group), factors: [dots], results: results), of: group)
      }
      return marked(
        Summand(name: name(of: group), factors: product(group.lowerBound, rows, contributions), results: results),
        of: group)
    }
    begin("unrolled")
    add(
      AlignedFormula(
        lead: [matrixSymbols.gradient(target)], leads: leads(matrixSymbols.gradientShape, contributions.total),
        summands: summands, relations: [2: "≤", 3: "≤"],
        results: [3: [Span(MatrixSymbols.norm(norms(over: 1...target, contributions)), .muted)]],
        result: [Span(MatrixSymbols.norm(contributions.total), .strong)]),
      names: [1: "shapes", 2: "norms", 3: "‖terms‖", 4: "signed"], rows: 5)
    begin("")
    add(
      words:
        "Each term's norm is the product of its two, since it is of rank one; norms of a sum only bound: ‖A + B‖ ≤ ‖A‖ + ‖B‖."
    )
    add(words: "Signed bars ⟨term i, G⟩/‖G‖ of G = \(matrixSymbols.gradient(target).text) add up to ‖G‖.")
  }

  private func norms(over steps: ClosedRange<Int>, _ contributions: Contributions) -> ScaledDouble {
    var sum = ScaledSum()
    for step in steps { sum.add(contributions.value(at: step).magnitude) }
    return sum.value
  }

  /// δ_i and what θ is multiplied by, over shapes and norms.
  private func product(_ step: Int, _ rows: String, _ contributions: Contributions) -> [Factor] {
    let input = trajectory.layerInputNorm(at: step, analysis.parameter)
    let delta = input.isZero ? nil : contributions.value(at: step).magnitude / input
    let gate = analysis.parameter.gate.map { "[\($0.rawValue)]" } ?? ""
    let shape = analysis.observable.isVector ? "n×\(rows)" : "\(rows)×1"
    let first = MatrixSymbols.factor(Span("δ\(symbols.sub(step))\(gate)", .immediate), shape, delta)
    let second: (String, String)
    switch analysis.parameter.kind {
    case .recurrentWeights: second = (state(step - 1).text, "n×1")
    case .inputWeights: second = ("x" + symbols.sub(step), "m×1")
    case .bias, .hiddenBias: return [first]
    }
    return [first, MatrixSymbols.factor(Span(second.0), second.1, input, joint: " ⊗ ", valueJoint: " · ")]
  }

  /// Why the sum holds for every k, and this k's signed bars.
  mutating func addGatedMatrixAnyStep(_ contributions: Contributions) {
    let (parameter, gate) = (analysis.parameter.rawValue, analysis.parameter.gate.map { "[\($0.rawValue)]" } ?? "")
    begin("any step")
    add(
      words:
        "by induction on the way back: what step k adds is δ_k\(gate) ⊗ \(gatedInput("k")); the rest is ∂\(cell.wholeState)_k₋₁/∂\(parameter)"
        + " seen by λ_k₋₁, for which the same holds", .text)
    add(
      AlignedFormula(
        lead: [anyGradient],
        summands: [
          Summand(factors: [
            Factor(symbol: Span("Σ_{i=1…k}")), Factor(joint: " ", symbol: Span("δ_i\(gate)", .immediate)),
            Factor(joint: " ⊗ ", symbol: Span(gatedInput("i"))),
          ])
        ]),
      reason: "h₀\(cell.parts == 2 ? " and c₀ are constants" : " is a constant")", rows: 1)
    addSigned(contributions)
  }
}
