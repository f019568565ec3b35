import Glibc
import Testing

@testable import RNNCore

@Suite("tanh and sigmoid of four units at once")
struct ActivationBlockTests {
  private typealias Evaluation = (value: UnitBlock, derivative: UnitBlock)

  private func evaluate(_ activation: Activation, _ a: UnitBlock) -> Evaluation {
    activation.withFunction(BlockAt(a: a))
  }

  private struct BlockAt: ActivationWork {
    let a: UnitBlock
    func run<Function: ActivationFunction>(_: Function.Type) -> Evaluation { a.evaluated(by: Function.self) }
  }

  @Test("f and f′ are within 4 ulp of 80-digit references", arguments: [Activation.tanh, .sigmoid])
  func references(of activation: Activation) throws {
    let points = try ActivationReference.points(of: activation)
    for first in stride(from: 0, to: points.count, by: 4) {
      let some = Array(points[first..<min(first + 4, points.count)])
      var a = UnitBlock.zero
      for (lane, point) in some.enumerated() { a[lane] = point.a }
      let (values, derivatives) = evaluate(activation, a)
      for (lane, point) in some.enumerated() {
        expect(values[lane], point.value, "\(activation)(\(point.a))")
        expect(derivatives[lane], point.derivative, "\(activation)′(\(point.a))")
      }
    }
  }

  private struct Row: ActivationWork {
    let a: [Double]
    func run<Function: ActivationFunction>(_: Function.Type) -> (values: [Double], derivatives: [Double]) {
      // One more of each, which stays as it is.
      var (values, derivatives) = (
        [Double](repeating: 7, count: a.count + 1), [Double](repeating: 7, count: a.count + 1)
      )
      a.withUnsafeBufferPointer { a in
        values.withUnsafeMutableBufferPointer { values in
          derivatives.withUnsafeMutableBufferPointer { Function.evaluate(row: a, values: values, derivatives: $0) }
        }
      }
      return (values, derivatives)
    }
  }

