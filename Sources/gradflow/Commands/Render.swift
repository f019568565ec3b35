import ArgumentParser
import Explorer
import Screen

/// `gradflow render`: the frame that the terminal shows, printed.
struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Print the picture as text, ANSI or SVG.")

  @OptionGroup var picture: PictureOptions

  @Option(parsing: .unconditional, help: "Columns and rows, 20x5 … 1000x400.", transform: PictureSize.init)
  var size = PictureSize(Size(width: 100, height: 30))

  @Option(help: "text, ansi or svg (default: what the output's suffix says, .txt, .ansi or .svg, else text).")
  var format: PictureFormat?

  @Option(
    name: [.customShort("o"), .customLong("output")], parsing: .unconditional,
    help: "Write to a file instead of standard output; its suffix says the format.")
  var output: String?

  func run() throws {
    let largest = Size.largest
    guard (20...largest.width).contains(size.cells.width), (5...largest.height).contains(size.cells.height) else {
      throw InputError(
        "--size \(size.cells.width)x\(size.cells.height): expected 20x5 … \(largest.width)x\(largest.height)")
    }
    let format = try PictureFormat.chosen(format, for: output)
    var session = try picture.session(size: size.cells)
    session.refine()
    let frame = session.frame()
    try OutputFile.write(
      text(of: frame, as: format, session.state.view, session.theme), to: output ?? "-",
      keeping: try picture.files())
  }

  private func text(of frame: Frame, as format: PictureFormat, _ view: View, _ theme: Theme) -> String {
    switch format {
    case .text: return frame.plainText
    case .ansi: return frame.ansi(palette: Palette(theme: theme, depth: picture.color.depth))
    case .svg: return frame.svg(theme: theme, title: "gradflow: \(view.rawValue)")
    }
  }
}

/// `100x30`.
struct PictureSize {
  let cells: Size

  init(_ cells: Size) { self.cells = cells }

  init(_ text: String) throws {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]) else {
      throw ValidationError("a size is columns x rows, such as 100x30")
    }
    cells = Size(width: width, height: height)
  }
}

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
