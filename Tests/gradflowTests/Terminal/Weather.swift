import Foundation
import Testing

/// A storm over the real program, and what is measured meanwhile.
struct Weather {
  private let terminal: PseudoTerminal
  private let arguments: [String]
  private var storm: Storm
  private var written = 0
  /// Resident memory at each calm, at rest.
  private(set) var memory: [Int] = []

  /// Between two calms.
  static let eventsBetweenCalms = 2500
  /// How many events of a calm are followed cell by cell.
  private static let eventsFollowed = 50

  /// Starts the program in a folder of its own.
  init(arguments: [String], in folder: TemporaryFolder, seed: UInt64) throws {
    self.arguments = arguments
    storm = Storm(seed: seed)
    terminal = try PseudoTerminal("/usr/bin/env", ["-C", folder.path, Program.path, "--theme", "dark"] + arguments)
    _ = terminal.readToRest()
  }

  /// So many events, with a calm now and then: memory is measured, and the screen is compared. A long storm also stops
  /// the program and lets it go on.
  mutating func blow(events: Int, isLong: Bool) throws {
    let began = ContinuousClock.now
    for first in stride(from: 0, to: events, by: Self.eventsBetweenCalms) {
      for _ in first..<min(first + Self.eventsBetweenCalms, events) - Self.eventsFollowed { try happen() }
      try calm()
      memory.append(try memoryAtRest())
      if isLong { try interrupt() }
    }
    report(events, ContinuousClock.now - began)
  }

  private mutating func happen() throws {
    switch storm.next() {
    case .resize(let width, let height): terminal.resize(width: width, height: height)
    case .bytes(let bytes): try type(bytes) { _ in }
    }
  }

  private mutating func type(_ bytes: [UInt8], output: ([UInt8]) -> Void) throws {
    var count = 0
    let isTaken = terminal.write(bytes) {
      count += $0.count
      output($0)
    }
    written += count
    try #require(isTaken, "\(arguments): no more keys are taken, \(String(describing: terminal.finish(within: .zero)))")
  }

  private func report(_ events: Int, _ time: Duration) {
    let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
    print(
      "storm", arguments.joined(separator: " "), "· \(events) events, \(Int(Double(events) / seconds)) a second,",
      "\(written >> 10) KiB written, memory in MB", memory.map { $0 / 1_000_000 })
  }

  // MARK: Calm

  /// Ends whatever is going on, and compares the screen that many small changes have made with one drawn anew.
  private mutating func calm() throws {
    terminal.resize(width: 100, height: 30)
    try settle()
    var followed = EmulatedScreen(width: 100, height: 30)
    followed.feed(try redrawn())
    for _ in 0..<Self.eventsFollowed {
      if case .bytes(let bytes) = storm.next() { try type(bytes) { followed.feed($0) } }
    }
    followed.feed(try settle())
    var anew = EmulatedScreen(width: 100, height: 30)
    anew.feed(try redrawn())
    #expect(followed.rows == anew.rows)
    let different = zip(followed.cells, anew.cells).enumerated().filter { $0.element.0.shown != $0.element.1.shown }
    #expect(different.isEmpty, "\(arguments): colours, at \(different.prefix(5))")
    #expect(followed.unknown + anew.unknown == [])
  }

  /// Resident memory. After work on a huge window or a long sequence the program is given the second that it waits before
  /// it gives back what it needed for that.
  private mutating func memoryAtRest() throws -> Int {
    let now = try #require(terminal.residentMemory)
    guard let first = memory.first, now > first + 8_000_000 else { return now }
    _ = try quiet(.milliseconds(1500))
    return try #require(terminal.residentMemory)
  }

  /// Ends open pastes, then Escape until nothing lies over the picture and nothing moves; `y` sorts the rows of units,
  /// which otherwise happens after half a second. Gives what was written.
  @discardableResult
  private mutating func settle() throws -> [UInt8] {
    var bytes: [UInt8] = []
    try type(Array("\u{1b}[201~".utf8)) { bytes += $0 }
    bytes += try quiet(.milliseconds(150))
    for key in "\u{1b}\u{1b}\u{1b}y\u{1b}\u{1b}".utf8 {
      try type([key]) { bytes += $0 }
      bytes += try quiet(.milliseconds(60))
    }
    return bytes
  }

  /// What is written until the program sleeps and has been silent for a while.
  private mutating func quiet(_ pause: Duration) throws -> [UInt8] {
    let taken = terminal.readToRest(pause)
    let bytes = try #require(taken, "\(arguments): comes to no rest, \(ending)")
    written += bytes.count
    return bytes
  }

  /// How the program has ended, and its last words.
  private var ending: String {
    var rest: [UInt8] = []
    let death = terminal.finish(within: .zero) { rest += $0 }
    return "\(death.map { "\($0)" } ?? "runs"): \(String(decoding: rest.suffix(2000), as: UTF8.self))"
  }

  /// What Ctrl-L makes the program write.
  private mutating func redrawn() throws -> [UInt8] {
    var bytes: [UInt8] = []
    try type([0x0c]) { bytes += $0 }
    bytes += terminal.read { $0.firstRange(of: Array("\u{1b}[?2004h".utf8)) != nil }
    return bytes + (try quiet(.milliseconds(60)))
  }

  /// Stops the program and lets it go on, by both signals that do that.
  private mutating func interrupt() throws {
    terminal.signal(SIGTSTP)
    _ = try quiet(.milliseconds(60))
    terminal.signal(SIGSTOP)
    terminal.resize(width: 90, height: 25)
    terminal.signal(SIGCONT)
    _ = try quiet(.milliseconds(60))
  }

  /// Resets the program: the screen is what `render` prints of the beginning, but for the hints, which tell of undo.
  mutating func end(reset expected: String) throws {
    terminal.resize(width: 100, height: 30)
    try settle()
    try type([0x72]) { _ in }
    _ = try quiet(.milliseconds(60))
    try settle()
    var screen = EmulatedScreen(width: 100, height: 30)
    screen.feed(try redrawn())
    let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).prefix(30)
    #expect(screen.unknown == [])
    #expect(Array(screen.rows.dropLast()) == Array(wanted.dropLast()), "\(screen.text)\n\(expected)")
    terminal.type("q")
    #expect(terminal.finish() == .code(0))
  }
}
