import RNNFiles
import Testing

@Suite struct SunspotsTests {
  @Test func oneValueForEveryYear() {
    #expect(Sunspots.years == 1700...2008)
    #expect(Sunspots.series.stepCount == Sunspots.years.count)
    #expect(Sunspots.series.columnNames == ["sunspots"])
  }

  @Test func meanAndVariance() {
    let values = Sunspots.series.values
    let mean = values.reduce(0, +) / 309
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 309
    #expect(abs(mean) < 1e-14)
    #expect(abs(variance - 1) < 1e-14)
  }

  /// Values of the published table: the rescaling is linear, so two of them give the others back.
  @Test func valuesOfKnownYears() {
    let series = Sunspots.series.values
    func value(_ year: Int) -> Double { series[year - 1700] }
    // 5 in 1700, 154.4 in 1778, 0 in 1810, 190.2 in 1957, 2.9 in 2008.
    let perSpot = (value(1957) - value(1810)) / 190.2
    for (year, spots) in [(1700, 5), (1778, 154.4), (1810, 0), (2008, 2.9)] as [(Int, Double)] {
      #expect(abs((value(year) - value(1810)) / perSpot - spots) < 1e-9)
    }
  }
}
