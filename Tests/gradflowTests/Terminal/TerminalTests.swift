import Foundation
import Testing

/// The real program in a real terminal.
@Suite(.serialized, .onOwnThreads) struct TerminalTests {
  private static let program = "'\(Program.path)' --theme dark"

  private func rendered(_ size: String, keys: String = "", flags: [String] = []) throws -> String {
    try Program.output(["render", "--theme", "dark", "--size", size, "--keys", keys] + flags)
  }

  @Test("The screen is what render prints, at each size and after keys", arguments: ["80x24", "100x30", "160x45"])
  func sameScreen(size: String) throws {
    let parts = size.split(separator: "x").compactMap { Int($0) }
    let terminal = try Tmux(width: parts[0], height: parts[1], Self.program)
    var expected = try rendered(size)
    #expect(try terminal.screen { $0 == expected } == expected)

    try terminal.type("Up", "Up", "a", "[", "[", "Left", "s")
    try terminal.type("=", "1", ".", "5", "Enter")
    expected = try rendered(size, keys: "<Up><Up>a[[<Left>s=1.5<Enter>")
    #expect(try terminal.screen { $0 == expected } == expected)

    try terminal.type("?")
    expected = try rendered(size, keys: "<Up><Up>a[[<Left>s=1.5<Enter>?")
    #expect(try terminal.screen { $0 == expected } == expected)
  }

  @Test("A resize draws the picture of the new size")
  func resize() throws {
    let terminal = try Tmux(width: 100, height: 30, Self.program)
    try terminal.screen { $0.contains("gradflow") }
    for (width, height) in [(60, 20), (39, 9), (132, 43), (40, 10)] {
      try terminal.resize(width: width, height: height)
      let expected = try rendered("\(width)x\(height)")
      #expect(try terminal.screen { $0 == expected } == expected)
    }
  }

  @Test("A key that is held down leaves nothing behind")
  func heldKey() throws {
    let terminal = try Tmux(width: 100, height: 30, Self.program)
    try terminal.screen { $0.contains("gradflow") }
    for _ in 0..<20 { try terminal.type("Up", "Up", "Up", "Up", "Up", "Up", "Up", "Up", "Up", "Up") }
    let expected = try rendered("100x30", keys: String(repeating: "<Up>", count: 200))
    #expect(try terminal.screen { $0 == expected } == expected)
  }

  @Test("Without a UTF-8 locale the screen is ASCII")
  func ascii() throws {
    let terminal = try Tmux(width: 80, height: 24, locale: "C", Self.program)
    let expected = try rendered("80x24", flags: ["--ascii"])
    #expect(try terminal.screen { $0 == expected } == expected)
  }
}
