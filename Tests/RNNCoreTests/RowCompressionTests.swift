import Testing

@testable import RNNCore

@Suite("Fewer rows with the same products")
struct RowCompressionTests {
  /// MᵀM, number by number.
  private func gram(_ rows: ScaledRows) -> [ScaledDouble] {
    let n = rows.columns
    return (0..<n * n).map { index in
      (0..<rows.count).reduce(.zero) {
        $0 + rows.number($1, column: index / n) * rows.number($1, column: index % n)
      }
    }
  }

  private func expectEqual(_ a: [ScaledDouble], _ b: [ScaledDouble]) {
    let largest = b.map(\.magnitude).max() ?? .zero
    for (x, y) in zip(a, b) { #expect((x - y).magnitude <= largest * ScaledDouble(1e-14)) }
  }

  @Test("Rows that are multiples of one become one", arguments: [0, 4000, -4000])
  func rankOne(exponent: Int) {
    var rows = ScaledRows([1, 2, 3, -2, -4, -6, 0.5, 1, 1.5], columns: 3)
    rows.shift(by: [exponent, exponent, exponent])
    let found = RowCompression(rows, above: -50)
    #expect(found.rows.count == 1)
    expectEqual(gram(found.rows), gram(rows))
  }

  @Test("Rows that all count stay as many")
  func full() {
    let rows = ScaledRows((0..<20).map { Double($0 * $0 % 11) - 4 }, columns: 5)
    let found = RowCompression(rows, above: -56)
    #expect(found.rows.count == 4)
    expectEqual(gram(found.rows), gram(rows))
  }

  @Test("Rows of 0 become one")
  func zero() {
    let found = RowCompression(ScaledRows(zeroRows: 3, columns: 4), above: -56)
    #expect(found.rows.count == 1 && found.rows.norm(0).isZero)
  }

  @Test("A row counts down to its power of two")
  func threshold() {
    let rows = ScaledRows([1, 0, 0, 0x1p-20], columns: 2)
    #expect(RowCompression(rows, above: -19).rows.count == 1)
    #expect(RowCompression(rows, above: -21).rows.count == 2)
  }

  @Test("What makes the rows makes as many, orthonormal and in their order")
  func combined() {
    let source = ScaledRows([1, 0, 0, 0, 0, 2, 0, 3, 0], columns: 3)
    let found = RowCompression(source, above: -56)
    let basis = found.combined(Matrix.identity(3).elements)
    // The largest row first: columns are chosen by size, and each has one row.
    #expect(basis.map(\.magnitude) == [0, 0, 1, 0, 1, 0, 1, 0, 0])
    let rows = (0..<3).flatMap { found.rows.numbers($0) }.map(\.magnitude.doubleValue)
    #expect(rows == [0, 3, 0, 0, 0, 2, 1, 0, 0])
  }

  @Test("Some rows of rows")
  func some() {
    var rows = ScaledRows([1, 2, 3, 4, 5, 6], columns: 2)
    rows.shift(by: [0, 900, -900])
    #expect(rows.rows(0..<3).numbers(2) == rows.numbers(2))
    let last = rows.rows(1..<3)
    #expect(last.count == 2 && last.numbers(0) == rows.numbers(1) && last.numbers(1) == rows.numbers(2))
  }
}

@Suite("Covectors in the order in which a flow forgets them")
struct FlowBasisTests {
  @Test("They are an orthonormal basis, the soonest forgotten first")
  func basis() throws {
    let trajectory = try WideNetworks.trajectory(40, gain: 1.2, steps: 150)
    var finding = FlowBasis(trajectory, target: 150)
    while !finding.isComplete { _ = finding.advance() }
    let (rows, steps) = (finding.covectors, finding.firstSteps)
    #expect(steps == steps.sorted(by: >) && steps.last == 1 && steps[0] > 50)
    for (i, a) in rows.enumerated() {
      for (j, b) in rows.enumerated() {
        #expect((zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } - (i == j ? 1 : 0)).magnitude < 1e-13)
      }
    }
    // What is forgotten is so small where it is that it does not count.
    for (row, step) in zip(rows, steps) where step > 1 {
      var sweep = BackwardSweep(trajectory, target: 150, covectors: ScaledRows(row, columns: 40))
      for next in stride(from: 150, to: step, by: -1) { sweep.goBack(next) }
      let flow = WideNetworks.exactNorm(trajectory, from: step, to: 150)
      #expect(sweep.adjoints.norm(0) < flow * ScaledDouble(1e-14), "step \(step)")
    }
  }

  /// The whole state is the sum over its units, each of which is seen by itself.
  @Test(
    "Terms of the whole state are those of its units, taken together",
    arguments: [(0.8, Activation.tanh), (1.5, .tanh), (1.3, .relu), (2.5, .softsign)],
    [Parameter.recurrentWeights, .inputWeights, .bias])
  func terms(network: (Double, Activation), parameter: Parameter) throws {
    let trajectory = try WideNetworks.trajectory(36, gain: network.0, network.1, steps: 100)
    let whole = Contributions(of: trajectory, target: 100, parameter: parameter)
    let units = (0..<36).map {
      Contributions(of: trajectory, target: 100, parameter: parameter, observable: .unit($0))
    }
    func norm(_ number: (Contributions) -> ScaledDouble) -> ScaledDouble {
      units.reduce(ScaledDouble.zero) { $0 + number($1) * number($1) }.squareRoot()
    }
    let total = norm(\.total)
    #expect(WideNetworks.distance(whole.total, total) < 1e-13)
    for step in 1...100 {
      let value = norm { $0.value(at: step) }
      #expect(WideNetworks.distance(whole.value(at: step), value) < 1e-11)
      #expect(WideNetworks.distance(whole.flow(at: step), norm { $0.flow(at: step) }) < 1e-11)
      // ⟨C_i, G⟩ adds up over units; what is left of it is rounded by the sizes of both.
      let inner = units.reduce(ScaledDouble.zero) { $0 + $1.signed(at: step) * $1.total } / total
      #expect((whole.signed(at: step) - inner).magnitude <= value * ScaledDouble(1e-11), "step \(step)")
    }
    #expect((whole.unitShares.reduce(0, +) - 1).magnitude < 1e-12)
    let sweep = GradientSweep(of: trajectory, target: 100, parameter: parameter, observable: .state)
    var (parts, last) = (sweep, 0.0)
    while parts.stage == .contributions {
      #expect(parts.progress >= last || last > 0.99)
      last = parts.progress
      parts.refine(budget: 1)
    }
    #expect(parts.contributions?.total == whole.total)
  }

  @Test("Norms of many targets are those of each by itself", arguments: [0.8, 1.5])
  func norms(gain: Double) throws {
    let trajectory = try WideNetworks.trajectory(36, gain: gain, steps: 120)
    let targets = [1, 2, 30, 31, 32, 60, 100, 101, 119, 120]
    let all = ContributionNorms(of: trajectory, targets: targets, parameter: .recurrentWeights, observable: .state)
    for (place, target) in targets.enumerated() {
      let terms = Contributions(of: trajectory, target: target, parameter: .recurrentWeights)
      for (norm, value) in zip(all.norms(ofTargetAt: place), terms.values()) {
        #expect(WideNetworks.distance(norm, value) < 1e-11, "target \(target)")
      }
    }
  }
}
