import ArgumentParser

/// What `render` writes.
enum PictureFormat: String, CaseIterable, ExpressibleByArgument {
  case text, ansi, svg

  /// What the name of a file of it ends in.
  var suffix: String { self == .text ? "txt" : rawValue }

  /// The format of a picture that is written to `output`: the one that its suffix names, else the one that is asked for,
  /// else text. Devices and names without a suffix hold any.
  ///
  /// - Throws: `InputError` for a suffix of no format, or of another than is asked for: text in a file called .svg, and a
  ///   .png that is none, would be found out by whoever opens them.
  static func chosen(_ asked: PictureFormat?, for output: String?) throws -> PictureFormat {
    guard let output, let suffix = suffix(of: output) else { return asked ?? .text }
    guard let named = allCases.first(where: { $0.suffix == suffix.lowercased() }) else {
      throw InputError("\(output): no format of pictures is called .\(suffix): expected \(list)\(wayOut(suffix))")
    }
    guard asked == nil || asked == named else {
      throw InputError(
        "\(output): --format \((asked ?? named).rawValue) is written to a file called .\((asked ?? named).suffix): "
          + "leave --format out, or choose another name")
    }
    return named
  }

  private static var list: String {
    let all = allCases.map { "." + $0.suffix }
    return all.dropLast().joined(separator: ", ") + " or " + all.suffix(1).joined()
  }

  private static func wayOut(_ suffix: String) -> String {
    suffix.lowercased() == "png" ? "; rsvg-convert and browsers make a PNG of an .svg" : ""
  }

  /// What stands behind the last point of the name, where something stands before it.
  private static func suffix(of path: String) -> String? {
    guard !path.hasPrefix("/dev/"), let name = path.split(separator: "/").last,
      let point = name.lastIndex(of: "."), point > name.startIndex, point < name.index(before: name.endIndex)
    else { return nil }
    return String(name[name.index(after: point)...])
  }
}
