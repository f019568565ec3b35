import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// The derivation of the scalar gated cell with a pocket calculator: every line's numbers, as they are printed, come to what
/// the line says.
@Suite("The derivation of gated cells")
struct GatedDerivationTests {
  private static let parameters: [CellKind: [String]] = [
    .lstm: ["W", "U", "b", "b.i", "b.f", "b.o"], .gru: ["W", "U", "b", "b.z", "b.r"],
  ]

  private typealias Named = (name: String, session: Session)

  /// Sessions of every θ, of different weights, k and what is looked at.
  private static let sessions: [Named] = [CellKind.lstm, .gru].flatMap { cell -> [Named] in
    (parameters[cell] ?? []).flatMap { sessions(cell, $0) }
  }

  private static func sessions(_ cell: CellKind, _ theta: String) -> [Named] {
    let parameter = Parameter(rawValue: theta) ?? .recurrentWeights
    let states = [1, 2, 3, 9].map { target -> Named in
      let (W, b) = (target == 2 ? -1.7 : 0.9, target == 3 ? 0.25 : 0)
      return ("\(cell) \(theta) \(target)", Sample.gated(cell, W: W, b: b, target: target, theta: parameter))
    }
    let losses = [Observable.loss, .totalLoss].map { observable -> Named in
      ("\(cell) \(theta) \(observable)", Sample.gatedClassifier(cell, of: observable, theta: parameter, target: 3))
    }
    let kept: [Named] =
      cell == .lstm ? [("\(cell) \(theta) c", Sample.gated(cell, target: 3, theta: parameter, of: .cell))] : []
    return states + losses + kept
  }

  private static func lines(_ session: Session, width: Int) -> [String] {
    var session = session
    session.state.view = .derivation
    session.size = Size(width: width, height: 90)
    let analysis = session.settledAnalysis()
    let text = DerivationText(
      analysis, GatedNumbers(analysis), inspected: session.state.inspected, width: width, rows: 0)
    return DerivationTextTests.lines(text)
  }

  @Test("Every line of numbers comes to its result, to a unit of the last digit", arguments: sessions.indices)
  func calculator(place: Int) throws {
    let (name, session) = Self.sessions[place]
    var count = 0
    for line in Self.lines(session, width: 240) {
      let parts = line.components(separatedBy: "  =  ")
      guard parts.count == 2, let start = parts[0].range(of: "= ") else { continue }
      var calculator = PocketCalculator(String(parts[0][start.upperBound...]))
      guard let value = calculator.result() else { continue }
      let text = parts[1].prefix { $0 != " " }
      let shown = try #require(PocketCalculator.number(String(text)), "\(line)")
      let digits = text.filter(\.isNumber).drop { $0 == "0" }.count
      let unit = max(shown.magnitude, 1e-300) * (digits >= 4 ? 1.01e-3 : 1.01e-2)
      #expect((value - shown).magnitude <= unit, "\(name): \(line) is \(value)")
      count += 1
    }
    #expect(count >= 4, "\(name)")
  }

