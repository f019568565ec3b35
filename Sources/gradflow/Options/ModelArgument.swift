import ArgumentParser
import Glibc

/// A value of `--model`: the name of a file, or a pattern for the names of several.
///
/// A file that is really called so is that file, whatever characters its name has; else `*`, `?` and `[…]` are a pattern, as
/// glob(7) has them, with a backslash before a character that stands for itself. A pattern that no file matches stays as it is,
/// as in a shell.
struct ModelArgument: ExpressibleByArgument {
  /// What was typed.
  let text: String

  /// What was typed.
  init(argument text: String) { self.text = text }

  /// The files that it names now, in no order.
  var files: [String] { isPattern ? matches ?? [text] : [text] }

  /// Whether it stands for all the files that match, now and later.
  var isPattern: Bool {
    text.contains { "*?[".contains($0) } && !text.hasPrefix("builtin:") && access(text, F_OK) != 0
  }

  /// The names that match; nil where there are none.
  private var matches: [String]? {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(text, GLOB_NOSORT, nil, &found) == 0, let paths = found.gl_pathv else { return nil }
    return (0..<Int(found.gl_pathc)).compactMap { place in paths[place].map { String(cString: $0) } }
  }
}

extension NetworkOptions {
  /// Every file that `--model` names, each once, in natural order.
  var files: [String] { NaturalOrder.sorted(Set(models.flatMap(\.files))) }

  /// The file that is shown, the last one unless `--checkpoint` says another; nil for a network of the flags' own.
  var model: String? {
    let files = files
    guard let checkpoint, files.indices.contains(checkpoint - 1) else { return files.last }
    return files[checkpoint - 1]
  }

  /// `--model` as it was typed.
  var modelFlags: [String] { models.flatMap { ["--model", $0.text] } }

  /// There is a checkpoint with that number.
  func checkCheckpoint() throws {
    let count = files.count
    guard let checkpoint, !(1...Swift.max(count, 1)).contains(checkpoint) else { return }
    throw InputError(
      "--checkpoint \(checkpoint): --model names \(count == 1 ? "1 file" : "\(count) files"): expected a number from 1 to \(count)"
    )
  }
}
