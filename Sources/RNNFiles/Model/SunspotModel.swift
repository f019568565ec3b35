/// The sample model: an `nn.RNN` of 16 units that reads the yearly sunspots and tells the next year's level, one of 8.
///
/// `scripts/train_sunspots.py` trained it.
public enum SunspotModel {
  /// The file, as the safetensors package wrote it.
  public static var bytes: [UInt8] { PackageResources.sunspots_rnn_safetensors }
}

extension RNNModel {
  /// The edges between the p levels that a forecast of a series tells apart, in its metadata as numbers with spaces
  /// between them: p − 1 of them, ascending. nil for other models.
  public var levels: [Double]? {
    guard let classes = network.outputWeights?.rows, let words = metadata["levels"]?.split(separator: " ") else {
      return nil
    }
    let edges = words.compactMap { Double($0) }.filter(\.isFinite)
    let isAscending = zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 }
    return edges.count == words.count && edges.count == classes - 1 && isAscending ? edges : nil
  }

  /// The characters that the model's inputs stand for, in the metadata's `vocabulary`.
  public var vocabulary: String? { metadata["vocabulary"] }
}

extension Series {
  /// The level that the next value of a series of one column falls into, for each step but the last: level j holds the
  /// values from edge j − 1 to below edge j.
  public func nextLevels(edges: [Double]) -> [Int?] {
    values.dropFirst().map { value in edges.count { $0 <= value } } + [nil]
  }
}
