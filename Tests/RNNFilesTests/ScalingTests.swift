import RNNFiles
import Testing

@Suite struct ScalingTests {
  private func scaled(_ values: [Double], _ scaling: Scaling) throws -> [Double] {
    try scaling.applied(to: Series(columnNames: ["v"], values: values)).values
  }

  private func meanAndVariance(_ values: [Double]) -> (mean: Double, variance: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
  }

  @Test func noneLeavesTheValues() throws {
    #expect(try scaled([3, 3, 3], .none) == [3, 3, 3])
  }

  @Test func standardByHand() throws {
    // Mean 5 and variance 4, divisor 8.
    #expect(try scaled([2, 4, 4, 4, 5, 5, 7, 9], .standard) == [-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2])
  }

  @Test func unitByHand() throws {
    #expect(try scaled([10, 30, 20, 15], .unit) == [-1, 1, 0, -0.5])
  }

  @Test func eachColumnOnItsOwn() throws {
    let series = Series(columnNames: ["a", "b"], values: [0, 100, 1, 300, 2, 200])
    #expect(try Scaling.unit.applied(to: series).values == [-1, -1, 0, 1, 1, 0])
    #expect(try Scaling.unit.applied(to: series).columnNames == ["a", "b"])
  }

  @Test(arguments: [Scaling.standard, .unit])
  func constantColumnsHaveNoScale(_ scaling: Scaling) {
    let expected = SeriesError.constantColumn(name: "b", scaling: scaling)
    let series = Series(columnNames: ["a", "b"], values: [1, 7, 2, 7])
    #expect(throws: expected) { try scaling.applied(to: series) }
    #expect(throws: SeriesError.self) { try scaled([5], scaling) }
    #expect(
      expected.message(file: "x.csv")
        == "x.csv: all values of column \"b\" are equal, --scale \(scaling.rawValue) needs two different ones: "
        + "use --scale none")
  }

  @Test(arguments: [1, 0x1p1000, 0x1p-1060])
  func theUnitOfAColumnDoesNotMatter(_ unit: Double) throws {
    let values: [Double] = [-3, 0, 1, 5, 8]
    for scaling in [Scaling.standard, .unit] {
      #expect(try scaled(values.map { $0 * unit }, scaling) == scaled(values, scaling))
    }
  }

  @Test func theWidestRangeDoesNotOverflow() throws {
    let largest = Double.greatestFiniteMagnitude
    #expect(try scaled([-largest, 0, largest], .unit) == [-1, 0, 1])
    #expect(try scaled([-largest, largest], .standard) == [-1, 1])
  }

  @Test func aSmallVariationOnALargeMean() throws {
    let values = (0..<1000).map { 1e9 + Double($0 % 7) }
    let (mean, variance) = meanAndVariance(try scaled(values, .standard))
    #expect(abs(mean) < 1e-12)
    #expect(abs(variance - 1) < 1e-12)
  }

  @Test func neighbouringDoubles() throws {
    #expect(try scaled([1, 1.nextUp], .standard) == [-1, 1])
    #expect(try scaled([1, 1.nextUp], .unit) == [-1, 1])
  }

  @Test func namesAreThoseOfTheCommandLine() {
    #expect(Scaling.allCases.map(\.rawValue) == ["none", "standard", "unit"])
  }
}
