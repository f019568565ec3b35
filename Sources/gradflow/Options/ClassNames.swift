import RNNFiles

/// What classes are called on the screen.
enum ClassNames {
  /// The two of the scalar network's built-in question.
  static let nextAboveMean = ["next above mean", "next not above"]

  /// The levels between ascending edges: `below −0.82`, `−0.82 to 0.31`, `from 0.31`.
  static func levels(_ edges: [Double]) -> [String] {
    let numbers = edges.map { ($0 * 100).rounded() / 100 }.map { "\($0)".replacing("-", with: "−") }
    guard let first = numbers.first, let last = numbers.last else { return [] }
    return ["below \(first)"] + zip(numbers, numbers.dropFirst()).map { "\($0) to \($1)" } + ["from \(last)"]
  }

  /// The symbols of a vocabulary: characters in quotation marks, or bytes; what does not show itself by its number.
  static func symbols(_ codes: [UInt32], areBytes: Bool) -> [String] {
    codes.map { code in
      if code == 0x20 { return "space" }
      if code == 0x0A { return "newline" }
      guard !areBytes || code < 0x7F, code > 0x20, let scalar = Unicode.Scalar(code),
        Excerpt.printable(String(scalar)) == String(scalar)
      else { return (areBytes ? "0x" : "U+") + String(code, radix: 16, uppercase: true) }
      return "‘\(scalar)’"
    }
  }
}
