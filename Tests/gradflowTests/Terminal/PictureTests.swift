import Explorer
import Screen
import Testing
import Views

@testable import gradflow

/// The real screen is what `render` prints: glyphs, colours and attributes, in every view and theme.
@Suite(.serialized, .onOwnThreads) struct PictureTests {
  private static let sizes = [(40, 10), (60, 20), (80, 24), (100, 30), (160, 45)].map { Size(width: $0, height: $1) }
  private static let looks = [
    ["--theme", "dark", "--color", "256"], ["--theme", "light", "--color", "256"], ["--color", "never"],
  ]

  @Test("A network of one unit", arguments: looks)
  func scalar(look: [String]) throws {
    try compare(look, views: "1234")
  }

  @Test("A trained network of several units", arguments: looks)
  func matrix(look: [String]) throws {
    try compare(["--model", "builtin:sunspots"] + look, views: "12345")
  }

  /// Shows the views at every size, in one terminal and in one session beside it, and lets `render` draw the last.
  private func compare(_ flags: [String], views: String) throws {
    let options = try PictureOptions.parse(flags)
    let palette = Palette(theme: options.theme.requested ?? .dark, depth: options.color.depth)
    var session = try options.session(size: Self.sizes[0])
    let command = ([Program.path] + flags).joined(separator: " ")
    let terminal = try Tmux(width: session.size.width, height: session.size.height, command)
    for size in Self.sizes {
      try terminal.resize(width: size.width, height: size.height)
      session.size = size
      for key in views {
        _ = session.handle(Key(.character(key)))
        session.refine()
        try terminal.type("\(key)")
        try expect(terminal, session.frame().ansi(palette: palette), size, "\(flags) \(key) \(size)")
      }
    }
    let keys = String(repeating: views, count: Self.sizes.count)
    let size = session.size
    let arguments = ["render", "--size", "\(size.width)x\(size.height)", "--format", "ansi", "--keys", keys]
    try expect(terminal, Program.output(arguments + flags), size, "render \(flags)")
  }

  private func expect(_ terminal: Tmux, _ text: String, _ size: Size, _ context: Comment) throws {
    let expected = EmulatedScreen(lines: text, width: size.width, height: size.height)
    let found = try terminal.styledScreen(width: size.width, height: size.height) {
      $0.difference(from: expected) == nil
    }
    try #require(found.difference(from: expected) == nil, context)
  }
}
