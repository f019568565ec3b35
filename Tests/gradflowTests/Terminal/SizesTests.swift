import RNNCore
import Testing

@testable import Explorer
@testable import gradflow
@testable import Screen

/// The real program in windows of every size, and while the window changes.
@Suite(.serialized, .onOwnThreads) struct SizesTests {
  @Test(
    "From 1×1 to 1000×400 the screen is the frame of that size, and below 40×10 one that says what is needed",
    arguments: [
      ["--view", "flow"], ["--view", "derivation"], ["--view", "map"], ["--view", "landscape"],
      ["--hidden", "16", "--view", "spectrum"], ["--model", "builtin:sunspots", "--of", "loss"],
    ])
  func sizes(arguments: [String]) throws {
    let terminal = try PseudoTerminal(Program.path, ["--theme", "dark"] + arguments, size: (1, 1))
    var session = try PictureOptions.parse(arguments).session(size: Size(width: 1, height: 1))
    for (width, height) in [
      (1, 1), (2, 1), (1, 400), (1000, 1), (39, 9), (40, 10), (41, 11), (80, 24), (1000, 10), (300, 100), (1000, 400),
      (40, 400), (7, 3),
    ] {
      terminal.resize(width: width, height: height)
      session.size = Size(width: width, height: height)
      let screen = try redrawn(terminal, width: width, height: height)
      #expect(screen.rows == rows(session.frame()), "\(arguments) \(width)x\(height)")
      #expect(screen.unknown == [], "\(arguments) \(width)x\(height)")
    }
    terminal.type("q")
    #expect(terminal.finish() == .code(0))
  }

  @Test("Resized again and again while it draws, it shows the last size's frame", arguments: [1, 2, 3] as [UInt64])
  func whileDrawing(seed: UInt64) throws {
    let terminal = try PseudoTerminal(Program.path, ["--theme", "dark"], size: (100, 30))
    var session = try PictureOptions.parse([]).session(size: Size(width: 100, height: 30))
    var generator = SplitMix64(seed: seed)
    for _ in 0..<150 {
      terminal.resize(width: 1 + Int(generator.next() % 300), height: 1 + Int(generator.next() % 100))
      #expect(terminal.write(Array("\u{1b}[C\u{1b}[D".utf8)))
      if generator.next() % 3 == 0 { _ = terminal.read(within: .milliseconds(3)) }
    }
    // What is too small takes no keys: the target step is wherever the last of them found room.
    terminal.resize(width: 120, height: 35)
    session.size = Size(width: 120, height: 35)
    _ = try #require(terminal.readToRest())
    terminal.type("G")
    _ = try #require(terminal.readToRest())
    session.press("G")
    let screen = try redrawn(terminal, width: 120, height: 35)
    // The hints tell of undo, which there may be.
    #expect(screen.rows.dropLast() == rows(session.frame()).dropLast())
    #expect(screen.unknown == [])
  }

  @Test("What a huge window needed is given back once nothing happens", .disabled(if: Program.isSanitized, "keeps it"))
  func memory() throws {
    let terminal = try PseudoTerminal(Program.path, ["--theme", "dark", "--hidden", "16", "--view", "spectrum"])
    _ = try #require(terminal.readToRest())
    let before = try #require(terminal.residentMemory)
    for width in 980...1000 {
      terminal.resize(width: width, height: 400)
      _ = try #require(terminal.readToRest(.milliseconds(20)))
    }
    terminal.resize(width: 100, height: 30)
    _ = try #require(terminal.readToRest())
    let most = try #require(terminal.residentMemory)
    _ = try #require(terminal.readToRest(.milliseconds(1500)))
    let after = try #require(terminal.residentMemory)
    #expect(after < before + 4_000_000, "\(before) bytes, then \(most), at rest \(after)")
  }

  @Test("A size beyond all terminals, which anything can set, draws what fits and ends no program")
  func absurd() throws {
    let terminal = try PseudoTerminal(Program.path, ["--theme", "dark"], size: (100, 30))
    _ = try #require(terminal.readToRest())
    for (width, height) in [(40_000, 30), (30, 65_535), (65_535, 65_535), (100, 30)] {
      terminal.resize(width: width, height: height)
      _ = try #require(terminal.readToRest(), "\(width)x\(height)")
    }
    terminal.type("q")
    #expect(terminal.finish() == .code(0))
  }

  /// The rows of a frame as they are seen in the terminal's colours.
  private func rows(_ frame: Frame) -> [String] {
    let text = frame.ansi(palette: Palette(theme: .dark, depth: .cube))
    return EmulatedScreen(lines: text, width: frame.size.width, height: frame.size.height).rows
  }

  /// The screen after Ctrl-L. In a window that is too small that key does nothing, but the resize has drawn everything.
  private func redrawn(_ terminal: PseudoTerminal, width: Int, height: Int) throws -> EmulatedScreen {
    var screen = EmulatedScreen(width: width, height: height)
    screen.feed(try #require(terminal.readToRest()))
    terminal.type("\u{0c}")
    screen.feed(try #require(terminal.readToRest()))
    return screen
  }
}

extension Session {
  /// Handles the keys of a script.
  fileprivate mutating func press(_ script: String) {
    for key in (try? KeyScript.keys(script)) ?? [] { _ = handle(key) }
  }
}
