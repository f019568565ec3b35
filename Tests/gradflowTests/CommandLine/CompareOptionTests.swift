import ArgumentParser
import RNNCore
import Screen
import Testing

@testable import Explorer
@testable import gradflow

/// `--compare FLAGS`: what is kept as B from the start, as a command line of its own.
@Suite struct CompareOptionTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("a,b\n1,4\n2,5\n3,6\n", to: "two columns.csv")
  }

  private func session(_ arguments: String...) throws -> Session {
    try PictureOptions.parse(arguments).session(size: Size(width: 100, height: 30))
  }

  @Test("What is left out is the program's own, not what the rest of the line says")
  func defaults() throws {
    let compared = try session("--w", "1.1", "--input", "noise", "--wrt", "U", "--steps", "60", "--compare", "")
    let own = try session()
    #expect(compared.compared?.analysis.choices == own.analysis.choices)
    #expect(compared.compared?.analysis.contributions?.total == own.analysis.contributions?.total)
    #expect(try session().compared == nil)
  }

  @Test("Every flag of network, sequence and what is looked at is B's, and --term")
  func flags() throws {
    let flags = [
      "--activation", "relu", "--w", "-1.5", "--u", "0.25", "--bias", "2", "--s0", "-3", "--v", "4", "--input", "noise",
      "--seed", "7", "--steps", "30", "--amplitude", "2", "--target", "20", "--term", "11", "--wrt", "b", "--of",
      "loss",
      "--cut-window", "9", "--clip", "norm:2",
    ]
    let shown = try PictureOptions.parse(flags).session(size: Size(width: 100, height: 30))
    let beside = try session("--compare", flags.joined(separator: " "))
    let other = try #require(beside.state.other)
    #expect(Counterpart(shown.state) == Counterpart(other) && other.inspected == 11)
    #expect(beside.analysis.choices == (try session()).analysis.choices)
  }

  @Test("It is split as a shell splits it")
  func words() throws {
    let path = folder.file("two columns.csv")
    for quoted in ["'\(path)'", "\"\(path)\"", path.replacing(" ", with: "\\ ")] {
      let session = try session("--compare", "--input \(quoted)\t--column  'b'")
      #expect(session.compared?.analysis.experiment.inputs.values == [4, 5, 6])
    }
  }

  @Test("Sources that are the same are shared; others are a list of their own, which i and scenarios of A do not enter")
  func sources() throws {
    let count = try session().sources.count
    #expect(try session("--compare", "--w 2 --input noise").sources.count == count)
    let file = "--input '\(folder.file("two columns.csv"))' --column a"
    let beside = try session("--compare", file)
    #expect(beside.sources.count == 2 * count + 1 && beside.compared?.source.flags.first == "--input")
    #expect(beside.sources.map(\.list) == Array(repeating: 0, count: count) + Array(repeating: 1, count: count + 1))
    var walked = beside
    for _ in 0..<count {
      _ = walked.handle(Key(.character("i")))
      #expect(walked.sources[walked.state.input.source].list == 0)
    }
    #expect(walked.state.input.source == beside.state.input.source)
    // Exchanged, what is shown walks through its own.
    _ = walked.handle(Key(.character("x")))
    for _ in 0...count {
      #expect(walked.sources[walked.state.input.source].list == 1)
      _ = walked.handle(Key(.character("i")))
    }
    #expect(walked.source.flags == beside.compared?.source.flags)
    #expect(Scenario.all.allSatisfy { ($0.state(sources: beside.sources)?.input.source ?? 0) < count })
  }

  @Test("B is fed as its own network asks: a model by the layers below it and with its own classes")
  func requirements() throws {
    let flags = ["--model", "builtin:sunspots", "--of", "loss", "--steps", "30"]
    let own = try PictureOptions.parse(flags).session(size: Size(width: 100, height: 30))
    let beside = try session("--hidden", "3", "--compare", flags.joined(separator: " "))
    #expect(beside.compared?.source.classNames == own.source.classNames && !own.source.classNames.isEmpty)
    #expect(beside.compared?.analysis.contributions?.total == own.analysis.contributions?.total)
  }

  @Test(
    "What cannot be used is one line that says it is B's",
    arguments: [
      ("--w x", "the value 'x' is invalid for '--w <w>'"), ("--foo", "unknown option '--foo'"),
      ("--stesp 3", "unknown option '--stesp'. Did you mean '--steps'?"),
      ("--view map", "unknown option '--view': it takes flags of network, sequence and what is looked at"),
      ("--help", "a question has no place in it: ask gradflow --help"), ("--version", "unknown option '--version'"),
      ("sine", "unexpected argument 'sine'"), ("--w", "missing value for '--w <w>'"),
      ("--input 'x", "a ' is open at the end: close it, or write \\' for the character itself"),
      ("--input no.csv", "no.csv: no such file, nor a built-in input"), ("--target 45", "--target 45: expected a step"),
      ("--term 45", "--term 45: expected a step from 1 to k = 44"),
      ("--hidden 3 --w 1", "--w sets a number of the scalar network"), ("--gain 2", "--gain scales the W"),
      ("--of unit:x", "the value 'unit:x' is invalid for '--of <of>'"), ("--model builtin:x", "--model builtin:x: the"),
      ("--scenario x", "the value 'x' is invalid for '--scenario <name>'"),
    ])
  func errors(flags: String, message: String) throws {
    let error = #expect(throws: InputError.self) { try session("--compare", flags) }
    let said = try #require(error).message
    #expect(said.hasPrefix("--compare: " + message) && !said.contains { $0.isNewline }, "\(said)")
  }

  @Test("The program says it with exit code 2, takes flags in one argument only, and tells who forgets the quotes")
  func program() throws {
    try Program.expectRefusal(["render", "--compare", "--w x"], saying: ["gradflow: --compare: "])
    let run = try Program.run(["render", "--compare", "--w", "0.9"])
    #expect(run.code == 64)
    #expect(run.message.contains("The flags behind --compare are one argument: --compare '--w 0.9'"), "\(run.message)")
    let table = try Program.run(["table", "--compare", "--w 0.9"])
    #expect(
      table.code == 64
        && table.message.contains("which 'gradflow explore', 'gradflow render' and 'gradflow describe' have"))
    #expect(try Program.output(["render", "--compare", "--w 0.5"]).contains("B: W +0.50"))
    #expect(try Program.output(["render", "--compare=--w 0.5"]).contains("B: W +0.50"))
  }

  @Test("Standard input feeds either side, or both, which y writes after b")
  func standardInput() throws {
    let numbers = Array((1...30).map { "\($0 % 7),\($0 % 3)\n" }.joined().utf8)
    func drawn(_ arguments: [String]) throws -> String {
      let run = try Program.run(["render", "--size", "100x30"] + arguments, input: .bytes(numbers))
      #expect(run.code == 0, "\(run.message)")
      return run.text
    }
    let first = ["--input", "-", "--column", "1"]
    let kept = try drawn(first + ["--keys", "b<Up>"])
    let again = try drawn(first + ["--w", "0.95", "--compare", "--input - --column 1"])
    #expect(kept.split(separator: "\n").dropLast() == again.split(separator: "\n").dropLast())
    let crossed = try drawn(["--compare", "--input - --column 2"] + first)
    #expect(crossed.contains("B:") && crossed != kept)
    #expect(try drawn(["--compare", "--input - --column 2"]).contains("input stdin"))
  }
}
