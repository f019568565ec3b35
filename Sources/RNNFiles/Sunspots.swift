/// The default input: the yearly mean sunspot numbers of 1700 to 2008.
///
/// Source: the yearly sunspot data published by the National Geophysical Data Center of NOAA, a work of the government
/// of the United States and in the public domain.
public enum Sunspots {
  /// The years of the 309 values.
  public static let years = 1700...2008

  /// The 309 sunspot numbers, standardised: mean 0, variance 1 (divisor 309). T = 309, m = 1.
  public static let series = standardised(PackageResources.sunspots_csv)

  static func standardised(_ bytes: [UInt8]) -> Series {
    let reader = CSVReader(selection: [.name("SUNACTIVITY")])
    guard
      let raw = try? reader.read(bytes), let series = try? Scaling.standard.applied(to: raw)
    else { preconditionFailure("the embedded sunspots.csv cannot be read") }
    return Series(columnNames: ["sunspots"], values: series.values)
  }
}

/// The sample model: an `nn.RNN` of 16 units that reads the yearly sunspots and tells the next year's level, one of 8.
///
/// `scripts/train_sunspots.py` trained it.
public enum SunspotModel {
  /// The file, as the safetensors package wrote it.
  public static var bytes: [UInt8] { PackageResources.sunspots_rnn_safetensors }
}

/// An `nn.LSTM` of two units that is chaotic without inputs (Laurent and von Brecht 2017).
public enum ChaoticModel {
  /// The file: weight_hh of their paper in PyTorch's order of rows, weight_ih 0, no biases.
  public static var bytes: [UInt8] { PackageResources.chaos_safetensors }
}

extension RNNModel {
  /// The edges between the p levels that a forecast of a series tells apart, in its metadata as numbers with spaces
  /// between them: p − 1 of them, ascending. nil for other models.
  ///
  /// Complexity: O(length of the metadata).
  public var levels: [Double]? {
    guard let classes = network.outputWeights?.rows, let words = metadata["levels"]?.split(separator: " ") else {
      return nil
    }
    let edges = words.compactMap { Double($0) }.filter(\.isFinite)
    let isAscending = zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 }
    return edges.count == words.count && edges.count == classes - 1 && isAscending ? edges : nil
  }
}

extension Series {
  /// The level that the next value of a series of one column falls into, for each step but the last: level j holds the
  /// values from edge j − 1 to below edge j. Complexity: O(T·edges).
  public func nextLevels(edges: [Double]) -> [Int?] {
    precondition(columnCount == 1, "levels are those of a series of one column")
    return values.dropFirst().map { value in edges.count { $0 <= value } } + [nil]
  }
}
