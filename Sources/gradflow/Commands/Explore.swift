import ArgumentParser
import CursesTerminal
import Explorer
import Glibc
import RNNFiles
import Screen
import Views

/// `gradflow explore`: the live explorer, the default command.
struct Explore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract: "Explore live in the terminal (the default).",
    discussion: """
      Inputs, states, step factors and every term of the gradient on one time axis, from left to right. ↑ and ↓ turn W, a \
      changes the activation, ← and → the target, o opens prepared networks, y writes the command line of what is seen, and ? \
      shows every key. Without a terminal gradflow render prints the same picture. --describe draws nothing and says in sentences \
      what each key changes.

        gradflow --activation relu --w 1.2 --input impulse
        gradflow --scenario wrong-way
        gradflow explore --model 'run/step*.safetensors' --of loss --watch

      Exit codes: 0 left, 2 input that cannot be used or no terminal, 64 usage, 130 left by Ctrl-C.
      """)

  @OptionGroup var picture: PictureOptions

  @Flag(help: "Read the files of --model anew when they are replaced, and show new ones that a pattern names.")
  var watch = false

  @Flag(help: "Say what changes in sentences instead of drawing a screen: for screen readers; in a pipe too.")
  var describe = false

  func validate() throws {
    guard watch else { return }
    let names = picture.experiment.network.models.map(\.text)
    guard names.contains(where: { !$0.hasPrefix("builtin:") }) else {
      throw ValidationError("--watch reads the files of a model anew when they are replaced: give --model FILE too")
    }
  }

  func run() throws {
    var (session, files) = try picture.opened(
      size: Size(width: 100, height: 30), isLive: true, canShowAll: Codeset.isUTF8)
    if let scenario = picture.experiment.scenario?.scenario { session.showCard(of: scenario) }
    let watched = watch && !session.checkpoints.isEmpty ? files.map { FileWatch($0).watch } : nil
    if describe { tell(session, watched) }
    let terminal: CursesTerminal
    do {
      terminal = try CursesTerminal(theme: picture.theme.requested, depth: picture.color.depthOfTerminal)
    } catch {
      throw InputError(error.description)
    }
    let ending = explore(session, on: terminal, watched)
    terminal.close()
    leave(ending)
  }

  /// The line mode: keys in, sentences out.
  private func tell(_ session: Session, _ watched: Watch?) -> Never {
    let terminal = LineTerminal()
    var spoken = SpokenExplorer()
    var loop = EventLoop(session, on: terminal, willDraw: { spoken.tell($0) }, watch: watched) { effect, session in
      switch effect {
      case .savePicture: Self.savePicture(&session)
      case .saveNumbers: session.save(as: "gradflow-table", "json") { $0.numbers() }
      case .suspend, .captureMouse, .redrawAll, .useTheme, .copy, .quit: break
      }
    }
    let ending = loop.run()
    terminal.close()
    // The end of a pipe is a way to leave.
    leave(ending == .hangUp ? .asked : ending)
  }

  private static func savePicture(_ session: inout Session) {
    let view = session.state.view.rawValue
    session.save(as: "gradflow-\(view)", "svg") { session in
      let description = Description(&session).text
      return session.frame().svg(theme: session.theme, title: "gradflow: \(view)", description: description)
    }
  }

  private func explore(_ session: Session, on terminal: CursesTerminal, _ watched: Watch?) -> Ending {
    var session = session
    session.size = terminal.size
    session.background = terminal.palette.theme
    let prepareForTheWorst = { (session: Session) in terminal.setCrashReport(Self.crashReport(session)) }
    var loop = EventLoop(session, on: terminal, willDraw: prepareForTheWorst, watch: watched) { effect, session in
      switch effect {
      case .suspend: terminal.suspend()
      case .captureMouse(let isCaptured): terminal.capturesMouse = isCaptured
      case .redrawAll:
        #if DEBUG
          Crash.asked?.happen()
        #endif
        terminal.redrawAll()
      case .savePicture: Self.savePicture(&session)
      case .useTheme(let theme):
        terminal.use(theme)
        if terminal.palette.depth == .none { session.notice? += ", in saved pictures: this screen has no colours" }
      case .copy(let text): session.isSentToClipboard = terminal.copy(text)
      case .saveNumbers: session.save(as: "gradflow-table", "json") { $0.numbers() }
      case .quit: break
      }
    }
    return loop.run()
  }

  private static func crashReport(_ session: Session) -> String {
    session.isWaiting
      ? "gradflow: a bug ended the program while it computed\n"
      : "gradflow: a bug ended the program; this shows the screen it died on: \(session.commandLine)\n"
  }

  /// Ends the process. A program that was told to end by a signal dies of it, so that whoever sent it sees that.
  private func leave(_ ending: Ending) -> Never {
    switch ending {
    case .asked: Self.end(0)
    case .interrupted: Self.end(128 + SIGINT)
    case .hangUp: Self.end(128 + SIGHUP)
    case .signal(let number):
      signal(number, SIG_DFL)
      raise(number)
      Self.end(128 + number)
    }
  }

  /// Ends it at once, without the ends of its libraries: they would take away what a thread may still be computing with.
  private static func end(_ code: Int32) -> Never {
    fflush(nil)
    _exit(code)
  }
}

extension Session {
  /// Writes a new file into the working folder and says its name, or why there is none.
  fileprivate mutating func save(as name: String, _ suffix: String, _ contents: (inout Session) -> String) {
    do {
      notice = "saved \(try OutputFile.writeNew(contents(&self), name: name, extension: suffix))"
    } catch let error as InputError {
      notice = error.message
    } catch {
      notice = "not saved: \(error)"
    }
  }

  /// What `gradflow table --format json` prints of the same experiment.
  fileprivate mutating func numbers() -> String {
    let analysis = settledAnalysis()
    var text = ""
    ContributionTable(
      of: analysis.trajectory, target: analysis.target, parameter: analysis.parameter, observable: analysis.observable,
      truncation: analysis.choices.truncation, clipping: analysis.choices.clipping,
      provenance: Provenance(state.matrix, source, state.input)
    ).write(.json, to: &text)
    return text
  }
}
