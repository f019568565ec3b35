import RNNCore
import Screen

/// The derivation of the scalar gated cell: c_t of an LSTM, or h_t of a GRU, as a chain of single numbers.
extension DerivationText {
  /// The gates, which are constant numbers.
  mutating func addGates(_ chain: GatedChain) {
    let texts = cell.shownGates.map { gate in
      let number = DerivationSymbols.operand(chain.gate(gate).value)
      let bias = NumberText.compact(ScaledDouble(trajectory.gateArgument(gate, at: 1)), digits: 6)
      return "\(gate.rawValue) = σ(\(bias)) = \(number)"
    }
    begin("gates")
    add(words: texts.joined(separator: "   ") + "   constant numbers, σ(a) = 1/(1 + exp(−a))", .text)
  }

  /// The states by their definitions, over their numbers: of a small k those of every step, else those of k.
  mutating func addGatedStates(_ chain: GatedChain) {
    for step in detail.isWhole ? Array(1...target) : [target] {
      begin(step == target ? "state" : "state \(step)", spaced: step == (detail.isWhole ? 1 : target))
      addCandidate(step, chain)
      if cell.parts == 2 {
        let kept = NumberedExpression(
          [chain.gate(.forgetGate), chain.c(step - 1)], [chain.gate(.inputGate), chain.candidate(step)])
        addDefinition(chain.c(step), kept)
        addSaid(step, chain)
      } else {
        let kept = NumberedExpression(
          [chain.open, chain.candidate(step)], [chain.gate(.updateGate), chain.h(step - 1)])
        addDefinition(chain.h(step), kept)
      }
      addSlopes(step, chain)
    }
  }

  /// What a sum of products comes to, a symbol by its definition.
  private mutating func addDefinition(_ defined: NumberedExpression.Operand, _ expression: NumberedExpression) {
    let digits = NumberedExpression.digits([(defined.value, expression.shown)])
    add(
      AlignedFormula(
        lead: [Span(defined.symbol)], summands: summands(expression, digits),
        result: [DerivationSymbols.outcome(defined.value, .state)]),
      rows: 2)
  }

  private func summands(_ expression: NumberedExpression, _ digits: Int, _ style: Style = .text) -> [Summand] {
    expression.products.map { operands in
      Summand(
        joint: " + ",
        factors: operands.map {
          Factor(joint: "·", symbol: Span($0.symbol, style), value: Span($0.text(digits), style))
        })
    }
  }

  /// g_t = tanh(U·x_t + W·h_{t−1} + b), of a GRU with r·W.
  private mutating func addCandidate(_ step: Int, _ chain: GatedChain) {
    let network = trajectory.network
    let U = network.inputWeights.elements[0]
    let b = bias
    typealias Operand = NumberedExpression.Operand
    let (heard, weight) = (
      (cell.parts == 2 ? [] : [chain.gate(.resetGate)]) + [chain.W, chain.h(step - 1)],
      Operand(symbol: "U", value: ScaledDouble(U), weight: U)
    )
    let constant = Operand(symbol: "b", value: ScaledDouble(b), weight: b)
    let products = [[weight, chain.x(step)], heard] + (b == 0 && analysis.parameter != .bias ? [] : [[constant]])
    let result = chain.candidate(step)
    let digits = NumberedExpression.digits([
      (
        result.value,
        { digits in
          let sum = products.reduce(ScaledDouble.zero) { $0 + $1.reduce(.one) { $0 * $1.shown(digits) } }
          return ScaledDouble(Activation.tanh.value(sum.doubleValue))
        }
      )
    ])
    var factors = [Factor(joint: "", symbol: Span("tanh("), value: Span("tanh("))]
    for (place, product) in products.enumerated() {
      for (index, operand) in product.enumerated() {
        let joint = index > 0 ? "·" : place > 0 ? " + " : ""
        factors.append(Factor(joint: joint, symbol: Span(operand.symbol), value: Span(operand.text(digits))))
      }
    }
    factors.append(Factor(joint: "", symbol: Span(")"), value: Span(")")))
    add(
      AlignedFormula(
        lead: [Span(result.symbol)], summands: [Summand(factors: factors)],
        result: [DerivationSymbols.outcome(result.value, .state)]),
      reason: "the candidate", rows: 2)
  }

