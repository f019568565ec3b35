/// Dashed lines through a band, each at its value and with its name on it. Lines that fall into one row share it out, so that
/// every name stands beside the line that it is of; lines that cannot be told apart are one with both names.
package struct NamedLines {
  /// A value that is marked.
  package struct Line {
    /// Its name, the fullest first.
    package let names: [String]
    /// Where it stands, in rows from the band's lower edge.
    package let height: Double

    /// A line with at least one name.
    package init(names: [String], height: Double) {
      (self.names, self.height) = (names, height)
    }
  }

  private let lines: [Line]
  private let band: ValueBand

  /// Lines of a band. What rounding has put above its upper edge stands on that.
  package init(_ lines: [Line], in band: ValueBand) {
    let top = Double(band.axis.rows)
    self.lines = lines.map { line in
      Line(names: line.names, height: line.height < top + 1e-6 ? Swift.min(line.height, top) : line.height)
    }
    self.band = band
  }

  /// So many dashes come before a name, that it is not taken for the label of a tick; fewer where there is no room, and
  /// last no blanks around it.
  private static let leads = [3, 1, 0]

  /// Draws those within the band from one column to another, as far as nothing else stands there.
  package func draw(from first: Int, to last: Int, into frame: inout Frame) {
    let inside = lines.compactMap { line in band.y(ofHeight: line.height).map { (y: $0, line: line) } }
    for (y, lines) in Dictionary(grouping: inside, by: \.y) {
      let apart = apart(lines.map(\.line))
      let blank = (first...last).filter { frame[$0, y].glyph == " " }
      for (place, line) in apart.enumerated() {
        let cells = blank[place * blank.count / apart.count..<(place + 1) * blank.count / apart.count]
        draw(line, in: cells, y: y, into: &frame)
      }
    }
  }

  /// Lines of one row in their order, those at one height as one.
  private func apart(_ lines: [Line]) -> [Line] {
    lines.reduce(into: [Line]()) { apart, line in
      guard let place = apart.firstIndex(where: { quarter($0.height) == quarter(line.height) }) else {
        return apart.append(line)
      }
      let names = [apart[place], line].map { $0.names[$0.names.count - 1] }
      apart[place] = Line(names: [", ", ","].map { names.joined(separator: $0) }, height: apart[place].height)
    }
  }

  /// The quarter of a row that dashes stand in.
  private func quarter(_ height: Double) -> Int { Swift.min(Int(4 * height), 4 * band.axis.rows - 1) }

  private func draw(_ line: Line, in cells: ArraySlice<Int>, y: Int, into frame: inout Frame) {
    for x in cells { band.drawDashes(at: line.height, from: x, to: x, into: &frame) }
    let free = Set(cells)
    for name in line.names {
      for lead in Self.leads {
        let name = lead > 0 ? " \(name) " : name
        let start = cells.first { x in (x - lead..<x + name.columns).allSatisfy(free.contains) }
        if let start { return _ = frame.write(name, x: start, y: y, .muted) }
      }
    }
  }
}
