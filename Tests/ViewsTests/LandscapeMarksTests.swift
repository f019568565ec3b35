import RNNCore
import ScreenReading
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// What a person reads from the bands of the landscape is what the numbers are.
@Suite("Landscape: marks")
struct LandscapeMarksTests: LandscapeReading {
  static let sizes = [
    Size(width: 60, height: 20), Size(width: 80, height: 24), Size(width: 100, height: 30),
    Size(width: 160, height: 45), Size(width: 200, height: 60),
  ]

  @Test("λ = ln|W| of a linear network, 0 and the labels: dots within an eighth of a row", arguments: sizes)
  func growth(size: Size) throws {
    let (frame, layout, landscape) = try drawn(Sample.session(.identity, W: 1.3, size: size).pressing("4>"))
    let band = layout.bands[2]
    let reader = reader(frame, band, isLogarithmic: false)
    #expect(reader.ticks.count > 1 && Set(reader.ticks.map(\.row)).count == reader.ticks.count)
    let zero = try #require(reader.ticks.first { $0.text == "0" })
    // The line at 0, wherever no curve hides it and the cursor does not cross it, is the tick's own glyph in the tick's row.
    let line = (band.x..<band.x + band.width).filter {
      frame[$0, band.y + zero.row].glyph == frame[7, band.y + zero.row].glyph
    }
    let hidden = (band.x..<band.x + band.width).count { x in
      BrailleCanvas.dots(of: frame[x, band.y + zero.row].glyph) != nil || layout.column(of: 1.3) == x
    }
    #expect(!line.isEmpty && line.count + hidden >= band.width)
    var compared = 0
    for response in landscape.responses {
      let expected = try #require(
        reader.height(of: ScaledDouble(ScaledDouble(response.value).magnitude.naturalLogarithm)))
      guard (0...Double(band.height)).contains(expected) else { continue }
      let column = layout.dot(of: response.value)
      // The cursor's column, and cells in which a neighbour lies beyond the axis.
      let x = band.x + column / 2
      let isMarked = frame[x, band.y].glyph == "▴" || frame[x, band.y + band.height - 1].glyph == "▾"
      guard layout.column(of: 1.3) != x, !isMarked else { continue }
      let found = dots(frame, band, column: column)
      #expect(found.contains { ($0 - expected).magnitude <= 0.125 + reader.slack }, "W \(response.value)")
      compared += 1
    }
    #expect(compared > landscape.responses.count / 2)
  }

  @Test("|∂s_k/∂W| on evenly spaced decades, the states between the activation's bounds", arguments: sizes)
  func gradientAndStates(size: Size) throws {
    let session = Sample.session(size: size).pressing("4")
    let (frame, layout, landscape) = try drawn(session)
    let (states, gradient) = (layout.bands[0], layout.bands[1])
    let (stateReader, reader) = (
      reader(frame, states, isLogarithmic: false), reader(frame, gradient, isLogarithmic: true)
    )
    #expect(reader.ticks.count > 1 && stateReader.ticks.count > 1)
    for tick in reader.ticks { #expect((try #require(reader.height(of: tick.value)) - tick.height).magnitude <= 0.25) }
    for tick in stateReader.ticks {
      #expect((try #require(stateReader.height(of: tick.value)) - tick.height).magnitude <= 0.25)
    }
    for response in landscape.responses
    where layout.column(of: 0.9) != layout.plot.x + layout.dot(of: response.value) / 2 {
      let column = layout.dot(of: response.value)
      let total = try #require(response.total.flatMap { reader.height(of: $0) })
      if (0...Double(gradient.height)).contains(total) {
        #expect(dots(frame, gradient, column: column).contains { ($0 - total).magnitude <= 0.125 + reader.slack })
      }
      let last = try #require(response.states.last.flatMap { stateReader.height(of: ScaledDouble($0)) })
      let found = dots(frame, states, column: column)
      #expect(found.contains { ($0 - last).magnitude <= 0.125 + stateReader.slack }, "W \(response.value)")
    }
  }

  @Test("s_k shares no cell with earlier states, which are at most seven and dim")
  func layers() throws {
    let (frame, layout, landscape) = try drawn(Sample.session(.sine, W: 4).pressing("4"))
    let band = layout.bands[0]
    let axis = CurveAxes.states(landscape.responses, within: Activation.sine.range, rows: band.height)
    #expect(landscape.responses.allSatisfy { $0.states.count == 8 })
    var latest: [[Int]: UInt8] = [:]
    for response in landscape.responses {
      let (x, y) = (layout.dot(of: response.value), axis.dot(of: try #require(response.states.last), in: band.height))
      latest[[band.x + x / 2, band.y + y / 4], default: 0] |= BrailleCanvas.masks[y % 4][x % 2]
    }
    let cursor = layout.column(of: 4)
    for x in band.x..<band.x + band.width where x != cursor {
      for y in band.y..<band.y + band.height {
        let dots = BrailleCanvas.dots(of: frame[x, y].glyph)
        if let own = latest[[x, y]] {
          #expect(dots == own && frame[x, y].style == .target)
        } else {
          #expect(dots == nil || frame[x, y].style == .muted)
        }
      }
    }
    #expect(frame.glyphs(inRow: layout.rules[0].y).contains("states s₃₇ … s₄₄"))
  }

  @Test("The surface's ticks are within an eighth of a row of their values", arguments: sizes)
  func surfaceTicks(size: Size) throws {
    let (frame, layout, _) = try drawn(Sample.session(size: size).pressing("4v"))
    let range = try #require(layout.vertical)
    var found = 0
    for row in 0..<layout.plot.height {
      let y = layout.plot.y + row
      guard let quarter = ValueBand.dashes.firstIndex(of: frame[7, y].glyph) else { continue }
      let text = frame.glyphs(inRow: y).prefix(7).filter { $0 != " " }
      let value = try #require(AxisText.value(of: String(text))).doubleValue
      let height = Double(layout.plot.height - 1 - row) + (Double(quarter) + 0.5) / 4
      let expected = (value - range.lowerBound) / (range.upperBound - range.lowerBound) * Double(layout.plot.height)
      #expect((height - expected).magnitude <= 0.125 + 1e-9, "\(text)")
      found += 1
    }
    #expect(found >= 3)
  }

  @Test("Legends have no rule between their parts, and whole numbers", arguments: sizes)
  func legends(size: Size) throws {
    for keys in ["4", "4v"] {
      let session = Sample.session(size: size).pressing(keys)
      #expect(!session.lines.contains { $0.contains("positive ─") || $0.contains("explodes ─") })
    }
    var wall = Sample.session(size: size)
    wall.open(try #require(Scenario.named("pascanu-wall")))
    let lines = wall.pressing("<Esc>").lines
    let legend = try #require(lines.first { $0.contains(" E ") && $0.contains("0.56") })
    #expect(legend.contains("0.014"))
  }
}