  /// b of the candidate.
  private var bias: Double { trajectory.network.bias[cell.gates.prefix { !$0.isCandidate }.count] }

  /// h_t = o·tanh(c_t).
  private mutating func addSaid(_ step: Int, _ chain: GatedChain) {
    let (h, c, o) = (chain.h(step), chain.c(step), chain.gate(.outputGate))
    let digits = NumberedExpression.digits([
      (h.value, { o.shown($0) * ScaledDouble(Activation.tanh.value(c.shown($0).doubleValue)) })
    ])
    let factors = [
      Factor(symbol: Span("o"), value: Span(o.text(digits))),
      Factor(joint: "·", symbol: Span("tanh("), value: Span("tanh(")),
      // In brackets already.
      Factor(joint: "", symbol: Span(c.symbol), value: Span(NumberText.number(c.value, digits: digits))),
      Factor(joint: "", symbol: Span(")"), value: Span(")")),
    ]
    add(
      AlignedFormula(
        lead: [Span(h.symbol)], summands: [Summand(factors: factors)],
        result: [DerivationSymbols.outcome(h.value, .state)]),
      reason: "what is said of c", rows: 2)
  }

  /// The slopes that the derivatives are made of.
  private mutating func addSlopes(_ step: Int, _ chain: GatedChain) {
    func text(_ slope: NumberedExpression.Operand, _ square: String) -> String {
      "\(slope.symbol) = 1 − \(square)² = \(slope.text(DerivationSymbols.digits))"
    }
    let candidate = chain.candidate(step)
    var texts = [text(chain.candidateSlope(step), candidate.symbol)]
    if cell.parts == 2 { texts.append(text(chain.saidSlope(step), "tanh(\(chain.c(step).symbol))")) }
    add(words: texts.joined(separator: "   "), .text)
  }

  /// What tells the immediate derivative from the total one, before either is used.
  mutating func addGatedMeaning(_ chain: GatedChain) {
    let (parameter, letter) = (analysis.parameter.rawValue, chain.letter)
    func general(_ text: String) -> String {
      text.replacing(symbols.sub(target), with: "_t").replacing(symbols.sub(target - 1), with: "_t₋₁")
    }
    let rule = general(chain.immediate(target).symbols)
    let fixed = cell.parts == 2 ? "c_t₋₁ and h_t₋₁" : "h_t₋₁"
    begin(parameter + "*", style: .immediate)
    if chain.isOutputBias {
      add(Span("∂h_t/∂\(parameter)*", .immediate), says: " = \(rule): the immediate derivative, c_t held fixed")
      add(
        Span("∂c_t/∂\(parameter)*", .immediate),
        says: " = ∂c_t/∂h_t₋₁ · ∂h_t₋₁/∂\(parameter)*: what c_t hears of it, one step later")
    } else {
      add(
        Span("∂\(letter)_t/∂\(parameter)*", .immediate),
        says: " = \(rule): the immediate derivative, \(fixed) held fixed")
    }
    add(
      Span("∂\(letter)_t/∂\(parameter)", .strong),
      says: ": the total derivative, in which \(fixed) depend\(cell.parts == 2 ? "" : "s") on \(parameter) too")
  }
}

extension DerivationText {
  /// ∂c_j/∂θ step by step.
  mutating func addGatedRecursion(_ chain: GatedChain, _ numbers: GatedNumbers) {
    addSteps { text, step in
      step == 1 ? text.addFirstGatedStep(chain) : text.addGatedStep(step, chain, numbers.totals)
    }
  }

  private mutating func addFirstGatedStep(_ chain: GatedChain) {
    let reason = cell.parts == 2 ? "h₀ and c₀ are constants" : "h₀ is a constant"
    guard !chain.isOutputBias else {
      add(
        AlignedFormula(lead: [symbols.total(1)], summands: [Summand(factors: [Factor(symbol: Span("0", .blocked))])]),
        reason: reason + ", and c₁ hears no o", rows: 1)
      return
    }
    add(
      AlignedFormula(lead: [symbols.total(1)], summands: [Summand(factors: [Factor(symbol: symbols.immediate(1))])]),
      reason: reason, rows: 1)
    let expression = chain.immediate(1)
    let digits = NumberedExpression.digits([(expression.value, expression.shown)])
    add(
      AlignedFormula(
        lead: [blank(under: symbols.total(1))], summands: summands(expression, digits, .immediate),
        result: [DerivationSymbols.outcome(expression.value)]),
      rows: 2)
  }

