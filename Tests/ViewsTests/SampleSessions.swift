import RNNCore
import RNNFiles
import Testing
import Views

@testable import Explorer
@testable import Screen

/// Sessions to draw and to press keys in: those of the command line with the same flags.
enum Sample {
  /// What `i` walks through: the sunspots from 1800 on, then every rule.
  static let sources: [InputSource] =
    [
      InputSource(
        name: "sunspots", values: Sunspots.series.values, flags: [], defaultOffset: 100, defaultSteps: 44)
    ] + SyntheticInput.allCases.map(InputSource.init)

  static func start(_ activation: Activation, W: Double, U: Double, b: Double, s0: Double) -> InitializedNetwork {
    guard let network = try? RNN(activation: activation, W: W, U: U, b: b) else {
      preconditionFailure("a sample's weights are finite")
    }
    return InitializedNetwork(network: network, initialState: [s0])
  }

  /// A session as `gradflow render` with these flags makes it, without the keys.
  static func session(
    _ activation: Activation = .tanh, W: Double = 0.9, U: Double = 0.8, b: Double = 0, s0: Double = 0.1,
    input: String = "sunspots", offset: Int? = nil, steps: Int = 44, target: Int? = nil, term: Int? = nil,
    size: Size = Size(width: 100, height: 30), sources: [InputSource] = Sample.sources
  ) -> Session {
    guard let place = sources.firstIndex(where: { $0.name == input }) else {
      preconditionFailure("no source is called \(input)")
    }
    let choice = InputChoice(source: place, offset: offset ?? sources[place].defaultOffset, steps: steps)
    let state = State(
      start: start(activation, W: W, U: U, b: b, s0: s0), input: choice, target: target, inspected: term)
    return Session(state: state, sources: sources, size: size)
  }

  /// The network of the design's drawing: term 35 of ∂s₄₄/∂W.
  static func drawing(width: Int = 100, height: Int = 30) -> Session {
    session(term: 35, size: Size(width: width, height: height))
  }
}

extension Sample {
  /// A session that shows the derivation of the scalar network.
  static func derivation(
    _ activation: Activation = .tanh, W: Double = 0.9, b: Double = 0, s0: Double = 0.1, target: Int? = nil,
    term: Int? = nil, width: Int = 100, height: Int = 40, keys: String = ""
  ) -> Session {
    session(activation, W: W, b: b, s0: s0, target: target, term: term, size: Size(width: width, height: height))
      .pressing("2" + keys)
  }
}

/// What a test that is run for sessions says of one: all that it holds would take longer to write than most tests take.
extension Session: CustomTestStringConvertible {
  /// What it shows of what.
  public var testDescription: String {
    let network = state.start.network
    return "\(state.view) of \(network.hiddenSize) \(network.activation), W \(state.value(of: .recurrentWeight)), "
      + "\(source.name), T \(state.input.steps), \(size.width)×\(size.height)"
  }
}

extension Session {
  /// Presses keys written as a script, and returns what they ask of the program around.
  @discardableResult
  mutating func press(_ script: String) -> [Effect] {
    guard let keys = try? KeyScript.keys(script) else { preconditionFailure("no key script: \(script)") }
    return keys.compactMap { handle($0) }
  }

  /// The session after a script.
  func pressing(_ script: String) -> Session {
    var session = self
    session.press(script)
    return session
  }

  /// The glyphs of the screen, row by row, without trailing blanks.
  var lines: [String] {
    var session = self
    return session.frame().plainText.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(
      String.init)
  }

  var W: Double { state.value(of: .recurrentWeight) }
}

extension State {
  /// What the user has chosen, without the scales that follow from it.
  var choices: State {
    var choices = self
    choices.scales = nil
    choices.reading = DerivationReading()
    return choices
  }

  /// The choices after a change.
  func with(_ change: (inout State) -> Void) -> State {
    var changed = choices
    change(&changed)
    return changed
  }
}
