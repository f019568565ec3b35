import ArgumentParser
import Explorer
import RNNCore
import RNNFiles

extension Scaling: ExpressibleByArgument {}

/// The flags that make the input sequence.
struct SequenceOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help:
      "sunspots, impulse, step, zero, constant, sine, alternating, noise, a CSV file, a .npy or .safetensors file, or - for standard input (default: sunspots).",
    completion: .names(SequenceNames.all, orFiles: ["csv", "tsv", "txt", "npy", "safetensors"]))
  var input: String?

  @Option(parsing: .unconditional, help: "T, the number of steps (default: sunspots and synthetic 44, a file whole).")
  var steps: Int?

  @Option(parsing: .unconditional, help: "Recorded steps to pass over (default: sunspots 100, a file 0).")
  var offset: Int?

  @Option(parsing: .unconditional, help: "What every input is multiplied by (default: 1).")
  var amplitude: Double?

  @Option(help: "Scaling of a file's numbers: none, standard (mean 0, variance 1) or unit (-1…1).")
  var scale: Scaling = Scaling.none

  @Option(
    parsing: .unconditionalSingleValue,
    help: "The column of a CSV file, by name, by number from 1 or a range such as 3-10.")
  var column: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The column of class indices from 0, by name or by number from 1; nothing or -100 for a step without a target.",
      valueName: "column"))
  var targetColumn: String?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A column of target values, whose squared errors are the loss; nothing for a step without a target.",
      valueName: "column"))
  var targetValues: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The column of tokens from 0, fed through the model's embedding, or one-hot without one.", valueName: "column"))
  var tokens: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The tensor of a safetensors file: T×m or B×T×m numbers, or T or B×T tokens (default: the only one).",
      valueName: "name"))
  var tensor: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The sequence of a batch B×T×m, of a trace too, from 0 (default: 0).", valueName: "number"))
  var sequence: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The tensor of targets, or another .npy file: whole numbers are classes and -100 none, others values; one for each step, or for each sequence's last.",
      valueName: "name"), completion: .file(extensions: ["npy"]))
  var targetTensor: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A text, or - for standard input: characters, one-hot or through the model's embedding; the next is the target.",
      valueName: "file"), completion: .file())
  var text: String?

  @Flag(help: "Bytes of the text instead of its characters.")
  var bytes = false

  @Option(parsing: .unconditional, help: "Seed of what is random (default: 1).")
  var seed: UInt64?

  /// Every source that the explorer's `i` walks through, and the choice that the flags make.
  func sources(
    from setup: Setup, for requirements: InputRequirements
  ) throws -> (sources: [InputSource], choice: InputChoice) {
    if let amplitude, !amplitude.isFinite {
      throw InputError("--amplitude \(amplitude): expected a finite number")
    }
    let seed = seed ?? setup.seed
    if let text { return try textSources(TextFile(path: text, readsBytes: bytes), requirements, seed: seed) }
    if let trace = requirements.trace, input == nil { return try traceSources(trace, requirements, seed: seed) }
    let input = input ?? setup.input
    let isSame = input == setup.input
    let given = InputExtent(
      steps: steps ?? (isSame && offset == nil ? setup.steps : nil),
      amplitude: amplitude ?? (isSame ? setup.amplitude : 1), seed: seed)
    let builtIn = Self.builtIn(requirements)
    if let place = builtIn.firstIndex(where: { $0.name == input }) {
      try refuseFileFlags(input)
      try requirements.check(builtIn[place])
      return (builtIn, try choice(builtIn[place], place, given, units: requirements.hiddenSize))
    }
    let file = requirements.fed(try recording(input, requirements))
    return ([file] + builtIn, try choice(file, 0, given, units: requirements.hiddenSize))
  }

  /// What is in a file.
  private func recording(_ input: String, _ requirements: InputRequirements) throws -> InputSource {
    if TensorInput.isOne(input) {
      try refuse(columnFlags, "\(input) has no columns: it is for CSV files")
      return try TensorInput(
        path: input, tensor: tensor, sequence: sequence, targetTensor: targetTensor, scaling: scale
      ).source(requirements)
    }
    try refuse(tensorFlags, "\(input) has no tensors: it is for .npy and .safetensors files")
    let targets = TargetColumns(classes: targetColumn, values: targetValues)
    return try InputFile(input, columns: column, targets: targets, tokens: tokens, scaling: scale).source(requirements)
  }

  /// The flags of a CSV file, and whether they are given.
  private var columnFlags: [(flag: String, isGiven: Bool)] {
    [
      ("--column", !column.isEmpty), ("--tokens", tokens != nil), ("--target-values", !targetValues.isEmpty),
      ("--target-column", targetColumn != nil),
    ]
  }

  /// The flags of a file of tensors, and whether they are given.
  private var tensorFlags: [(flag: String, isGiven: Bool)] {
    [("--tensor", tensor != nil), ("--sequence", sequence != nil), ("--target-tensor", targetTensor != nil)]
  }

  private func refuse(_ flags: [(flag: String, isGiven: Bool)], _ reason: String) throws {
    if let flag = flags.first(where: \.isGiven)?.flag { throw InputError("\(flag): \(reason)") }
  }

  /// Whether inputs may be symbols instead of numbers.
  var mayFeedSymbols: Bool { text != nil || tokens != nil || input.map(TensorInput.isOne) ?? false }

  func validate() throws {
    try checkTokens()
    if targetColumn != nil, !targetValues.isEmpty {
      throw ValidationError("--target-column and --target-values exclude each other: a target is a class or numbers")
    }
    guard text != nil else {
      if bytes { throw ValidationError("--bytes says how a text is read: give --text FILE too") }
      return
    }
    let others = [("--input", input != nil)] + columnFlags + tensorFlags + [("--scale", scale != .none)]
    if let (flag, _) = others.first(where: \.1) {
      throw ValidationError("\(flag) and --text exclude each other: the characters are the sequence")
    }
  }

  /// Tokens are a column of a file, and no numbers that could be scaled.
  private func checkTokens() throws {
    guard tokens != nil, text == nil else { return }
    guard input != nil else { throw ValidationError("--tokens names a column of a CSV file: give --input FILE too") }
    if !column.isEmpty {
      throw ValidationError("--column and --tokens exclude each other: the tokens are the sequence")
    }
    if scale != .none {
      throw ValidationError("--scale and --tokens exclude each other: tokens are no numbers to scale")
    }
  }

  private func textSources(
    _ file: TextFile, _ requirements: InputRequirements, seed: UInt64
  ) throws -> (sources: [InputSource], choice: InputChoice) {
    let source = requirements.fed(try file.source(requirements))
    let given = InputExtent(steps: steps, amplitude: amplitude ?? 1, seed: seed)
    return ([source] + Self.builtIn(requirements), try choice(source, 0, given, units: requirements.hiddenSize))
  }

  /// What entered a recorded module, before the built-in sources.
  private func traceSources(
    _ trace: Trace, _ requirements: InputRequirements, seed: UInt64
  ) throws -> (sources: [InputSource], choice: InputChoice) {
    var source = requirements.fed(
      InputSource(recorded: trace.inputs, flags: sequence.map { ["--sequence", "\($0)"] } ?? []))
    source.batchSize = trace.batchSize
    let given = InputExtent(steps: steps, amplitude: amplitude ?? 1, seed: seed)
    return ([source] + Self.builtIn(requirements), try choice(source, 0, given, units: requirements.hiddenSize))
  }

  private static func builtIn(_ requirements: InputRequirements) -> [InputSource] {
    var sunspots = InputSource(
      name: "sunspots", values: Sunspots.series.values,
      classes: requirements.model?.levels.map { Sunspots.series.nextLevels(edges: $0) }, flags: [], defaultOffset: 100,
      defaultSteps: 44)
    sunspots.classNames = requirements.model?.levels.map(ClassNames.levels) ?? []
    return ([sunspots] + SyntheticInput.allCases.map(InputSource.init)).map(requirements.asked).map(requirements.fed)
  }

  private func refuseFileFlags(_ input: String) throws {
    try refuse(columnFlags, "\(input) has no columns: it is for CSV files")
    try refuse(tensorFlags, "\(input) has no tensors: it is for .npy and .safetensors files")
  }

  /// T, the amplitude and the seed as far as flags or a setup give them.
  private struct InputExtent {
    let steps: Int?
    let amplitude: Double
    let seed: UInt64
  }

  private func choice(
    _ source: InputSource, _ place: Int, _ given: InputExtent, units: Int
  ) throws -> InputChoice {
    let offset = try checkedOffset(source)
    let available = source.availableSteps(offset: offset)
    let steps = given.steps ?? (offset == source.defaultOffset ? source.defaultSteps : defaultSteps(source, available))
    guard (1...InputSource.stepLimit).contains(steps) else {
      let need = steps < 1 ? "" : "; so many would take \(memory(source, steps, units))"
      throw InputError("--steps \(steps): expected a number of steps from 1 to \(InputSource.stepLimit)\(need)")
    }
    guard steps <= available else {
      let total = source.availableSteps(offset: 0)
      let shortage = SeriesError.notEnoughSteps(steps: steps, offset: offset, available: total)
      throw InputError(shortage.message(file: source.name))
    }
    try checkSize(source, steps, units)
    return InputChoice(source: place, offset: offset, steps: steps, amplitude: given.amplitude, seed: given.seed)
  }

  /// All inputs and states are held in memory.
  private func checkSize(_ source: InputSource, _ steps: Int, _ units: Int) throws {
    let most = source.mostSteps(hidden: units)
    guard steps > most else { return }
    throw InputError(
      "\(source.name): \(steps) steps of \(source.widestDimension) inputs and \(units) units "
        + "would take \(memory(source, steps, units)): use at most --steps \(most)")
  }

  /// What steps would take, in words.
  private func memory(_ source: InputSource, _ steps: Int, _ units: Int) -> String {
    let size = MemoryLimit.gigabytes(steps: steps, units: units, inputs: source.widestDimension)
    return "about \(size < 1e15 ? "\(Int(size.rounded(.up)))" : "\(size)") GB of memory"
  }

  /// Behind another offset a built-in series keeps its 44 steps where it can, and a file goes to its end.
  private func defaultSteps(_ source: InputSource, _ available: Int) -> Int {
    source.flags.isEmpty ? Swift.min(source.defaultSteps, available) : available
  }

  private func checkedOffset(_ source: InputSource) throws -> Int {
    guard let offset else { return source.defaultOffset }
    let total = source.availableSteps(offset: 0)
    if case .synthetic = source.kind {
      guard offset == 0 else {
        throw InputError("--offset \(offset): \(source.name) is made, not recorded, and starts at 0")
      }
      return 0
    }
    guard offset >= 0 else { throw InputError("--offset \(offset): expected 0 or more steps to pass over") }
    guard offset < total else {
      throw InputError(SeriesError.offsetPastEnd(offset: offset, available: total).message(file: source.name))
    }
    return offset
  }
}
