import ArgumentParser
import Explorer
import Screen

/// A key script on the command line.
struct KeyArgument {
  let keys: [Key]

  init(_ script: String) throws {
    do {
      keys = try KeyScript.keys(script)
    } catch .unknownKey(let name, let known) {
      throw ValidationError(
        "<\(name)> is no key; write < itself as <lt>. Known: \(known.map { "<\($0)>" }.joined(separator: " "))")
    } catch .unterminated(let text) {
      throw ValidationError("\(text) has no closing >; write < itself as <lt>")
    }
  }
}
