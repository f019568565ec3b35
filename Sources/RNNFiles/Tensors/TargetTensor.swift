import RNNCore

/// A tensor of targets, held against the inputs' layout.
struct TargetTensor {
  let tensor: StoredTensor
  let layout: SequenceLayout
  /// The item of the batch; 0 without one.
  let item: Int
  let classCount: Int?
  /// The most numbers that are read.
  let limit: Int

  /// PyTorch's ignore_index.
  private static let ignoredClass = -100

  /// y_1 … y_T: classes where the elements are whole numbers, else values.
  func targets() throws(TensorError) -> Targets {
    let (width, isOfLast) = try form()
    guard layout.steps <= limit / width else { throw .tooLarge(tensor.name, shape: tensor.shape) }
    let count = isOfLast ? width : width * layout.steps
    let range = item * count..<(item + 1) * count
    switch try tensor.numbers(in: range) {
    case .integers(let classes):
      let told = try classes.enumerated().map { place, value throws(TensorError) in
        try classIndex(value, at: range.lowerBound + place)
      }
      return Targets(.classes(ClassTargets(isOfLast ? Array(repeating: nil, count: layout.steps - 1) + told : told)))
    case .reals(let values):
      let before = isOfLast ? layout.steps - 1 : 0
      let isKnown = (0..<layout.steps).map { $0 >= before }
      let numbers = Array(repeating: 0, count: before * width) + values
      return Targets(.values(TargetValues(width: width, numbers: numbers, isKnown: isKnown)))
    }
  }

  /// How many numbers a step has, and whether they are of the last step alone.
  private func form() throws(TensorError) -> (width: Int, isOfLast: Bool) {
    let (shape, steps) = (tensor.shape, [layout.steps])
    let whole = (layout.batch.map { [$0] } ?? []) + steps
    let last = layout.batch.map { [$0] }
    let forms: [(shape: [Int], isOfLast: Bool)] = [(whole, false)] + (last.map { [($0, true)] } ?? [])
    for form in forms {
      if shape == form.shape { return (1, form.isOfLast) }
      if shape.count == form.shape.count + 1, shape.starts(with: form.shape), let width = shape.last, width > 0,
        !tensor.isInteger || width == 1
      {
        return (width, form.isOfLast)
      }
    }
    throw .wrongTarget(tensor.name, shape: shape, isInteger: tensor.isInteger, batch: layout.batch, steps: layout.steps)
  }

  private func classIndex(_ value: Int, at place: Int) throws(TensorError) -> Int? {
    guard value != Self.ignoredClass else { return nil }
    guard value >= 0, value < classCount ?? .max else {
      throw .notAClass(tensor.name, value, index: tensor.index(of: place), count: classCount)
    }
    return value
  }
}
