import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// What the derivation says of a cut and a clipping is what the core finds.
@Suite("Derivation: truncation and clipping")
struct DerivationRemediesTests {
  private func text(_ session: Session) -> String { session.lines.joined(separator: "\n") }

  /// The line that begins with a name.
  private func line(_ name: String, _ session: Session) throws -> String { try line(name, session.lines) }

  private func line(_ name: String, _ rows: [String]) throws -> String {
    try #require(rows.first { $0.hasPrefix(" \(name) ") }, "\(name)")
  }

  private static let cuts = [
    Cut(.window, length: 1), Cut(.window, length: 2), Cut(.window, length: 30), Cut(.detach, length: 2),
    Cut(.detach, length: 7),
  ]

  @Test("Totals, difference, bias and sign are those of the core", arguments: [1, 3, 9, 24], cuts)
  func numbers(target: Int, cut: Cut) throws {
    let session = GoldenCase.cut(
      Sample.derivation(W: -1.1, b: 0.2, target: target, height: 200), cut.kind, cut.length)
    let trajectory = session.analysis.trajectory
    let whole = Contributions(of: trajectory, target: target, parameter: .recurrentWeights)
    let left = Contributions(
      of: trajectory, target: target, parameter: .recurrentWeights, truncation: cut.truncation)
    let bias = TruncationBias(of: left, against: whole)
    let rows = session.lines
    #expect(try line("whole", rows).hasSuffix(DerivationSymbols.outcome(bias.total).text))
    let place = try #require(rows.firstIndex { $0.hasPrefix(" left ") })
    #expect(rows[place].contains("G_cut"))
    // Many terms take several lines.
    let end = try #require(rows[place...].firstIndex { $0.hasPrefix(" whole ") })
    #expect(rows[place..<end].contains { $0.hasSuffix(DerivationSymbols.outcome(bias.cutTotal).text) })
    let found = try line("bias", rows)
    if bias.difference.isZero {
      #expect(found.contains("= 0: no bias") && rows.joined(separator: "\n").contains("nothing is left out"))
    } else {
      let first = cut.truncation.firstStep(reaching: target)
      let rest = -whole.sum(over: 1...first - 1)
      #expect(found.contains("G_cut − G = \(DerivationSymbols.outcome(rest).text): bias"))
      #expect(found.contains(bias.pointsTheWrongWay ? "the wrong sign" : "the right sign"))
      #expect(rows.joined(separator: "\n").contains("λ\(NumberText.subscripted(first - 1)) = "))
    }
  }

  @Test("The terms that are left are shown with digits that add up to what they come to", arguments: cuts)
  func sum(cut: Cut) throws {
    let session = GoldenCase.cut(Sample.derivation(target: 3, height: 60), cut.kind, cut.length)
    let rows = session.lines
    let place = try #require(rows.firstIndex { $0.hasPrefix(" left ") })
    let sides = rows[place + 1].replacing("−", with: "-").filter { !"()".contains($0) }.split(separator: "=")
    let terms = String(sides[sides.count - 2]).replacing(" ", with: "").split(separator: "+").compactMap { Double($0) }
    let shown = String(sides[sides.count - 1]).replacing(" ", with: "").replacing("+", with: "")
    let total = try #require(Double(shown))
    #expect(terms.count == 3 - cut.truncation.firstStep(reaching: 3) + 1)
    // Four digits are shown.
    #expect((terms.reduce(0, +) - total).magnitude < 1e-3 * total.magnitude)
  }

