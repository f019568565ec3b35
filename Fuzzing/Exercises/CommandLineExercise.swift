import ArgumentParser
import RNNFiles

@testable import Explorer
@testable import gradflow
@testable import RNNCore
@testable import Screen

/// Arguments are refused with a message, or the command does its work; no file is opened but `/dev/null`.
enum CommandLineExercise {
  /// One argument a line.
  static func run(_ bytes: [UInt8]) throws(Complaint) {
    let text = String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self)
    let arguments = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard arguments.count <= 40 else { return }
    do {
      try CommandName.check(arguments)
      try run(Gradflow.parseAsRoot(CommandWords.bound(arguments)))
    } catch let complaint as Complaint {
      throw complaint
    } catch let error as InputError {
      try Complaint.unless(!error.message.isEmpty, "an error without a message")
      try Complaint.unlessLine(Excerpt.printable(error.message))
    } catch {
      try Complaint.unless(
        Gradflow.exitCode(for: error) == .success || UsageMessage.text(for: error, arguments).hasPrefix("gradflow: "),
        "no message")
    }
  }

  private static func run(_ command: any ParsableCommand) throws {
    switch command {
    case let list as List: _ = list.topic
    case let inspect as Inspect where isHarmless(inspect.file): _ = try inspect.listing
    case let table as Table: try PrintedNumbers.check(table)
    case let map as Map: try PrintedNumbers.check(map)
    case let check as Check: try PrintedNumbers.check(check)
    case let sweep as Sweep: try PrintedNumbers.check(sweep)
    case let render as Render: try draw(render.picture, render.size.cells)
    case let explore as Explore: try draw(explore.picture, Size(width: 80, height: 24))
    default: return
    }
  }

  static func isHarmless(_ path: String?) -> Bool {
    guard let path else { return true }
    return SequenceNames.all.contains(path) || path.hasPrefix("builtin:") || path == "/dev/null"
  }

  private static func draw(_ options: PictureOptions, _ size: Size) throws {
    guard (20...200).contains(size.width), (5...60).contains(size.height) else { return }
    let experiments = [options.experiment, try options.counterpart()?.experiment].compactMap { $0 }
    guard try experiments.allSatisfy({ try WorkLimit.begin($0) != nil }) else { return }
    var picture = options
    picture.keys = nil
    var playing = Playing(try picture.session(size: size))
    for key in options.keys?.keys ?? [] where !playing.isLong { try playing.take(.key(key)) }
    try playing.draw()
  }
}
