import RNNCore
import Testing

@testable import GradientView

/// A number of the derivation and what stands over it.
private struct Reading {
  let symbol: String
  let number: String
}

/// The derivation read as people read it: every number belongs to the symbol that it stands under, in the middle; what a line
/// comes to belongs to what stands at the left.
private struct Readings {
  private(set) var all: [Reading] = []
  /// Rows that have a name of their own, number by number.
  private(set) var named: [String: [String]] = [:]
  /// Numbers that stand under nothing.
  private(set) var astray: [String] = []
  private var symbols: [(text: String, middle: Int)] = []
  private var lead = ""

  init(_ lines: [[Span]]) {
    for line in lines { add(line) }
  }

  private mutating func add(_ line: [Span]) {
    let name = line.dropFirst().first?.text ?? ""
    guard name != "check" else { return symbols = [] }
    var (x, tokens): (Int, [(text: String, start: Int, middle: Int)]) = (0, [])
    for span in line {
      let text = span.text
      tokens.append((text, x, 2 * x + text.columns))
      x += text.columns
    }
    let found = tokens.dropFirst(2).filter { Self.isSymbol($0.text) }
    if !found.isEmpty {
      if let first = tokens.dropFirst(3).first, Self.isSymbol(first.text) { lead = first.text }
      symbols = found.map { ($0.text, $0.middle) }
      return
    }
    let numbers = tokens.dropFirst(2).filter { Self.isNumber($0.text) }
    if ["flow", "terms", "products", "‖terms‖", "signed"].contains(name) {
      named[name, default: []] += numbers.map(\.text)
      return
    }
    guard !symbols.isEmpty else { return }
    for number in numbers {
      if number.text.hasPrefix("+") || number.text.hasPrefix("−") {
        all.append(Reading(symbol: lead, number: number.text))
      } else if let over = symbols.first(where: { abs($0.middle - number.middle) <= 1 }) {
        all.append(Reading(symbol: over.text, number: number.text))
      } else {
        astray.append(number.text)
      }
    }
  }

  private static func isSymbol(_ text: String) -> Bool {
    !text.contains("_")
      && (text.contains { "∂′⋯Ps".contains($0) } || ["U", "W", "b", "1"].contains(text) || text.first == "x")
      && !text.contains(" is ") && !text.contains("step") && text.columns < 30 && text != "⋯"
  }

  private static func isNumber(_ text: String) -> Bool {
    text.contains { $0.isASCII && $0.isNumber } && text.allSatisfy { "0123456789.−+e()·".contains($0) }
  }
}

/// What the core says of a symbol, each from contributions of its own.
private struct Reference {
  let analysis: Analysis

  /// The values of a symbol's factors; empty for what is no symbol.
  func values(of symbol: String) -> [ScaledDouble] {
    let text = String(
      symbol.map { digit in
        "₀₁₂₃₄₅₆₇₈₉".firstIndex(of: digit).map { index in
          Character("\("₀₁₂₃₄₅₆₇₈₉".distance(from: "₀₁₂₃₄₅₆₇₈₉".startIndex, to: index))")
        } ?? digit
      })
    return text.split(separator: "·").map { value(of: String($0)) }
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
    case ("∂", 2): return contributions(numbers[0])[numbers[0]].stepFactor
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
      // The state has 4 or more, the first step 1 or 2, every other 9 or more, the sum and the general formula the rest.
      #expect(readings.all.count >= 9 + 9 * (Swift.min(target, 3) - 1), "\(name): \(readings.all.count)")
      try Self.expectTerms(readings, analysis, text, name)
    }
  }

  /// What the terms come to, and of a larger k their flows and immediate derivatives.
  private static func expectTerms(
    _ readings: Readings, _ analysis: Analysis, _ text: DerivationText, _ name: String
  ) throws {
    let contributions = try #require(analysis.contributions)
    let terms = (readings.named["terms"] ?? []).filter { !$0.hasPrefix("+") && !$0.hasPrefix("−") }
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
}
