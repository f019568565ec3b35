import Testing

@testable import RNNFiles

@Suite struct SunspotModelTests {
  @Test("16 units, 8 levels, in less than 20 KB")
  func shape() throws {
    let model = try RNNModel(SafetensorsFile(SunspotModel.bytes))
    #expect(SunspotModel.bytes.count < 20_000)
    #expect(model.network.hiddenSize == 16)
    #expect(model.inputSize == 1)
    #expect(model.network.outputWeights?.rows == 8)
    #expect(model.levels?.count == 7)
  }

  @Test("Each level is about an eighth of the years, and the last year has no next one")
  func levels() throws {
    let edges = try #require(try RNNModel(SafetensorsFile(SunspotModel.bytes)).levels)
    let classes = Sunspots.series.nextLevels(edges: edges)
    #expect(classes.count == 309)
    #expect(classes.last == .some(nil))
    for level in 0..<8 { #expect((35...42).contains(classes.count { $0 == level })) }
  }

  @Test(
    "Levels are p − 1 ascending numbers, or there are none",
    arguments: [
      ("1 2", [1, 2]), ("1", nil), ("2 1", nil), ("1 x", nil), ("1 nan", nil), (nil, nil),
    ] as [(String?, [Double]?)])
  func readLevels(text: String?, levels: [Double]?) throws {
    let metadata = text.map { ["levels": $0, "vocabulary": "ab", "nonlinearity": "relu"] } ?? [:]
    let model = try RNNModel(SafetensorsFile(safetensors(layer() + linear(rows: 3), metadata: metadata)))
    #expect(model.levels == levels)
    #expect(model.vocabulary == (text == nil ? nil : "ab"))
    #expect(model.savedActivation == (text == nil ? nil : .relu))
    #expect(try RNNModel(SafetensorsFile(safetensors(layer(), metadata: metadata))).levels == nil, "no classes")
  }

  @Test("An unknown nonlinearity that is overridden counts as none")
  func unknownNonlinearity() throws {
    let bytes = safetensors(layer(), metadata: ["nonlinearity": "swish"])
    #expect(try RNNModel(SafetensorsFile(bytes), activation: .relu).savedActivation == nil)
  }

  @Test func levelsBeginAtTheirEdges() {
    let series = Series(columnNames: ["x"], values: [0, -1, 1, 2, 3])
    #expect(series.nextLevels(edges: [1, 2]) == [0, 1, 2, 2, nil])
  }
}
