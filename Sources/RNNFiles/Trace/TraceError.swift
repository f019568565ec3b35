import RNNCore

/// Why a file that says it is a trace cannot be looked at. The words for it are in ``message(file:)``.
public enum TraceError: Error, Equatable, Sendable {
  /// The module's parameters.
  case model(RNNModelError)
  /// Another version than is read.
  case version(String)
  /// A tensor that every trace has.
  case missing(String)
  /// Neither `dy` nor `dhn` nor `dcn`.
  case noGradients
  /// Another cell than the parameters are of.
  case cell(String, found: CellKind)
  /// A tensor that fits neither x nor the module.
  case shape(TensorDescription, expected: String)
  /// c of a cell that keeps none.
  case noCellState(TensorDescription, CellKind)
  /// Numbers of a type that gradients do not have.
  case notNumbers(TensorDescription)
  /// More numbers than are read.
  case tooLarge(TensorDescription, limit: Int)
  /// NaN or infinity, and where.
  case notFinite(TensorDescription, index: [Int], isNaN: Bool)
  /// A sequence that the batch does not have; B, or nil without one.
  case sequence(Int, count: Int?)
  /// Boundaries that are no ascending steps between 0 and T.
  case boundaries(String)
}

extension TraceError {
  /// One line for a person: the file, what is wrong, where, what was expected, and what to do.
  ///
  /// - Parameter file: the name of the file as the user gave it.
  public func message(file: String) -> String {
    if case .model(let error) = self { return error.message(file: file) }
    return "\(Excerpt.printable(file)): a trace \([fileExplanation, tensorExplanation].compactMap { $0 }.joined())"
  }

  private var fileExplanation: String? {
    switch self {
    case .version(let found):
      "of version \(Excerpt.quoted(found)), expected 1: record it again with this program's gradflow_trace.py"
    case .missing(let name): "without the tensor \(Excerpt.quoted(name)): record it again"
    case .noGradients: "without dy, dhn and dcn, so no gradient reached its output: call backward() inside record()"
    case .cell(let name, let found):
      "of the cell \(Excerpt.quoted(name)), and its parameters are of \(found.moduleWithArticle): record it again"
    case .sequence(let number, nil): "of one sequence, and --sequence is \(number): leave --sequence out"
    case .sequence(let number, let count?):
      "of \(Excerpt.counted(count, "sequence")), and --sequence is \(number): choose 0\(count == 1 ? "" : " to \(count - 1)")"
    case .boundaries(let text):
      "with the boundaries \(Excerpt.quoted(text)), expected ascending steps from 1 to below T: record it again"
    default: nil
    }
  }

  private var tensorExplanation: String? {
    switch self {
    case .shape(let tensor, let expected):
      "whose \(Excerpt.quoted(tensor.name)) has the shape \(tensor.shape.words), expected \(expected): record it again"
    case .noCellState(let tensor, let cell):
      "of \(cell.moduleWithArticle), which has no \(Excerpt.quoted(tensor.name)): record it again"
    case .notNumbers(let tensor):
      "whose \(Excerpt.quoted(tensor.name)) is \(tensor.type.rawValue), expected F64, F32, F16 or BF16: record it again"
    case .tooLarge(let tensor, let limit):
      "whose \(Excerpt.quoted(tensor.name)) has \(tensor.elementCount) numbers, and at most \(limit) are read: record a smaller batch"
    case .notFinite(let tensor, let index, let isNaN):
      "whose \(Excerpt.quoted(tensor.name))\(index.words) is \(isNaN ? "NaN" : "infinite"): the training diverged, record an earlier step"
    default: nil
    }
  }
}
