/// A recurrent network: a cell and what is said of its state. With the simple (Elman 1990) cell,
///
///     a_t = U x_t + W s_{t−1} + b        U: n×m   W: n×n   b: n
///     s_t = f(a_t)
///     z_t = V s_t + c                    V: p×n   c: p
///     o_t = softmax(z_t)
///
/// for n hidden units, m inputs and p outputs. The scalar network is the case n = m = 1 and nothing else.
public struct RNN: Sendable {
  /// What a step does.
  var cell: any RecurrentCell { box.cell }
  private var box: CellBox
  @Shared private var head: Head
  /// f of Elman's cell; nil of every other.
  public var elmanActivation: Activation? { box.elmanActivation }
  /// U, n×m for Elman's cell; of gated cells n rows for each gate, or the candidate's n where the gates are constant.
  public var inputWeights: Matrix { box.inputWeights }
  /// W, n×n for Elman's cell, likewise.
  public var recurrentWeights: Matrix { box.recurrentWeights }
  /// b, n numbers for Elman's cell and n for each gate of the others: of a GRU b_ih, else b_ih + b_hh.
  public var bias: [Double] { box.bias }
  /// b_hh of a GRU, 3n numbers; nil of every other cell.
  public var hiddenBias: [Double]? { cell.hiddenBiasBlock?.weights.elements }
  /// V, p×n, or nil for a network whose state is all that is looked at. Where layers stand on this one, the last one's.
  public var outputWeights: Matrix? { head.weights }
  /// c, p numbers, or nil with `outputWeights`.
  public var outputBias: [Double]? { head.bias }
  /// The layers that stand on this one, the next one first, each with the state that it starts from: each is fed with the
  /// states of the one below, and the last one has the head. Empty where the head reads this one.
  public var layersAbove: [InitializedNetwork] { head.layersAbove }
  /// The other direction of a bidirectional layer, where the head reads both; nil where this one is all that it reads.
  var otherDirection: OtherDirection? { head.otherDirection }
  /// Whether the head reads another direction beside this one: z_t = V h_t + V′ h′_t + c.
  package var isBesideAnother: Bool { otherDirection != nil }

  /// f; setting it sets that of the layers above too, as they have one nonlinearity.
  public var activation: Activation {
    get {
      guard let elmanActivation else { preconditionFailure("f is the activation of an Elman network") }
      return elmanActivation
    }
    set {
      precondition(elmanActivation != nil, "f is the activation of an Elman network")
      head.otherDirection?.adopt(newValue)
      for place in layersAbove.indices { head.layersAbove[place].network.adopt(newValue) }
      box = CellBox(
        cell: ElmanCell(
          activation: newValue, inputWeights: inputWeights, recurrentWeights: recurrentWeights, bias: bias))
    }
  }

  /// Sets f where the cell is Elman's: every other has its own functions.
  package mutating func adopt(_ activation: Activation) {
    if elmanActivation != nil { self.activation = activation }
  }

  /// n.
  public var hiddenSize: Int { recurrentWeights.columns }
  /// How many numbers the state has: n, or more where a unit keeps more than it says.
  package var stateSize: Int { type(of: cell).layout.parts * hiddenSize }
  /// Whether the output tells classes apart: V has two rows at least.
  public var hasClasses: Bool { (outputWeights?.rows ?? 0) >= 2 }
  /// Whether every class of a sequence is one of those that are told apart; a network that tells none looks at none.
  func hasEvery(_ classes: ClassTargets?) -> Bool {
    guard hasClasses, let V = outputWeights, let classes else { return true }
    return classes.allSatisfy { $0 ?? 0 < V.rows }
  }
  /// m.
  public var inputSize: Int { inputWeights.columns }

  /// A network from its weights; a bias that is not given is 0.
  ///
  /// - Throws: `NetworkError` where shapes do not fit or a weight is NaN or infinite.
  /// - Complexity: O(n·(n + m + p)).
  public init(
    activation: Activation, inputWeights: Matrix, recurrentWeights: Matrix, bias: [Double]? = nil,
    outputWeights: Matrix? = nil, outputBias: [Double]? = nil
  ) throws(NetworkError) {
    let bias = bias ?? Array(repeating: 0, count: recurrentWeights.rows)
    self.init(
      unchecked: ElmanCell(
        activation: activation, inputWeights: inputWeights, recurrentWeights: recurrentWeights, bias: bias),
      outputWeights: outputWeights, outputBias: outputBias)
    try checkShapes()
    try checkNumbers()
  }

