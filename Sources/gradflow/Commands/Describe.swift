import ArgumentParser
import Explorer
import Screen
import Views

/// `gradflow describe`: the screen in plain sentences.
struct Describe: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe",
    abstract: "Say in plain sentences what the screen shows.",
    discussion: """
      The network and its input, what the gradient comes to, what becomes of it on its way back, the strongest brakes, the \
      inspected term, and what the next press of the up arrow does; a sentence a line, for a screen reader, for alternative \
      text, for a log. Numbers are those of the screen. explore --describe says them while one explores, as far as they are new.

        gradflow describe
        gradflow describe --w 1.2 --keys 'a<Up>'
        gradflow describe --model trace.safetensors

      Exit codes: 0 good, 2 input that cannot be used, 64 usage.
      """)

  @OptionGroup var picture: PictureOptions

  func run() throws {
    let text = try Progress.during("describe") { _ in
      var session = try picture.session(size: Size(width: 100, height: 30))
      session.refine()
      return Description(&session).text
    }
    var output = StandardOutput()
    output.write(text)
    try output.flush()
  }
}

/// The explorer for whoever hears it: what is new after every key, in sentences.
struct SpokenExplorer {
  private var heard: Description?

  /// Says what of a session has not been said yet.
  mutating func tell(_ session: Session) {
    var session = session
    let description = Description(&session)
    let news = heard.map { description.news(since: $0) } ?? description.sentences.map(\.text)
    heard = description
    guard !news.isEmpty else { return }
    var output = StandardOutput()
    output.write(news.map { $0 + "\n" }.joined())
    try? output.flush()
  }
}
