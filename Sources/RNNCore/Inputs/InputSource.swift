/// Where the inputs can come from: made by a rule, or recorded numbers.
package struct InputSource: Hashable, Sendable {
  /// What it is made from.
  package enum Kind: Hashable, Sendable {
    /// A rule that serves any number of steps.
    case synthetic(SyntheticInput)
    /// Recorded numbers, step by step, `dimension` each.
    case recorded(values: [Double], dimension: Int)
    /// Recorded symbols: each step is 1 at its symbol, from 0, and 0 elsewhere.
    case oneHot(symbols: [Int], dimension: Int)
    /// Recorded symbols: each step is the row of a table at its symbol, from 0.
    case embedded(symbols: [Int], table: Matrix)
  }

  /// What the title calls it.
  package private(set) var name: String
  /// What it is made from.
  package private(set) var kind: Kind
  /// y_1 … of recorded steps; nil where there are none.
  package private(set) var targets: Targets?
  /// The layers that the inputs run through, the first one first, before they are the network's; s_0 = 0 in each.
  package var layersBelow: [LayerBelow] = []
  /// Whether the network is fed with the last step first, as the reverse direction of a bidirectional layer is.
  package var readsBackwards = false
  /// Whether the next value is asked for where there are no classes: y_t = 0 where x_{t+1} is above the mean of the
  /// inputs, else 1. For the scalar network and inputs of one number.
  package var asksForNext = false
  /// What the classes are called; empty where they have numbers only.
  package var classNames: [String] = []
  /// Which list of sources it stands in, from 0. A network that asks other things of its inputs than the first one does has
  /// a list of its own, and one walks on from a source within its list.
  package var list = 0
  /// The flags that name it on a command line, without those for its extent.
  package let flags: [String]
  /// The classes that a network must tell apart at least, to have these.
  private let leastClassCount: Int
  /// The extent it starts with.
  package let defaultOffset: Int
  /// The number of steps it starts with.
  package private(set) var defaultSteps: Int
  /// B, where it is one sequence of a batch; nil where it is the only one.
  package var batchSize: Int?
  /// Whether it is what a network's recording holds: every recorded network then takes its own in its place.
  package private(set) var isRecording = false

  /// A rule.
  package init(_ synthetic: SyntheticInput) {
    name = synthetic.rawValue
    kind = .synthetic(synthetic)
    flags = ["--input", synthetic.rawValue]
    defaultOffset = 0
    defaultSteps = 44
    targets = nil
    leastClassCount = 0
  }

  /// Recorded numbers, which must be whole steps. Without an extent of its own it starts whole.
  package init(
    name: String, values: [Double], dimension: Int = 1, targets: Targets? = nil, flags: [String],
    defaultOffset: Int = 0,
    defaultSteps: Int? = nil
  ) {
    self.name = name
    self.targets = targets
    leastClassCount = Self.leastClassCount(targets?.classes)
    kind = .recorded(values: values, dimension: dimension)
    self.flags = flags
    self.defaultOffset = defaultOffset
    self.defaultSteps = defaultSteps ?? values.count / dimension - defaultOffset
  }

  /// What a recording of a network's loss holds.
  package init(recorded inputs: InputSequence, flags: [String]) {
    self.init(
      name: inputs.name, values: inputs.values, dimension: inputs.dimension, targets: inputs.targets, flags: flags)
    isRecording = true
  }

  /// Recorded numbers with classes to be told.
  package init(
    name: String, values: [Double], dimension: Int = 1, classes: [Int?]?, flags: [String], defaultOffset: Int = 0,
    defaultSteps: Int? = nil
  ) {
    self.init(
      name: name, values: values, dimension: dimension, targets: classes.map { Targets(.classes(ClassTargets($0))) },
      flags: flags,
      defaultOffset: defaultOffset, defaultSteps: defaultSteps)
  }

  /// y_1 … where they are classes, from 0 with nil for a step without a target.
  package var classes: ClassTargets? { targets?.classes }

  /// Recorded symbols from 0 to below `dimension`, whole, each with its class.
  package init(name: String, symbols: [Int], dimension: Int, classes: [Int?]?, flags: [String]) {
    self.init(
      name: name, symbols: symbols, dimension: dimension, targets: classes.map { Targets(.classes(ClassTargets($0))) },
      flags: flags)
  }

  /// Recorded symbols from 0 to below `dimension`, whole, with targets of any kind.
  package init(name: String, symbols: [Int], dimension: Int, targets: Targets?, flags: [String]) {
    self.init(name, symbols, .oneHot(symbols: symbols, dimension: dimension), targets, flags)
  }

  /// Recorded symbols from 0 to below the number of a table's rows, whole: the rows are what is fed.
  package init(name: String, symbols: [Int], table: Matrix, targets: Targets?, flags: [String]) {
    self.init(name, symbols, .embedded(symbols: symbols, table: table), targets, flags)
  }

  private init(_ name: String, _ symbols: [Int], _ kind: Kind, _ targets: Targets?, _ flags: [String]) {
    self.name = name
    self.targets = targets
    leastClassCount = Self.leastClassCount(targets?.classes)
    self.kind = kind
    self.flags = flags
    defaultOffset = 0
    defaultSteps = Swift.min(symbols.count, Self.stepLimit)
  }

  private static func leastClassCount(_ classes: ClassTargets?) -> Int {
    (classes ?? []).reduce(0) { Swift.max($0, ($1 ?? -1) + 1) }
  }

  /// The source as a network takes it: without layers below that are not the network's, without targets that it cannot be held
  /// against (classes that are more than those it tells apart), and without the scalar network's question where it tells none or is a model.
  /// Of a recording it is what was recorded of the network itself.
  package func taken(by intake: Intake) -> InputSource {
    var taken = self
    if isRecording, let inputs = intake.recorded { taken.hold(inputs) }
    if !intake.standsOnLayers { (taken.layersBelow, taken.readsBackwards) = ([], false) }
    if let layers = intake.layersBelow { taken.layersBelow = layers }
    if let table = intake.embedding, case .embedded(let symbols, let own) = kind,
      (own.rows, own.columns) == (table.rows, table.columns)
    {
      taken.kind = .embedded(symbols: symbols, table: table)
    }
    if asksForNext, intake.standsOnLayers || intake.classCount == nil {
      taken.asksForNext = false
      if targets == nil { taken.classNames = [] }
    }
    if !intake.takes(taken.targets, leastClassCount: leastClassCount) { (taken.targets, taken.classNames) = (nil, []) }
    return taken
  }

  private mutating func hold(_ inputs: InputSequence) {
    (name, targets, defaultSteps) = (inputs.name, inputs.targets, inputs.steps)
    kind = .recorded(values: inputs.values, dimension: inputs.dimension)
  }

  /// The most steps a sequence can ever have.
  package static let stepLimit = 10_000_000

  /// The steps there are behind an offset.
  package func availableSteps(offset: Int) -> Int {
    switch kind {
    case .synthetic: Self.stepLimit
    case .recorded(let values, let dimension): Swift.min(values.count / dimension - offset, Self.stepLimit)
    case .oneHot(let symbols, _), .embedded(let symbols, _): Swift.min(symbols.count - offset, Self.stepLimit)
    }
  }

  /// How many symbols there can be, of a source of symbols.
  package var symbolCount: Int? {
    switch kind {
    case .oneHot(_, let dimension): dimension
    case .embedded(_, let table): table.rows
    case .synthetic, .recorded: nil
    }
  }

  /// Whether steps have targets.
  package var hasTargets: Bool { targets != nil || asksForNext }

  /// m, the numbers of a step as the network gets it.
  package var dimension: Int { layersBelow.last?.outputSize ?? ownDimension }

  /// The numbers of a step as it is recorded or made.
  package var ownDimension: Int {
    switch kind {
    case .synthetic: 1
    case .recorded(_, let dimension), .oneHot(_, let dimension): dimension
    case .embedded(_, let table): table.columns
    }
  }

  /// Whether the seed matters.
  package var isRandom: Bool {
    if case .synthetic(let input) = kind { input.isRandom } else { false }
  }

  /// The sequence of a choice, whose extent must be available. The layers below have the network's `activation`.
  package func sequence(_ choice: InputChoice, activation: Activation? = .tanh) -> InputSequence {
    let own = askedSequence(choice)
    let inputs = layersBelow.reduce(own.with(own.targets?.reduced(by: choice.reduction))) { inputs, layer in
      (activation.map(layer.with) ?? layer).states(of: inputs).states
    }
    return readsBackwards ? inputs.reversed() : inputs
  }

  private func askedSequence(_ choice: InputChoice) -> InputSequence {
    let sequence = ownSequence(choice)
    guard asksForNext, targets == nil else { return sequence }
    var next: Double?
    if case .recorded(let values, 1) = kind, choice.offset + choice.steps < values.count {
      next = values[choice.offset + choice.steps] * choice.amplitude
    }
    return sequence.askingForNext(next)
  }

  private func ownSequence(_ choice: InputChoice) -> InputSequence {
    precondition(choice.steps <= availableSteps(offset: choice.offset), "the source has that many steps")
    switch kind {
    case .synthetic(let input):
      return input.sequence(steps: choice.steps, amplitude: choice.amplitude, seed: choice.seed)
    case .recorded(let values, let dimension):
      let slice = values[choice.offset * dimension..<(choice.offset + choice.steps) * dimension]
      let scaled = choice.amplitude == 1 ? Array(slice) : slice.map { $0 * choice.amplitude }
      return InputSequence(name: name, dimension: dimension, values: scaled, targets: targets(choice))
    case .oneHot(let symbols, let dimension):
      let values = InputSequence.oneHotValues(
        symbols[choice.offset..<choice.offset + choice.steps], dimension: dimension, amplitude: choice.amplitude)
      return InputSequence(name: name, dimension: dimension, values: values, targets: targets(choice))
    case .embedded(let symbols, let table):
      let values = InputSequence.rows(
        symbols[choice.offset..<choice.offset + choice.steps], of: table, amplitude: choice.amplitude)
      return InputSequence(name: name, dimension: table.columns, values: values, targets: targets(choice))
    }
  }

  private func targets(_ choice: InputChoice) -> Targets? {
    targets?.part(choice.offset..<choice.offset + choice.steps)
  }
}