  /// A network of any cell, whose shapes and numbers are known to be right or checked afterwards.
  init(unchecked cell: any RecurrentCell, outputWeights: Matrix? = nil, outputBias: [Double]? = nil) {
    box = CellBox(cell: cell)
    head = Head(weights: outputWeights, bias: Self.bias(outputBias, of: outputWeights))
  }

  /// A network of any cell, whose blocks have the shapes that its layout asks for.
  ///
  /// - Throws: `NetworkError` where V and c do not fit the cell or a weight is NaN or infinite.
  init(cell: any RecurrentCell, outputWeights: Matrix? = nil, outputBias: [Double]? = nil) throws(NetworkError) {
    precondition(
      cell.hasFittingBlocks, "a block has a row for each unit of its gates and a column for each number of its input")
    self.init(unchecked: cell, outputWeights: outputWeights, outputBias: outputBias)
    try checkHead()
    try checkNumbers()
  }

  /// c, 0 where V is given without one.
  private static func bias(_ c: [Double]?, of V: Matrix?) -> [Double]? {
    V.map { c ?? Array(repeating: 0, count: $0.rows) } ?? c
  }

  /// The scalar network s_t = f(U x_t + W s_{t−1} + b), with a head where V is given.
  ///
  /// The softmax of a single number would be 1 whatever it is. The head has a second class, whose logit is always 0:
  /// o_t = softmax((V s_t, 0)ᵀ), so that o_t[0] = 1/(1 + e^{−V s_t}).
  ///
  /// - Throws: `NetworkError.notFinite` for NaN or infinity.
  public init(activation: Activation, W: Double, U: Double, b: Double = 0, V: Double? = nil) throws(NetworkError) {
    try self.init(
      activation: activation, inputWeights: Matrix(U), recurrentWeights: Matrix(W), bias: [b],
      outputWeights: V.map(Self.scalarHead))
  }

  /// A network from rows of numbers, as a file or a user gives them: W of n×n, U of n×m, b of n, V of p×n and c of p; a
  /// bias that is not given is 0.
  ///
  ///     let network = try RNN(activation: .tanh, W: [[0.9, 0.1], [0, 0.8]], U: [[1], [0.5]])
  ///
  /// - Throws: `NetworkError` where rows are uneven or missing, shapes do not fit or a number is NaN or infinite.
  /// - Complexity: O(n·(n + m + p)).
  public init(
    activation: Activation, W: [[Double]], U: [[Double]], b: [Double]? = nil, V: [[Double]]? = nil, c: [Double]? = nil
  ) throws(NetworkError) {
    let (W, U) = (try Self.matrix("W", W), try Self.matrix("U", U))
    let V = try V.map { rows throws(NetworkError) in try Self.matrix("V", rows) }
    try self.init(
      activation: activation, inputWeights: U, recurrentWeights: W, bias: b, outputWeights: V, outputBias: c)
  }

  private static func matrix(_ name: String, _ rows: [[Double]]) throws(NetworkError) -> Matrix {
    guard let first = rows.first, !first.isEmpty else {
      throw .shape(parameter: name, rule: "\(name) has one row and one column at least", found: 0)
    }
    if let odd = rows.first(where: { $0.count != first.count }) {
      let rule = "every row of \(name) has as many numbers as its first one, \(first.count)"
      throw .shape(parameter: name, rule: rule, found: odd.count)
    }
    return Matrix(rows)
  }

  /// V of the scalar network with the row of its second class.
  static func scalarHead(_ V: Double) -> Matrix { Matrix(rows: 2, columns: 1, elements: [V, 0]) }

