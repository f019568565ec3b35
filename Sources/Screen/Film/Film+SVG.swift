extension Film {
  /// The film as one SVG that moves by itself, over and over: no script, style sheets alone. A row that stays as it is is
  /// written once. Where somebody wants less motion, and in viewers that know no animation, the first picture stands still.
  package func svg(theme: Theme) -> String {
    let palette = Palette(theme: theme, depth: .truecolor)
    var animations = Animations(pictures: pictures.count, seconds: seconds)
    var (bodies, dots) = ("", "")
    for y in 0..<size.height {
      let layers = pictures.map { $0.frame.svgLayers(ofRow: y, palette) }
      bodies += animations.groups(layers.map(\.body))
      dots += animations.groups(layers.map(\.dots))
    }
    let first = pictures[0].description
    return Frame.svgHead(size, palette, title: title, description: first, style: animations.styleSheet) + bodies + dots
      + "</g>\n</svg>\n"
  }

  /// Who is seen when, each way of appearing once.
  private struct Animations {
    let pictures: Int
    let seconds: Double
    /// By the pictures that something is seen in, the class that shows it then.
    private var classes: [[Bool]: Int] = [:]
    private var order: [[Bool]] = []

    init(pictures: Int, seconds: Double) { (self.pictures, self.seconds) = (pictures, seconds) }

    /// What is seen in each picture, each different content as a group that is seen in its turns.
    mutating func groups(_ contents: [String]) -> String {
      var turns: [String: [Bool]] = [:]
      var distinct: [String] = []
      for (number, content) in contents.enumerated() where !content.isEmpty {
        if turns[content] == nil {
          turns[content] = Array(repeating: false, count: pictures)
          distinct.append(content)
        }
        turns[content]?[number] = true
      }
      return distinct.map { content in
        guard let seen = turns[content], seen.contains(false) else { return content }
        return "<g class=\"t\(number(of: seen))\"\(seen[0] ? "" : " visibility=\"hidden\"")>\n\(content)</g>\n"
      }.joined()
    }

    private mutating func number(of seen: [Bool]) -> Int {
      if let known = classes[seen] { return known }
      classes[seen] = order.count
      order.append(seen)
      return order.count - 1
    }

    /// The rules of the classes; nothing where nothing moves.
    var styleSheet: String {
      guard !order.isEmpty else { return "" }
      let length = (Double(pictures) * seconds).inThousandths
      let rules = order.enumerated().map { number, seen in
        "@keyframes t\(number){\(keyframes(seen))}\n.t\(number){animation:t\(number) \(length)s step-end infinite}\n"
      }
      return "<style>\n@media (prefers-reduced-motion: no-preference) {\n" + rules.joined() + "}\n</style>\n"
    }

    /// Where it appears and disappears, in percent of the whole.
    private func keyframes(_ seen: [Bool]) -> String {
      seen.indices.filter { $0 == 0 || seen[$0] != seen[$0 - 1] }.map { number in
        let percent = (Double(number) * 100 / Double(pictures)).inThousandths
        return "\(percent)%{visibility:\(seen[number] ? "visible" : "hidden")}"
      }.joined()
    }
  }
}