  @Test("What is left out is in brackets and dim: as many summands as there are terms before the window")
  func brackets() {
    for (length, expected) in [(1, 2), (2, 1), (3, 0)] {
      let session = GoldenCase.cut(Sample.derivation(target: 3, height: 60), .window, length)
      let rows = session.lines
      let symbols = rows.first { $0.hasPrefix(" unrolled") } ?? ""
      #expect(symbols.count { $0 == "[" } == expected && symbols.count { $0 == "]" } == expected)
      var shown = session
      let frame = shown.frame()
      let dim = (0..<frame.size.height).flatMap { y in
        (0..<frame.size.width).filter { frame[$0, y].glyph == "[" && frame[$0, y].style == .beyond }
      }
      #expect((dim.count > 0) == (expected > 0))
    }
    #expect(!text(Sample.derivation(target: 3, height: 60)).contains("["))
  }

  /// W^(44−i)·s_{i−1} with s_t = 0.95 s_{t−1} + 0.3 from −10, summed up elsewhere: −12.2587, of the last eight 15.2267.
  @Test("The wrong way: the last eight terms of the sum −12.26 come to +15.23")
  func wrongWay() {
    let text = text(GoldenCase.wrongWay("2", height: 90))
    #expect(text.contains("−12.26") && text.contains("+15.23") && text.contains("the wrong sign"))
    #expect(text.contains("from window 33 on the sign is right"))
  }

  @Test("Of several units and of losses norms are compared, and the way by its cosine")
  func matrices() throws {
    for observable in [Observable.state, .unit(1), .loss, .totalLoss] {
      for cut in Self.cuts {
        var start = Sample.classifier(hidden: 4, classes: 3, size: Size(width: 110, height: 200)).pressing("2")
        start.state.observable = observable
        var session = GoldenCase.cut(start, cut.kind, cut.length)
        _ = session.frame()
        let rows = session.lines
        let bias = try #require(session.analysis.remedied?.bias)
        let found = try line("bias", rows)
        #expect(found.contains("‖G_cut − G‖ = \(MatrixSymbols.norm(bias.difference))"))
        #expect(try line("left", rows).contains(MatrixSymbols.norm(bias.cutTotal)))
      }
    }
  }

  @Test("Every loss of the scalar network has a window of its own")
  func totalLoss() throws {
    for cut in Self.cuts {
      for target in [1, 9] {
        let sources = Sample.sources.map { source in
          var source = source
          source.asksForNext = true
          return source
        }
        let state = try #require(Setup().state(sources: sources))
        var session = Session(state: state, sources: sources, size: Size(width: 100, height: 200)).pressing("2")
        session.state.setTarget(target)
        session.state.observable = .totalLoss
        session = GoldenCase.cut(session, cut.kind, cut.length)
        _ = session.frame()
        let rows = session.lines
        let bias = try #require(session.analysis.remedied?.bias)
        #expect(try line("bias", rows).contains("G_cut − G = "))
        #expect(try line("whole", rows).hasSuffix(DerivationSymbols.outcome(bias.total).text))
        #expect(rows.joined(separator: "\n").contains("each loss L_t hears"))
      }
    }
  }

  @Test(
    "A clipping says its rule, and before and after",
    arguments: [Clipping.norm(0.01), .each(0.02), .value(0.003), .adjoint(0.05), .norm(1e6)])
  func clipping(clipping: Clipping) throws {
    let several = Sample.drawn(hidden: 3, size: Size(width: 100, height: 200)).pressing("2")
    for start in [Sample.derivation(target: 9, height: 200), several] {
      for kind in [Cut.Kind.none, .window] {
        var session = GoldenCase.cut(start, kind, 4, clipping)
        _ = session.frame()
        let rows = session.lines
        let clipped = try #require(session.analysis.remedied?.clipped)
        let found = try line("‖g‖", rows)
        func number(_ value: ScaledDouble) -> String { NumberText.number(value, digits: 4) }
        #expect(found.contains("\(number(clipped.all.before)) → \(number(clipped.all.after))"))
        let own = try #require(clipped.parts[.recurrentWeights])
        #expect(try line("of W", rows).contains("\(number(own.before)) → \(number(own.after))"))
        #expect(rows.joined(separator: "\n").contains("\(clipping.name) "))
      }
    }
  }
}
