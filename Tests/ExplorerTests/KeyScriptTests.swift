import Testing

@testable import Explorer
@testable import Screen

@Suite("Key scripts")
struct KeyScriptTests {
  private static let bases: [Key.Base] = [
    .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .tab, .enter, .backspace, .delete, .escape,
  ]

  /// Every key that a script can name.
  private static let keys: [Key] =
    bases.flatMap { [Key($0), Key($0, shift: true)] + ($0 == .tab ? [] : [Key($0, control: true)]) }
    + (0x20...0x7e).map { Key(.character(Character(Unicode.Scalar(UInt8($0))))) }
    + "abcdefghijklmnopqrstuvwxyz".map { Key(.character($0), control: true) }
    + "é−∂黒e\u{301}".map { Key(.character($0)) }

  @Test("Every key is read back from its own text")
  func roundTrip() throws {
    for key in Self.keys { #expect(try KeyScript.keys(KeyScript.text(for: key)) == [key]) }
    let script = Self.keys.map { KeyScript.text(for: $0) }.joined()
    #expect(try KeyScript.keys(script) == Self.keys)
  }

  @Test("Every key that the table binds can be written")
  func bound() throws {
    for (key, _) in KeyBindings.table.flatMap(\.keys) {
      #expect(try KeyScript.keys(KeyScript.text(for: key)) == [key])
    }
  }

  @Test("Plain characters stand for themselves, named keys in any case, <lt> for an angle bracket")
  func reads() throws {
    #expect(
      try KeyScript.keys("a<Up><S-Up>=1>2<lt><C-r><space>") == [
        Key(.character("a")), Key(.up), Key(.up, shift: true), Key(.character("=")), Key(.character("1")),
        Key(.character(">")), Key(.character("2")), Key(.character("<")), Key(.character("r"), control: true),
        Key(.character(" ")),
      ])
    #expect(
      try KeyScript.keys("<PAGEUP><esc><LT><C-C>") == [
        Key(.pageUp), Key(.escape), Key(.character("<")), Key(.character("c"), control: true),
      ])
    #expect(try KeyScript.keys("").isEmpty)
  }

  @Test("The known names are known", arguments: KeyScript.knownNames)
  func known(name: String) throws { #expect(try KeyScript.keys("<\(name)>").count == 1) }

  @Test(
    "An unknown name is said, with the known ones", arguments: ["", "Foo", "S-", "C-", "C-1", "C-Tab", "U p", "S-a"])
  func unknown(name: String) {
    #expect(throws: KeyScript.ScriptError.unknownKey(name: name, known: KeyScript.knownNames)) {
      try KeyScript.keys("a<\(name)>b")
    }
  }

  @Test("A bracket that is never closed is said, with what follows it")
  func unterminated() {
    #expect(throws: KeyScript.ScriptError.unterminated("<Up")) { try KeyScript.keys("ab<Up") }
    #expect(throws: KeyScript.ScriptError.unterminated("<")) { try KeyScript.keys("<") }
  }
}