  private func blank(under lead: Span) -> Span { Span(String(repeating: " ", count: lead.text.columns)) }

  /// ∂c_j/∂θ from ∂c_{j−1}/∂θ: the rule written out, its two parts over their numbers, and their names.
  private mutating func addGatedStep(_ step: Int, _ chain: GatedChain, _ totals: [ScaledDouble]) {
    let isWhole = detail.wholeSteps.contains(step)
    if isWhole { addGatedRule(step, chain) }
    let (factor, before, total) = (chain.factor(step), totals[step - 2], totals[step - 1])
    let added = expressionOfAdded(step, chain)
    let digits = NumberedExpression.digits([
      (
        total, { factor.value.rounded(toDigits: $0) * before.rounded(toDigits: $0) + added.value.rounded(toDigits: $0) }
      ),
      (factor.value, factor.shown), (added.value, added.shown),
    ])
    var first = symbols.factor(step, factor.value, digits: digits)
    var second = Factor(
      symbol: symbols.total(step - 1), value: Span(DerivationSymbols.operand(before, digits), .strong))
    var last = immediate(step, added.value, digits)
    let widest = [factor.numbers(digits), added.numbers(digits)].map(\.columns).max() ?? 0
    let isWide = isWhole && widest + 6 <= room
    if isWhole, !isWide {
      addNumbers(first.symbol, factor, factor.value, digits)
      addNumbers(last.symbol, added, added.value, digits)
    }
    if isWide {
      first.over = [factor.symbols, factor.numbers(digits)].map { Span(factor.bracketed($0), first.symbol.style) }
      second.over = [second.symbol, second.value ?? second.symbol]
      last.over = [added.symbols, added.numbers(digits)].map { Span($0, .immediate) }
    }
    add(
      AlignedFormula(
        lead: [isWide ? blank(under: symbols.total(step)) : symbols.total(step)],
        summands: [Summand(factors: [first, second]), Summand(factors: [last])],
        result: [DerivationSymbols.outcome(total)]),
      names: isWide ? [2: "by name"] : [:], rows: isWide ? 4 : 2)
  }

  /// What a symbol stands for, over its numbers, on lines of its own.
  private mutating func addNumbers(
    _ symbol: Span, _ expression: NumberedExpression, _ value: ScaledDouble, _ digits: Int
  ) {
    add(
      AlignedFormula(
        lead: [symbol], summands: summands(expression, digits, symbol.style),
        result: [DerivationSymbols.outcome(value, symbol.style)]),
      rows: 2)
  }

  /// ∂c_j/∂θ*: of an LSTM's b_o what c_j hears of it.
  private func expressionOfAdded(_ step: Int, _ chain: GatedChain) -> NumberedExpression {
    guard chain.isOutputBias, let heard = chain.heard(step).products.first,
      let said = chain.immediate(step - 1).products.first
    else { return chain.immediate(step) }
    return NumberedExpression(heard + said)
  }

  /// The derivative of the definition, and of an LSTM what ∂h_{j−1}/∂θ in it is.
  private mutating func addGatedRule(_ step: Int, _ chain: GatedChain) {
    let (parameter, i) = (analysis.parameter.rawValue, symbols.sub(step - 1))
    let before = Span("∂h\(i)/∂\(parameter)", .strong)
    let slope = chain.candidateSlope(step).symbol
    let own =
      chain.isOutputBias
      ? [] : [Summand(joint: " + ", factors: [Factor(symbol: Span(chain.immediate(step).symbols, .immediate))])]
    func product(_ text: String, _ last: Span) -> Summand {
      Summand(joint: " + ", factors: [Factor(symbol: Span(text)), Factor(joint: "·", symbol: last)])
    }
    let isCell = cell.parts == 2
    let parts =
      isCell
      ? [product("f", symbols.total(step - 1)), product("i·\(slope)·W", before)]
      : [product("z", before), product("(1−z)·\(slope)·r·W", before)]
    add(
      AlignedFormula(lead: [symbols.total(step)], summands: parts + own),
      reason: "\(isCell ? "c\(i) and h\(i) depend" : "h\(i) depends") on \(parameter) too: \(rule)", rows: 1)
    guard isCell else { return }
    let said = product("o·\(chain.saidSlope(step - 1).symbol)", symbols.total(step - 1))
    let more =
      chain.isOutputBias
      ? [Summand(joint: " + ", factors: [Factor(symbol: Span(chain.immediate(step - 1).symbols, .immediate))])] : []
    add(
      AlignedFormula(lead: [before], summands: [said] + more), reason: "since h\(i) = o·tanh(c\(i))", rows: 1)
  }

