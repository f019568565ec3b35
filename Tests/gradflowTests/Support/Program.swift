import Foundation
import Testing

/// The program that was built, run as anybody runs it.
enum Program {
  /// The executable: the one that `GRADFLOW_PROGRAM` names, which scripts give the release that users run, else the debug
  /// build.
  static let path = ProcessInfo.processInfo.environment["GRADFLOW_PROGRAM"] ?? debugPath

  /// The debug build, which the build puts beside the tests: it alone can be asked for a bug.
  static let debugPath: String = {
    let tests = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    return tests.deletingLastPathComponent().appending(path: "gradflow").path
  }()

  /// The program, or the build of it that can be asked to fail where it is to.
  static func path(failing failure: String?) -> String { failure == nil ? path : debugPath }

  /// What asks for a failure.
  static func crash(_ failure: String?) -> [String: String] { failure.map { ["GRADFLOW_CRASH": $0] } ?? [:] }

  /// No variable of the tests' own surroundings gets through but the search path and what is said to sanitizers.
  static let environment: [String: String] = {
    let own = ProcessInfo.processInfo.environment
    return own.filter { (sanitizers + ["PATH"]).contains($0.key) }.merging([
      "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no", "GRADFLOW_COMMAND": "gradflow",
      "LLVM_PROFILE_FILE": "/dev/null",  // under coverage: programs that are killed leave halves of files
    ]) { $1 }
  }()

  private static let sanitizers = ["ASAN_OPTIONS", "TSAN_OPTIONS"]

  /// Whether the tests run under a sanitizer, by `scripts/check`.
  static let isSanitized = sanitizers.contains { ProcessInfo.processInfo.environment[$0] != nil }

  /// Whether they run under the thread sanitizer. It hands on a signal only when the program calls into the system, so
  /// one that is busy for ever or has no stack left dies of it otherwise; and it writes a file of its own at the start.
  static let isThreadSanitized = ProcessInfo.processInfo.environment["TSAN_OPTIONS"] != nil

  /// How many times as long as usual anything may take.
  static let patience = isSanitized ? 10 : 1

  /// Starts the program and returns without waiting.
  static func start(
    _ arguments: [String], environment: [String: String] = [:], in folder: String? = nil,
    input: ChildProcess.Input = .file("/dev/null"), output: ChildProcess.Output = .captured
  ) throws -> ChildProcess {
    let command = [path] + arguments
    return try ChildProcess(
      folder == nil ? path : "/usr/bin/env", folder.map { ["-C", $0] + command } ?? arguments,
      environment: Self.environment.merging(environment) { $1 }, input: input, output: output)
  }

  /// Runs the program to its end.
  static func run(
    _ arguments: [String], environment: [String: String] = [:], in folder: String? = nil,
    input: ChildProcess.Input = .file("/dev/null"), output: ChildProcess.Output = .captured,
    within limit: Duration = .seconds(60)
  ) throws -> Finished {
    try start(arguments, environment: environment, in: folder, input: input, output: output).finish(within: limit)
  }

  /// The output of a run that must succeed without a word on standard error, but for the one line that says what was taken
  /// of a model's file, and one of several checkpoints.
  static func output(
    _ arguments: [String], environment: [String: String] = [:], in folder: String? = nil,
    input: ChildProcess.Input = .file("/dev/null"), sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let run = try run(arguments, environment: environment, in: folder, input: input)
    #expect(run.code == 0, "\(arguments)", sourceLocation: sourceLocation)
    let note = try Regex(
      opensModel(arguments) ? #"gradflow: .*: takes (a trace of )?layer \d.*\n(gradflow: \d+ checkpoints, .*\n)?"# : "")
    let isSaid = try note.wholeMatch(in: run.message) != nil
    #expect(isSaid, "\(arguments): \(run.message)", sourceLocation: sourceLocation)
    return run.text
  }

  private static func opensModel(_ arguments: [String]) -> Bool {
    guard let flag = arguments.firstIndex(of: "--model") else { return false }
    return !arguments[flag + 1].hasPrefix("builtin:")
  }

  /// Expects a refusal of input: exit code 2, nothing on standard output, and one line that says `words`.
  static func expectRefusal(
    _ arguments: [String], saying words: [String], environment: [String: String] = [:], in folder: String? = nil,
    input: ChildProcess.Input = .file("/dev/null"), sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let run = try run(arguments, environment: environment, in: folder, input: input)
    let context = Comment(rawValue: "\(arguments): \(run.message)")
    #expect(run.code == 2, context, sourceLocation: sourceLocation)
    #expect(run.text == "", context, sourceLocation: sourceLocation)
    #expect(run.message.hasPrefix("gradflow: "), context, sourceLocation: sourceLocation)
    #expect(run.message.last == "\n", context, sourceLocation: sourceLocation)
    #expect(run.message.count { $0.isNewline } == 1, context, sourceLocation: sourceLocation)
    for word in words { #expect(run.message.contains(word), context, sourceLocation: sourceLocation) }
  }

  /// Expects a usage error: exit code 64, nothing on standard output, words on standard error.
  static func expectUsageError(
    _ arguments: [String], saying words: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let run = try run(arguments)
    let context = Comment(rawValue: "\(arguments): \(run.message)")
    #expect(run.code == 64, context, sourceLocation: sourceLocation)
    #expect(run.text == "", context, sourceLocation: sourceLocation)
    for word in ["gradflow: ", "Usage: "] + words {
      #expect(run.message.contains(word), context, sourceLocation: sourceLocation)
    }
  }
}
