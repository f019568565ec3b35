import Foundation
import Testing

/// Networks whose numbers take seconds: the screen is there before them, and keys are heard.
@Suite struct WaitingTests {
  private static let flags = "--hidden 512 --seed 1 --input noise --steps 1000"

  private func start(_ flags: String = flags) throws -> Tmux {
    try Tmux(width: 100, height: 30, "'\(Program.path)' --theme dark \(flags); echo left with $?")
  }

  @Test("The first frame says what is computed; q and Ctrl-C leave at once", arguments: [("q", 0), ("C-c", 130)])
  func leaving(key: String, status: Int) throws {
    let terminal = try start()
    let first = try terminal.screen { $0.contains("computing") }
    #expect(first.contains("n 512") && first.contains("T 1000") && first.contains("q leave"))
    // Not before it has come to the long part.
    try terminal.screen { $0.contains("computing the terms") }
    try terminal.type(key)
    #expect(try terminal.screen { $0.contains("left with") }.contains("left with \(status)"))
    #expect(try terminal.modes() == Tmux.plainModes)
  }

  @Test("q leaves in the midst of what other threads compute, in every view", arguments: ["flow", "map", "spectrum"])
  func leavingInTheMidst(view: String) throws {
    for pause in [0, 60, 150, 400] {
      let terminal = try start("--hidden 256 --seed 1 --input noise --steps 3000 --view \(view)")
      try terminal.screen { $0.contains("computing") && !$0.contains("computing the states") }
      usleep(UInt32(1000 * pause))
      try terminal.type("q")
      #expect(try terminal.screen { $0.contains("left with") }.contains("left with 0"))
    }
  }

  @Test("What needs numbers waits for them, in the order in which it came; the picture is that of render")
  func waiting() throws {
    let flags = "--hidden 192 --seed 1 --input noise --steps 300"
    let terminal = try start(flags)
    try terminal.screen { $0.contains("computing") }
    try terminal.type("p", "[", "d", "[")
    let expected = try Program.output(
      ["render", "--size", "100x30", "--keys", "p[d["] + flags.split(separator: " ").map(String.init))
    let seen = try terminal.screen { $0 == expected }
    #expect(seen == expected)
    try terminal.type("q")
    #expect(try terminal.screen { $0.contains("left with") }.contains("left with 0"))
  }
}
