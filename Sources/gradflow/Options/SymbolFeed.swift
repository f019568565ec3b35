import RNNCore
import RNNFiles

/// How symbols, numbered from 0, become inputs of a network: as rows of a model's embedding, or one-hot.
struct SymbolFeed {
  /// What the symbols are.
  enum Kind: String {
    case characters, bytes, tokens
  }

  /// The most symbols of a network that is drawn, which takes as many as there are.
  static let mostSymbols = 1_000_000

  private let requirements: InputRequirements
  /// Where the symbols come from, as messages call it.
  private let origin: String
  private let kind: Kind

  /// Refuses what no symbols can be fed to: a model of which it is not known whether it has an embedding, and a network that
  /// takes a number.
  init(_ requirements: InputRequirements, of origin: String, kind: Kind) throws {
    (self.requirements, self.origin, self.kind) = (requirements, origin, kind)
    let names = requirements.model?.possibleEmbeddings ?? []
    if let first = names.first { throw InputError(doubt(names, first)) }
    guard kind == .tokens, embedding == nil, requirements.inputSize == 1 else { return }
    throw InputError(
      requirements.isScalar
        ? "\(origin): tokens are fed to a network of several inputs: give --hidden N, or a --model"
        : "\(origin): the network takes one number, and has no embedding for tokens: name the column with --column")
  }

  /// The rows that are fed; nil for one-hot vectors.
  private var embedding: Embedding? { requirements.model?.embedding }

  /// How many symbols the network knows; nil where any number will do, since it is drawn for them.
  var symbolCount: Int? { embedding?.symbolCount ?? requirements.inputSize }

  /// Refuses a vocabulary that the network has no inputs for. Of an embedding some may be left over, for padding say.
  ///
  /// - Parameter isModels: whether it is the model's own, else that of a text.
  func check(vocabulary count: Int, isModels: Bool) throws {
    guard let known = symbolCount, known != count else { return }
    guard isModels else { throw InputError(refusal(symbols: count, inputs: known)) }
    if let embedding {
      guard count > known else { return }
      throw InputError(
        "the model's vocabulary has \(count) characters, and its embedding \"\(Excerpt.printable(embedding.name))\" "
          + "\(known) rows: write its metadata again")
    }
    throw InputError(
      "the model's vocabulary has \(count) characters, and it takes \(known) inputs: write its metadata again")
  }

  /// The source of symbols, each below the number that the network knows.
  ///
  /// - Parameter count: how many different ones there can be, for a network that is drawn; nil for as many as are there.
  func source(
    name: String, symbols: [Int], count: Int? = nil, targets: Targets?, flags: [String]
  ) throws -> InputSource {
    if let embedding {
      return InputSource(
        name: "\(name) through \(Excerpt.printable(embedding.name))", symbols: symbols, table: embedding.table,
        targets: targets, flags: flags)
    }
    let m = requirements.inputSize ?? count ?? symbols.reduce(0, Swift.max) + 1
    return InputSource(name: name, symbols: symbols, dimension: m, targets: targets, flags: flags)
  }

  private func doubt(_ names: [String], _ first: String) -> String {
    let name = Excerpt.printable(first)
    guard names.count == 1 else {
      let list = names.map { "\"\(Excerpt.printable($0))\"" }.joined(separator: ", ")
      return "\(origin): each of the model's \(list) could embed its inputs: "
        + "choose with --embedding, or --embedding none for one-hot inputs"
    }
    return "\(origin): the model's \"\(name)\" could embed its inputs or be its output layer: say --embedding \(name), "
      + "--output-layer \(name), or --embedding none for one-hot inputs"
  }

  private func refusal(symbols: Int, inputs: Int) -> String {
    guard requirements.model != nil else {
      return "\(origin): \(symbols) different characters, and the scalar network takes one number: give --hidden N"
    }
    let knows =
      embedding.map { "its embedding \"\(Excerpt.printable($0.name))\" has \(inputs) rows" }
      ?? "the model takes \(inputs)"
    return "\(origin): \(symbols) different \(kind.rawValue), and \(knows): "
      + "save the model with the metadata \"vocabulary\", all its characters in their order"
  }
}

extension InputSource {
  /// Whether its steps are rows of an embedding.
  var isEmbedded: Bool {
    if case .embedded = kind { true } else { false }
  }
}
