@testable import Screen

/// A frame as text that people can read and compare: the glyphs, then a letter for the style of every cell.
enum StyledText {
  static func text(of frame: Frame) -> String {
    let size = "\(frame.size.width)×\(frame.size.height)"
    return text(of: frame, headed: size)
  }

  /// The same of a rectangle of the frame: its heading says which, and its rows count from the rectangle's upper edge.
  static func text(of frame: Frame, in rect: Rect, named name: String) -> String {
    let place = "\(rect.width)×\(rect.height) at column \(rect.x), row \(rect.y)"
    var part = Frame(size: Size(width: rect.width, height: rect.height))
    for y in 0..<rect.height { for x in 0..<rect.width { part[x, y] = frame[rect.x + x, rect.y + y] } }
    return text(of: part, headed: "\(name), \(place) of \(frame.size.width)×\(frame.size.height),")
  }

  private static func text(of frame: Frame, headed heading: String) -> String {
    "\(heading) glyphs\n\(frame.plainText)\n\(heading) styles: \(legend(frame))\n\(styles(frame))" + halves(frame)
  }

  /// Two lines of letters for each row that has cells of two halves, an underscore for the page.
  private static func halves(_ frame: Frame) -> String {
    let rows = (0..<frame.size.height).filter { y in frame.row(y).contains { $0.halves != nil } }
    guard !rows.isEmpty else { return "" }
    func letters(_ y: Int, _ half: (CellHalves) -> Style?) -> String {
      String(frame.row(y).map { cell in cell.halves.map { half($0).map(letter) ?? "_" } ?? "." })
    }
    return "\nhalves\n" + rows.map { "\($0) \(letters($0, \.upper))\n\($0) \(letters($0, \.lower))\n" }.joined()
  }

  /// A letter a cell, a dot for ordinary text, without trailing dots.
  private static func styles(_ frame: Frame) -> String {
    (0..<frame.size.height).map { y in
      let letters = frame.row(y).map { letter($0.style) }
      return String(letters.prefix((letters.lastIndex { $0 != "." } ?? -1) + 1)) + "\n"
    }.joined()
  }

  /// What the letters mean; those of what is cut and of what is kept as B only where there is any, so that no other
  /// picture's file tells of them.
  private static func legend(_ frame: Frame) -> String {
    let rare: [Style] = [
      .mapCut, .counterpart, .clippedStrong, .mapAlike, .mapOnlyShown, .mapOnlyCounterpart,
    ]
    let found = rare.filter { style in
      (0..<frame.size.height).contains { y in frame.row(y).contains { $0.style == style } }
    }
    let styles = Style.allCases.filter { !rare.contains($0) || found.contains($0) }
    return styles.map { "\(letter($0)) \($0)" }.joined(separator: ", ")
  }

  static func letter(_ style: Style) -> Character {
    switch style {
    case .text: "."
    case .muted: "m"
    case .rule: "r"
    case .strong: "B"
    case .title: "t"
    case .selectedKnob: "K"
    case .hint: "h"
    case .hintKey: "H"
    case .state: "s"
    case .amplifies: "a"
    case .attenuates: "d"
    case .positive: "p"
    case .negative: "n"
    case .immediate: "i"
    case .target: "T"
    case .inspected: "I"
    case .beyond: "b"
    case .vanishing: "V"
    case .exploding: "E"
    case .steady: "S"
    case .blocked: "X"
    case .alarm: "!"
    case .counterpart: "Y"
    case .clippedStrong: "L"
    case .clippedState: "1"
    case .clippedTarget: "2"
    case .clippedBeyond: "3"
    case .clippedAmplifies: "4"
    case .clippedAttenuates: "5"
    case .clippedPositive: "6"
    case .clippedNegative: "7"
    case .mapPositive0: "①"
    case .mapPositive1: "②"
    case .mapPositive2: "③"
    case .mapPositive3: "④"
    case .mapPositive4: "⑤"
    case .mapPositive5: "⑥"
    case .mapPositive6: "⑦"
    case .mapPositive7: "⑧"
    case .mapPositive8: "⑨"
    case .mapNegative0: "❶"
    case .mapNegative1: "❷"
    case .mapNegative2: "❸"
    case .mapNegative3: "❹"
    case .mapNegative4: "❺"
    case .mapNegative5: "❻"
    case .mapNegative6: "❼"
    case .mapNegative7: "❽"
    case .mapNegative8: "❾"
    case .mapFaint: "f"
    case .mapZero: "0"
    case .mapBlocked: "x"
    case .mapOverflow: "o"
    case .mapCut: "c"
    case .mapAlike: "="
    case .mapOnlyShown: "A"
    case .mapOnlyCounterpart: "ᴮ"
    }
  }
}
