import RNNCore
import RNNFiles
import Testing

@Suite("Truncation and clipping in tables")
struct ContributionTableRemediesTests {
  /// MATH: identity, W 0.95, U 0.3, s₀ −10, a step of inputs: ∂s_44/∂W = −12.26, and +17.51 in the largest window that is
  /// wrong.
  private func wrongWay() throws -> Trajectory {
    Trajectory(
      network: try RNN(activation: .identity, W: 0.95, U: 0.3), inputs: SyntheticInput.step.sequence(steps: 44),
      initialState: [-10])
  }

  private func table(_ truncation: Truncation = .none, _ clipping: Clipping? = nil) throws -> ContributionTable {
    ContributionTable(
      of: try wrongWay(), target: 44, parameter: .recurrentWeights, truncation: truncation, clipping: clipping)
  }

  @Test("Text: what is left, how far off it is, that it points the wrong way, and which windows would do")
  func text() throws {
    let lines = try table(Truncation(window: 22)).string(.text).split(separator: "\n").map(String.init)
    #expect(lines[1] == "∂s_44/∂W = -1.225872857e+01")
    #expect(lines[2].hasPrefix("cut to a window of 22 steps: 1.198155568e+01, bias 197.7 %"))
    #expect(lines[2].contains(", points the wrong way · enough: a window of "))
    #expect(lines[2].hasSuffix(" for 10 %, 33 for the sign"))
    #expect(lines.dropFirst(5).map { $0.hasSuffix("  cut") } == (1...44).map { $0 <= 22 })
    let chunks = try table(Truncation(window: 1, detachEvery: 7)).string(.text).split(separator: "\n")[2]
    #expect(chunks.hasPrefix("cut to a window of 1 step and between chunks of 7 steps: "))
  }

  @Test("CSV and JSON: a column, the cut total and what there is to say of it")
  func files() throws {
    let table = try table(Truncation(detachEvery: 5))
    let rows = table.string(.csv).split(separator: "\n")
    #expect(rows[0].hasSuffix(",share,kept"))
    #expect((1...44).map { rows[$0].hasSuffix(",true") } == (1...44).map { $0 > 40 })
    let json = table.string(.json, withStates: false)
    let cut = Contributions(
      of: try wrongWay(), target: 44, parameter: .recurrentWeights, truncation: Truncation(detachEvery: 5))
    #expect(json.contains("\"cut\": {\"window\": null, \"detach\": 5}"))
    #expect(json.contains("\"cutTotal\": \"\(cut.total.decimal(significantDigits: 17))\""))
    #expect(json.contains("\"cosine\": -1,") && json.contains("\"windowSign\": 33}"))
    #expect(json.contains("\"share\": ") && json.contains("\"kept\": false}") && json.contains("\"kept\": true}"))
    let whole = try self.table()
    #expect(!whole.string(.json).contains("cut") && !whole.string(.csv).contains("kept"))
  }

  @Test("Clipping: before and after, and terms that change where the adjoint does")
  func clipping() throws {
    let norm = try table(.none, .norm(1))
    let line = norm.string(.text).split(separator: "\n")[2]
    #expect(line.hasPrefix("clipped, norm 1: ‖g‖ ") && line.contains(" → 1.000e+00, cosine 1.000 · ∂/∂W 1.226e+01 → "))
    #expect(norm.string(.json).contains("\"clip\": {\"kind\": \"norm\", \"threshold\": 1, \"before\": \""))
    let adjoint = try table(Truncation(window: 9), .adjoint(0.5))
    let plain = try table(Truncation(window: 9))
    #expect(adjoint.string(.csv) != plain.string(.csv))
    #expect(
      adjoint.string(.text).contains("clipped, adjoint 0.5: ") && adjoint.string(.text).contains("cut to a window"))
    #expect(Clipping.value(2).name == "value" && Clipping.each(2).name == "each")
  }

  @Test("A gradient of 0 has nothing to be off by; a target that is not reached nothing to cut")
  func nothing() throws {
    let still = Trajectory(
      network: try RNN(activation: .identity, W: 0.5, U: 1), inputs: SyntheticInput.zero.sequence(steps: 3),
      initialState: [0])
    let table = ContributionTable(
      of: still, target: 3, parameter: .recurrentWeights, truncation: Truncation(window: 2), clipping: .norm(1))
    let lines = table.string(.text).split(separator: "\n")
    #expect(lines[2] == "cut to a window of 2 steps: 0")
    #expect(lines[3] == "clipped, norm 1: ‖g‖ 1.500e+00 → 1.000e+00, cosine 1.000 · ∂/∂W 0 → 0")
    #expect(table.string(.json).contains("\"bias\": null,\n") && table.string(.json).contains("\"windowSign\": null"))
    let zero = ContributionTable(
      of: still, target: 3, parameter: .recurrentWeights, observable: .state, truncation: Truncation(window: 3))
    #expect(zero.string(.text).contains("cut to a window of 3 steps: 0"))
    let dead = Trajectory(
      network: try RNN(activation: .relu, W: 0.5, U: 1, b: -1), inputs: SyntheticInput.zero.sequence(steps: 3),
      initialState: [0])
    let nothing = ContributionTable(
      of: dead, target: 3, parameter: .recurrentWeights, truncation: Truncation(detachEvery: 1), clipping: .norm(1))
    let words = nothing.string(.text).split(separator: "\n")
    #expect(words[2] == "cut between chunks of 1 step: 0")
    #expect(words[3] == "clipped, norm 1: ‖g‖ 0 → 0 · ∂/∂W 0 → 0")
    let all = try self.table(Truncation(window: 99)).string(.text)
    #expect(all.contains(", bias 0 · enough: "))
  }

  @Test("A total loss: each step's own window; with a clamped adjoint no window is looked for")
  func totalLoss() throws {
    let network = try RNN(
      activation: .tanh, inputWeights: Matrix(1), recurrentWeights: Matrix(0.9), outputWeights: Matrix([[2], [0]]))
    let classes: [Int?] = [nil, 0, nil, 1, nil, nil, 1, nil]
    let trajectory = Trajectory(
      network: network,
      inputs: InputSequence(name: "few", values: [1, -1, 0.5, 0.3, -0.2, 0.9, 0.1, 0.4], classes: classes),
      initialState: [0.1])
    func table(_ clipping: Clipping? = nil) -> ContributionTable {
      ContributionTable(
        of: trajectory, target: 8, parameter: .bias, observable: .totalLoss, truncation: Truncation(window: 2),
        clipping: clipping)
    }
    let rows = table().string(.csv).split(separator: "\n").dropFirst()
    // Steps 1 and 2 reach the loss of 2; 3 and 4 that of 4; 6 and 7 that of 7.
    #expect(rows.map { $0.hasSuffix(",true") } == [true, true, true, true, false, true, true, false])
    #expect(!table().string(.json).contains("\"windowSign\": null"))
    #expect(table(.adjoint(0.1)).string(.json).contains("\"windowSign\": null"))
  }
}
