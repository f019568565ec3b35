import Foundation
import Testing

@testable import CursesTerminal
@testable import Explorer
@testable import gradflow
@testable import Screen
@testable import Views

/// What a frame costs on the wire, and what waiting costs.
@Suite(.serialized, .onOwnThreads) struct BytesTests {
  private static let size = Size(width: 100, height: 30)
  private static let palette = Palette(theme: .dark, depth: .cube)

  /// Keys one after the other, and what each is for the program.
  private static let keys: [(bytes: String, key: Key)] =
    [
      ("\u{1b}[A", Key(.up)), ("\u{1b}[A", Key(.up)), ("\u{1b}[B", Key(.down)), ("\u{1b}[5~", Key(.pageUp)),
      ("\u{1b}[D", Key(.left)), ("\u{1b}[D", Key(.left)), ("\u{1b}[C", Key(.right)),
    ] + "[[[]]dddspps\t\tkjaaaAi.}{".map { (String($0), Key(typed: $0) ?? Key(.escape)) }
    + "Ig23d4v1uuu?".map { (String($0), Key(typed: $0) ?? Key(.escape)) }

  /// The bytes of an end of one look and the begin of another, colours and all.
  private static let look = 18.0

  /// Over all keys and for each, with a change of look to spare. ncurses writes up to five unchanged cells again instead of
  /// moving past them, and where it reverses or no longer does it begins anew with all colours. So two keys that turn the
  /// ends of nearly all hanging bars, which are in reverse video, are held to three tenths, and those that move all the dots
  /// which lie in the bars of several units to a quarter.
  @Test(
    "Frames write at most what their changed cells need and a fifth more",
    arguments: [[], ["--hidden", "16"], ["--model", "builtin:sunspots", "--of", "loss"]])
  func frames(arguments: [String]) throws {
    let terminal = try PseudoTerminal(Program.path, ["--theme", "dark"] + arguments)
    var session = try PictureOptions.parse(arguments).session(size: Self.size)
    _ = try #require(terminal.readToRest(.milliseconds(1300)))
    var shown = session.frame()
    var (writtenInAll, neededInAll) = (0, 0)
    var report: [String] = []
    for (bytes, key) in Self.keys {
      _ = session.handle(key)
      let waits = session.frame() != shown && session.hasStaleOrder
      terminal.type(bytes)
      let written = try #require(terminal.readToRest(waits ? .milliseconds(1300) : .milliseconds(120))).count
      let needed = need(of: &session, from: &shown)
      writtenInAll += written
      neededInAll += needed
      report.append("\(bytes.debugDescription) \(written)/\(needed)")
      let limit = Self.limit(bytes, arguments)
      #expect(
        Double(written) <= limit * Double(needed) + Self.look,
        "\(arguments) \(bytes.debugDescription): \(written) of \(needed)")
    }
    print("bytes written/needed", arguments, "\(writtenInAll)/\(neededInAll)", report.joined(separator: " · "))
    #expect(Double(writtenInAll) <= 1.2 * Double(neededInAll), "\(arguments)")
    terminal.type("q")
    terminal.finish()
  }

  private static func limit(_ key: String, _ arguments: [String]) -> Double {
    if arguments.isEmpty { return "kj".contains(key) ? 1.3 : 1.2 }
    return arguments.contains("loss") && "d{}".contains(key) ? 1.25 : 1.2
  }

  /// The need of the session's frame, and of the one that follows by itself when rows are sorted.
  private func need(of session: inout Session, from shown: inout Frame) -> Int {
    var need = cost(of: session.frame(), &shown)
    if session.hasStaleOrder {
      session.sortUnits()
      need += cost(of: session.frame(), &shown)
    }
    return need
  }

  private func cost(of next: Frame, _ shown: inout Frame) -> Int {
    defer { shown = next }
    return FrameCost(from: shown, to: next, palette: Self.palette).bytes
  }

  @Test("A key press that changes one bar writes under 300 bytes")
  func oneBar() throws {
    // Only x_1 is not 0, and W is: U turns s_1 and nothing else.
    let arguments = ["--input", "impulse", "--w", "0", "--s0", "0", "--keys", "<Tab>"]
    let terminal = try PseudoTerminal(Program.path, ["--theme", "dark"] + arguments)
    _ = try #require(terminal.readToRest())
    for key in "kkkkkkjjjjjjjjj" {
      terminal.type(String(key))
      let written = try #require(terminal.readToRest()).count
      print("one bar", key, written)
      #expect(0 < written && written < 300, "\(key): \(written)")
    }
  }

  /// Seconds of waiting; `scripts/soak` makes it a minute.
  private static let idle = ProcessInfo.processInfo.environment["GRADFLOW_IDLE"].flatMap { Int($0) } ?? 3

  private static let waiting = [
    [], ["--hidden", "16"], ["--view", "map"], ["--input", "noise", "--steps", "100000"],
  ]

  /// All of them wait at once: sleep costs no more for four than for one.
  @Test("Waiting costs nothing: under 10 ms of processor time in a minute")
  func waits() throws {
    let terminals = try Self.waiting.map { try PseudoTerminal(Program.path, ["--theme", "dark"] + $0) }
    for terminal in terminals { _ = try #require(terminal.readToRest()) }
    // What follows by itself comes within a second, on a busy machine later: rows are sorted, and memory is given back. There
    // is a time in which all of them cost nothing.
    usleep(1_500_000)
    for terminal in terminals { _ = try #require(terminal.readToRest()) }
    let limit = Duration.milliseconds(10) * max(Self.idle, 6) / 60
    var restless = ["not measured"]
    for _ in 0..<3 where !restless.isEmpty {
      let before = try terminals.map { try #require($0.processorTime) }
      usleep(UInt32(Self.idle) * 1_000_000)
      restless = try terminals.indices.compactMap { place in
        let used = try #require(terminals[place].processorTime) - before[place]
        let written = terminals[place].read()?.count
        print("idle for \(Self.idle) s", Self.waiting[place], used)
        return used < limit && written == 0 ? nil : "\(Self.waiting[place]): \(used), \(written ?? -1) bytes"
      }
    }
    #expect(restless.isEmpty, "\(Self.idle) s")
  }
}
