import ArgumentParser

/// What the value of a flag may be, as far as a shell can complete it: names, files, or both.
struct ValueCompletion: Equatable {
  /// Words that are completed. One that ends in `:` or `=` is the beginning of a value.
  var names: [String] = []
  /// Whether a file may be named.
  var takesFile = false
  /// What the names of such files end in, without the point; empty for any file.
  var suffixes: [String] = []

  /// Whether there is anything to complete.
  var isEmpty: Bool { names.isEmpty && !takesFile }
}

extension ValueCompletion: Decodable {
  private struct Names: Decodable { let values: [String] }
  private struct Files: Decodable { let extensions: [String] }
  private enum CodingKeys: String, CodingKey { case list, file }

  init(from decoder: any Decoder) throws {
    let kinds = try decoder.container(keyedBy: CodingKeys.self)
    let listed = try kinds.decodeIfPresent(Names.self, forKey: .list)?.values ?? []
    let files = try kinds.decodeIfPresent(Files.self, forKey: .file)?.extensions
    names = listed.filter { !$0.hasPrefix("*.") }
    suffixes = listed.filter { $0.hasPrefix("*.") }.map { String($0.dropFirst(2)) } + (files ?? [])
    takesFile = files != nil || !suffixes.isEmpty
  }
}

extension CompletionKind {
  /// Names, or files whose names end so. argument-parser has one of the two only, so the files stand in its list as
  /// patterns, which `ValueCompletion` reads.
  static func names(_ names: [String], orFiles suffixes: [String]) -> CompletionKind {
    .list(names + suffixes.map { "*." + $0 })
  }

  /// Files of trained networks, and those that come along.
  static var model: CompletionKind { .names(["builtin:sunspots", "builtin:chaos"], orFiles: modelSuffixes) }

  /// What the names of models end in.
  static let modelSuffixes = ["safetensors", "pt", "pth", "ckpt"]
}

/// argument-parser lists the values of every flag whenever it reads a command line, through key paths that take longer than
/// the rest of the flag.
extension ExpressibleByArgument where Self: CaseIterable & RawRepresentable, RawValue == String {
  /// What its values are called.
  public static var allValueStrings: [String] { allCases.map { $0.rawValue } }
  /// None beside that.
  public static var allValueDescriptions: [String: String] { [:] }
}
