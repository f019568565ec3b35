import Testing

/// The program on a bare pseudo-terminal.
@Suite struct PseudoTerminalTests {
  @Test("The program draws, sees its size, and leaves")
  func start() throws {
    let terminal = try PseudoTerminal(Program.path, [], size: (100, 30))
    let drawn = terminal.read { String(decoding: $0, as: UTF8.self).contains("gradflow") }
    #expect(String(decoding: drawn, as: UTF8.self).contains("gradflow"))
    #expect((terminal.residentMemory ?? 0) > 1 << 20)
    #expect(terminal.processorTime != nil)
    #expect(terminal.state != nil)
    terminal.type("q")
    #expect(terminal.finish() == .code(0))
  }
}
