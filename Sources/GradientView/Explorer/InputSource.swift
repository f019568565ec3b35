import RNNCore

/// Where the inputs can come from: made by a rule, or recorded numbers.
public struct InputSource: Hashable, Sendable {
  /// What it is made from.
  public enum Kind: Hashable, Sendable {
    /// A rule that serves any number of steps.
    case synthetic(SyntheticInput)
    /// Recorded numbers, step by step, `dimension` each.
    case recorded(values: [Double], dimension: Int)
  }

  /// What the title calls it.
  public let name: String
  /// What it is made from.
  public let kind: Kind
  /// The flags that name it on a command line, without those for its extent.
  public let flags: [String]
  /// The extent it starts with.
  public let defaultOffset: Int
  /// The number of steps it starts with.
  public let defaultSteps: Int

  /// A rule.
  public init(_ synthetic: SyntheticInput) {
    name = synthetic.rawValue
    kind = .synthetic(synthetic)
    flags = ["--input", synthetic.rawValue]
    defaultOffset = 0
    defaultSteps = 44
  }

  /// Recorded numbers, which must be whole steps. Without an extent of its own it starts whole.
  public init(
    name: String, values: [Double], dimension: Int = 1, flags: [String], defaultOffset: Int = 0,
    defaultSteps: Int? = nil
  ) {
    self.name = name
    kind = .recorded(values: values, dimension: dimension)
    self.flags = flags
    self.defaultOffset = defaultOffset
    self.defaultSteps = defaultSteps ?? values.count / dimension - defaultOffset
  }

  /// The most steps a sequence can ever have.
  public static let stepLimit = 10_000_000

  /// The steps there are behind an offset.
  public func availableSteps(offset: Int) -> Int {
    switch kind {
    case .synthetic: Self.stepLimit
    case .recorded(let values, let dimension): Swift.min(values.count / dimension - offset, Self.stepLimit)
    }
  }

  /// m, the numbers of a step.
  public var dimension: Int {
    if case .recorded(_, let dimension) = kind { dimension } else { 1 }
  }

  /// Whether the seed matters.
  var isRandom: Bool {
    if case .synthetic(let input) = kind { input.isRandom } else { false }
  }

  /// The sequence of a choice, whose extent must be available.
  public func sequence(_ choice: InputChoice) -> InputSequence {
    precondition(choice.steps <= availableSteps(offset: choice.offset), "the source has that many steps")
    switch kind {
    case .synthetic(let input):
      return input.sequence(steps: choice.steps, amplitude: choice.amplitude, seed: choice.seed)
    case .recorded(let values, let dimension):
      let slice = values[choice.offset * dimension..<(choice.offset + choice.steps) * dimension]
      let scaled = choice.amplitude == 1 ? Array(slice) : slice.map { $0 * choice.amplitude }
      return InputSequence(name: name, dimension: dimension, values: scaled)
    }
  }
}

/// Which source is fed to the network, and how much of it.
public struct InputChoice: Hashable, Sendable {
  /// The source's place in the session's list.
  public var source: Int
  /// Recorded steps that are passed over.
  public var offset: Int
  /// T.
  public var steps: Int
  /// What every number is multiplied by.
  public var amplitude: Double
  /// The seed of what is random.
  public var seed: UInt64

  /// A choice.
  public init(source: Int, offset: Int, steps: Int, amplitude: Double = 1, seed: UInt64 = 1) {
    self.source = source
    self.offset = offset
    self.steps = steps
    self.amplitude = amplitude
    self.seed = seed
  }
}
