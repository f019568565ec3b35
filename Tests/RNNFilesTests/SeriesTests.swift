import RNNCore
import RNNFiles
import Testing

@Suite struct SeriesTests {
  private let series = Series(columnNames: ["a", "b"], values: [1, 2, 3, 4, 5, 6])

  @Test func aWholeSeriesIsAnInput() throws {
    let input = try series.inputSequence(named: "x.csv")
    #expect(input == InputSequence(name: "x.csv", dimension: 2, values: [1, 2, 3, 4, 5, 6]))
  }

  @Test func partsAreWholeRows() throws {
    #expect(try series.inputSequence(named: "", offset: 1, steps: 1).values == [3, 4])
    #expect(try series.inputSequence(named: "", offset: 2).values == [5, 6])
    #expect(try series.inputSequence(named: "", steps: 3).values == series.values)
  }

  @Test func thereMustBeAsManySteps() {
    let tooMany = SeriesError.notEnoughSteps(steps: 3, offset: 1, available: 3)
    #expect(throws: tooMany) { try series.inputSequence(named: "", offset: 1, steps: 3) }
    let past = SeriesError.offsetPastEnd(offset: 3, available: 3)
    #expect(throws: past) { try series.inputSequence(named: "", offset: 3) }
    #expect(throws: SeriesError.self) { try series.inputSequence(named: "", offset: .max, steps: .max) }
    #expect(throws: SeriesError.noPart(steps: 0, offset: 0)) { try series.inputSequence(named: "", steps: 0) }
    #expect(throws: SeriesError.noPart(steps: nil, offset: -1)) { try series.inputSequence(named: "", offset: -1) }
  }

  @Test func messages() {
    #expect(
      SeriesError.notEnoughSteps(steps: 44, offset: 300, available: 309).message(file: "sunspots")
        == "sunspots: 44 steps from offset 300 are more than there is data, 309 steps: use at most --steps 9")
    #expect(
      SeriesError.offsetPastEnd(offset: 400, available: 309).message(file: "sunspots")
        == "sunspots: offset 400 is past the end, there are 309 steps: use an --offset below 309")
    #expect(
      SeriesError.noPart(steps: 0, offset: 3).message(file: "x.csv")
        == "x.csv: 0 steps from offset 3 are no part of it: use an --offset from 0 on and at least 1 of --steps")
    #expect(
      SeriesError.noPart(steps: nil, offset: -1).message(file: "x.csv")
        == "x.csv: steps from offset -1 are no part of it: use an --offset from 0 on and at least 1 of --steps")
  }
}