  @Test("A row of any length has the bits that its units have four by four", arguments: Activation.allCases)
  func rows(of activation: Activation) {
    var generator = SplitMix64(seed: 5)
    var numbers: [Double] = [0, -0.0, 1, -1, 0.54930614433405484570, 0x1p-1074, 400, -400, 1e300]
    for exponent in UInt(1)...2046 {
      numbers.append(
        Double(
          sign: exponent % 2 == 0 ? .plus : .minus, exponentBitPattern: exponent,
          significandBitPattern: generator.next() >> 12))
    }
    numbers += (0..<5000).map { _ in 4 * generator.nextNormal() }
    for count in Array(0...9) + [numbers.count] {
      let a = Array(numbers.prefix(count))
      let row = activation.withFunction(Row(a: a))
      #expect(row.values[count] == 7 && row.derivatives[count] == 7)
      for first in stride(from: 0, to: count, by: 4) {
        let some = Swift.min(4, count - first)
        let block = evaluate(activation, a.withUnsafeBufferPointer { .read($0, at: first, count: some) })
        for lane in 0..<some {
          #expect(
            row.values[first + lane].bitPattern == block.value[lane].bitPattern
              && row.derivatives[first + lane].bitPattern == block.derivative[lane].bitPattern,
            "\(activation)(\(a[first + lane]))")
        }
      }
    }
  }

  private func expect(_ number: Double, _ reference: ReferenceNumber, _ what: Comment) {
    if reference.isNormalDouble {
      #expect(reference.ulps(of: number) <= 4, what)
    } else {
      #expect((number - reference.nearestDouble).magnitude <= 4 * Double.leastNonzeroMagnitude, what)
    }
  }

  #if arch(x86_64)
    /// The C library's exponentials of 64-bit significands are within an ulp of those, which is 2⁻¹¹ of a Double's.
    private func exact(_ activation: Activation, _ a: Double) -> (value: Float80, derivative: Float80) {
      let magnitude = Float80(a.magnitude)
      guard activation == .tanh else {
        let q = expl(-magnitude)
        return ((a < 0 ? q : 1) / (1 + q), q / ((1 + q) * (1 + q)))
      }
      let (q, qMinusOne) = (expl(-2 * magnitude), expm1l(-2 * magnitude))
      return (Float80(signOf: Float80(a), magnitudeOf: qMinusOne / (2 + qMinusOne)), 4 * q / ((1 + q) * (1 + q)))
    }

    private func ulps(_ number: Double, _ exact: Float80) -> Double {
      let ulp = max(Double(exact).magnitude.ulp, .leastNonzeroMagnitude)
      return Double((Float80(number) - exact).magnitude / Float80(ulp))
    }

    @Test(
      "f and f′ are within 4 ulp at every exponent, subnormal ones among them", arguments: [Activation.tanh, .sigmoid])
    func exponents(of activation: Activation) {
      var (generator, worst) = (SplitMix64(seed: 3), 0.0)
      for exponent in UInt(0)...2046 {
        // Where f is neither a nor ±1 there is more to be wrong.
        for _ in 0..<((1000...1036).contains(exponent) ? 400 : 4) {
          let a = UnitBlock(
            (0..<4).map { lane in
              Double(
                sign: lane % 2 == 0 ? .plus : .minus, exponentBitPattern: exponent,
                significandBitPattern: generator.next() >> 12)
            })
          let (values, derivatives) = evaluate(activation, a)
          for lane in 0..<4 {
            let exact = exact(activation, a[lane])
            worst = max(worst, ulps(values[lane], exact.value), ulps(derivatives[lane], exact.derivative))
          }
        }
      }
      print("\(activation) of four at once: within \(worst) ulp")
      #expect(worst <= 4, "\(activation)")
    }
  #endif

  @Test("0, −0, the ends of the range, infinity and NaN")
  func edges() {
    let tiny = Double.leastNonzeroMagnitude
    let small = evaluate(.tanh, [0, -0.0, tiny, -tiny])
    #expect(small.value == [0, 0, tiny, -tiny] && small.derivative == UnitBlock.one)
    #expect(small.value[1].sign == .minus && small.value[0].sign == .plus)
    let large = evaluate(.tanh, [.infinity, -.infinity, .greatestFiniteMagnitude, -400])
    #expect(large.value == [1, -1, 1, -1] && large.derivative == UnitBlock.zero)
    let gates = evaluate(.sigmoid, [0, -0.0, .infinity, -.infinity])
    #expect(gates.value == [0.5, 0.5, 1, 0] && gates.derivative == [0.25, 0.25, 0, 0])
    let far = evaluate(.sigmoid, [-745, 745, -746, 40])
    #expect(far.value == [tiny, 1, 0, 1] && far.derivative[0] == tiny && far.derivative[1] == tiny)
    for activation in [Activation.tanh, .sigmoid] {
      let (values, derivatives) = evaluate(activation, [.nan, 1, 2, 3])
      #expect(values[0].isNaN && derivatives[0].isNaN && values[1] == activation.block(1).value)
      #expect(derivatives[3] == activation.block(3).derivative)
    }
  }

  @Test("4q is a normal number with all its digits where q is none: tanh′ at 354.5 (mpmath)")
  func subnormalExponential() throws {
    let reference = try ReferenceNumber("4.867123002493692262065739e-308")
    #expect(reference.ulps(of: evaluate(.tanh, [354.5, -354.5, 0, 0]).derivative[1]) <= 4)
  }

  @Test("What does not say how it is evaluated four at a time is evaluated one by one", arguments: Activation.allCases)
  func lanes(of activation: Activation) {
    guard activation != .tanh, activation != .sigmoid else { return }
    let a: UnitBlock = [-1.5, 0, 0.25, 3]
    let (values, derivatives) = evaluate(activation, a)
    for lane in 0..<4 {
      #expect(values[lane] == activation.value(a[lane]) && derivatives[lane] == activation.derivative(a[lane]))
    }
  }

  @Test("Numbers are read and written without those beside them, and what has lost digits is 0")
  func places() {
    let numbers = (0..<7).map { Double($0) }
    var copy = [Double](repeating: -1, count: 7)
    numbers.withUnsafeBufferPointer { numbers in
      #expect(UnitBlock.read(numbers, at: 3, count: 4) == [3, 4, 5, 6])
      #expect(UnitBlock.read(numbers, at: 5, count: 2) == [5, 6, 0, 0])
      #expect(Double.read(numbers, at: 5, count: 1) == 5)
      copy.withUnsafeMutableBufferPointer { copy in
        UnitBlock.read(numbers, at: 0, count: 4).write(to: copy, at: 0, count: 4)
        UnitBlock.read(numbers, at: 4, count: 2).write(to: copy, at: 4, count: 2)
      }
    }
    #expect(copy == [0, 1, 2, 3, 4, 5, -1])
    let least = Double.leastNormalMagnitude
    #expect(UnitBlock([least, -least, least.nextDown, .nan]).normalOrZero == [least, -least, 0, 0])
    #expect([least, least.nextDown, .nan].map(\.normalOrZero) == [least, 0, 0])
  }
}

