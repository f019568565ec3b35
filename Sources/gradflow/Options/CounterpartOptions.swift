import ArgumentParser
import Explorer
import RNNCore
import RNNFiles

/// The flags of what is kept as B, a command line of its own in one argument: network, sequence and what is looked at.
struct CounterpartOptions: ParsableArguments {
  @OptionGroup var experiment: ExperimentOptions

  @Option(parsing: .unconditional, help: "i, the inspected term (default: k).")
  var term: Int?

  /// The flags of a text, split as a shell does.
  ///
  /// - Throws: `InputError` in one line.
  static func read(_ text: String) throws -> CounterpartOptions {
    try naming {
      do {
        return try parse(CommandWords.bound(try ShellWord.split(text)))
      } catch let ShellWord.SplitError.openQuote(mark) {
        throw InputError("a \(mark) is open at the end: close it, or write \\\(mark) for the character itself")
      }
    }
  }

  /// B as the flags make it of their own setup, or of another one, where it stands beside those sources.
  ///
  /// - Throws: `InputError` in one line.
  func beside(_ sources: [InputSource], from setup: Setup?) throws -> ComparedSetting {
    try Self.naming {
      let chosen = try experiment.chosen(from: setup, forPicture: true)
      let state = try experiment.state(of: chosen, from: setup, term: term)
      return ComparedSetting(state, chosen.sources, beside: sources, note: chosen.note)
    }
  }

  /// Says of an error that it is one of B, in one line whatever it is.
  private static func naming<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch {
      throw InputError("--compare: \((error as? InputError)?.message ?? line(for: error))")
    }
  }

  /// What argument-parser says of flags that it would not take, in one line, with the flag that may have been meant.
  private static func line(for error: any Error) -> String {
    guard !exitCode(for: error).isSuccess else { return "a question has no place in it: ask gradflow --help" }
    let said = String(message(for: error).prefix { !$0.isNewline })
    guard let flag = ParserWords.quoted(said, after: "Unknown option ") else { return ParserWords.uncapitalized(said) }
    let near = Spelling.nearest(
      to: String(flag.drop { $0 == "-" }), among: ParserWords.flags(in: helpMessage(columns: 400)))
    return "unknown option '\(flag)'"
      + (near.map { ". Did you mean '--\($0)'?" } ?? ": it takes flags of network, sequence and what is looked at")
  }
}

/// What is kept as B from the start, and the sources of a session that has it.
struct ComparedSetting {
  let counterpart: Counterpart
  let sources: [InputSource]
  /// What was taken of its model's file; nil without one.
  let note: ModelNote?

  /// B with sources of its own, beside others. Where all of them are among those they are those; else they are a list by
  /// themselves behind them, since a network that is of another kind asks other things of its inputs.
  init(_ state: State, _ own: [InputSource], beside others: [InputSource], note: ModelNote?) {
    var state = state
    if let place = others.firstIndex(of: own[state.input.source]), own.allSatisfy(others.contains) {
      state.input.source = place
      sources = others
    } else {
      state.input.source += others.count
      sources = others + own.map(Self.listed)
    }
    counterpart = Counterpart(state)
    self.note = note
  }

  private static func listed(_ source: InputSource) -> InputSource {
    var source = source
    source.list = 1
    return source
  }
}
