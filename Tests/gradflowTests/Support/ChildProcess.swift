import Glibc
import Synchronization
import Testing

/// A program that was started, with its standard streams in our hands.
struct ChildProcess: ~Copyable {
  let id: pid_t
  private let output: Int32
  private let errors: Int32

  /// Where standard input comes from.
  enum Input: Sendable {
    /// A file; `/dev/null` where nothing is to be read.
    case file(String)
    /// A pipe that delivers these bytes and ends.
    case bytes([UInt8])
    /// No standard input at all.
    case closed
  }

  /// Where standard output goes.
  enum Output: Sendable {
    case captured
    case file(String)
    /// A pipe that nobody reads any more.
    case brokenPipe
    case closed
  }

  /// A program that is started while another test makes a pipe would hold the pipe's ends open as long as it lives.
  private static let starting = Mutex(())

  /// Starts a program. Signals are as in a fresh shell, whatever the tests' own parent ignores.
  init(
    _ path: String, _ arguments: [String], environment: [String: String], input: Input, output: Output
  ) throws {
    let (outputs, errors) = (try Pipe(), try Pipe())
    let inputs = try Pipe()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    switch input {
    case .file(let path): posix_spawn_file_actions_addopen(&actions, 0, path, O_RDONLY, 0)
    case .bytes: posix_spawn_file_actions_adddup2(&actions, inputs.reading, 0)
    case .closed: posix_spawn_file_actions_addclose(&actions, 0)
    }
    switch output {
    case .captured, .brokenPipe: posix_spawn_file_actions_adddup2(&actions, outputs.writing, 1)
    case .file(let path): posix_spawn_file_actions_addopen(&actions, 1, path, O_WRONLY, 0)
    case .closed: posix_spawn_file_actions_addclose(&actions, 1)
    }
    posix_spawn_file_actions_adddup2(&actions, errors.writing, 2)
    id = try Self.spawn(path, arguments, environment, &actions)
    for end in [outputs.writing, errors.writing, inputs.reading] { close(end) }
    self.errors = errors.reading
    if case .brokenPipe = output {
      close(outputs.reading)
      self.output = -1
    } else {
      self.output = outputs.reading
    }
    if case .bytes(let bytes) = input { Self.feed(bytes, into: inputs.writing) }
    close(inputs.writing)
  }

  /// Starts a program, as the leader of a session of its own where that is asked for.
  static func spawn(
    _ path: String, _ arguments: [String], _ environment: [String: String],
    _ actions: inout posix_spawn_file_actions_t, leadsSession: Bool = false
  ) throws -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var (all, none) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    let session: Int32 = leadsSession ? 0x80 : 0  // POSIX_SPAWN_SETSID, which Glibc's module lacks
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | session))
    let argv = ([path] + arguments).map { strdup($0) } + [nil]
    let envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var id: pid_t = 0
    let code = starting.withLock { _ in posix_spawn(&id, path, &actions, &attributes, argv, envp) }
    try #require(code == 0, "cannot start \(path): \(String(cString: strerror(code)))")
    return id
  }

  /// Few bytes: a pipe holds 64 KiB before anyone reads.
  private static func feed(_ bytes: [UInt8], into descriptor: Int32) {
    precondition(bytes.count <= 1 << 16, "more than a pipe holds: give a file instead")
    _ = write(descriptor, bytes, bytes.count)
  }

  /// Reads both streams to their ends and waits; kills the program at the deadline.
  consuming func finish(within limit: Duration) -> Finished {
    let end = ContinuousClock.now + limit
    var (out, err): ([UInt8], [UInt8]) = ([], [])
    var open = [output, errors].filter { $0 >= 0 }
    while !open.isEmpty, ContinuousClock.now < end {
      var polled = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      _ = poll(&polled, nfds_t(polled.count), 100)
      for entry in polled where entry.revents != 0 {
        let bytes = Self.take(entry.fd)
        if bytes.isEmpty { open.removeAll { $0 == entry.fd } }
        if entry.fd == output { out += bytes } else { err += bytes }
      }
    }
    let isLate = !open.isEmpty
    if isLate { kill(id, SIGKILL) }
    var status: Int32 = 0
    waitpid(id, &status, 0)
    close(output)
    close(errors)
    let signal = status & 0x7f
    return Finished(
      code: isLate || signal != 0 ? nil : (status >> 8) & 0xff, signal: isLate || signal == 0 ? nil : signal,
      isLate: isLate, output: out, errors: err)
  }

  private static func take(_ descriptor: Int32) -> ArraySlice<UInt8> {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(descriptor, &buffer, buffer.count)
    return buffer[..<max(count, 0)]
  }

  /// Both ends of a pipe, which children inherit only where they are told to.
  private struct Pipe {
    let reading: Int32
    let writing: Int32

    init() throws {
      var ends: [Int32] = [-1, -1]
      let status = ChildProcess.starting.withLock { _ in
        let status = pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return status
      }
      try #require(status == 0)
      (reading, writing) = (ends[0], ends[1])
    }
  }
}

/// How a program ended and what it wrote.
struct Finished: Sendable {
  /// The exit code, or nil for a program that a signal ended.
  let code: Int32?
  let signal: Int32?
  /// Whether it had to be killed.
  let isLate: Bool
  let output: [UInt8]
  let errors: [UInt8]

  var text: String { String(decoding: output, as: UTF8.self) }
  var message: String { String(decoding: errors, as: UTF8.self) }
  var lines: [Substring] { text.split(separator: "\n") }
}
