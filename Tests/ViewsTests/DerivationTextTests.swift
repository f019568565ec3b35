import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

@Suite("The derivation's text")
struct DerivationTextTests {
  static func text(_ session: Session, width: Int = 200, rows: Int = 0) -> DerivationText {
    texts(session)(width, rows)
  }

  /// The text at any width and number of rows; its numbers are computed once, as they are for the view.
  static func texts(_ session: Session) -> (_ width: Int, _ rows: Int) -> DerivationText {
    var session = session
    let (analysis, inspected) = (session.settledAnalysis(), session.state.inspected)
    let numbers = DerivationNumbers(analysis)
    return { DerivationText(analysis, numbers, inspected: inspected, width: $0, rows: $1) }
  }

  static func lines(_ text: DerivationText) -> [String] { text.lines.map { $0.spans.map(\.text).joined() } }

  /// The numbers of a line, with the program's minus.
  static func numbers(_ line: String) -> [Double] {
    line.split { !"0123456789.−e".contains($0) }.compactMap { Double($0.map { $0 == "−" ? "-" : String($0) }.joined()) }
  }

  @Test("Each line of step j comes to the next, and the last to what it says", arguments: Parameter.allCases)
  func recursion(parameter: Parameter) throws {
    for target in [2, 3, 24, 44] {
      let session = Sample.session(target: target, term: (target + 1) / 2).pressing(
        String(repeating: "d", count: Parameter.allCases.firstIndex(of: parameter) ?? 0))
      let lines = Self.lines(Self.text(session))
      let places = lines.indices.filter { lines[$0].contains(" depends on \(parameter.rawValue) too: ") }
      #expect(places.count == (target == 2 ? 1 : target == 3 ? 2 : 4))
      for place in places {
        #expect(lines[place].contains(parameter == .recurrentWeights ? "product rule" : "chain rule"))
        let (parts, named) = (Self.numbers(lines[place + 2]), Self.numbers(lines[place + 4]))
        try #require(parts.count == (parameter == .bias ? 4 : 5) && named.count == 4, "\(lines[place + 2])")
        let (derivative, W, before) = (parts[0], parts[1], parts[2])
        let input = parameter == .bias ? 1 : parts[4]
        #expect(W == 0.9 && parts[3] == derivative && named[1] == before)
        func expect(_ shown: Double, comesTo result: Double) {
          // Half a unit of the fourth digit, and what the decimal text itself is rounded by.
          #expect((shown - result).magnitude <= 0.51e-3 * result.magnitude, "\(lines[place])")
        }
        expect(derivative * W, comesTo: named[0])
        expect(derivative * input, comesTo: named[2])
        expect(derivative * (W * before + input), comesTo: named[3])
        expect(named[0] * before + named[2], comesTo: named[3])
      }
    }
  }

  @Test(
    "The induction ends with this k's flows and immediate derivatives, which come to the total",
    arguments: [1, 2, 3, 9])
  func induction(target: Int) throws {
    let session = Sample.session(target: target, term: target == 9 ? 4 : nil)
    let lines = Self.lines(Self.text(session))
    let claim = try #require(lines.firstIndex { $0.hasPrefix(" for k−1   ∂s_k₋₁/∂W = Σ_{i=1…k−1} (Π_{j=i+1…k−1}") })
    let recursion = "∂s_k/∂W   = ∂s_k/∂s_k₋₁ · ∂s_k₋₁/∂W  +  ∂s_k/∂W*"
    #expect(lines[claim + 1].contains(recursion))
    #expect(lines[claim + 2].contains("= ∂s_k/∂s_k₋₁ · Σ_{i=1…k−1} (Π_{j=i+1…k−1} ∂s_j/∂s_j₋₁) ∂s_i/∂W*  +  ∂s_k/∂W*"))
    #expect(lines[claim + 3].contains("= Σ_{i=1…k−1} (Π_{j=i+1…k} ∂s_j/∂s_j₋₁) ∂s_i/∂W*  +  ∂s_k/∂W*"))
    #expect(lines[claim + 4].contains("= Σ_{i=1…k} (Π_{j=i+1…k} ∂s_j/∂s_j₋₁) ∂s_i/∂W*"))
    let numbers = lines[claim + 7].split(separator: "  +  ").map { Self.numbers(String($0)) }
    let total = try #require(numbers.last?.last)
    let sum = numbers.enumerated().reduce(0.0) { sum, summand in
      let factors = summand.offset == numbers.count - 1 ? summand.element.dropLast() : summand.element[...]
      return sum + factors.reduce(1, *)
    }
    #expect((sum - total).magnitude <= 0.51e-3 * total.magnitude, "\(lines[claim + 7])")
    #expect(numbers.count == (target == 9 ? 5 : target))
  }

