import RNNCore
import RNNFiles

/// What a network asks of its inputs, and what a model knows of them.
struct InputRequirements {
  /// m; nil where any number will do, since the network is drawn for it.
  let inputSize: Int?
  /// n.
  let hiddenSize: Int
  /// The model's file, if it is of one.
  let opened: OpenedModel?
  /// Whether it is the scalar network, with numbers of its own for W, U, b, s_0 and V.
  let isScalar: Bool

  /// What the scalar network asks for.
  static let scalar = InputRequirements(inputSize: 1, hiddenSize: 1, opened: nil, isScalar: true)

  /// Those of a model, else of a network of so many units that is drawn, else of one whose weights are given, else of the
  /// scalar network.
  init(_ opened: OpenedModel?, hidden: Int?, given: RNN? = nil) {
    let model = opened?.model
    let inputSize = model?.inputSize ?? (hidden == nil ? given?.inputSize ?? 1 : nil)
    self.init(
      inputSize: inputSize, hiddenSize: model?.network.hiddenSize ?? hidden ?? given?.hiddenSize ?? 1, opened: opened,
      isScalar: model == nil && hidden == nil && given == nil)
  }

  private init(inputSize: Int?, hiddenSize: Int, opened: OpenedModel?, isScalar: Bool) {
    self.inputSize = inputSize
    self.hiddenSize = hiddenSize
    self.opened = opened
    self.isScalar = isScalar
  }

  /// The model.
  var model: RNNModel? { opened?.model }

  /// What was recorded of it; nil where nothing was.
  var trace: Trace? { opened?.trace }

  /// p, where there is an output: the scalar network's head tells two classes apart.
  var classCount: Int? { isScalar ? 2 : model?.network.outputWeights?.rows }

  /// A built-in source: of the scalar network with the question whether the next value is above the mean.
  func asked(_ source: InputSource) -> InputSource {
    guard isScalar else { return source }
    var source = source
    source.asksForNext = true
    source.classNames = ClassNames.nextAboveMean
    return source
  }

  /// The source with the layers below the network, in the direction in which that reads.
  func fed(_ source: InputSource) -> InputSource {
    var source = source
    source.layersBelow = opened?.layersBelow ?? []
    source.readsBackwards = model?.direction == .reverse
    return source
  }

  /// Refuses inputs of another size.
  func check(_ source: InputSource) throws {
    guard let inputSize, inputSize != source.ownDimension else { return }
    let way = inputSize == 1 ? "" : ": name a file of \(inputSize) columns with --input, or a --text"
    throw InputError(
      "\(source.name) has \(source.ownDimension) \(source.ownDimension == 1 ? "number" : "numbers") a step, and the network takes \(inputSize)\(way)"
    )
  }
}

/// What classes are called on the screen.
enum ClassNames {
  /// The two of the scalar network's built-in question.
  static let nextAboveMean = ["next above mean", "next not above"]

  /// The levels between ascending edges: `below −0.82`, `−0.82 to 0.31`, `from 0.31`.
  static func levels(_ edges: [Double]) -> [String] {
    let numbers = edges.map { ($0 * 100).rounded() / 100 }.map { "\($0)".replacing("-", with: "−") }
    guard let first = numbers.first, let last = numbers.last else { return [] }
    return ["below \(first)"] + zip(numbers, numbers.dropFirst()).map { "\($0) to \($1)" } + ["from \(last)"]
  }

  /// The symbols of a vocabulary: characters in quotation marks, or bytes; what does not show itself by its number.
  static func symbols(_ codes: [UInt32], areBytes: Bool) -> [String] {
    codes.map { code in
      if code == 0x20 { return "space" }
      if code == 0x0A { return "newline" }
      guard !areBytes || code < 0x7F, code > 0x20, let scalar = Unicode.Scalar(code),
        Excerpt.printable(String(scalar)) == String(scalar)
      else { return (areBytes ? "0x" : "U+") + String(code, radix: 16, uppercase: true) }
      return "‘\(scalar)’"
    }
  }
}
