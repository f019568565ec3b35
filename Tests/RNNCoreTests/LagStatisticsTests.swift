import RNNCore
import Testing

/// Profiles against the lag: of mpmath and numpy's quantiles, of closed forms, and gathered by brute force.
@Suite struct LagStatisticsTests {
  private typealias Distribution = LagStatistics.Distribution

  private func scalar() throws -> Trajectory {
    let inputs = InputSequence(name: "x", values: [0.5, -1, 0.25, 1.5, -0.75, 1])
    return Experiment(network: try RNN(activation: .tanh, W: 1.25, U: 0.5), initialState: [0.25], inputs: inputs)
      .trajectory()
  }

  private func numbers(_ distribution: Distribution) -> [Double] {
    ([distribution.mean, distribution.rootMeanSquare] + distribution.quantiles).map(\.doubleValue)
  }

  private func expect(_ distribution: Distribution, _ expected: [Double]) {
    let found = numbers(distribution)
    #expect(found.count == expected.count)
    for (found, expected) in zip(found, expected) { #expect(abs(found - expected) <= 1e-14 * expected, "\(found)") }
  }

  @Test("Mean, root mean square and quantiles are those of mpmath and numpy")
  func reference() throws {
    let rows = LagStatistics(of: [try scalar()], parameter: .recurrentWeights).rows
    #expect(rows.map(\.lag) == Array(0..<6) && rows.map(\.count) == [6, 5, 4, 3, 2, 1])
    expect(
      rows[0].contribution,
      [
        0.2727972114540366, 0.32820540330579784, 0.10168762537780607, 0.11343183347106689, 0.13661231083724035,
        0.1779697340631276, 0.4215097676192814, 0.5269900668279153, 0.5536398933202145,
      ])
    expect(rows[0].flow, Array(repeating: 1, count: 9))
    expect(
      rows[2].contribution,
      [
        0.1488710725669587, 0.18415071814153383, 0.03353664133438271, 0.03778536150641876, 0.044158441764472825,
        0.1508215412943337, 0.25553417209681956, 0.25839640864559854, 0.26030456634478455,
      ])
    expect(
      rows[2].flow,
      [
        0.6563277921289309, 0.7891408801493722, 0.32980061447774034, 0.3451771347811068, 0.36824191523615646,
        0.4442991952572139, 0.7323850721499884, 1.1371013269741288, 1.4069121635235555,
      ])
    expect(rows[5].flow, Array(repeating: 0.20534027267438676, count: 9))
  }

  /// Of the identity every flow of lag ℓ is W^ℓ.
  @Test("Lags far beyond a Double's range have numbers")
  func extendedRange() throws {
    let linear = Experiment(
      network: try RNN(activation: .identity, W: 1e-50, U: 1), initialState: [0],
      inputs: SyntheticInput.constant.sequence(steps: 103)
    ).trajectory()
    let row = LagStatistics(of: [linear], parameter: .bias).rows[100]
    #expect(row.count == 3)
    for number in [row.flow.mean, row.flow.rootMeanSquare, row.contribution.mean] + row.flow.quantiles {
      #expect(abs(number.log10 + 5000) < 1e-9)
    }
  }

  @Test("A blocked flow is exactly 0")
  func blocked() throws {
    let relu = Experiment(
      network: try RNN(activation: .relu, W: 1, U: 1), initialState: [1],
      inputs: InputSequence(name: "x", values: [1, -9, 1])
    ).trajectory()
    let rows = LagStatistics(of: [relu], parameter: .bias).rows
    #expect(rows[2].flow.quantiles.allSatisfy(\.isZero) && rows[2].contribution.mean.isZero)
    #expect(rows[1].flow.mean == ScaledDouble(0.5), "∂s_3/∂s_2 is 1, ∂s_2/∂s_1 is 0")
  }

  @Test("One step has one lag; where no target is reached or has a loss there is none")
  func edges() throws {
    let one = Experiment(
      network: try RNN(activation: .tanh, W: 1, U: 1), initialState: [1],
      inputs: SyntheticInput.constant.sequence(steps: 1))
    let rows = LagStatistics(of: [one.trajectory()], parameter: .inputWeights).rows
    #expect(rows.map(\.count) == [1] && rows[0].flow.mean == .one)
    let steep = Experiment(
      network: try RNN(activation: .identity, W: 1e300, U: 1), initialState: [1e300],
      inputs: SyntheticInput.constant.sequence(steps: 4))
    #expect(steep.trajectory().overflowAt == 1)
    #expect(LagStatistics(of: [steep.trajectory()], parameter: .bias).rows.isEmpty)
    #expect(LagStatistics(of: [one.trajectory()], parameter: .bias, observable: .totalLoss).rows.isEmpty)
    #expect(LagStatistics(of: [], parameter: .bias).rows.isEmpty)
  }

  /// Everything that is looked at, of scalar, several and gated units, beside `Contributions` of each target.
  @Test(
    "Every pair of every target is there, whichever way it was found, on any number of threads",
    arguments: [Observable.state, .unit(0), .loss, .totalLoss])
  func bruteForce(observable: Observable) throws {
    for trajectory in try samples() {
      let parameter = Parameter.recurrentWeights
      let rows = LagStatistics(of: [trajectory], parameter: parameter, observable: observable, threads: 3).rows
      #expect(rows == LagStatistics(of: [trajectory], parameter: parameter, observable: observable).rows)
      let targets = (1...trajectory.steps).filter { trajectory.canObserve(observable, at: $0) }
      let terms = targets.map {
        Contributions(of: trajectory, target: $0, parameter: parameter, observable: observable)
      }
      for row in rows {
        let pairs = terms.filter { $0.target > row.lag }.map { $0[$0.target - row.lag] }
        #expect(row.count == pairs.count)
        for (found, all) in [
          (row.contribution, pairs.map(\.value.magnitude)), (row.flow, pairs.map(\.flow.magnitude)),
        ] {
          #expect(found.quantiles.first == all.min() && found.quantiles.last == all.max())
          let mean = all.reduce(.zero, +) / ScaledDouble(Double(all.count))
          #expect(abs((found.mean - mean).doubleValue) <= 1e-14 * mean.doubleValue)
        }
      }
      #expect(rows.count == targets.last ?? 0)
    }
  }

  @Test("It tells how far it is, never less than before, and at the end that it is done")
  func reporting() throws {
    for some in [[try scalar()], try samples(), [try samples()[1]]] {
      var parts: [Double] = []
      _ = LagStatistics(of: some, parameter: .bias) { parts.append($0) }
      #expect(parts.count > 5 && parts.last == 1 && parts == parts.sorted() && parts.allSatisfy { 0 < $0 && $0 <= 1 })
    }
  }

  private func samples() throws -> [Trajectory] {
    let classes: [Int?] = [0, nil, 1, 1, nil, 0, 1, 0]
    let noise = SyntheticInput.noise.sequence(steps: 8)
    let inputs = InputSequence(name: "x", dimension: 1, values: noise.values, classes: classes)
    let V = Matrix(rows: 2, columns: 3, elements: [1, -1, 0.5, 0.25, 0.5, -0.75])
    let networks = [
      try RNN(activation: .tanh, W: 0.75, U: 0.5, V: 2),
      try RNN(activation: .tanh, hiddenSize: 3, inputSize: 1, initialization: .gaussian, seed: 3).with(V: V),
      try RNN(.lstm, hiddenSize: 3, inputSize: 1, seed: 2).with(V: V),
    ]
    return try networks.map { try Experiment(validating: $0, inputs: inputs).trajectory() }
  }

  @Test("Pairs of several sequences count alike, also where one is longer")
  func sequences() throws {
    let (long, network) = (try scalar(), try RNN(activation: .tanh, W: 1.25, U: 0.5))
    let short = Experiment(
      network: network, initialState: [0], inputs: SyntheticInput.alternating.sequence(steps: 4)
    ).trajectory()
    let both = LagStatistics(of: [long, short], parameter: .recurrentWeights).rows
    let parts = [long, short].map { LagStatistics(of: [$0], parameter: .recurrentWeights).rows }
    #expect(both.map(\.count) == [10, 8, 6, 4, 2, 1])
    #expect(both[5] == parts[0][5])
    let weighted = parts[0][1].flow.mean * ScaledDouble(5) + parts[1][1].flow.mean * ScaledDouble(3)
    #expect(abs((both[1].flow.mean - weighted / ScaledDouble(8)).doubleValue) < 1e-15)
  }

  @Test("Only what is not walked through lag by lag costs multiplications")
  func cost() throws {
    let scalar = InitializedNetwork(network: try RNN(activation: .tanh, W: 1, U: 1, V: 1))
    func cost(_ start: InitializedNetwork, _ observable: Observable) -> Double {
      LagStatistics.multiplications(steps: 10, of: start, parameter: .bias, observable: observable)
    }
    #expect(cost(scalar, .state) == 0 && cost(scalar, .loss) == 0 && cost(scalar, .totalLoss) > 0)
    let several = InitializedNetwork(network: RNN(.lstm, hiddenSize: 4, inputSize: 1, seed: 1))
    #expect(cost(several, .state) == 55 * (512 + 1500) && cost(several, .unit(0)) == 55 * (64 + 1500))
  }
}
