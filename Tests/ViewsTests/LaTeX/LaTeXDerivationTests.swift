import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// The derivation as a document.
@Suite struct LaTeXDerivationTests {
  private static func text(_ session: Session) throws -> String {
    var session = session
    session.state.view = .derivation
    return try LaTeXDerivation(&session, command: "gradflow").text
  }

  /// Every cell, size, quantity, parameter and remedy that a derivation has words for.
  private static let sessions: [(name: String, session: Session)] = {
    let scalar = Activation.allCases.map { ("\($0)", Sample.session($0, steps: 5)) }
    let targets = ([1, 2, 3, 4, 9, 44] as [Int]).map { ("k \($0)", Sample.session(target: $0, term: ($0 + 1) / 2)) }
    let extremes: [(String, Session)] = [
      ("dead", Sample.session(.relu, b: 0.5)), ("W 0", Sample.session(W: 0, steps: 6)),
      ("overflow", Sample.session(.identity, W: 1e300)), ("tiny", Sample.session(W: 40, b: 9, steps: 30)),
    ]
    let cells = [CellKind.lstm, .gru].flatMap { cell in
      ([1, 3, 6] as [Int]).flatMap { k in
        [
          ("\(cell.rawValue) \(k)", Sample.gated(cell, b: 0.1, target: k)),
          ("\(cell.rawValue) of two \(k)", Sample.gatedUnits(cell, hidden: 2, target: k)),
          ("\(cell.rawValue) loss \(k)", Sample.gatedClassifier(cell, of: .loss, target: k)),
          ("\(cell.rawValue) losses \(k)", Sample.gatedClassifier(cell, of: .totalLoss, target: k)),
        ]
      }
    }
    let units: [(String, Session)] = ([1, 3, 9] as [Int]).flatMap { k in
      [
        ("units \(k)", Sample.drawn(hidden: 3, steps: k)),
        ("classes \(k)", Sample.classifier(hidden: 4, classes: 3, steps: k).pressing("n")),
        ("classes of all \(k)", Sample.classifier(hidden: 4, classes: 3, steps: k).pressing("nn")),
        ("unit \(k)", Sample.drawn(hidden: 3, steps: k).pressing("nn")),
      ]
    }
    let all = scalar + targets + extremes + cells + units
    let parameters = all.flatMap { name, session in
      everyParameter(of: session).map { ("\(name) \($0.state.parameter)", $0) }
    }
    let remedies = ["D", "D(((", "DD((((", "n", "nn", "nnD("].flatMap { keys in
      (targets.suffix(3) + cells.suffix(4) + units.suffix(4)).map { ("\($0.0) \(keys)", $0.1.pressing(keys)) }
    }
    let clipped = [Clipping.norm(0.1), .each(0.1), .value(0.01), .adjoint(0.3)].flatMap { clipping in
      (targets.prefix(3) + cells.suffix(2) + units.suffix(2)).map { name, session in
        var session = session
        session.state.clipping = clipping
        return ("\(name) clipped \(clipping)", session)
      }
    }
    return parameters + remedies + clipped
  }()

  /// The session with each parameter that `d` walks through.
  private static func everyParameter(of session: Session) -> [Session] {
    var sessions = [session]
    while let next = sessions.last?.pressing("d"), next.state.parameter != session.state.parameter {
      sessions.append(next)
    }
    return sessions
  }