extension Activation {
  /// f and f′ of one number that stands in all four places.
  fileprivate func block(_ a: Double) -> (value: Double, derivative: Double) {
    let (values, derivatives) =
      self == .tanh
      ? HyperbolicTangent.evaluate(UnitBlock(repeating: a)) : LogisticSigmoid.evaluate(UnitBlock(repeating: a))
    return (values[3], derivatives[3])
  }
}

@Suite("Units side by side")
struct UnitsSideBySideTests {
  /// Units that hear only themselves, so that n of them are n networks.
  private func states(_ kind: CellKind, units: Int) throws -> [Double] {
    let rows = kind == .elman ? 1 : kind == .gru ? 3 : 4
    func blocks(_ value: (Int, Int) -> Double, columns: Int) -> Matrix {
      Matrix(
        rows: rows * units, columns: columns,
        elements: (0..<rows * units).flatMap { row in (0..<columns).map { value(row, $0) } })
    }
    let U = blocks({ row, _ in 0.3 + 0.1 * Double(row / units) }, columns: 1)
    let W = blocks({ row, column in row % units == column ? 0.7 : 0 }, columns: units)
    let b = [Double](repeating: 0.1, count: rows * units)
    let network =
      kind == .elman
      ? try RNN(activation: .tanh, inputWeights: U, recurrentWeights: W, bias: b)
      : try RNN(kind, inputWeights: U, recurrentWeights: W, bias: b)
    let trajectory = Experiment(
      start: InitializedNetwork(network: network), inputs: SyntheticInput.noise.sequence(steps: 20)
    ).trajectory()
    return Array(trajectory.state(at: 20))
  }

  @Test(
    "A unit's state does not depend on how many stand beside it; one alone has the C library's functions",
    arguments: CellKind.allCases)
  func neighbours(of kind: CellKind) throws {
    let (alone, five) = (try states(kind, units: 1)[0], try states(kind, units: 5))
    #expect(five.allSatisfy { $0 == five[0] })
    #expect((alone - five[0]).magnitude <= 1e-14, "20 contracting steps of 4 ulp each")
    for units in [2, 3, 4, 8, 9] { #expect(try states(kind, units: units).allSatisfy { $0 == five[0] }, "\(units)") }
  }
}

@Suite("Questions about many numbers")
struct NumberScanTests {
  private func answers(_ numbers: [Double]) -> [Bool] {
    numbers.withUnsafeBufferPointer {
      [$0.containNonFinite, $0.containSubnormal, $0.containFaint, $0.containExtreme]
    }
  }

  @Test("Each number is looked at, wherever it stands", arguments: [0, 1, 3, 4, 5, 8, 11])
  func places(count: Int) {
    let plain = [Double](repeating: -2, count: count)
    #expect(answers(plain) == [false, false, false, false])
    for place in 0..<count {
      func with(_ number: Double) -> [Bool] {
        var numbers = plain
        numbers[place] = number
        return answers(numbers)
      }
      #expect(with(.nan) == [true, false, false, true])
      #expect(with(-.infinity) == [true, false, false, true])
      #expect(with(0) == [false, true, false, true])
      #expect(with(-.leastNonzeroMagnitude) == [false, true, true, true])
      #expect(with(.leastNormalMagnitude) == [false, false, true, true])
      #expect(with(0x1p-400) == [false, false, false, true] && with(0x1p300) == [false, false, false, true])
      #expect(with(0x1p-299) == [false, false, false, false] && with(-0x1p299) == [false, false, false, false])
    }
  }

  @Test("The largest magnitude, of arrays and of what is no array; NaN is passed over")
  func largest() {
    for count in 0...9 {
      let numbers = (0..<count).map { Double($0) * ($0 % 2 == 0 ? 1 : -1) }
      #expect(numbers.largestMagnitude == Double(max(count - 1, 0)))
      #expect(numbers.lazy.map { $0 }.largestMagnitude == numbers.largestMagnitude)
      #expect(([.nan] + numbers + [.nan]).largestMagnitude == numbers.largestMagnitude)
    }
    #expect([1, -.infinity].largestMagnitude == .infinity)
  }
}
