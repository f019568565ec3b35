import Foundation
import RNNCore
import RNNFiles
import Testing

/// What `spectrum` prints, beside singular values of explicit products in 50 digits (mpmath).
@Suite struct SpectrumTableTests {
  private func trajectory() throws -> Trajectory {
    let network = try RNN(
      activation: .tanh, W: [[0.75, -0.5, 0.25], [0.5, 1, -0.25], [-0.125, 0.375, 0.5]], U: [[1], [-0.5], [0.25]])
    let inputs = InputSequence(name: "x", values: [0.5, -1, 0.25, 1.5, -0.75, 1])
    return Experiment(network: network, initialState: [0, 0, 0], inputs: inputs).trajectory()
  }

  private func text(_ trajectory: Trajectory, target: Int, _ format: RowFormat) -> String {
    var text = ""
    SpectrumTable(of: trajectory, target: target).write(format, to: &text)
    return text
  }

  private func json(_ trajectory: Trajectory, target: Int) throws -> [String: Any] {
    let text = text(trajectory, target: target, .json)
    #expect(!text.lowercased().contains("inf") && !text.lowercased().contains("nan"))
    return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private static let flow = [
    [1, 1, 1], [1.0826262647750239, 0.60703814360674098, 0.28570270994941241],
    [1.1417482050248895, 0.47662123567118103, 0.17997462629613025],
    [0.55931432231995792, 0.21553548231166296, 0.068033454297541625],
    [0.48425874162596116, 0.22765559313840559, 0.039103934154016668],
    [0.34776301571759747, 0.20927691520235149, 0.021579664501104951],
  ]

  @Test("On several threads it is the same text, and what is done is reported up to the end")
  func threads() throws {
    let network = RNN(.elman, hiddenSize: 20, inputSize: 1, seed: 7)
    let trajectory = Trajectory(
      network: network, inputs: SyntheticInput.noise.sequence(steps: 40, seed: 5),
      initialState: Array(repeating: 0, count: 20))
    var (text, parts) = ("", [Double]())
    SpectrumTable(of: trajectory, target: 40, threads: 2) { parts.append($0) }.write(.csv, to: &text)
    #expect(text == self.text(trajectory, target: 40, .csv))
    #expect(parts.last == 1 && parts == parts.sorted())
  }

  @Test("The flow's singular values at every lag are those of the explicit product, in both formats")
  func flow() throws {
    let trajectory = try trajectory()
    let rows = text(trajectory, target: 6, .csv).split(separator: "\n").map { $0.split(separator: ",") }
    #expect(rows[0] == ["lag", "sigma1", "sigma2", "sigma3"] && rows.count == 7)
    let json = try json(trajectory, target: 6)
    let lags = try #require(json["flow"] as? [[String: Any]])
    for (place, expected) in Self.flow.enumerated() {
      #expect(rows[place + 1][0] == "\(place)" && lags[place]["lag"] as? Int == place)
      #expect(lags[place]["singularValues"] as? [String] == rows[place + 1].dropFirst().map(String.init))
      for (found, expected) in zip(rows[place + 1].dropFirst(), expected) {
        #expect(abs(try #require(Double(found)) - expected) <= 1e-13 * expected)
      }
      #expect(try #require(lags[place]["relativeErrors"] as? [Double]).allSatisfy { $0 < 1e-12 })
    }
  }

  @Test("Eigenvalues, singular values of W and exponents are the reference's; λ₁ is the verdict's")
  func weights() throws {
    let trajectory = try trajectory()
    let json = try json(trajectory, target: 6)
    #expect(json["matrix"] as? String == "W" && json["target"] as? Int == 6 && json["overflowAt"] is NSNull)
    let singular = try #require(json["singularValues"] as? [String]).compactMap(Double.init)
    for (found, expected) in zip(singular, [1.1974561443426529, 0.90484851267806989, 0.58403591625884833]) {
      #expect(abs(found - expected) < 1e-14)
    }
    let eigenvalues = try #require(json["eigenvalues"] as? [[String: String]])
    let parts = eigenvalues.map { [$0["real"], $0["imaginary"]].compactMap { $0.flatMap(Double.init) } }
    let expected = [[0.78685902442814656, 0.56265065808668892], [0.78685902442814656, -0.56265065808668892]]
    for (found, expected) in zip(parts.joined(), (expected + [[0.67628195114370688, 0]]).joined()) {
      #expect(abs(found - expected) < 1e-14)
    }
    let exponents = try #require(json["lyapunovSpectrum"] as? [[String: Double]])
    for (found, expected) in zip(exponents, [-0.21124680410069181, -0.31281939017437296, -0.76720077320487858]) {
      #expect(abs((found["value"] ?? 0) - expected) < 1e-13 && found["error"] ?? 1 < 1e-12)
    }
    let verdict = try #require(Regime(of: trajectory, target: 6).lyapunovExponent)
    #expect(text(trajectory, target: 6, .json).contains("[{\"value\": \(verdict), "))
  }

  @Test("The scalar network has one of each, and a single step no exponents")
  func scalar() throws {
    let experiment = Experiment(
      network: try RNN(activation: .identity, W: -0.5, U: 1), initialState: [0],
      inputs: SyntheticInput.constant.sequence(steps: 3))
    let csv = text(experiment.trajectory(), target: 3, .csv)
    #expect(
      csv
        == "lag,sigma1\n0,1.0000000000000000e+00\n1,5.0000000000000000e-01\n2,2.5000000000000000e-01\n")
    let one = try json(experiment.trajectory(), target: 1)
    #expect((one["lyapunovSpectrum"] as? [Any])?.isEmpty == true && (one["flow"] as? [Any])?.count == 1)
    #expect(one["singularValues"] as? [String] == ["5.0000000000000000e-01"])
  }

