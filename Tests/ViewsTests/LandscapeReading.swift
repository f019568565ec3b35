import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// Reads the bands of a drawn landscape.
protocol LandscapeReading {}

extension LandscapeReading {
  func drawn(_ session: Session) throws -> (frame: Frame, layout: LandscapeLayout, landscape: Landscape) {
    var session = session
    let frame = session.frame()
    return (
      frame, try #require(Layout(for: session).landscape(for: session)), try #require(session.landscape)
    )
  }

  func reader(_ frame: Frame, _ band: Rect, isLogarithmic: Bool = false) -> BandReader {
    BandReader(
      frame, Rect(x: 0, y: band.y, width: frame.size.width, height: band.height), isLogarithmic: isLogarithmic)
  }

  /// The heights of the dots in one of the columns of dots, of which a cell has two.
  func dots(_ frame: Frame, _ band: Rect, column: Int) -> [Double] {
    (0..<4 * band.height).filter { place in
      let glyph = frame[band.x + column / 2, band.y + place / 4].glyph
      return BrailleCanvas.dots(of: glyph).map { $0 & BrailleCanvas.masks[place % 4][column % 2] != 0 } ?? false
    }.map { Double(band.height) - (Double($0) + 0.5) / 4 }
  }
}
