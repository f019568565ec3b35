import RNNFiles

/// What is said of a model's file that was opened: nothing in it is taken, assumed or left out silently.
struct ModelNote {
  /// One line for standard error.
  let line: String
  /// The same in a few words for the screen; nil where all of the file is used as it says itself.
  let brief: String?

  /// The note on the model in the file at `path`, fed by `sequence`; nil for a model that is built in.
  init?(_ model: RNNModel, path: String?, fedBy sequence: SequenceOptions) {
    guard let path, !path.hasPrefix("builtin:") else { return nil }
    let isByCode = sequence.text != nil && model.vocabulary == nil && !(sequence.bytes && model.inputSize == 256)
    let symbols = isByCode ? "; symbols assumed in the order of their codes, since no metadata has a vocabulary" : ""
    line = "\(Excerpt.printable(path)): \(model.taken)\(symbols)"
    brief = model.takenBriefly
  }

  /// Says it.
  func announce() { StandardError.write("gradflow: \(line)\n") }
}