/// Which source is fed to the network, and how much of it.
package struct InputChoice: Hashable, Sendable {
  /// The source's place in the session's list.
  package var source: Int
  /// Recorded steps that are passed over.
  package var offset: Int
  /// T.
  package var steps: Int
  /// What every number is multiplied by.
  package var amplitude: Double
  /// The seed of what is random.
  package var seed: UInt64
  /// What the losses of the steps come to.
  package var reduction = LossReduction.sum

  /// A choice.
  package init(source: Int, offset: Int, steps: Int, amplitude: Double = 1, seed: UInt64 = 1) {
    self.source = source
    self.offset = offset
    self.steps = steps
    self.amplitude = amplitude
    self.seed = seed
  }

  /// The same part of what was recorded of another network: all of it where it was all, else as many steps as there are.
  package func exchanging(_ recorded: InputSequence, for other: InputSequence) -> InputChoice {
    var choice = self
    choice.offset = Swift.min(offset, other.steps - 1)
    let available = other.steps - choice.offset
    choice.steps = offset + steps == recorded.steps ? available : Swift.min(steps, available)
    return choice
  }
}

/// What a network takes of a source besides its numbers.
package struct Intake: Hashable, Sendable {
  /// Whether the layers below, where a source has some, are the network's own, as a model's are: the scalar network and one
  /// that is drawn stand on none.
  package let standsOnLayers: Bool
  /// p, the classes that it tells apart; nil where it tells none and looks at none.
  package let classCount: Int?
  /// p of target values, as far as the network can be held against them; nil where the question is not asked.
  package let valueCount: Int?
  /// The layers below a layer that was walked to; nil for the source's own.
  package let layersBelow: [LayerBelow]?
  /// The rows that stand for symbols; nil for the source's own.
  package let embedding: Matrix?
  /// What was recorded of it, in the place of what was recorded of another; nil of a network of which nothing was.
  package let recorded: InputSequence?

  /// What a network takes that stands on the source's layers, on others or on none, tells so many classes apart or none, and says
  /// so many numbers.
  package init(
    standsOnLayers: Bool, classCount: Int?, valueCount: Int? = nil, layersBelow: [LayerBelow]? = nil,
    embedding: Matrix? = nil, recorded: InputSequence? = nil
  ) {
    (self.embedding, self.recorded) = (embedding, recorded)
    (self.standsOnLayers, self.classCount, self.layersBelow) = (standsOnLayers, classCount, layersBelow)
    self.valueCount = valueCount
  }

  /// Whether a network can be held against some targets. Classes are no hindrance where it tells none.
  fileprivate func takes(_ targets: Targets?, leastClassCount: Int) -> Bool {
    switch targets?.kind {
    case nil: true
    case .classes: classCount.map { leastClassCount <= $0 } ?? true
    case .values(let values): valueCount.map { $0 == values.width } ?? true
    case .gradients: standsOnLayers
    }
  }
}

