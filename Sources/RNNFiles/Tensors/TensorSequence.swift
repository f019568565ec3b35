import RNNCore

/// A sequence in a tensor, or in one item of a batch, as a network is fed with it; and its targets in another one.
///
///     T×m, B×T×m                  numbers; T is one number a step
///     T, B×T of whole numbers     symbols, where the network takes symbols
///     target T, B×T               classes where they are whole numbers, −100 for a step without one; else one value a step
///     target T×p, B×T×p           values
///     target B, B×p               of the last step alone
public struct TensorSequence: Equatable, Sendable {
  /// What is fed at the steps.
  public enum Steps: Equatable, Sendable {
    /// So many numbers a step.
    case numbers([Double], dimension: Int)
    /// A symbol a step, from 0.
    case symbols([Int])
  }

  /// What is fed at the steps.
  public let steps: Steps
  /// y_1 … y_T; nil without a tensor of targets.
  public let targets: Targets?
  /// The item of a batch; nil where there is no batch.
  public let item: Int?
  /// B, how many items there are; nil likewise.
  public let batchSize: Int?
}

/// Reads sequences of tensors.
public struct TensorReader {
  /// Which item of a batch is read, from 0; nil for the first one.
  public var item: Int?
  /// m, the numbers of a step that the network takes; nil where any will do.
  public var inputSize: Int?
  /// How many symbols there can be, where whole numbers are symbols; nil where they are numbers.
  public var symbolCount: Int?
  /// p, which every class is below; nil where it is not known.
  public var classCount: Int?
  /// The largest number of steps accepted.
  public var stepLimit: Int
  /// The largest number of numbers accepted.
  public var numberLimit: Int

  /// A reader.
  public init(
    item: Int? = nil, inputSize: Int? = nil, symbolCount: Int? = nil, classCount: Int? = nil,
    stepLimit: Int = 10_000_000, numberLimit: Int = 100_000_000
  ) {
    self.item = item
    self.inputSize = inputSize
    self.symbolCount = symbolCount
    self.classCount = classCount
    self.stepLimit = stepLimit
    self.numberLimit = numberLimit
  }

  /// The sequence in a tensor, with the targets in another one.
  ///
  /// - Throws: ``TensorError`` for the first thing that does not fit; never traps, whatever is in the tensors.
  /// - Complexity: O(numbers of the item); of a batch nothing else is read, unless it is in Fortran's order.
  public func read(_ tensor: StoredTensor, targets: StoredTensor? = nil) throws(TensorError) -> TensorSequence {
    let layout = try layout(of: tensor)
    guard layout.steps > 0, layout.dimension > 0 else { throw .empty(tensor.name, shape: tensor.shape) }
    if let inputSize, layout.dimension != inputSize, symbolCount == nil {
      throw .wrongDimension(tensor.name, shape: tensor.shape, found: layout.dimension, expected: inputSize)
    }
    guard layout.steps <= stepLimit, layout.steps <= numberLimit / layout.dimension else {
      throw .tooLarge(tensor.name, shape: tensor.shape)
    }
    let place = try self.place(in: layout, of: tensor)
    let count = layout.steps * layout.dimension
    let range = place * count..<(place + 1) * count
    let numbers = try tensor.numbers(in: range)
    return TensorSequence(
      steps: symbolCount == nil
        ? .numbers(numbers.values, dimension: layout.dimension)
        : .symbols(try symbols(numbers, in: tensor, from: range.lowerBound)),
      targets: try targets.map { target throws(TensorError) in
        try TargetTensor(tensor: target, layout: layout, item: place, classCount: classCount, limit: numberLimit)
          .targets()
      },
      item: layout.batch == nil ? nil : place, batchSize: layout.batch)
  }

  /// B, T and m of a tensor.
  private func layout(of tensor: StoredTensor) throws(TensorError) -> SequenceLayout {
    let shape = tensor.shape
    switch (shape.count, symbolCount != nil) {
    case (1, _): return SequenceLayout(batch: nil, steps: shape[0], dimension: 1)
    case (2, true): return SequenceLayout(batch: shape[0], steps: shape[1], dimension: 1)
    case (2, false): return SequenceLayout(batch: nil, steps: shape[0], dimension: shape[1])
    case (3, false): return SequenceLayout(batch: shape[0], steps: shape[1], dimension: shape[2])
    default: throw .wrongRank(tensor.name, shape: shape, areSymbols: symbolCount != nil)
    }
  }

  private func place(in layout: SequenceLayout, of tensor: StoredTensor) throws(TensorError) -> Int {
    guard let batch = layout.batch else {
      guard item == nil else { throw .noBatch(tensor.name, shape: tensor.shape) }
      return 0
    }
    let item = item ?? 0
    guard (0..<batch).contains(item) else { throw .noSuchItem(item, count: batch, tensor.name) }
    return item
  }

  private func symbols(
    _ numbers: TensorNumbers, in tensor: StoredTensor, from start: Int
  ) throws(TensorError) -> [Int] {
    guard let count = symbolCount, case .integers(let symbols) = numbers else { throw .notWhole(tensor.name) }
    if let place = symbols.firstIndex(where: { $0 < 0 || $0 >= count }) {
      throw .notASymbol(tensor.name, symbols[place], index: tensor.index(of: start + place), count: count)
    }
    return symbols
  }
}

/// B, T and m of a tensor of inputs.
struct SequenceLayout {
  /// nil without a batch.
  let batch: Int?
  let steps: Int
  let dimension: Int
}