  @Test("What the chain comes to is the gradient, and each of its paths the term", arguments: sessions.indices)
  func chain(place: Int) throws {
    let (name, session) = Self.sessions[place]
    let analysis = session.analysis
    guard !analysis.observable.isLoss else { return }
    let (k, contributions) = (analysis.target, try #require(analysis.contributions))
    let chain = GatedChain(analysis.trajectory, analysis.parameter)
    let said = analysis.observable == .cell ? ScaledDouble.one : chain.said(at: k)?.value ?? .one
    let total = try #require(chain.gradient(chain.totals(through: k), analysis.observable, at: k))
    func agree(_ a: ScaledDouble, _ b: ScaledDouble, _ what: String) {
      #expect((a - b).magnitude <= ScaledDouble(1e-13) * (a.magnitude + b.magnitude), "\(name): \(what)")
    }
    agree(total, contributions.total, "the total")
    guard !chain.isOutputBias else { return }
    for i in 1...k {
      let path = stride(from: k, to: i, by: -1).reduce(said) { $0 * chain.factor($1).value }
      agree(path * chain.immediate(i).value, contributions.value(at: i), "term \(i)")
    }
  }

  @Test(
    "Of a long way central differences are left out, and a recursion of its own is there",
    arguments: [CellKind.lstm, .gru])
  func longWay(cell: CellKind) throws {
    let session = Sample.gated(cell, input: "noise", steps: GatedNumbers.differenceLimit + 1)
    let numbers = try #require(GatedNumbers(session.analysis))
    #expect(numbers.check.missing?.contains("beyond k = 2000") == true)
    #expect(numbers.check.ways.count == 2 && numbers.check.digits >= 10)
    let loss = Sample.gatedClassifier(cell, of: .loss)
    let chain = GatedChain(loss.analysis.trajectory, loss.analysis.parameter)
    #expect(chain.gradient(chain.totals(through: 3), .loss, at: 3) == nil)
  }

  @Test("J_k's four numbers have the step factor for their norm, since it is of rank one")
  func jacobian() throws {
    for target in [2, 3, 9] {
      let session = Sample.gated(.lstm, target: target)
      let lines = Self.lines(session, width: 120)
      let first = try #require(lines.firstIndex { $0.contains(" = │ ") })
      let numbers = lines[first...first + 1].flatMap { line in
        DerivationTextTests.numbers(String(line.split(separator: "│").last { $0.contains { $0.isNumber } } ?? ""))
      }
      try #require(numbers.count == 4, "\(numbers)")
      let norm = numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect((norm - session.analysis.stepFactor(at: target).doubleValue).magnitude < 2e-4)
    }
  }

  @Test("No line is wider than the page, and the ways of the check agree", arguments: [40, 60, 80, 100, 160])
  func widths(width: Int) {
    for (name, session) in Self.sessions {
      let lines = Self.lines(session, width: width)
      for line in lines { #expect(line.columns <= width, "\(name): \(line)") }
      let agreement = lines.last ?? ""
      #expect(agreement.contains("they agree to ") || agreement.contains("all are exactly 0"), "\(name): \(agreement)")
      #expect(!agreement.contains("to 1 digit") && !agreement.contains("to no"), "\(name): \(agreement)")
    }
  }

  private static let units: [Named] = [CellKind.lstm, .gru].flatMap { cell -> [Named] in
    [Observable.state, .unit(1)].flatMap { observable -> [Named] in
      ["W", "U", "b", cell == .lstm ? "W.f" : "W.z"].map { theta -> Named in
        let parameter = Parameter(rawValue: theta) ?? .bias
        return (
          "\(cell) \(observable) \(theta)",
          Sample.gatedUnits(cell, hidden: 3, target: 8, theta: parameter, of: observable)
        )
      }
    }
  }

  @Test("Of several units a term's norm is the product of its two, and signed bars add up", arguments: units.indices)
  func norms(place: Int) throws {
    let (name, session) = Self.units[place]
    let (analysis, contributions) = (session.analysis, try #require(session.analysis.contributions))
    let numbers = GatedMatrixNumbers(analysis)
    let text = DerivationText(analysis, numbers, inspected: session.state.inspected, width: 200, rows: 0)
    let lines = DerivationTextTests.lines(text)
    let signed = lines.filter { $0.contains(" signed ") }
    #expect(signed.count == 2, "\(name)")
    for line in signed {
      let bars = DerivationTextTests.numbers(line.components(separatedBy: "  =  ").dropLast().joined())
      #expect((bars.reduce(0, +) - contributions.total.doubleValue).magnitude < 1e-3 * contributions.total.doubleValue)
    }
    let back = try #require(lines.first { $0.contains(" back 8 ") })
    let record = try #require(numbers?.record)
    #expect(
      DerivationTextTests.numbers(String(back.drop { $0 != "8" }.dropFirst())).first.map { shown in
        (shown - record.adjoint(at: 8).doubleValue).magnitude <= 1e-3 * record.adjoint(at: 8).doubleValue
      } == true, "\(name): \(back)")
    for width in [40, 60, 100] {
      let narrow = DerivationText(analysis, numbers, inspected: session.state.inspected, width: width, rows: 0)
      #expect(DerivationTextTests.lines(narrow).allSatisfy { $0.columns <= width }, "\(name), \(width) columns")
    }
  }

  @Test("Cut and clipped, and where there is nothing to derive, it is said")
  func remedies() {
    for cell in [CellKind.lstm, .gru] {
      let cut = Sample.gated(cell, target: 9, keys: "2=cut=3<Enter>")
      #expect(cut.lines.count == 30)
      var session = Sample.gated(cell, target: 20, size: Size(width: 100, height: 100), keys: "2")
      session.state.cut = Cut(.window, length: 4)
      let words = Self.lines(session, width: 160).joined()
      #expect(words.contains(cell == .lstm ? "(h,c)₁₆ is taken for a constant" : "h₁₆ is taken for a constant"))
      let large = Sample.gated(cell, W: 1e300, U: 1e308, keys: "2")
      if large.analysis.contributions == nil { #expect(large.lines.contains { $0.contains("beyond 1.8e308") }) }
    }
  }
}

/// Sums, products, brackets and tanh of numbers as they are printed.
private struct PocketCalculator {
  private let glyphs: [Character]
  private var place = 0

  init(_ text: String) { glyphs = text.filter { $0 != " " }.map { $0 } }

  static func number(_ text: String) -> Double? {
    let plain = text.map { $0 == "−" ? "-" : String($0) }.joined()
    return Double(plain.hasPrefix("+") ? String(plain.dropFirst()) : plain)
  }

  /// What all of it comes to; nil where anything else stands in it.
  mutating func result() -> Double? {
    guard let value = sum(), place == glyphs.count else { return nil }
    return value
  }

  private var next: Character? { place < glyphs.count ? glyphs[place] : nil }

  private mutating func take(_ glyph: Character) -> Bool {
    guard next == glyph else { return false }
    place += 1
    return true
  }

  private mutating func sum() -> Double? {
    guard var value = product() else { return nil }
    while take("+") {
      guard let other = product() else { return nil }
      value += other
    }
    return value
  }

  private mutating func product() -> Double? {
    guard var value = factor() else { return nil }
    while take("·") {
      guard let other = factor() else { return nil }
      value *= other
    }
    return value
  }

  private mutating func factor() -> Double? {
    if glyphs[place...].starts(with: "tanh(") {
      place += 4
      return factor().map { Activation.tanh.value($0) }
    }
    if take("(") {
      guard let value = sum(), take(")") else { return nil }
      return value
    }
    var text = take("−") ? "-" : ""
    while let glyph = next, glyph.isASCII, glyph.isNumber || glyph == "." || glyph == "e" {
      text.append(glyph)
      place += 1
      if glyph == "e", take("−") { text.append("-") }
    }
    return Double(text)
  }
}
