import ArgumentParser
import Explorer
import Screen
import Views

/// `gradflow render`: the frame that the terminal shows, printed, or one for every key.
struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Print the picture as text, ANSI or SVG, every picture that keys make, or the derivation as LaTeX.",
    discussion: """
      The picture that the explorer shows in a terminal of that size, after the keys that are given. The same flags give the \
      same bytes in every locale and terminal: ANSI has 256 colours unless --color or NO_COLOR says otherwise. With --frames \
      there is a picture for every key: as one SVG that moves by itself, as a page (html) that ← and → step through, or as a \
      recording (cast) for asciinema and its players. An SVG says in sentences what it shows, as describe does.

      LaTeX is of the derivation alone, as a document that pdflatex takes as it is; what stands between \\begin{document} and \
      \\end{document} needs amsmath and can be put into another one. It is whole, whatever a screen has room for: up to step 100 \
      every factor of every term, of a later target the first and the last hundred. At --target 3 it is two pages, at 44 fourteen.

        gradflow render --size 120x40 -o flow.svg
        gradflow render --keys 'aa<Up><Up>s'
        gradflow render --compare '--activation relu --steps 60' --format ansi --color 16
        gradflow render --keys '<Up><Up><Up>aa' --frames -o turned.svg
        gradflow render --keys '<Space><Tick><Tick><Tick>' --frames --seconds 0.2 -o pass.cast
        gradflow render --view derivation --target 3 -o derivation.tex

      Exit codes: 0 good, 2 input that cannot be used, 64 usage.
      """)

  @OptionGroup var picture: PictureOptions

  @Option(parsing: .unconditional, help: "Columns and rows, 20x5 … 1000x400.", transform: PictureSize.init)
  var size = PictureSize(Size(width: 100, height: 30))

  @Option(
    help:
      "text, ansi, svg, html, cast or latex (default: what the output's suffix says, .txt for text, .tex for latex, else text)."
  )
  var format: PictureFormat?

  @Option(
    name: [.customShort("o"), .customLong("output")], parsing: .unconditional,
    help: "Write to a file instead of standard output; its suffix says the format.",
    completion: .file(extensions: PictureFormat.allCases.map(\.suffix)))
  var output: String?

  @Flag(help: "Keep every picture that --keys make: svg, html or cast.")
  var frames = false

  @Option(parsing: .unconditional, help: "How long each picture of --frames is shown, 0.01 to 60 (default: 1).")
  var seconds: Double?

  func validate() throws {
    if frames, picture.keys == nil { throw ValidationError("--frames keeps a picture for each key: give --keys too") }
    if seconds != nil, !frames {
      throw ValidationError("--seconds says how long each picture is shown: give --frames too")
    }
    if let seconds, !(0.01...60).contains(seconds) {
      throw ValidationError("--seconds \(seconds): expected a number from 0.01 to 60")
    }
  }

  func run() throws {
    let largest = Size.largest
    guard (20...largest.width).contains(size.cells.width), (5...largest.height).contains(size.cells.height) else {
      throw InputError(
        "--size \(size.cells.width)x\(size.cells.height): expected 20x5 … \(largest.width)x\(largest.height)")
    }
    let format = try PictureFormat.chosen(format, for: output)
    guard format != .latex else {
      let document = try Progress.during("render") { _ in try derivation() }
      return try OutputFile.write(document, to: output ?? "-", keeping: try picture.files())
    }
    guard format.isMoving || !frames else {
      throw ValidationError(
        "--frames: \(format.rawValue) is one picture: write svg, html or cast, such as -o turned.svg")
    }
    let film = try Progress.during("render") { try self.film(isDescribed: format.isDescribed, $0) }
    let text =
      frames || format.isFilm ? self.text(of: film, as: format) : self.text(of: film.pictures[0], film, as: format)
    try OutputFile.write(text, to: output ?? "-", keeping: try picture.files())
  }

  /// The derivation as a document.
  private func derivation() throws -> String {
    guard !frames else {
      throw InputError("--frames: latex is one document, not a picture for each key: leave --frames out")
    }
    var session = try picture.session(size: size.cells)
    let view = session.state.view
    guard view == .derivation else {
      throw InputError(
        "--format latex: expected the derivation, which alone is formulas, and the view is \(view.rawValue): "
          + "give --view derivation")
    }
    let command = ReproducingCommand.words(for: session)
    do {
      return try LaTeXDerivation(
        &session,
        command: (command.prefix(1) + ["render"] + command.dropFirst() + ["--format", "latex"]).joined(separator: " ")
      ).text
    } catch {
      throw InputError(
        "--format latex: \(error.glyph) in \(error.text) has no LaTeX yet: choose --format text, and report it")
    }
  }

  /// The picture after the keys, or one for each of them, in sentences too where the format has room for them.
  private func film(isDescribed: Bool, _ progress: Progress) throws -> ThemedFilm {
    var options = picture
    if frames { options.keys = nil }
    var session = try options.session(size: size.cells)
    let title = "gradflow: \(session.state.view.rawValue)"
    let keys = frames ? picture.keys?.keys ?? [] : []
    func complete(_ key: String, _ place: Int) -> Film.Picture {
      session.refine { progress.report((Double(place) + $0) / Double(keys.count + 1)) }
      let frame = session.frame()
      return Film.Picture(frame, key: key, description: isDescribed ? Description(&session).text : "")
    }
    var pictures = [complete("", 0)]
    for (place, key) in keys.enumerated() {
      _ = session.handle(key)
      pictures.append(complete(KeyScript.text(for: key), place + 1))
    }
    return ThemedFilm(film: Film(pictures, seconds: seconds ?? 1, title: title), theme: session.theme)
  }

  private func text(of picture: Film.Picture, _ film: ThemedFilm, as format: PictureFormat) -> String {
    switch format {
    case .text: picture.frame.plainText
    case .ansi: picture.frame.ansi(palette: palette(film.theme))
    case .svg, .html, .cast, .latex:
      picture.frame.svg(theme: film.theme, title: film.film.title, description: picture.description)
    }
  }

  private func text(of film: ThemedFilm, as format: PictureFormat) -> String {
    switch format {
    case .cast: film.film.cast(palette: palette(film.theme))
    case .html: film.film.html(theme: film.theme)
    case .svg, .text, .ansi, .latex: film.film.svg(theme: film.theme)
    }
  }

  private func palette(_ theme: Theme) -> Palette { Palette(theme: theme, depth: picture.color.depth) }
}

/// Pictures, and the background that they are for.
private struct ThemedFilm {
  let film: Film
  let theme: Theme

  var pictures: [Film.Picture] { film.pictures }
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
  case text, ansi, svg, html, cast, latex

  /// Whether it is always one of pictures that follow each other.
  var isFilm: Bool { self == .html || self == .cast }

  /// Whether it says what it shows: sentences cost as much as another picture, for what the next key does.
  var isDescribed: Bool { self == .svg || self == .html }

  /// Whether it can be.
  var isMoving: Bool { self == .svg || isFilm }

  /// What the name of a file of it ends in.
  var suffix: String {
    switch self {
    case .text: "txt"
    case .latex: "tex"
    case .ansi, .svg, .html, .cast: rawValue
    }
  }

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