  @Test("Nothing unknown is in any derivation: it is ASCII, its brackets and its environments close")
  func everything() throws {
    #expect(Self.sessions.count > 250)
    for (name, session) in Self.sessions {
      let text = try Self.text(session)
      #expect(text.allSatisfy { $0.isASCII }, "\(name)")
      #expect(text.hasPrefix("% gradflow\n\\documentclass") && text.hasSuffix("\\end{document}\n"), "\(name)")
      let body = text.replacing("\\{", with: "").replacing("\\}", with: "")
      #expect(
        body.count { $0 == "{" } == body.count { $0 == "}" } && body.count { $0 == "$" }.isMultiple(of: 2), "\(name)")
      for word in ["begin", "end"] where session.analysis.contributions != nil {
        #expect(count("\\\(word){align*}", in: text) >= 3, "\(name)")
      }
      #expect(count("\\begin{", in: text) == count("\\end{", in: text), "\(name)")
      #expect(count("\\Bigl(", in: text) == count("\\Bigr)", in: text), "\(name)")
      for row in text.split(separator: "\n") where row.contains("&") {
        #expect(!row.contains("$$") && !row.contains("{}_{}") && !row.contains("{}_{0}"), "\(name): \(row)")
      }
    }
  }

  private func count(_ part: String, in text: String) -> Int { text.ranges(of: part).count }

  @Test(
    "Every factor of every term stands over its value, and every term and the total come to theirs",
    arguments: [2, 3, 4, 12])
  func factors(target: Int) throws {
    let session = Sample.session(target: target)
    let contributions = try #require(session.analysis.contributions)
    let text = try Self.text(session)
    let unrolled = try #require(
      text.split(separator: "\\paragraph{Unrolled}").last?.split(separator: "\\paragraph{Any step}").first)
    func number(_ value: ScaledDouble) throws -> String {
      try LaTeXMath.written(NumberText.number(value, digits: 4)).markup
    }
    for step in 2...target {
      let factor =
        "\\underbrace{\\frac{\\partial s_{\(step)}}{\\partial s_{\(step - 1)}}}_{\(try number(contributions.stepFactor(at: step)))}"
      // Each step's factor is in the terms of all the steps before it.
      #expect(unrolled.ranges(of: factor).count == step - 1, "step \(step)")
    }
    for step in 1...target {
      let name = "\\frac{\\partial s_{\(step)}}{\\partial W^{*}}"
      #expect(
        unrolled.contains("\\underbrace{\(name)}_{\(try number(contributions[step].immediateDerivative))}"),
        "step \(step)")
      guard unrolled.contains("\\text{term }1 &") else { continue }
      // With as many digits as the sum needs.
      let values = try (4...12).map { digits in
        try LaTeXMath.written(NumberText.number(contributions[step].value, digits: digits)).markup
      }
      #expect(unrolled.contains("\\text{term }\(step) &"), "term \(step)")
      #expect(step == target || values.contains { unrolled.contains("= \($0)") }, "term \(step)")
    }
    #expect(unrolled.contains("\\text{term }1 &") == (target == 12))
    let total = try LaTeXMath.written(NumberText.signedNumber(contributions.total, digits: 4)).markup
    #expect(unrolled.contains("= \(total)"))
  }

  @Test("What is revealed, scrolled or has room on the screen does not cut it")
  func whole() throws {
    let session = Sample.session(target: 20, term: 5)
    let text = try Self.text(session)
    var small = session.pressing("2<Enter><Enter>")
    small.size = Size(width: 40, height: 10)
    #expect(try Self.text(small) == text)
    for step in 1...20 { #expect(text.contains("\\paragraph{Step $\(step)$}"), "step \(step)") }
    #expect(!text.contains("\\cdots$"))
  }

  @Test("Beyond a hundred steps the first and the last hundred are there, the rest is said to be left out")
  func long() throws {
    let text = try Self.text(Sample.session(input: "noise", steps: 300, term: 150))
    for step in [1, 99, 150, 300] { #expect(text.contains("\\paragraph{Step $\(step)$}"), "step \(step)") }
    #expect(!text.contains("\\paragraph{Step $200$}") && text.contains("$\\cdots$"))
    #expect(text.contains("\\text{term }201 &") && text.contains("\\text{terms }2 \\ldots 149 &"))
    #expect(text.contains("\\text{term }150 &") && !text.contains("\\text{term }149 &"))
  }

  @Test("Norms are of the whole, and a cut says what is left out")
  func kinds() throws {
    let units = try Self.text(Sample.drawn(hidden: 3, steps: 3))
    #expect(
      units.contains("\\lVert \\partial s_{3}/\\partial W\\rVert & = ") && units.contains(" \\le ")
        && units.contains("n \\times n"))
    let cut = try Self.text(Sample.session(target: 6).pressing("D(((((("))
    #expect(cut.contains("\\paragraph{Cut}") && cut.contains("G_{\\mathrm{cut}}") && cut.contains("["))
    let cell = try Self.text(Sample.gated(.lstm, target: 3))
    #expect(cell.contains("\\begin{pmatrix}") && cell.contains("\\overset{") && cell.contains("\\lambda^{h}_{3}"))
    let several = try Self.text(Sample.gatedUnits(.lstm, hidden: 2, target: 3))
    #expect(several.contains("\\begin{tabular}{r|rrrrrrr}"))
    let loss = try Self.text(Sample.gatedClassifier(.gru, of: .loss, target: 3))
    #expect(loss.contains("\\log o_{3}") && loss.contains("\\exp(-\\underset"))
  }

  @Test("Sums are broken where they would be wider than a line, between summands where that is possible")
  func breaking() throws {
    func item(_ width: Double, isFirst: Bool) -> LaTeXRow.Item {
      LaTeXRow.Item(
        joint: LaTeXText(markup: "+", width: 1), body: LaTeXText(markup: "Q", width: width), isFirst: isFirst)
    }
    func lines(_ items: [LaTeXRow.Item], reason: Double = 0) -> [Int] {
      let row = LaTeXRow(items: items, reason: LaTeXText(markup: reason > 0 ? "why" : "", width: reason))
      return LaTeXAlignment(rows: [row]).markup.split(separator: "\n").dropFirst().dropLast().map {
        $0.count { $0 == "Q" }
      }
    }
    #expect(
      lines([item(20, isFirst: true), item(10, isFirst: true), item(10, isFirst: false), item(10, isFirst: false)]) == [
        1, 3,
      ])
    #expect(lines([item(20, isFirst: true), item(20, isFirst: false), item(20, isFirst: false)]) == [2, 1])
    #expect(
      lines([item(20, isFirst: true)], reason: 10) == [1] && lines([item(30, isFirst: true)], reason: 20) == [1, 0])
    #expect(LaTeXAlignment().markup.isEmpty)
    let outcome = LaTeXRow(items: [item(40, isFirst: true)], outcomes: [LaTeXText(markup: "y", width: 10)])
    #expect(LaTeXAlignment(rows: [outcome]).markup.split(separator: "\n").count == 4)
  }
}
