import ArgumentParser
import Explorer
import RNNCore
import Screen
import Views

extension View: ExpressibleByArgument {}
extension LandscapeWindow: ExpressibleByArgument {}
extension UnitSorting: ExpressibleByArgument {}

/// The flags of everything that shows a picture.
struct PictureOptions: ParsableArguments {
  @OptionGroup var experiment: ExperimentOptions

  @Option(parsing: .unconditional, help: "i, the inspected term (default: k).")
  var term: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What is kept as B, to be seen beside: flags of network, sequence and what is looked at, in one argument.",
      discussion: "Such as --compare '--w 0.9 --input noise'. What is left out is the program's own.",
      valueName: "flags"))
  var compare: String?

  @Option(help: "The view: flow, derivation, map, landscape or, with several units, spectrum (default: flow).")
  var view: View?

  @Option(parsing: .unconditional, help: "d of the error surface E = (s_k − d)² (default: 0.7).")
  var desired: Double?

  @Option(parsing: .unconditional, help: "The landscape's part of the values, as the explorer's y writes it.")
  var window: LandscapeWindow?

  @Option(parsing: .unconditional, help: "Scales to begin with, as the explorer's y writes them.")
  var axes: Axes?

  @Option(
    parsing: .unconditional,
    help:
      "What the rows of several units were sorted by, as the explorer's y writes it (default: by what they have now).")
  var order: UnitSorting?

  @Option(
    parsing: .unconditional,
    help: "Keys to play first, such as 'a<Up><Up>'; gradflow list keys shows what they do.",
    transform: KeyArgument.init)
  var keys: KeyArgument?

  @Flag(help: "ASCII glyphs only.")
  var ascii = false

  @Option(help: "Colours for a dark or a light background: dark, light or auto (what the terminal has; printed, dark).")
  var theme: ThemeChoice = .auto

  @Option(help: "How many colours: auto, always, never, 16, 256 or truecolor (auto: as the terminal and NO_COLOR say).")
  var color: ColorChoice = .auto

  @OptionGroup var config: ConfigOptions

  /// Asked for when it is needed, and once: every key press needs it.
  private static let threads = Processors.granted

  /// The session that the flags describe, after its keys; in ASCII where that is asked for or nothing else can be shown. What
  /// was taken of a model's file is said on standard error, or on the screen of one that is live.
  func session(size: Size, isLive: Bool = false, canShowAll: Bool = true) throws -> Session {
    try opened(size: size, isLive: isLive, canShowAll: canShowAll).session
  }

  /// The same with the model's files; nil without a model.
  func opened(
    size: Size, isLive: Bool, canShowAll: Bool
  ) throws -> (session: Session, files: CheckpointFiles?) {
    let beginning = try beginning()
    var session = Session(
      state: beginning.state, sources: beginning.sources, checkpoints: beginning.checkpoints, size: size,
      waitingFrom: isLive ? Session.noticeableCost : .infinity, threads: Self.threads)
    session.notation = ascii || !canShowAll ? .ascii : .unicode
    session.chosenTheme = theme.requested
    session.lastScenario = experiment.scenario?.scenario.name
    session.begin(with: keys?.keys ?? [], scales: axes?.scales)
    session.displayFlags = displayFlags
    if isLive { session.program = ProgramName.current }
    let notes = beginning.notes
    if !isLive { notes.announce() } else if session.notice == nil { session.notice = notes.brief }
    return (session, beginning.files)
  }

  /// What a session begins with.
  private struct Beginning {
    let state: State
    let sources: [InputSource]
    let files: CheckpointFiles?
    let checkpoints: [Checkpoint]
    let notes: ModelNotes
  }

  private func beginning() throws -> Beginning {
    let counterpart = try counterpart()
    if experiment.readsStandardInput, counterpart?.experiment.readsStandardInput == true {
      FileBytes.keepStandardInput()
    }
    let files = CheckpointFiles(experiment)
    let chosen = try experiment.chosen(forPicture: true)
    let checkpoints = try files?.checkpoints(beside: chosen) ?? []
    var state = try experiment.state(of: chosen, term: term)
    let brought = compare == nil ? experiment.scenario?.scenario.counterpart : nil
    let compared = try counterpart?.beside(chosen.sources, from: brought)
    state.counterpart = compared?.counterpart
    files?.place(of: experiment.network).map { state.begin(at: $0, of: checkpoints) }
    if let place = counterpart.flatMap({ files?.place(of: $0.experiment.network) }) {
      state.counterpart?.checkpoint = CheckpointPlace(place, of: checkpoints)
    }
    (state.scales, state.sorting) = (axes?.scales, order)
    if let view { state.view = try checked(view, of: state) }
    if let window { state.landscape = window }
    state.landscape.desired = try checkedDesired() ?? experiment.setup.landscape.desired
    return Beginning(
      state: state, sources: compared?.sources ?? chosen.sources, files: files, checkpoints: checkpoints,
      notes: ModelNotes(shown: chosen.note, compared: compared?.note, others: files?.notes ?? []))
  }

  /// What was named as a file, or as something that comes along, by either of the two.
  func files() throws -> [String?] { try experiment.files + (counterpart()?.experiment.files ?? []) }

  /// The flags of what is kept as B: those that are given, or none for what the scenario brings; nil where nothing is kept.
  func counterpart() throws -> CounterpartOptions? {
    if let compare { return try .read(compare) }
    return experiment.scenario?.scenario.counterpart == nil ? nil : try .parse([])
  }

  private func checked(_ view: View, of state: State) throws -> View {
    guard view == .spectrum, state.matrix == nil else { return view }
    throw InputError(
      "--view spectrum: the scalar network's W is one number and has no spectrum: give --hidden N or --model FILE")
  }

  private func checkedDesired() throws -> Double? {
    if let desired, !desired.isFinite { throw InputError("--desired \(desired): expected a finite number") }
    return desired
  }

  private var displayFlags: [String] {
    (ascii ? ["--ascii"] : []) + (color == .auto ? [] : ["--color", color.rawValue])
      + (config.noConfig ? ["--no-config"] : [])
  }
}

