import RNNCore

/// The embedding before the first layer of a model, a `torch.nn.Embedding`: what is fed at a symbol is its row.
///
///     let model = try RNNModel(file, ModelSelection(readsEmbedding: true))
///     let inputs = try model.embedding?.inputSequence(named: "tokens", symbols: [4, 2, 2])
public struct Embedding: Hashable, Sendable {
  /// The name of its layer: what stands before `.weight`.
  public let name: String
  /// A row of m numbers for each symbol.
  public let table: Matrix

  /// How many symbols there are.
  public var symbolCount: Int { table.rows }

  /// The rows of symbols, as the input of a model.
  ///
  /// - Parameters:
  ///   - name: what people call it.
  ///   - symbols: one of the table's rows for each step.
  ///   - classes: y_1 … y_T; often the symbol behind each, nil for the last.
  /// - Throws: `ExperimentError` where there is no symbol, one has no row, or classes do not fit.
  /// - Complexity: O(T·m) time and memory.
  public func inputSequence(
    named name: String, symbols: [Int], classes: [Int?]? = nil
  ) throws(ExperimentError) -> InputSequence {
    try InputSequence(name: name, symbols: symbols, embedding: table, classes: classes)
  }
}
