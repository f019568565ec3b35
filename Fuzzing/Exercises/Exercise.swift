/// What is done with bytes from outside, and what must hold whatever they are.
enum Exercise: String, CaseIterable, Sendable {
  /// A series of numbers.
  case csv
  /// A text to be read symbol by symbol.
  case text
  /// A trained model.
  case safetensors
  /// A trained model as PyTorch writes it.
  case torch
  /// An array of NumPy's.
  case npy
  /// What `--keys` takes, played on an explorer.
  case keys
  /// Arguments, one a line.
  case commandline
  /// What a terminal sends to an explorer.
  case terminal

  /// Reads the bytes and does with them what the program does.
  ///
  /// - Throws: a `Complaint` where something does not hold; a trap is one by itself.
  func run(_ bytes: [UInt8]) throws(Complaint) {
    switch self {
    case .csv: try CSVExercise.run(bytes)
    case .text: try TextExercise.run(bytes)
    case .safetensors: try SafetensorsExercise.run(bytes)
    case .torch: try TorchExercise.run(bytes)
    case .npy: try NumpyExercise.run(bytes)
    case .keys: try KeysExercise.run(bytes)
    case .commandline: try CommandLineExercise.run(bytes)
    case .terminal: try TerminalExercise.run(bytes)
    }
  }
}

/// Something that does not hold.
struct Complaint: Error {
  let message: String

  init(_ message: String) { self.message = message }

  /// Complains unless a condition holds.
  static func unless(_ condition: Bool, _ message: @autoclosure () -> String) throws(Complaint) {
    guard condition else { throw Complaint(message()) }
  }

  /// Complains unless a message is one line that steers no terminal, with the name that it is about first.
  static func unlessLine(_ message: String, about name: String = "") throws(Complaint) {
    try unless(isLine(message) && message.hasPrefix(name), "no line about \(name): \(message.debugDescription)")
  }

  static func isLine(_ message: String) -> Bool {
    !message.isEmpty
      && message.unicodeScalars.allSatisfy {
        ![.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
      }
  }
}
