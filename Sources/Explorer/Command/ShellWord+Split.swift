/// The way back from one line to its words.
extension ShellWord {
  /// What cannot be split.
  package enum SplitError: Error, Equatable {
    /// A quote that begins with this mark and does not end.
    case openQuote(Character)
  }

  /// The words of a line as a POSIX shell splits them: at blanks, tabs and line ends, but for those behind a backslash, in
  /// single quotes, where every character stands for itself, and in double quotes, where a backslash is one before
  /// `$`, `` ` ``, `"`, `\\` and a line end. A backslash with the line end behind it is nothing at all.
  ///
  /// Nothing is evaluated: `$`, `*`, `#`, `;` and all others are characters like any other.
  ///
  /// - Throws: `SplitError.openQuote`.
  package static func split(_ line: String) throws(SplitError) -> [String] {
    var splitter = Splitter(line)
    return try splitter.words()
  }

  private struct Splitter {
    private var rest: Substring.UnicodeScalarView
    private var finished: [String] = []
    /// The word that has begun; nil between words.
    private var word: String.UnicodeScalarView?

    init(_ line: String) { rest = line[...].unicodeScalars }

    mutating func words() throws(SplitError) -> [String] {
      while let scalar = rest.popFirst() {
        switch scalar {
        case " ", "\t", "\n": endWord()
        case "'": try takeSingleQuoted()
        case "\"": try takeDoubleQuoted()
        case "\\": takeEscaped()
        default: append(scalar)
        }
      }
      endWord()
      return finished
    }

    private mutating func endWord() {
      guard let word else { return }
      finished.append(String(word))
      self.word = nil
    }

    /// With nil the word begins, if it has not yet: a quote of nothing is an empty word.
    private mutating func append(_ scalar: Unicode.Scalar?) {
      var taken = word ?? String.UnicodeScalarView()
      word = nil
      if let scalar { taken.append(scalar) }
      word = taken
    }

    private mutating func takeSingleQuoted() throws(SplitError) {
      append(nil)
      while let scalar = rest.popFirst() {
        if scalar == "'" { return }
        append(scalar)
      }
      throw .openQuote("'")
    }

    private mutating func takeDoubleQuoted() throws(SplitError) {
      append(nil)
      while let scalar = rest.popFirst() {
        switch scalar {
        case "\"": return
        case "\\" where rest.first.map { "$`\"\\\n".unicodeScalars.contains($0) } == true: takeEscaped()
        default: append(scalar)
        }
      }
      throw .openQuote("\"")
    }

    /// What stands behind a backslash; at the very end it is one itself.
    private mutating func takeEscaped() {
      let next = rest.popFirst() ?? "\\"
      if next != "\n" { append(next) }
    }
  }
}
