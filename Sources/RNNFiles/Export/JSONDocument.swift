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
