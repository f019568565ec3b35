import RNNCore

/// A value that JSON has a form for, on one line.
protocol JSONValue {
  /// Appends that form.
  func appendJSON(to text: inout String)
}

extension String: JSONValue {
  func appendJSON(to text: inout String) {
    text += "\""
    if unicodeScalars.contains(where: { Self.isControl($0) || $0 == "\"" || $0 == "\\" }) {
      appendEscaped(to: &text)
    } else {
      text += self
    }
    text += "\""
  }

  /// JSON lets those behind 0x7e through, and a terminal acts on some of them.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value)
  }

  private func appendEscaped(to text: inout String) {
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\r"
      case _ where Self.isControl(scalar):
        text += (scalar.value < 16 ? "\\u000" : "\\u00") + String(scalar.value, radix: 16)
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}

extension Int: JSONValue {
  func appendJSON(to text: inout String) { text += description }
}

/// The shortest decimal number that reads back as the same Double. It must be finite.
extension Double: JSONValue {
  func appendJSON(to text: inout String) {
    precondition(isFinite, "JSON has neither NaN nor infinity")
    text += shortestDecimal
  }
}

/// A string, since a reader's numbers may not reach so far.
extension ScaledDouble: JSONValue {
  func appendJSON(to text: inout String) {
    text += "\""
    text += fileDecimal
    text += "\""
  }
}

extension Optional: JSONValue where Wrapped: JSONValue {
  func appendJSON(to text: inout String) {
    if let self { self.appendJSON(to: &text) } else { text += "null" }
  }
}

extension Array: JSONValue where Element: JSONValue {
  func appendJSON(to text: inout String) { ArraySlice(self).appendJSON(to: &text) }
}

extension ArraySlice: JSONValue where Element: JSONValue {
  func appendJSON(to text: inout String) {
    text += "["
    for (position, element) in enumerated() {
      if position > 0 { text += ", " }
      element.appendJSON(to: &text)
    }
    text += "]"
  }
}

/// An object whose members keep the order in which they were added.
struct JSONObject: JSONValue {
  private var members = ""

  /// Adds a member; its key is one of ours and needs no escapes.
  mutating func add(_ key: String, _ value: some JSONValue) {
    members += members.isEmpty ? "\"" : ", \""
    members += key
    members += "\": "
    value.appendJSON(to: &members)
  }

  func appendJSON(to text: inout String) {
    text += "{"
    text += members
    text += "}"
  }
}
