/// Why a tensor cannot be a sequence, or the targets of one. The words for it are in ``message(file:)``.
public enum TensorError: Error, Equatable, Sendable {
  /// A NumPy file that cannot be read.
  case numpy(NumpyError)
  /// A safetensors file that cannot be read.
  case safetensors(SafetensorsError)
  /// Several tensors, and none is named; the names.
  case severalTensors([String])
  /// A name that no tensor has; those there are.
  case noSuchTensor(String, [String])
  /// Elements of a type that is not read.
  case notNumbers(TensorDescription)
  /// NaN or infinity, and where.
  case notFinite(String, index: [Int], isNaN: Bool)
  /// Another number of dimensions than a sequence has.
  case wrongRank(String, shape: [Int], areSymbols: Bool)
  /// No step, or no number in a step.
  case empty(String, shape: [Int])
  /// More or fewer numbers in a step than the network takes.
  case wrongDimension(String, shape: [Int], found: Int, expected: Int)
  /// More steps or numbers than are read.
  case tooLarge(String, shape: [Int])
  /// An item of a batch where there is none.
  case noBatch(String, shape: [Int])
  /// An item that the batch does not have.
  case noSuchItem(Int, count: Int, String)
  /// Numbers with a fraction where symbols are expected.
  case notWhole(String)
  /// A number that is no symbol.
  case notASymbol(String, Int, index: [Int], count: Int)
  /// A number that is no class.
  case notAClass(String, Int, index: [Int], count: Int?)
  /// A tensor of targets that has not as many steps, or sequences, as the inputs.
  case wrongTarget(String, shape: [Int], isInteger: Bool, batch: Int?, steps: Int)
}

extension TensorError {
  /// One line for a person: the file, the tensor, what is wrong, what was expected, and what to do.
  ///
  /// - Parameter file: the name of the file as the user gave it.
  public func message(file: String) -> String {
    switch self {
    case .numpy(let error): return error.message(file: file)
    case .safetensors(let error): return error.message(file: file)
    default:
      // Each other case is explained by one of the three.
      let explanations = [tensorExplanation, sequenceExplanation, elementExplanation]
      return "\(Excerpt.printable(file)): " + explanations.compactMap { $0 }.joined()
    }
  }

  private var tensorExplanation: String? {
    switch self {
    case .severalTensors(let names) where names.isEmpty: "no tensors: expected one of numbers"
    case .severalTensors(let names): "\(names.count) tensors: choose one with --tensor from \(Excerpt.list(names))"
    case .noSuchTensor(let name, let names):
      "no tensor \(Excerpt.quoted(name)): there \(names.count == 1 ? "is" : "are") "
        + (names.isEmpty ? "none" : Excerpt.list(names))
    case .notNumbers(let tensor):
      "\(Excerpt.quoted(tensor.name)) is \(tensor.type.rawValue), and F64, F32, F16, BF16, whole numbers and BOOL are read: "
        + "save it with float()"
    default: nil
    }
  }

  private var sequenceExplanation: String? {
    switch self {
    case .wrongRank(let name, let shape, let areSymbols):
      "\(Self.words(name, shape)) is no sequence: expected "
        + (areSymbols ? "[T] or [B, T] of tokens" : "[T], [T, m] or [B, T, m]")
    case .empty(let name, let shape): "\(Self.words(name, shape)) is empty: expected at least one step and one number"
    case .wrongDimension(let name, let shape, let found, let expected):
      "\(Self.words(name, shape)) has \(Excerpt.counted(found, "number")) a step, and the network takes \(expected): "
        + "expected [T, \(expected)] or [B, T, \(expected)]" + (expected == 1 ? ", or [T]" : "")
    case .tooLarge(let name, let shape):
      "\(Self.words(name, shape)) has more than 10000000 steps or 100000000 numbers in a sequence: cut it"
    case .noBatch(let name, let shape):
      "\(Self.words(name, shape)) is one sequence and no batch: leave --sequence out"
    case .noSuchItem(let item, let count, let name):
      "no sequence \(item) in \(Excerpt.quoted(name)): --sequence is "
        + (count == 0 ? "of a batch that has some" : count == 1 ? "0, the only one" : "from 0 to \(count - 1)")
    case .wrongTarget(let name, let shape, let isInteger, let batch, let steps):
      "\(Self.words(name, shape)) are no targets of these inputs: expected "
        + Self.targets(isInteger, batch.map { "\($0), " } ?? "", batch, steps)
    default: nil
    }
  }

  private static func targets(_ isInteger: Bool, _ item: String, _ batch: Int?, _ steps: Int) -> String {
    let last = batch.map {
      isInteger ? ", or [\($0)] for the last step alone" : ", or [\($0)] or [\($0), p] for the last step alone"
    }
    return
      (isInteger
      ? "[\(item)\(steps)] of classes" : "[\(item)\(steps)] or [\(item)\(steps), p] of values") + (last ?? "")
      + (isInteger ? "; values are saved with float()" : "")
  }

  private var elementExplanation: String? {
    switch self {
    case .notFinite(let name, let index, let isNaN):
      "\(Excerpt.quoted(name))\(index.words) is \(isNaN ? "NaN" : "infinite"): replace it, or cut it out"
    case .notWhole(let name):
      "\(Excerpt.quoted(name)) has numbers with a fraction, expected tokens: save it with long()"
    case .notASymbol(let name, let value, let index, let count):
      "\(Excerpt.quoted(name))\(index.words) is \(value), which is no token: expected a whole number from 0 to \(count - 1)"
    case .notAClass(let name, let value, let index, let count):
      "\(Excerpt.quoted(name))\(index.words) is \(value), which is no class: expected a whole number from 0"
        + (count.map { " to \($0 - 1)" } ?? "") + ", or -100 for a step without a target"
    default: nil
    }
  }

  /// A tensor's name and shape.
  private static func words(_ name: String, _ shape: [Int]) -> String {
    "\(Excerpt.quoted(name)) of shape \(shape.words)"
  }
}