  private func checkShapes() throws(NetworkError) {
    let n = recurrentWeights.rows
    try Self.check("W", recurrentWeights.columns, n, "W is n×n with n = \(n) rows")
    try Self.check("U", inputWeights.rows, n, "U has a row for each of the \(n) hidden units")
    try Self.check("b", bias.count, n, "b has a number for each of the \(n) hidden units")
    try checkHead()
  }

  private func checkHead() throws(NetworkError) {
    let n = hiddenSize
    guard let outputWeights, let outputBias else {
      return try Self.check("c", outputBias == nil ? 0 : 1, 0, "an output bias needs output weights V")
    }
    try Self.check("V", outputWeights.columns, n, "V has a column for each of the \(n) hidden units")
    try Self.check("c", outputBias.count, outputWeights.rows, "c has a number for each row of V")
  }

  static func check(_ name: String, _ size: Int, _ expected: Int, _ rule: String) throws(NetworkError) {
    if size != expected { throw .shape(parameter: name, rule: rule, found: size) }
  }

  private func checkNumbers() throws(NetworkError) {
    let parameters: [(String, Bool)] = [
      ("U", inputWeights.isFinite), ("W", recurrentWeights.isFinite), ("b", bias.allSatisfy(\.isFinite)),
      ("bh", hiddenBias?.allSatisfy(\.isFinite) ?? true), ("V", outputWeights?.isFinite ?? true),
      ("c", outputBias?.allSatisfy(\.isFinite) ?? true),
    ]
    for (name, isFinite) in parameters where !isFinite { throw .notFinite(parameter: name) }
  }
}

extension RNN {
  /// Whether the state is one number of Elman's cell: what the scalar kernels are made for.
  var isScalar: Bool { elmanActivation != nil && hiddenSize == 1 }

  /// The same network with other numbers of one of its cell's blocks.
  ///
  /// - Throws: `NetworkError.notFinite` for NaN or infinity.
  func replacing(_ parameter: Parameter, with weights: Matrix) throws(NetworkError) -> RNN {
    try RNN(cell: cell.replacing(parameter, with: weights)).under(headOf: self)
  }

  /// The same cell with the head of another network, or with the layers above that have it; with another V where one is
  /// given and no layer stands on it.
  private func under(headOf other: RNN, outputWeights V: Matrix? = nil) throws(NetworkError) -> RNN {
    var network = self
    network.head = other.head
    guard other.layersAbove.isEmpty else { return network }
    if let V { (network.head.weights, network.head.bias) = (V, Self.bias(other.outputBias, of: V)) }
    try network.checkHead()
    guard V?.isFinite ?? true else { throw .notFinite(parameter: "V") }
    return network
  }

  /// The same layer with others on it, the next one first: its head is the last one's.
  ///
  /// - Throws: `NetworkError.shape` where a layer has not as many inputs as the one below has units.
  public func under(_ layers: [InitializedNetwork]) throws(NetworkError) -> RNN {
    var units = hiddenSize
    for layer in layers {
      try Self.check(
        "U", layer.network.inputSize, units,
        "U of a layer has a column for each of the \(units) units of the layer below")
      units = layer.network.hiddenSize
    }
    return standing(under: layers)
  }

  /// The same where the layers are known to fit.
  package func standing(under layers: [InitializedNetwork]) -> RNN {
    var layer = self
    layer.head.layersAbove = layers
    if let last = layers.last?.network {
      (layer.head.weights, layer.head.bias) = (last.outputWeights, last.outputBias)
    }
    return layer
  }

  /// The same with another direction beside it.
  func with(_ other: OtherDirection?) -> RNN {
    var network = self
    network.head.otherDirection = other
    return network
  }

  /// The layer that stands on this one, with those above it; nil for the last one.
  var nextLayer: InitializedNetwork? {
    layersAbove.first.map { next in
      InitializedNetwork(
        network: next.network.standing(under: Array(layersAbove.dropFirst())), initialState: next.initialState)
    }
  }