  @Test("A blocked direction is exactly 0 and has no exponent")
  func blocked() throws {
    let experiment = Experiment(
      network: RNN(activation: .identity, hiddenSize: 2, inputSize: 1, initialization: .shift, seed: 1),
      initialState: [0, 0], inputs: SyntheticInput.zero.sequence(steps: 3))
    let json = try json(experiment.trajectory(), target: 3)
    let exponents = try #require(json["lyapunovSpectrum"] as? [[String: Any]])
    #expect(exponents.count == 2 && exponents.allSatisfy { $0["value"] is NSNull })
    let last = try #require((json["flow"] as? [[String: Any]])?.last)
    #expect(last["singularValues"] as? [String] == ["0.0000000000000000e+00", "0.0000000000000000e+00"])
  }

  @Test("Of a gated cell the matrix is J_k, of all that its units keep; it goes with the states that overflow")
  func gated() throws {
    let network = RNN(.lstm, hiddenSize: 2, inputSize: 1, seed: 3)
    let experiment = Experiment(
      start: InitializedNetwork(network: network), inputs: SyntheticInput.sine.sequence(steps: 5))
    let json = try json(experiment.trajectory(), target: 5)
    #expect(json["matrix"] as? String == "J_k" && (json["eigenvalues"] as? [Any])?.count == 4)
    #expect(text(experiment.trajectory(), target: 5, .csv).hasPrefix("lag,sigma1,sigma2,sigma3,sigma4\n0,1.0"))
    // J_k is the flow at lag 1.
    let first = try #require((json["flow"] as? [[String: Any]])?[1]["singularValues"] as? [String])
    let own = try #require(json["singularValues"] as? [String])
    for (a, b) in zip(first.compactMap(Double.init), own.compactMap(Double.init)) { #expect(abs(a - b) < 1e-14) }
  }

  @Test("A target behind an overflow has the weights' spectrum alone, and of a gated cell none")
  func overflow() throws {
    let steep = Experiment(
      network: try RNN(activation: .identity, W: 1e200, U: 1), initialState: [1],
      inputs: SyntheticInput.constant.sequence(steps: 4))
    let json = try json(steep.trajectory(), target: 4)
    #expect(json["flow"] is NSNull && json["lyapunovSpectrum"] is NSNull && json["overflowAt"] as? Int == 2)
    #expect(json["singularValues"] as? [String] == ["9.9999999999999997e+199"])
    #expect(text(steep.trajectory(), target: 4, .csv) == "lag,sigma1\n")
    let wide = try RNN(
      .gru, inputWeights: Matrix(rows: 3, columns: 1, elements: [1e308, 1e308, 1e308]),
      recurrentWeights: Matrix(rows: 3, columns: 1, elements: [0, 0, 0]))
    let gated = Experiment(
      start: InitializedNetwork(network: wide), inputs: InputSequence(name: "x", values: [10, 10]))
    let none = try self.json(gated.trajectory(), target: 2)
    #expect(none["eigenvalues"] is NSNull && none["singularValues"] is NSNull && none["overflowAt"] as? Int == 1)
  }

  @Test("Work grows with the lags and with the cube of what the units keep")
  func work() {
    let (lstm, gru) = (
      RNN(.lstm, hiddenSize: 4, inputSize: 1, seed: 1), RNN(.gru, hiddenSize: 8, inputSize: 1, seed: 1)
    )
    #expect(SpectrumTable.multiplications(target: 10, of: lstm) == 10 * (40 * 512 + 20_000))
    #expect(SpectrumTable.multiplications(target: 10, of: gru) == SpectrumTable.multiplications(target: 10, of: lstm))
  }
}
