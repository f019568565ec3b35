import Explorer
import RNNCore

/// `--watch`: the files of a model are read anew when they are replaced or rewritten, and new ones that a pattern names are shown.
///
/// A file that is half-written, gone, or another network's by now leaves the weights on the screen that were read last, and a line
/// says so until it is good again.
final class FileWatch {
  private let files: CheckpointFiles
  /// What was said of files that are no good now, by their paths.
  private var complaints: [String: String] = [:]
  /// New files that were no good, as they were then.
  private var refused: [String: FileStamp] = [:]

  /// Begins with files as they have been read.
  init(_ files: CheckpointFiles) { self.files = files }

  /// What a loop does about it: two looks a second, each of one `stat` for a file, are nothing that is felt.
  var watch: Watch { Watch(interval: .milliseconds(500)) { [self] in look(&$0) } }

  /// Takes into a session what has changed since it was looked last.
  ///
  /// - Returns: Whether it has anything new to show.
  func look(_ session: inout Session) -> Bool {
    var hasNews = false
    for place in files.changed() {
      takeAgain(place, &session)
      hasNews = true
    }
    for (path, stamp) in files.newer where refused[path] != stamp {
      hasNews = true
      // Those behind it wait: it may be written by now, and come before them.
      guard takeNew(path, stamp, &session) else { break }
    }
    return hasNews
  }

  private func takeAgain(_ place: Int, _ session: inout Session) {
    let path = files.paths[place]
    do {
      let network = try files.read(path).network
      guard session.adopt(network, at: place) else { return complain(of: path, Self.tooLarge(path), &session) }
      withdraw(path, &session)
    } catch {
      complain(of: path, Self.message(error), &session)
    }
  }

  private func takeNew(_ path: String, _ stamp: FileStamp, _ session: inout Session) -> Bool {
    do {
      let network = try files.read(path).network
      guard files.hasRoom(for: network) else {
        throw InputError("\(path): no memory for one more: start anew with fewer checkpoints")
      }
      files.append(path, stamp)
      refused[path] = nil
      withdraw(path, &session)
      let isShown = session.append(Checkpoint(name: files.name(of: path), network: network))
      if !isShown { complain(of: path, Self.tooLarge(path), &session) }
      return true
    } catch {
      refused[path] = stamp
      complain(of: path, Self.message(error), &session)
      return false
    }
  }

  /// Says what is wrong, once; as long as it stands there the line follows the file.
  private func complain(of path: String, _ message: String, _ session: inout Session) {
    let known = complaints[path]
    let line = files.paths.contains(path) ? "the last good weights stay: \(message)" : "not taken: \(message)"
    guard known == nil || session.notice == known else { return }
    complaints[path] = line
    session.notice = line
  }

  /// Takes back what was said of a file that is good again.
  private func withdraw(_ path: String, _ session: inout Session) {
    guard let line = complaints.removeValue(forKey: path), session.notice == line else { return }
    session.notice = nil
  }

  private static func tooLarge(_ path: String) -> String { "\(path): a weight times g would be beyond 1.8e308" }

  private static func message(_ error: any Error) -> String { (error as? InputError)?.message ?? "\(error)" }
}