  /// The same network with other weights, U, b and V of shapes that fit W's. It must be of Elman's cell, unless V alone is
  /// given.
  ///
  /// - Throws: `NetworkError` where shapes do not fit or a weight is NaN or infinite.
  /// - Complexity: O(n·(n + m + p)).
  public func with(
    W: Matrix? = nil, U: Matrix? = nil, b: [Double]? = nil, V: Matrix? = nil
  ) throws(NetworkError) -> RNN {
    let changed =
      W == nil && U == nil && b == nil
      ? self
      : try RNN(
        activation: activation, inputWeights: U ?? inputWeights, recurrentWeights: W ?? recurrentWeights,
        bias: b ?? bias)
    return try changed.under(headOf: self, outputWeights: V)
  }

  /// The same network with g·W in the place of W.
  ///
  /// - Throws: `NetworkError.notFinite` where g or a product is no finite number.
  /// - Complexity: O(n·(n + m + p)).
  public func scaled(byGain gain: Double) throws(NetworkError) -> RNN {
    let W = recurrentWeights
    let scaled = Matrix(rows: W.rows, columns: W.columns, elements: W.elements.map { gain * $0 })
    return try replacing(.recurrentWeights, with: scaled)
  }
}

/// A cell behind a reference, with its weights at hand: networks and all that hold one, down to the scalar kernels' steps, are
/// copied by words and not by asking a type that is not known.
private final class CellBox: Sendable {
  let cell: any RecurrentCell
  let elmanActivation: Activation?
  let inputWeights: Matrix
  let recurrentWeights: Matrix
  let bias: [Double]

  init(cell: any RecurrentCell) {
    self.cell = cell
    elmanActivation = (cell as? ElmanCell)?.activation
    (inputWeights, recurrentWeights) = (cell.inputBlock.weights, cell.recurrentBlock.weights)
    bias = cell.biasBlock.weights.elements
  }
}

/// What reads a layer's states.
private struct Head: Sendable {
  /// V and c.
  var weights: Matrix?
  var bias: [Double]?
  var layersAbove: [InitializedNetwork] = []
  var otherDirection: OtherDirection?
}

extension RNN: Hashable {
  /// Whether cells and heads are the same, number by number. Complexity: O(n·(n + m + p)).
  public static func == (a: RNN, b: RNN) -> Bool {
    a.elmanActivation == b.elmanActivation && a.recurrentWeights == b.recurrentWeights
      && a.inputWeights == b.inputWeights && a.bias == b.bias && a.outputWeights == b.outputWeights
      && a.outputBias == b.outputBias && a.layersAbove == b.layersAbove
      && a.otherDirection == b.otherDirection
      && (a.elmanActivation != nil || AnyHashable(a.cell) == AnyHashable(b.cell))
  }

  /// Hashes the numbers. Complexity: O(n·(n + m + p)).
  public func hash(into hasher: inout Hasher) {
    hasher.combine(elmanActivation)
    hasher.combine(recurrentWeights)
    hasher.combine(inputWeights)
    hasher.combine(bias)
    hasher.combine(outputWeights)
    hasher.combine(outputBias)
    hasher.combine(layersAbove)
    hasher.combine(otherDirection)
  }
}

/// Why weights do not make a network.
public enum NetworkError: Error, Hashable, Sendable {
  /// A parameter's shape breaks a rule: what is so for weights that fit, and the number that was found instead.
  case shape(parameter: String, rule: String, found: Int)
  /// A parameter holds NaN or infinity.
  case notFinite(parameter: String)
  /// A number that the scalar network of a cell does not have.
  case noVariable(ScalarVariable, of: CellKind)
}

extension NetworkError: CustomStringConvertible {
  /// One line for a person: which parameter, what was expected, what was found, and what to do.
  ///
  ///     W is n×n with n = 2 rows, and there are 3: change the shape of W
  public var description: String {
    switch self {
    case .shape(let parameter, let rule, let found):
      "\(rule), and there \(found == 1 ? "is" : "are") \(found): change the shape of \(parameter)"
    case .notFinite(let parameter):
      "\(parameter) holds NaN or infinity: give it finite numbers, of before the training diverged"
    case .noVariable(let variable, let kind):
      "\(kind.withArticle) has no \(variable.rawValue): choose one of "
        + ScalarVariable.variables(of: kind).map(\.rawValue).joined(separator: ", ")
    }
  }
}