  @Test("W* is explained before it is used, and step 1 says that s₀ is a constant", arguments: Parameter.allCases)
  func order(parameter: Parameter) throws {
    let name = parameter.rawValue
    let keys = String(repeating: "d", count: Parameter.allCases.firstIndex(of: parameter) ?? 0)
    let matrix = MatrixSample.session(inputs: 2, classes: nil, target: 5, of: .unit(1)).pressing(keys)
    for session in [Sample.session(target: 5).pressing(keys), matrix] {
      let lines = DerivationPage(session).text.lines.map { $0.spans.map(\.text).joined() }
      let meaning = try #require(
        lines.firstIndex { $0.contains("∂s_t/∂\(name)*") && $0.contains("immediate derivative") })
      #expect(lines.firstIndex { $0.contains("/∂\(name)*") } == meaning)
      let names = lines.compactMap { line in
        ["state", name + "*", "step 1", "step 2", "step 3", "step 5", "unrolled", "any step", "check"].first {
          line.hasPrefix(" " + $0 + " ")
        }
      }
      #expect(names == ["state", name + "*", "step 1", "step 2", "step 3", "step 5", "unrolled", "any step", "check"])
      #expect(lines.contains { $0.hasPrefix(" step 1 ") && $0.hasSuffix("s₀ is a constant") })
    }
  }

  @Test("The unrolled terms add up to the gradient that brute force gives", arguments: [1, 2, 3])
  func unrolled(target: Int) throws {
    let session = Sample.session(target: target)
    let lines = Self.lines(Self.text(session))
    let place = try #require(lines.firstIndex { $0.hasPrefix(" terms") })
    let numbers = Self.numbers(String(lines[place].dropFirst(8)))
    try #require(numbers.count == target + 1)
    let sum = numbers.dropLast().reduce(0, +)
    #expect((sum - numbers[target]).magnitude <= 0.51e-3 * sum.magnitude)
    let step = 1e-5
    func state(_ W: Double) -> Double {
      Sample.session(W: W, target: target).analysis.trajectory.state(at: target).first ?? 0
    }
    let difference = (state(0.9 + step) - state(0.9 - step)) / (2 * step)
    // The error of a central difference, of the order of h².
    #expect((difference - numbers[target]).magnitude <= 1e-3 * sum.magnitude)
  }

  @Test("The parts that are left out stand there as their sum")
  func omitted() throws {
    let session = Sample.session(term: 35)
    let lines = Self.lines(Self.text(session))
    let place = try #require(lines.firstIndex { $0.hasPrefix(" terms") })
    let after = try #require(lines[place...].firstIndex { $0.contains("any step") })
    let numbers = lines[place..<after].filter { $0.hasPrefix(" terms") }.flatMap {
      Self.numbers(String($0.dropFirst(8)))
    }
    let total = try #require(session.analysis.contributions?.total.doubleValue)
    let terms = numbers.filter { ($0 - total).magnitude > 1e-4 }
    #expect(terms.count == 5)
    #expect((terms.reduce(0, +) - total).magnitude <= 0.51e-3 * total.magnitude)
  }

  @Test("Of a larger k as much is written out as the rows hold, and no more than they hold", arguments: [4, 7, 12, 44])
  func filling(target: Int) {
    let texts = Self.texts(Sample.session(target: target, term: 3))
    for width in [60, 100, 200] {
      let least = texts(width, 0)
      var before = least
      for rows in stride(from: 10, through: 300, by: target > 12 ? 58 : 29) {
        let text = texts(width, rows)
        #expect(text.lines.count <= Swift.max(rows, least.lines.count))
        #expect(text.detail.recentTerms >= before.detail.recentTerms || rows <= least.lines.count)
        #expect(rows > least.lines.count || text.lines == least.lines)
        before = text
      }
      // Everything, where there is room for everything.
      if target <= 12 {
        #expect(before.detail.terms == Array(1...target) && before.detail.steps == Array(1...target))
        #expect(!Self.lines(before).contains { $0.contains("⋯") })
      }
    }
  }

  @Test("Step 12 on a large screen fills it")
  func filled() {
    let session = Sample.session(target: 12, size: Size(width: 200, height: 60)).pressing("2")
    let page = DerivationPage(session)
    #expect((55...57).contains(page.lines.count) && page.rows == 57 && page.below == 0)
  }

  @Test("Immediate and total derivatives differ in glyphs, in style, and in look at every depth")
  func immediate() {
    let symbols = DerivationSymbols(parameter: .recurrentWeights)
    let (immediate, total) = (symbols.immediate(3), symbols.total(3))
    #expect(immediate.text == "∂s₃/∂W*" && total.text == "∂s₃/∂W")
    for depth in ColorDepth.allCases {
      for theme in Theme.allCases {
        let palette = Palette(theme: theme, depth: depth)
        #expect(palette.appearance(of: immediate.style) != palette.appearance(of: total.style))
      }
    }
    for line in Self.text(Sample.session(target: 3)).lines {
      for span in line.spans where span.style == .immediate && span.text.contains("∂s") {
        #expect(span.text.hasSuffix("*"))
      }
      for span in line.spans where span.style == .strong { #expect(!span.text.contains("*")) }
    }
  }

  @Test("With W = 0 and with a dead unit the text says what is 0 and why")
  func zeros() {
    let zero = Self.lines(Self.text(Sample.session(W: 0))).joined(separator: " ")
    #expect(zero.contains("empty product 1, whatever W is: 0⁰ = 1"))
    let dead = Self.lines(Self.text(Sample.session(.relu, b: 0.5, term: 30)))
    #expect(dead.contains { $0.contains("f′(a₂₆) = 0: terms 1…26 are exactly 0 (blocked at step 26)") })
    let one = Self.lines(Self.text(Sample.session(target: 1)))
    #expect(one.contains { $0.contains("P(1,1) is the empty product 1") })
  }

  @Test("Far outside a Double's range numbers are still numbers")
  func extendedRange() {
    let text = Self.lines(Self.text(Sample.session(W: 1e-200, target: 40, term: 1))).joined(separator: "\n")
    #expect(text.contains("e−780") && !text.contains("inf") && !text.contains("nan"))
  }

  @Test("No line is wider than the screen, whatever the numbers", arguments: 1...8)
  func widths(seed: UInt64) {
    var walk = RandomWalk(seed: seed)
    for _ in 0..<12 {
      for _ in 0..<15 { walk.step() }
      // Several units and gated cells have texts of their own.
      let network = walk.session.state.start.network
      guard network.hiddenSize == 1, network.elmanActivation != nil else { continue }
      let texts = Self.texts(walk.session)
      for width in stride(from: 40, through: 200, by: 13) {
        let text = texts(width, 0)
        let widest = text.lines.map(\.spans.columns).max() ?? 0
        #expect(widest <= width, "\(width): \(walk.session.state)")
        #expect(text.lines.allSatisfy { $0.unit < text.units })
        let words = Self.lines(text).joined()
        #expect(!words.contains("inf") && !words.contains("nan"))
      }
    }
  }

  @Test("Ten million steps have room at the smallest width")
  func manySteps() {
    let symbols = DerivationSymbols(parameter: .recurrentWeights)
    let factors = [symbols.factor(10_000_000, .one), symbols.factor(9_999_999, .one)]
    let formula = AlignedFormula(lead: [symbols.total(10_000_000)], summands: [Summand(factors: factors)])
    #expect(formula.lines(width: 36).allSatisfy { $0.spans.columns <= 36 })
  }

  /// What the factors of every product come to, added up.
  private static func sumOfProducts(_ text: Substring) -> Double {
    text.split(separator: "  +  ").reduce(0) { $0 + numbers(String($1)).map(\.magnitude).reduce(1, *) }
  }

  @Test(
    "What norms are bounded by is the number behind them, for one unit too, whose factors have signs",
    arguments: [1, 3])
  func bounds(units: Int) throws {
    for observable in [Observable.state, .unit(0)] {
      let session = MatrixSample.session(units: units, inputs: 2, target: 3, of: observable)
      let lines = DerivationPage(session).text.lines.map { $0.spans.map(\.text).joined() }
      let bounded = lines.filter { $0.hasPrefix(" norms ") && $0.contains("≤") && $0.contains("  =  ") }
      #expect(bounded.count >= 2)
      for line in bounded {
        let right = try #require(line.split(separator: "≤").last)
        let parts = right.split(separator: "  =  ")
        let (found, bound) = (Self.sumOfProducts(parts[0]), try #require(Self.numbers(String(parts[1])).last))
        #expect((found - bound).magnitude <= 2e-3 * bound, "\(line)")
        #expect(try #require(Self.numbers(String(line.split(separator: "≤")[0])).last) <= bound * 1.001)
      }
    }
  }

  @Test("Step 1 comes to a number with a sign, and a sum has its joints in every row", arguments: Parameter.allCases)
  func signs(parameter: Parameter) throws {
    let keys = String(repeating: "d", count: Parameter.allCases.firstIndex(of: parameter) ?? 0)
    let lines = Self.lines(Self.text(Sample.session(target: 20, term: 12).pressing(keys), width: 100))
    let first = try #require(lines.firstIndex { $0.hasPrefix(" step 1 ") })
    #expect(lines[first + 2].wholeMatch(of: /.*  =  [+−][0-9.]+/) != nil, "\(lines[first + 2])")
    let flows = try #require(lines.first { $0.hasPrefix(" flow ") })
    let place = try #require(lines.firstIndex(of: flows))
    #expect(flows.split(separator: "  +  ").count == lines[place + 1].split(separator: "  +  ").count)
  }
}
