import RNNCore

/// Writes one JSON object, member by member, in the order of the calls and without keeping what is written.
///
/// A writer of our own because the order of the keys is part of the contract, because a million rows pass through
/// without a graph of objects, and because nothing else here needs Foundation, whose loading would be paid for at every
/// start.
///
/// Every member has a line of its own, and so has every element of a list.
struct JSONDocument<Output: TextOutputStream> {
  private var output: Output
  private var indentation = ""
  /// What stands before the next member or element.
  private var separator = ""

  private init(output: Output) {
    self.output = output
  }

  /// Writes the object whose members `fill` adds.
  static func write<Failure>(
    to output: inout Output, _ fill: (inout JSONDocument) throws(Failure) -> Void
  ) throws(Failure) {
    var document = JSONDocument(output: output)
    defer { output = document.output }
    document.open("{")
    try fill(&document)
    document.close("}")
    document.output.write("\n")
  }

  /// Adds a member with a value on one line.
  mutating func add(_ key: String, _ value: some JSONValue) {
    var line = start(key)
    value.appendJSON(to: &line)
    output.write(line)
    separator = ",\n"
  }

  /// Adds a member that has no value.
  mutating func addNull(_ key: String) {
    add(key, Int?.none)
  }

  /// Adds a member whose value is the list of the elements that `fill` adds.
  mutating func addList<Failure>(
    _ key: String, _ fill: (inout JSONDocument) throws(Failure) -> Void
  ) throws(Failure) {
    output.write(start(key))
    open("[")
    try fill(&self)
    close("]")
  }

  /// Adds an element to a list.
  mutating func add(_ element: some JSONValue) {
    var line = separator + indentation
    element.appendJSON(to: &line)
    output.write(line)
    separator = ",\n"
  }

  /// Adds elements to a list, each a line of text that ends.
  mutating func add(elements lines: String) {
    for line in lines.utf8.split(separator: UInt8(ascii: "\n")) {
      output.write(separator + indentation + String(Substring(line)))
      separator = ",\n"
    }
  }

  /// Lets whoever gave the output look at it: nothing of what was added is kept back.
  mutating func report(_ body: (inout Output) -> Void) { body(&output) }

  /// What stands before a member's value; the keys are ours and need no escapes.
  private func start(_ key: String) -> String {
    "\(separator)\(indentation)\"\(key)\": "
  }

  private mutating func open(_ bracket: String) {
    indentation += "  "
    separator = bracket + "\n"
  }

  private mutating func close(_ bracket: String) {
    indentation.removeLast(2)
    let isEmpty = separator != ",\n"
    output.write(isEmpty ? separator.dropLast() + bracket : "\n" + indentation + bracket)
    separator = ",\n"
  }
}

/// The members with which every document starts.
extension JSONDocument {
  /// The version of the layout: it changes when a reader of the old one would misread the new one.
  var schema: Int { 1 }

  /// Adds what was run.
  mutating func add(_ trajectory: Trajectory, _ provenance: Provenance) {
    add(
      trajectory.network, initialState: trajectory.state(at: 0) + trajectory.cellState(at: 0),
      inputs: trajectory.inputs, provenance)
  }

  /// Adds the network and the sequence. W and U are null for more than 32 units. `initialState` is all that the units keep.
  mutating func add(
    _ network: RNN, initialState: ArraySlice<Double>, inputs: InputSequence, _ provenance: Provenance
  ) {
    let isListed = network.hiddenSize <= 32
    var parts = JSONObject()
    parts.add("cell", network.cellKind.rawValue)
    if let activation = network.elmanActivation { parts.add("activation", activation.rawValue) }
    parts.add("hidden", network.hiddenSize)
    parts.add("inputs", network.inputSize)
    parts.add("W", isListed ? network.recurrentWeights.rowSlices : nil)
    parts.add("U", isListed ? network.inputWeights.rowSlices : nil)
    let constants = network.constantGates
    parts.add("b", constants?.candidate ?? network.bias)
    if let constants {
      parts.add("gates", constants.object)
    } else if let bh = network.hiddenBias {
      parts.add("bh", bh)
    }
    parts.add("s0", initialState.prefix(network.hiddenSize))
    if network.cellKind.parts == 2 { parts.add("c0", initialState.dropFirst(network.hiddenSize)) }
    provenance.addNetwork(to: &parts)
    add("network", parts)
    var sequence = JSONObject()
    sequence.add("name", inputs.name)
    sequence.add("steps", inputs.steps)
    provenance.addSequence(to: &sequence)
    add("sequence", sequence)
  }
}

extension RNN {
  /// The biases of the scalar gated network, of which b is the candidate's; nil of a network whose gates have weights.
  var constantGates: ConstantGates? {
    guard hasConstantGates else { return nil }
    let named = Array(zip(cellKind.gates, bias))
    return ConstantGates(
      candidate: named.filter(\.0.isCandidate).map(\.1), biases: named.filter { !$0.0.isCandidate })
  }
}

/// The numbers of a scalar network whose gates have biases alone.
struct ConstantGates {
  /// b, which is one number.
  let candidate: [Double]
  /// Every gate's, in the order of the rows.
  let biases: [(gate: Gate, bias: Double)]

  /// `{"i": 0, "f": 1, "o": 0}`.
  var object: JSONObject {
    var object = JSONObject()
    for (gate, bias) in biases { object.add(gate.rawValue, bias) }
    return object
  }
}

extension Matrix {
  fileprivate var rowSlices: [ArraySlice<Double>] { (0..<rows).map { self[row: $0] } }
}

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

extension Bool: JSONValue {
  func appendJSON(to text: inout String) { text += description }
}

extension UInt64: JSONValue {
  func appendJSON(to text: inout String) { text += description }
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
