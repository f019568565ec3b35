import Foundation
import RNNCore
import Testing

@testable import RNNFiles

/// Traces that real PyTorch recorded (python/make_fixtures.py), and its own `.grad`.
@Suite("Traces: the gradient of the recorded loss is PyTorch's own")
struct TraceTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "../../gradflowTests/Fixtures/traces")

  static func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path()).filter {
      $0.hasSuffix(".safetensors") && !$0.contains(".grad.")
    }.map { String($0.dropLast(".safetensors".count)) }.sorted()
  }

  static func open(_ name: String) throws -> SafetensorsFile<[UInt8]> {
    try SafetensorsFile([UInt8](Data(contentsOf: folder.appending(path: name + ".safetensors"))))
  }

  /// A parameter of PyTorch's and what it is here.
  private static func parameters(_ cell: CellKind) -> [(String, KeyPath<LossGradients, ScaledMatrix?>)] {
    [
      ("weight_hh", \.recurrentWeights.optional), ("weight_ih", \.inputWeights.optional), ("bias_ih", \.bias.optional),
      ("bias_hh", cell == .gru ? \.hiddenBias : \.bias.optional),
    ]
  }

  @Test("Of every layer, direction and sequence, within 1e−11 in float64 and 1e−5 in float32", arguments: try names())
  func gradients(name: String) throws {
    let file = try Self.open(name)
    let expected = try Self.open(name + ".grad")
    let isDouble = file.header.tensors.first { $0.name == "x" }?.type == .f64
    let tolerance = isDouble ? 1e-11 : 1e-5
    let first = try Trace(file)
    let isBidirectional = first.model.direction != nil
    let layers = isBidirectional ? [first.layersBelow.count] : Array(0...first.layersBelow.count)
    var compared = 0
    for layer in layers {
      for direction in isBidirectional ? [LayerDirection.forward, .reverse] : [.forward] {
        for sequence in 0..<(first.batchSize ?? 1) {
          let trace = try Trace(
            file, layer: layer, direction: isBidirectional ? direction : nil, sequence: sequence)
          #expect(trace.isReproduced, "\(trace.outputDifference ?? 0)")
          let gradients = try #require(try Self.gradients(trace))
          for (parameter, path) in Self.parameters(trace.model.network.cellKind) {
            let isCell = !file.header.tensors.contains { $0.name == "weight_hh_l0" }
            let own = isCell ? parameter : "\(parameter)_l\(layer)\(direction == .reverse ? "_reverse" : "")"
            let key = first.batchSize == nil ? own : "\(sequence).\(own)"
            guard let tensor = expected.header.tensors.first(where: { $0.name == key }) else { continue }
            let theirs = try expected.values(of: tensor)
            let ours = try #require(gradients[keyPath: path])
            #expect(theirs.count == ours.rows * ours.columns)
            let size = max(theirs.reduce(0) { max($0, $1.magnitude) }, 1e-300)
            for (place, number) in theirs.enumerated() {
              let value = ours[place / ours.columns, place % ours.columns].doubleValue
              #expect((value - number).magnitude <= tolerance * size, "\(key)[\(place)]")
            }
            compared += theirs.count
          }
        }
      }
    }
    #expect(compared > 0)
  }

  private static func gradients(_ trace: Trace) throws -> LossGradients? {
    let fed = try trace.inputs.through(trace.layersBelow)
    let inputs = trace.model.direction == .reverse ? fed.reversed() : fed
    let own =
      trace.model.direction == .reverse ? trace.boundaries.map { trace.inputs.steps - $0 }.reversed() : trace.boundaries
    return LossGradients(
      of: Experiment(start: trace.start, inputs: inputs).trajectory(), truncation: Truncation(detachAfter: Array(own)))
  }
}

extension ScaledMatrix {
  fileprivate var optional: ScaledMatrix? { self }
}
