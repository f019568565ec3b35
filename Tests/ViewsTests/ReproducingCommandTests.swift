import RNNCore
import Testing
import Views

@testable import Explorer
@testable import Screen

@Suite("The command line that reproduces the screen")
struct ReproducingCommandTests {
  @Test(
    "But for the scales only what differs from the start has a flag",
    arguments: [
      ("", "gradflow"), ("<Up>", "gradflow --w 0.95"), ("-", "gradflow --w -0.9"), ("<Left>", "gradflow --target 43"),
      ("[", "gradflow --term 43"), ("a", "gradflow --activation sigmoid"), ("d", "gradflow --wrt U"),
      ("i", "gradflow --input impulse"), ("I", "gradflow --input noise"), ("IR", "gradflow --input noise --seed 2"),
      ("<Tab><Up><S-Tab>", "gradflow --u 0.85"), ("<S-Tab><Up><Tab>", "gradflow --steps 45"),
      ("s", "gradflow --keys s"), (".", "gradflow --keys ."), ("<Tab><Tab>", "gradflow --keys '<Tab><Tab>'"),
      ("<Tab><Tab>=1e-7<Enter><Tab>-", "gradflow --bias 1e-07 --s0 -0.1 --keys '<Tab><Tab><Tab>'"),
      ("<Up>u", "gradflow"), ("aar", "gradflow"),
    ])
  func flags(script: String, command: String) {
    let text = ReproducingCommand.text(for: Sample.session().pressing(script))
    #expect(text.replacing(/\ --axes [^ ]+/, with: "") == command)
  }

  @Test("Scales that only their history explains are written, and begin the next session as they are")
  func axes() throws {
    let session = Sample.session(.identity, W: 1.3).pressing("=1.25<Enter>}")
    let arguments = ReproducingCommand.arguments(for: session)
    let place = try #require(arguments.firstIndex(of: "--axes"))
    let scales = try #require(Scales(arguments[place + 1]))
    #expect(scales == session.state.scales)
    var state = session.state.choices
    state.depth = nil
    state.scales = scales
    let again = Session(state: state, sources: Sample.sources, size: session.size)
    #expect(again.lines == session.lines)
    #expect(again.state.depth == session.state.depth)
  }

  @Test(
    "A screen of any size, too small ones as well, has a command: a program that dies there tells it",
    arguments: View.allCases)
  func smallScreens(view: View) {
    for (width, height) in [(1, 1), (1, 400), (1000, 1), (39, 9), (39, 10), (40, 9), (40, 10)] {
      let size = Size(width: width, height: height)
      for var session in [Sample.session(size: size), MatrixSample.session(size: size)] {
        session.state.view = view == .spectrum && session.state.matrix == nil ? .flow : view
        _ = session.frame()
        #expect(ReproducingCommand.text(for: session).hasPrefix("gradflow"), "\(view) \(size)")
      }
    }
  }

  @Test("A file's own flags come back, quoted for a shell where they must be")
  func quoted() {
    let name = "it's a  file.csv"
    let source = InputSource(name: name, values: [1, 2, 3], flags: ["--input", name, "--column", ""])
    let session = Sample.session(input: name, steps: 3, sources: [source] + Sample.sources)
    #expect(ReproducingCommand.text(for: session) == "gradflow --input 'it'\\''s a  file.csv' --column ''")
    let cut = Sample.session(input: name, offset: 1, steps: 1, sources: [source] + Sample.sources)
    #expect(ReproducingCommand.text(for: cut).hasSuffix(" --offset 1 --steps 1"))
  }

  @Test("Flags of the look stand at the end")
  func look() {
    var session = Sample.session().pressing("s")
    session.displayFlags = ["--ascii"]
    #expect(session.commandLine == "gradflow --keys s --ascii")
    session.chosenTheme = .light
    #expect(session.commandLine == "gradflow --keys s --ascii --theme light")
  }

  @Test("Copied from a screen of any width, a shell takes the whole command as one line", arguments: 40...110)
  func copied(width: Int) {
    let script =
      "a<Up>=−1.2345678901234567<Enter><Tab>=1e-300<Enter><Tab>=0.1234567890123456<Enter><Tab>-<Tab><Up>[[d}}s."
    let session = Sample.session(.leakyrelu, size: Size(width: width, height: 10)).pressing(script + "y")
    let command = session.commandLine
    #expect(command.count > 200)
    let lines = session.lines.drop { !$0.contains("the command line of this screen") }.dropFirst().dropLast()
    let read = lines.filter { !$0.isEmpty }.joined(separator: "\n").replacing("\\\n", with: "").replacing(
      /\ +/, with: " ")
    #expect(read == " " + command)
  }

  @Test("A last key that would say there is no room for what it asks for has its message put away")
  func message() throws {
    for (width, height, end) in [(48, 16, "O<Esc>'"), (100, 30, " O")] {
      let session = Sample.classifier(size: Size(width: width, height: height)).pressing("O<Esc>")
      #expect(session.commandLine.hasSuffix(end), "\(session.commandLine)")
    }
    let other = Sample.classifier(size: Size(width: 48, height: 16)).pressing("Op<Esc>")
    #expect(other.reasonForLittleOutput != nil && other.commandLine.hasSuffix(" pO<Esc>'".replacing(" ", with: "'")))
    var narrow = Sample.session().pressing("f")
    #expect(narrow.commandLine.hasSuffix(" f"))
    narrow.size = Size(width: 48, height: 16)
    #expect(narrow.commandLine.hasSuffix("'f<Esc>'"))
  }

  @Test("What has no flag is pressed: ruler, output, playing at another speed")
  func pressed() {
    let keys = Sample.classifier().pressing("nOp").commandLine.split(separator: " ").last ?? ""
    #expect(keys.contains("p") && keys.contains("O"))
    #expect(Sample.drawing().pressing("<Space><Tick>+").commandLine.contains("+"))
    #expect(Sample.drawing().pressing("<Space><Tick>-").commandLine.contains("-'"))
  }
}
