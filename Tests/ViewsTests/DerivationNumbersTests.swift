import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// A number of the derivation and what stands over it.
private struct Reading {
  let symbol: String
  let number: String
}

/// The derivation read as people read it: every number belongs to the symbol that it stands under, in the middle; what a line
/// comes to belongs to what stands at the left.
private struct Readings {
  private(set) var all: [Reading] = []
  /// Rows that have a name of their own, number by number, and what they come to.
  private(set) var named: [String: [String]] = [:]
  private(set) var results: [String: [String]] = [:]
  /// Numbers that stand under nothing.
  private(set) var astray: [String] = []
  private var symbols: [(text: String, middle: Int)] = []
  private var lead = ""
  /// The name of the row before: what a row comes to may stand on a line of its own.
  private var nameBefore = ""

  private struct Token {
    let text: String
    let start: Int
    let isResult: Bool
    var middle: Int { 2 * start + text.columns }
  }

  init(_ lines: [[Span]]) {
    for line in lines {
      guard line.dropFirst().first?.text != "check" else { return }
      add(Self.tokens(line), name: line.dropFirst().first?.text ?? "")
    }
  }

  /// What stands on a line after its name, without blanks and operators.
  private static func tokens(_ line: [Span]) -> [Token] {
    var (x, before, tokens): (Int, String, [Token]) = (0, "", [])
    for (place, span) in line.enumerated() {
      let isResult = before.hasSuffix("= ") && before.columns > 2 || before == "  =  "
      if place > 2 { tokens.append(Token(text: span.text, start: x, isResult: isResult)) }
      (x, before) = (x + span.text.columns, span.text)
    }
    return tokens
  }

  private mutating func add(_ tokens: [Token], name own: String) {
    let isAlone = tokens.count <= 2 && tokens.last?.isResult == true
    let name = own.isEmpty && isAlone ? nameBefore : own
    nameBefore = name
    let found = tokens.filter { Self.isSymbol($0.text) }
    guard found.isEmpty else {
      if let first = found.first, first.start == tokens.first?.start { lead = first.text }
      symbols = found.map { ($0.text, $0.middle) }
      return
    }
    let numbers = tokens.filter { Self.isNumber($0.text) }
    if ["flow", "terms", "products", "‖terms‖", "signed"].contains(name) {
      named[name, default: []] += numbers.filter { !$0.isResult }.map(\.text)
      results[name, default: []] += numbers.filter(\.isResult).map(\.text)
      return
    }
    guard !symbols.isEmpty else { return }
    for number in numbers {
      let over = symbols.first { abs($0.middle - number.middle) <= 1 }
      if number.isResult {
        results[name == "norms" ? "norms" : "", default: []].append(number.text)
        if name != "norms" { all.append(Reading(symbol: lead, number: number.text)) }
      } else if name == "norms", number.start == tokens.first?.start {
        all.append(Reading(symbol: lead, number: number.text))
      } else if let over {
        all.append(Reading(symbol: over.text, number: number.text))
      } else {
        astray.append(number.text)
      }
    }
  }

  private static func isSymbol(_ text: String) -> Bool {
    guard !text.contains("_"), !text.contains(": "), !text.contains(" is "), let first = text.first else {
      return false
    }
    if ["U", "W", "b", "V", "L"].contains(text) || text.hasPrefix("f′") || text.hasPrefix("diag")
      || text.hasPrefix("(o")
    {
      return true
    }
    if "sxeL".contains(first) { return text.dropFirst().first.map { "₀₁₂₃₄₅₆₇₈₉".contains($0) } ?? false }
    return "∂Pλ".contains(first) || first == "⋯" && text.count > 1
  }

  private static func isNumber(_ text: String) -> Bool {
    text.contains { $0.isASCII && $0.isNumber } && text.allSatisfy { "0123456789.−+e()·".contains($0) }
      && text.contains("(") == text.contains(")")
  }
}

/// What the core says of a symbol, each from contributions of its own.
private struct Reference {
  let analysis: Analysis

  /// The values of a symbol's factors, of a scalar network.
  func values(of symbol: String) -> [ScaledDouble] {
    Self.plain(symbol).split(separator: "·").map { value(of: String($0)) }
  }

  /// With ordinary digits.
  private static func plain(_ symbol: String) -> String {
    let digits = Array("₀₁₂₃₄₅₆₇₈₉")
    return symbol.map { glyph in digits.firstIndex(of: glyph).map(String.init) ?? String(glyph) }.joined()
  }

