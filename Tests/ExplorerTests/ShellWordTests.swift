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

  @Test("A name that ASCII cannot show is a word that a shell reads as that name")
  func shell() {
    #expect(ShellWord.quoted("γ.csv") == "'γ.csv'")
    let quoted = Notation.current.withValue(.ascii) { ShellWord.quoted("γ.csv") }
    #expect(quoted == "\"$(printf -- '\\316\\263.csv')\"")
  }
}