/// A key script on the command line.
struct KeyArgument {
  let keys: [Key]

  init(_ script: String) throws {
    do {
      keys = try KeyScript.keys(script)
    } catch .unknownKey(let name, let known) {
      throw ValidationError(
        "<\(name)> is no key; write < itself as <lt>. Known: \(known.map { "<\($0)>" }.joined(separator: " "))")
    } catch .unterminated(let text) {
      throw ValidationError("\(text) has no closing >; write < itself as <lt>")
    }
  }
}

/// Scales on the command line.
struct Axes: ExpressibleByArgument {
  let scales: Scales

  init?(argument: String) {
    guard let scales = Scales(argument) else { return nil }
    self.scales = scales
  }
}

/// The background that colours are chosen for.
enum ThemeChoice: String, CaseIterable, ExpressibleByArgument {
  /// The terminal's, from COLORFGBG or from its own answer; where there is no terminal, dark.
  case auto
  /// Light text on dark.
  case dark
  /// Dark text on light.
  case light

  /// What was asked for; nil where it is to be found out.
  var requested: Theme? {
    switch self {
    case .auto: nil
    case .dark: .dark
    case .light: .light
    }
  }
}

/// How many colours to use.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
  case auto, always, never
  case sixteen = "16"
  case cube = "256"
  case truecolor

  /// What was asked for, or nil to let the terminal and NO_COLOR decide.
  var requestedDepth: ColorDepth? {
    switch self {
    case .auto: nil
    case .always, .cube: .cube
    case .never: ColorDepth.none
    case .sixteen: .sixteen
    case .truecolor: .truecolor
    }
  }

  /// What is asked of the terminal: nil for as many as it has.
  var depthOfTerminal: ColorDepth? { requestedDepth ?? (Environment.forbidsColour ? ColorDepth.none : nil) }

  /// The colours of printed output, for which no terminal is asked.
  var depth: ColorDepth { requestedDepth ?? (Environment.forbidsColour ? .none : .cube) }
}
