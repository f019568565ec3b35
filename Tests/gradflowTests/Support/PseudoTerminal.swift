import Glibc
import Testing

/// A program on a terminal of its own, the other end of which is in our hands: bytes, sizes, signals and what it costs.
final class PseudoTerminal {
  /// The program, which leads a session of its own and has the terminal as its controlling terminal.
  let id: pid_t
  /// Our end of the terminal.
  private(set) var descriptor: Int32
  /// The terminal's end, held open while it is asked for, so that its modes can be read after the program has died.
  private var kept: Int32 = -1
  /// The modes that the program finds, where they can be read after it has died.
  private(set) var modesBefore: termios?
  private var status: Int32?
  /// Whether anything has been read: before that the program is starting.
  private var hasWritten = false

  /// Starts a program with the terminal as its standard streams, but for `errors` and `input` where files are named.
  init(
    _ path: String = Program.path, _ arguments: [String] = [], size: (width: Int, height: Int) = (100, 30),
    environment: [String: String] = [:], input: String? = nil, errors: String? = nil, keepsModes: Bool = false
  ) throws {
    let (master, name) = try Self.open()
    if keepsModes { kept = Glibc.open(name, O_RDWR | O_NOCTTY | O_CLOEXEC) }
    Self.setSize(size, of: master)
    descriptor = master
    var modes = termios()
    if keepsModes, tcgetattr(kept, &modes) == 0 { modesBefore = modes }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The first terminal that a session leader opens becomes its controlling terminal.
    posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    if let errors { posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600) }
    if let input { posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0) }
    let surroundings = Program.environment.merging(["TERM": "xterm-256color"]) { $1 }.merging(environment) { $1 }
    id = try ChildProcess.spawn(path, arguments, surroundings, &actions, leadsSession: true)
  }

  /// A new terminal: our end, and the name of the other. Glibc's module has no `posix_openpt` and its kin, so these are
  /// Linux's own calls.
  private static func open() throws -> (master: Int32, name: String) {
    let master = Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (lock, number): (Int32, UInt32) = (0, 0)
    let isUnlocked = ioctl(master, 0x4004_5431, &lock) == 0  // TIOCSPTLCK
    let isNamed = ioctl(master, 0x8004_5430, &number) == 0  // TIOCGPTN
    try #require(master >= 0 && isUnlocked && isNamed, "no pseudo-terminal")
    return (master, "/dev/pts/\(number)")
  }

  deinit {
    if status == nil {
      kill(id, SIGKILL)
      kill(id, SIGCONT)
      var ignored: Int32 = 0
      waitpid(id, &ignored, 0)
    }
    hangUp()
    if kept >= 0 { close(kept) }
  }

  /// Takes the terminal away, as a closed window does.
  func hangUp() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }

  // MARK: Bytes

  /// What the program has written, waiting at most so long for the first byte; nil when its end is closed.
  func read(within limit: Duration = .zero) -> [UInt8]? {
    var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    let ready = poll(&polled, 1, limit.milliseconds)
    guard ready > 0 else { return [] }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = Glibc.read(descriptor, &buffer, buffer.count)
    return count > 0 ? Array(buffer[..<count]) : nil
  }

  /// Reads until what has come satisfies a condition; what has come by the deadline otherwise.
  @discardableResult
  func read(within limit: Duration = .seconds(20), until condition: ([UInt8]) -> Bool) -> [UInt8] {
    let end = ContinuousClock.now + limit
    var bytes: [UInt8] = []
    while !condition(bytes), ContinuousClock.now < end, let more = read(within: .milliseconds(50)) { bytes += more }
    return bytes
  }

  /// What is written until the program sleeps and has been silent for so long; nil when it has ended, or does not come
  /// to rest.
  func readToRest(_ pause: Duration = .milliseconds(120), within limit: Duration = .seconds(20)) -> [UInt8]? {
    let end = ContinuousClock.now + limit * Program.patience
    var bytes: [UInt8] = []
    var last = ContinuousClock.now
    while ContinuousClock.now - last < pause || !hasWritten {
      guard ContinuousClock.now < end, let more = read(within: .milliseconds(10)) else { return nil }
      bytes += more
      hasWritten = hasWritten || !more.isEmpty
      if !more.isEmpty || state != "S" { last = .now }
    }
    return bytes
  }

  /// Types bytes, and hands over what the program writes meanwhile, so that neither waits for the other for ever.
  /// Returns false when it did not take them in time.
  @discardableResult
  func write(
    _ bytes: [UInt8], within limit: Duration = .seconds(20), output: ([UInt8]) -> Void = { _ in }
  ) -> Bool {
    let end = ContinuousClock.now + limit * Program.patience
    var rest = bytes[...]
    while !rest.isEmpty {
      var polled = pollfd(fd: descriptor, events: Int16(POLLIN | POLLOUT), revents: 0)
      _ = poll(&polled, 1, 100)
      if polled.revents & Int16(POLLIN) != 0, let more = read() { output(more) }
      if polled.revents & Int16(POLLOUT) != 0 {
        // Less than the line's buffer, so that the call never blocks.
        let piece = Array(rest.prefix(512))
        let count = Glibc.write(descriptor, piece, piece.count)
        if count > 0 { rest = rest.dropFirst(count) }
      }
      if polled.revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 || ContinuousClock.now > end { return false }
    }
    return true
  }

  /// Types text.
  @discardableResult
  func type(_ text: String) -> Bool { write(Array(text.utf8)) }

  // MARK: The window

  /// Resizes the window; the program is told by SIGWINCH.
  func resize(width: Int, height: Int) { Self.setSize((width, height), of: descriptor) }

  private static func setSize(_ size: (width: Int, height: Int), of descriptor: Int32) {
    var window = winsize(
      ws_row: UInt16(clamping: size.height), ws_col: UInt16(clamping: size.width), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(descriptor, UInt(TIOCSWINSZ), &window)
  }

  /// The modes of the terminal now.
  var modes: termios? {
    var modes = termios()
    return tcgetattr(kept >= 0 ? kept : descriptor, &modes) == 0 ? modes : nil
  }

  // MARK: The process

  /// Sends the program a signal.
  func signal(_ number: Int32) { kill(id, number) }

  /// The state letter of the process: R, S, T (stopped), Z (dead) and so on; nil when it is gone.
  var state: Character? { fields.first?.first }

  /// The processor time that the program has used: to the nanosecond where the kernel counts so, else to a clock tick.
  var processorTime: Duration? {
    let counted = Self.contents("/proc/\(id)/schedstat").split(separator: " ")
    if let nanoseconds = counted.first.flatMap({ Int64($0) }), nanoseconds > 0 { return .nanoseconds(nanoseconds) }
    guard fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12]) else { return nil }
    return .seconds(Double(user + system) / Double(sysconf(Int32(_SC_CLK_TCK))))
  }

  /// Resident memory in bytes.
  var residentMemory: Int? {
    let words = Self.contents("/proc/\(id)/statm").split(separator: " ")
    return words.count > 1 ? Int(words[1]).map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) } : nil
  }

  /// The words of /proc/ID/stat behind the name, from the state on.
  private var fields: [Substring] {
    let text = Self.contents("/proc/\(id)/stat")
    guard let name = text.lastIndex(of: ")") else { return [] }
    return text[text.index(after: name)...].split(separator: " ")
  }

  private static func contents(_ path: String) -> String {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = Glibc.read(descriptor, &buffer, buffer.count)
    return String(decoding: buffer[..<max(count, 0)], as: UTF8.self)
  }

  /// Waits for the end, reading what is still written; nil when there is none within the time.
  func finish(within limit: Duration = .seconds(20), output: ([UInt8]) -> Void = { _ in }) -> Death? {
    let end = ContinuousClock.now + limit * Program.patience
    while status == nil, ContinuousClock.now < end {
      var number: Int32 = 0
      if waitpid(id, &number, WNOHANG) == id { status = number }
      if descriptor >= 0, let more = read(within: .milliseconds(5)), !more.isEmpty {
        output(more)
      } else if status == nil {
        usleep(5000)
      }
    }
    while descriptor >= 0, let more = read(), !more.isEmpty { output(more) }
    return status.map(Death.init)
  }
}

/// How a program ended.
enum Death: Equatable {
  case code(Int32)
  case signal(Int32)

  init(status: Int32) { self = status & 0x7f == 0 ? .code((status >> 8) & 0xff) : .signal(status & 0x7f) }
}

extension Duration {
  /// A time for `poll`, rounded up.
  fileprivate var milliseconds: Int32 {
    Int32(clamping: components.seconds * 1000 + (components.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
