import Screen

/// Keys written as text, as `--keys` takes them: plain characters for themselves, named keys in angle brackets.
///
///     try KeyScript.keys("aa<Up><S-Up>=1.5<Enter>")
package enum KeyScript {
  /// Why a script cannot be read.
  package enum ScriptError: Error, Hashable {
    /// A name in angle brackets that is no key's.
    case unknownKey(name: String, known: [String])
    /// An angle bracket that is never closed.
    case unterminated(String)
  }

  /// The keys of a script.
  package static func keys(_ script: String) throws(ScriptError) -> [Key] {
    var keys: [Key] = []
    var rest = script[...]
    while let character = rest.first {
      guard character == "<" else {
        keys.append(Key(.character(character)))
        rest = rest.dropFirst()
        continue
      }
      guard let end = rest.firstIndex(of: ">") else { throw .unterminated(String(rest)) }
      keys.append(try key(named: rest[rest.index(after: rest.startIndex)..<end]))
      rest = rest[rest.index(after: end)...]
    }
    return keys
  }

  /// Every name that may stand in angle brackets; `C-r` stands for Control with any letter.
  package static var knownNames: [String] {
    named.map(\.0) + ["S-Up", "S-Down", "S-Left", "S-Right", "C-Left", "C-Right", "C-Up", "C-Down", "C-r", "lt"]
  }

  /// A key as a script writes it.
  package static func text(for key: Key) -> String {
    if case .character(let character) = key.base {
      if key.control { return "<C-\(character)>" }
      return character == "<" ? "<lt>" : character == " " ? "<Space>" : String(character)
    }
    let name = named.first { $0.1 == key.base }?.0 ?? "?"
    return "<" + (key.shift ? "S-" : "") + (key.control ? "C-" : "") + name + ">"
  }

  private static func key(named name: Substring) throws(ScriptError) -> Key {
    if name.lowercased() == "lt" { return Key(.character("<")) }
    let shift = name.hasPrefix("S-")
    let control = name.hasPrefix("C-")
    let plain = shift || control ? name.dropFirst(2) : name
    if let base = named.first(where: { $0.0.lowercased() == plain.lowercased() })?.1, !(control && base == .tab) {
      return Key(base, shift: shift, control: control)
    }
    if control, plain.count == 1, let letter = plain.first, letter.isASCII, letter.isLetter {
      return Key(.character(Character(letter.lowercased())), control: true)
    }
    throw .unknownKey(name: String(name), known: knownNames)
  }

  private static let named: [(String, Key.Base)] = [
    ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right), ("Home", .home), ("End", .end),
    ("PageUp", .pageUp), ("PageDown", .pageDown), ("Tab", .tab), ("Enter", .enter), ("Space", .character(" ")),
    ("Backspace", .backspace), ("Delete", .delete), ("Esc", .escape), ("Tick", .tick),
  ]
}
