import RNNCore

extension Trace {
  /// One line that says what was taken as what, and whether the module says here what it said there.
  public var taken: String {
    "takes " + [module, batch, origin, detached, reproduction].compactMap { $0 }.joined(separator: "; ")
  }

  /// The same without what is of one moment of training: what traces of one training have in common.
  public var takenAlike: String {
    "takes " + [module, batch, detached, isReproduced ? nil : reproduction].compactMap { $0 }.joined(separator: "; ")
  }

  private var module: String {
    let parts = [
      "a trace of \(ModelWords(model, feeding: nil).layer)", model.network.elmanActivation.map { "\($0.rawValue)" },
    ]
    return parts.compactMap { $0 }.joined(separator: "; ")
  }

  /// What of it is worth a few words on a screen; nil where nothing is.
  public var takenBriefly: String? {
    let parts = [
      model.direction.map { "\($0.rawValue) direction" }, isReproduced ? nil : "y differs from the recorded one",
      inputs.targets == nil ? "no loss of this layer alone" : nil,
    ].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: " · ") + " · gradflow inspect says more"
  }

  /// Whether the module says here what it said there, as far as the type of `y` tells.
  public var isReproduced: Bool { (outputDifference ?? 0) <= outputTolerance }

  /// What a tensor beside the parameters is.
  static func role(of name: String) -> String? {
    switch name {
    case "x": "what entered the module"
    case "y": "what it said"
    case "dy": "∂L/∂y from the rest of the model"
    case "h0", "c0": "where it started"
    case "dhn", "dcn": "what reached \(name.dropFirst().prefix(1)) behind the last step itself"
    default: nil
    }
  }

  private var detached: String? {
    boundaries.isEmpty
      ? nil : "detached after the steps \(Excerpt.list(boundaries.map { "\($0)" }).replacing("\"", with: ""))"
  }

  private var batch: String? { batchSize.map { "sequence \(sequence) of 0 to \($0 - 1)" } }

  /// `step 300, loss 0.69`, as far as the recording says so.
  private var origin: String? {
    let parts = ["name", "step", "loss"].compactMap { key in
      model.metadata[key].map { key == "name" ? Excerpt.quoted($0) : "\(key) \(Excerpt.printable($0))" }
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  private var reproduction: String? {
    outputDifference.map { difference in
      let size = difference.isFinite ? "by \(Self.short(difference)) of its largest number" : "without bound"
      return isReproduced
        ? "its output is reproduced to \(Self.short(difference))"
        : "its output differs \(size) from the recorded one: weights were changed after the forward pass, or something "
          + "random took part"
    }
  }

  /// The power of ten above a number: `1e-15`; `0` of 0.
  private static func short(_ value: Double) -> String {
    value == 0 ? "0" : "1e\(Int(ScaledDouble(value).log10.rounded(.up)))"
  }
}