  /// The norm of a symbol, of a network of several units.
  func norm(of symbol: String) -> ScaledDouble {
    let text = Self.plain(symbol)
    let (trajectory, network) = (analysis.trajectory, analysis.trajectory.network)
    let step = text.split { !$0.isNumber }.compactMap { Int($0) }.first ?? 0
    func norm(_ matrix: Matrix?) -> ScaledDouble { ScaledDouble(matrix?.spectralNorm ?? .nan) }
    switch text.first {
    case "∂" where text.hasSuffix("*"): return trajectory.immediateNorm(at: step, analysis.parameter)
    case "∂" where text.contains("/∂s"): return trajectory.stepFactor(at: step).magnitude
    case "∂" where text.contains("[") || text.contains("L"): return analysis.contributions?.total ?? .zero
    case "∂": return Contributions(of: trajectory, target: step, parameter: analysis.parameter).total
    case "λ": return analysis.contributions?.flow(at: step) ?? .zero
    case "d": return trajectory.derivativeNorm(at: step)
    case "(": return DerivationText.norm(trajectory.output(at: step)?.logitGradient ?? [])
    case "s": return DerivationText.norm(trajectory.state(at: step))
    case "x": return DerivationText.norm(trajectory.inputs[step])
    case "b": return DerivationText.norm(network.bias)
    case "U": return norm(network.inputWeights)
    case "W": return norm(network.recurrentWeights)
    case "V": return norm(network.outputWeights)
    default: return .one
    }
  }

  private func value(of symbol: String) -> ScaledDouble {
    let trajectory = analysis.trajectory
    let numbers = symbol.split { !$0.isNumber }.compactMap { Int($0) }
    func contributions(_ target: Int) -> Contributions {
      Contributions(of: trajectory, target: target, parameter: analysis.parameter)
    }
    let network = trajectory.network
    switch (symbol.first, numbers.count) {
    case ("⋯", 1): return contributions(analysis.target).value(at: numbers[0])
    case ("⋯", 2): return contributions(analysis.target).sum(over: numbers[0]...numbers[1])
    case ("P", 2): return contributions(numbers[0])[numbers[1]].flow
    case ("∂", 2): return contributions(numbers[0]).stepFactor(at: numbers[0])
    case ("∂", 1) where symbol.last == "*": return contributions(numbers[0])[numbers[0]].immediateDerivative
    case ("∂", 1): return contributions(numbers[0]).total
    case ("f", 1): return trajectory.scaledDerivative(at: numbers[0])
    case ("s", 1): return ScaledDouble(trajectory.state(at: numbers[0]).first ?? .nan)
    case ("x", 1): return ScaledDouble(trajectory.inputs[numbers[0]].first ?? .nan)
    case ("W", 0): return ScaledDouble(network.recurrentWeights.elements[0])
    case ("U", 0): return ScaledDouble(network.inputWeights.elements[0])
    case ("b", 0): return ScaledDouble(network.bias[0])
    default: return .one
    }
  }
}

@Suite("The derivation's numbers")
struct DerivationNumbersTests {
  private static let sessions: [(String, Session)] = [
    ("tanh", Sample.session()), ("negative", Sample.session(W: -1.7, b: 0.3)),
    ("long weight", Sample.session(W: 1.23456789, U: -0.111111)), ("tiny", Sample.session(W: 1e-200)),
    ("dead", Sample.session(.relu, b: 0.5)), ("linear", Sample.session(.identity, W: 1.15)),
    ("sigmoid", Sample.session(.sigmoid, W: 4)), ("W = 0", Sample.session(W: 0)),
  ]

  /// The number that a text shows, from its digits alone.
  private static func expect(_ shown: String, is values: [ScaledDouble], _ place: String) {
    let parts = shown.split(separator: "·").map { $0.filter { !"()+".contains($0) } }
    guard parts.count == values.count else {
      Issue.record("\(shown): \(values.count) factors, \(place)")
      return
    }
    for (part, value) in zip(parts, values) {
      let mantissa = part.prefix { $0 != "e" }.filter(\.isNumber).drop { $0 == "0" }
      if value.isZero {
        #expect(mantissa.isEmpty, "\(shown) is 0, \(place)")
      } else {
        let digits = Swift.max(mantissa.count, 1)
        let power = exponent(of: part)
        let decimal = value.decimalDigits(digits)
        // A weight's last zeros are left out: two decimals that say it all.
        #expect(decimal.digits == mantissa && decimal.power == power, "\(shown) is \(decimal), \(place)")
        #expect((part.first == "−") == (value.signum < 0), "the sign of \(shown), \(place)")
      }
    }
  }

  /// The power of ten of the first digit that is not 0.
  private static func exponent(of text: String) -> Int {
    let parts = text.drop { $0 == "−" }.split(separator: "e")
    let power = parts.count > 1 ? Int(parts[1].map { $0 == "−" ? "-" : String($0) }.joined()) ?? 0 : 0
    let decimals = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    if decimals[0] != "0" { return power + decimals[0].count - 1 }
    return power - (decimals.count > 1 ? decimals[1].prefix { $0 == "0" }.count : 0) - 1
  }