/// How much a network and a sequence may hold in memory.
package enum MemoryLimit {
  /// The most numbers of states, T·n.
  package static let stateNumbers = 20_000_000
  /// The most numbers of inputs, T·m.
  package static let inputNumbers = 100_000_000
  /// The most numbers of one matrix of weights.
  package static let weightNumbers = 100_000_000

  /// About how many GB T steps of n units and m inputs take: 70 bytes for each number of the states with all that is
  /// computed from them, 16 for each number of the inputs.
  package static func gigabytes(steps: Int, units: Int, inputs: Int) -> Double {
    Double(steps) * (70 * Double(units) + 16 * Double(inputs)) / 1e9
  }
}

extension InputSource {
  /// The most steps whose inputs and states n units can hold, with the layers below them.
  package func mostSteps(hidden n: Int) -> Int {
    let units = layersBelow.map(\.outputSize).reduce(n, Swift.max)
    return Swift.min(Self.stepLimit, MemoryLimit.stateNumbers / units, MemoryLimit.inputNumbers / widestDimension)
  }

  /// The numbers of a step that are held: what comes in, or what the layers below make of it.
  package var widestDimension: Int { Swift.max(ownDimension, dimension) }

  /// The steps there are behind an offset, as far as n units can hold them.
  package func availableSteps(offset: Int, hidden n: Int) -> Int {
    Swift.min(availableSteps(offset: offset), mostSteps(hidden: n))
  }
}
