import RNNCore
import Testing

@testable import Explorer
@testable import Screen

/// What a shell makes of these words is tested with the real one, in `NamesTests`.
@Suite struct ShellWordTests {
  @Test(
    "Plain words stay, others are quoted, what is not shown is written as octal numbers",
    arguments: [
      ("--w", "--w"), ("a/b_c-1.5,x:y=+", "a/b_c-1.5,x:y=+"), ("", "''"), ("two words", "'two words'"),
      ("it's", #"'it'\''s'"#), ("é黒", "'é黒'"), ("\u{1b}[31m", #""$(printf -- '\033[31m')""#),
      ("100%\t\\", #""$(printf -- '100%%\011\\')""#), ("\u{9b}", #""$(printf -- '\302\233')""#),
    ])
  func quoted(argument: String, word: String) { #expect(ShellWord.quoted(argument) == word) }

  @Test("A cut word is closed and opened again where a quote is open, and no backslash loses what it escapes")
  func cut() {
    #expect(ShellWord.cut("abcdefghij", columns: 6) == ("abcd\\", "efghij"))
    #expect(ShellWord.cut("'ab cd ef gh'", columns: 7) == ("'ab c'\\", "'d ef gh'"))
    // The backslash of '\'' would be the last character of the first part.
    #expect(ShellWord.cut(#"'ab'\''cdef'"#, columns: 7) == (#"'ab'\"#, #"\''cdef'"#))
  }

  @Test("An apostrophe that a mark combines with is one for a shell, and quoted")
  func combining() {
    #expect(ShellWord.quoted("'\u{301}") == "''\\''\u{301}'")
    #expect(ShellWord.cut("'a'\u{301}b cd ef'", columns: 7).head.hasSuffix("'\\") == false)
  }

  @Test(
    "A line is split at blanks that nothing quotes",
    arguments: [
      ("", []), (" \t\n ", []), ("--w 0.9", ["--w", "0.9"]), ("  a\tb\nc  ", ["a", "b", "c"]),
      ("'two words'x", ["two wordsx"]), ("''", [""]), ("\"\" ''", ["", ""]), (#"a\ b"#, ["a b"]),
      (#"'it'\''s'"#, ["it's"]),
      (#""a \"b\" \$x \x""#, [#"a "b" $x \x"#]), (#"'a\'"#, [#"a\"#]), ("a\\\nb", ["ab"]), (#"end\"#, [#"end\"#]),
      ("$HOME *.csv;#x`y`", ["$HOME", "*.csv;#x`y`"]), ("'\u{301}a b'", ["\u{301}a b"]),
    ] as [(String, [String])])
  func split(line: String, words: [String]) throws { #expect(try ShellWord.split(line) == words) }

  @Test("A quote that is not closed is refused", arguments: ["'", "a 'b", "\"", "\"a\\\"", "'a'\"b'"])
  func open(line: String) {
    let mark: Character = line.hasPrefix("'a'") || line.hasPrefix("\"") ? "\"" : "'"
    #expect(throws: ShellWord.SplitError.openQuote(mark)) { try ShellWord.split(line) }
  }

  @Test("Splitting takes back what quoting did, once and twice over", arguments: 1...200)
  func inverse(seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(seed))
    let scalars = Array("ab'\"\\ \t\r\n$`*#;%-=é\u{301}\u{1b}\u{9b}\u{202e}黒👨‍👩‍👧\u{0}".unicodeScalars)
    let words = (0..<seed % 6).map { _ in
      var word = String.UnicodeScalarView()
      for _ in 0..<generator.next() % 9 { word.append(scalars[Int(generator.next() % UInt64(scalars.count))]) }
      return String(word)
    }
    let line = words.map(ShellWord.quotedAsIs).joined(separator: " ")
    #expect(try ShellWord.split(line).map { Array($0.unicodeScalars) } == words.map { Array($0.unicodeScalars) })
    #expect(try ShellWord.split("x " + ShellWord.quotedAsIs(line)) == ["x", line])
  }

  @Test("A name that ASCII cannot show is a word that a shell reads as that name")
  func shell() {
    #expect(ShellWord.quoted("γ.csv") == "'γ.csv'")
    let quoted = Notation.current.withValue(.ascii) { ShellWord.quoted("γ.csv") }
    #expect(quoted == "\"$(printf -- '\\316\\263.csv')\"")
  }
}