  /// J_k of h and c as one column, and why a way from c to c is one number for all that.
  mutating func addWholeJacobian(_ chain: GatedChain, _ numbers: GatedNumbers) {
    if cell.parts == 2, target > 1 { addJacobian(chain) }
    addKept(chain, numbers)
  }

  private mutating func addJacobian(_ chain: GatedChain) {
    let (slope, k) = (chain.candidateSlope(target), symbols.sub(target))
    let said = [chain.gate(.outputGate), chain.saidSlope(target)]
    let heard = [chain.gate(.inputGate), slope, chain.W]
    let rows = [[said + heard, said + [chain.gate(.forgetGate)]], [heard, [chain.gate(.forgetGate)]]].map { row in
      row.map { NumberedExpression($0) }
    }
    let wide = (0...1).map { column in rows.map { $0[column].symbols.columns }.max() ?? 0 }
    let numbers = rows.map { $0.map { DerivationSymbols.operand($0.value) } }
    let narrow = (0...1).map { column in numbers.map { $0[column].columns }.max() ?? 0 }
    begin("J\(k)")
    add(
      words: "\(wholeState(target)) by \(wholeState(target - 1)), h and c as one column:"
        + " a row for h\(k) and one for c\(k), a column for h\(symbols.sub(target - 1)) and one for c\(symbols.sub(target - 1))"
    )
    guard !isDocument else {
      add(block: .matrix(lead: "J\(k)", symbols: rows.map { $0.map(\.symbols) }, numbers: numbers))
      return addStepFactor(chain)
    }
    guard wide.reduce(0, +) + narrow.reduce(0, +) + 17 <= room else {
      addEntries(rows, numbers)
      return addStepFactor(chain)
    }
    for (place, row) in rows.enumerated() {
      func cells(_ texts: [String], _ widths: [Int]) -> String {
        "│ " + zip(texts, widths).map { $0 + String(repeating: " ", count: $1 - $0.columns) }.joined(separator: "   ")
          + " │"
      }
      let line = cells(row.map(\.symbols), wide) + (place == 0 ? " = " : "   ") + cells(numbers[place], narrow)
      add([Span(line)], sameUnit: place > 0)
    }
    addStepFactor(chain)
  }

  /// The four numbers of J_k one to a line, where the page is too narrow for a matrix.
  private mutating func addEntries(_ rows: [[NumberedExpression]], _ numbers: [[String]]) {
    let (later, earlier) = (symbols.sub(target), symbols.sub(target - 1))
    for (row, part) in ["h", "c"].enumerated() {
      for (column, before) in ["h", "c"].enumerated() {
        let symbol = "∂\(part)\(later)/∂\(before)\(earlier)"
        add(words: "\(symbol) = \(rows[row][column].symbols) = \(numbers[row][column])", .text)
      }
    }
  }

  private mutating func addStepFactor(_ chain: GatedChain) {
    let factor = NumberText.number(trajectory.stepFactor(at: target), digits: DerivationSymbols.digits)
    add(words: "σ_max of it is the step factor of step \(target), \(factor): what it can do to (h,c) at most")
  }

  /// What the constant gate alone would keep over all steps, beside what is kept with what comes round through the candidate.
  private mutating func addKept(_ chain: GatedChain, _ numbers: GatedNumbers) {
    guard target > 1, let gate = cell.keepingGate else { return }
    let (letter, lag) = (chain.letter, target - 1)
    func text(_ value: ScaledDouble) -> String { NumberText.number(value, digits: DerivationSymbols.digits) }
    begin("kept", spaced: false)
    add(
      words:
        "\(gate.rawValue) alone would keep \(gate.rawValue)^\(lag) = \(text(numbers.kept)) of \(letter)₁ to step \(target); with what comes"
        + " round through \(chain.candidate(1).symbol.prefix(1)) it is ∂\(letter)\(symbols.sub(target))/∂\(letter)₁ = \(text(numbers.flow))",
      .text)
  }
}