  @Test(
    "Every number stands in the middle under its symbol, and is what the core says to the digits printed",
    arguments: DerivationNumbersTests.sessions.indices, [1, 2, 3, 7, 44])
  func numbers(place: Int, target: Int) throws {
    for (keys, width) in [("", 60), ("d", 100), ("dd", 200)] {
      var session = Self.sessions[place].1.pressing(keys)
      session.state.target = target
      session.state.inspected = (target + 1) / 2
      let analysis = session.settledAnalysis()
      let text = DerivationTextTests.text(session, width: width, rows: target == 7 ? 90 : 0)
      let readings = Readings(text.lines.map(\.spans))
      let name = "\(Self.sessions[place].0), k = \(target), \(analysis.parameter), \(width) columns"
      let reference = Reference(analysis: analysis)
      for reading in readings.all {
        Self.expect(reading.number, is: reference.values(of: reading.symbol), "under \(reading.symbol): \(name)")
      }
      #expect(readings.astray.isEmpty, "\(name)")
      // The state has 5 or more, the first step 1 or more, every other 8 or more, the sum 1 and the general formula 3.
      #expect(readings.all.count >= 10 + 8 * (Swift.min(target, 3) - 1), "\(name): \(readings.all.count)")
      try Self.expectTerms(readings, analysis, text, name)
    }
  }

  /// What the terms come to, and of a larger k their flows and immediate derivatives.
  private static func expectTerms(
    _ readings: Readings, _ analysis: Analysis, _ text: DerivationText, _ name: String
  ) throws {
    let contributions = try #require(analysis.contributions)
    let terms = readings.named["terms"] ?? []
    expect(readings.results["terms"]?.first ?? "", is: [contributions.total], "the total: \(name)")
    let sums = text.groups.map { contributions.sum(over: $0) }
    try #require(terms.count == sums.count, "\(name): \(terms)")
    for (term, sum) in zip(terms, sums) { expect(term, is: [sum], "a term: \(name)") }
    guard !text.detail.isWhole else { return }
    let expected = text.detail.terms.flatMap { step -> [ScaledDouble] in
      let term = contributions[step]
      return step == contributions.target ? [term.immediateDerivative] : [term.flow, term.immediateDerivative]
    }
    let flows = readings.named["flow"] ?? []
    try #require(flows.count == expected.count, "\(name): \(flows)")
    for (flow, value) in zip(flows, expected) { expect(flow, is: [value], "a flow: \(name)") }
  }

  private static let units: [(String, Session)] = [
    ("state", MatrixSample.session(inputs: 2)), ("unit", MatrixSample.session(inputs: 2, of: .unit(1))),
    ("dead", MatrixSample.session(activation: .relu)), ("loss", Sample.classifier(hidden: 3, classes: 4).pressing("n")),
    ("total loss", Sample.classifier(hidden: 3, classes: 4).pressing("nn")),
  ]

  @Test(
    "Of several units every norm stands under its symbol, what norms come to is a bound, and signed bars add up",
    arguments: DerivationNumbersTests.units.indices, [1, 2, 3, 8])
  func norms(place: Int, target: Int) throws {
    for (keys, width) in [("", 100), ("d", 70), ("dd", 200)] {
      var session = Self.units[place].1.pressing(keys)
      session.state.target = target
      session.state.inspected = (target + 1) / 2
      session.size = Size(width: width, height: 24)
      let analysis = session.settledAnalysis()
      let contributions = try #require(analysis.contributions)
      let key = DerivationLines.Key(
        analysed: analysis.choices, inspected: session.state.inspected, size: session.size)
      let lines = DerivationLines(key, analysis, previous: nil)
      let readings = Readings(lines.lines.map(\.spans))
      let name = "\(Self.units[place].0), k = \(target), \(analysis.parameter), \(width) columns"
      let reference = Reference(analysis: analysis)
      for reading in readings.all {
        Self.expect(
          reading.number, is: [reference.norm(of: reading.symbol).magnitude], "under \(reading.symbol): \(name)")
      }
      #expect(
        readings.astray.isEmpty && readings.all.count >= 8 * Swift.min(target, 3), "\(name): \(readings.all.count)")
      let signed = readings.results["signed"] ?? []
      #expect(signed.count == 2, "\(name): \(signed)")
      for total in signed { Self.expect(total, is: [contributions.total.magnitude], "the total: \(name)") }
      let bars = (readings.named["signed"] ?? []).compactMap { DerivationTextTests.numbers($0).first }
      // Each half of them adds up; a unit of the last of the four digits and more for every bar.
      let total = contributions.total.magnitude.doubleValue
      #expect((bars.reduce(0, +) - 2 * total).magnitude <= 2e-3 * total, "\(name): \(bars)")
    }
  }
}
