import RNNCore
import ScreenReading
import Testing

@testable import Screen
@testable import Views

@Suite("Map: corner")
struct MapCornerTests {
  /// The glyphs of a frame from a cell on.
  private static func text(_ frame: Frame, x: Int, y: Int, count: Int) -> String {
    frame.glyphs(in: Rect(x: x, y: y, width: count, height: 1))[0]
  }

  /// The first cell of a text on the screen.
  private static func place(of text: String, _ frame: Frame) -> (x: Int, y: Int)? {
    for y in 0..<frame.size.height {
      for x in 0..<frame.size.width where Self.text(frame, x: x, y: y, count: text.count) == text { return (x, y) }
    }
    return nil
  }

  @Test(
    "A power of ten stands over the swatch whose upper end it is, for each sign, at every size and depth",
    arguments: [(60, 20), (80, 24), (100, 30), (160, 45), (200, 60)])
  func swatches(width: Int, height: Int) throws {
    for keys in ["3", "3}", "3}}}", "3{"] {
      var session = Sample.session(input: "noise", size: Size(width: width, height: height)).pressing(keys)
      let (frame, map) = (session.frame(), MapView(session, MapLayout(for: session)))
      let grid = map.layout.grid
      let y = try #require(
        (grid.y..<grid.y + grid.height).last { y in
          Self.text(frame, x: grid.x, y: y + 1, count: grid.width).contains("+ ")
            && Self.text(frame, x: grid.x, y: y + 2, count: grid.width).contains("− ")
        })
      let row = Self.text(frame, x: 0, y: y, count: frame.size.width)
      let corner = map.layout.end(ofRow: y + 2)
      var found = 0
      // Behind the last shade, what is darker than it: its number is its upper end too.
      if let x = (corner..<grid.x + grid.width).first(where: { frame[$0, y + 1].style == .mapFaint }) {
        let label = map.shades.floorText
        #expect(Self.text(frame, x: x, y: y, count: label.count) == label)
        found += 1
      }
      #expect((found == 1) == (keys == "3{"), "all but what was asked for holds everything")
      for level in 0..<MapShade.count {
        guard let power = map.shades.power(above: level) else { continue }
        let (label, style) = (NumberText.powerOfTen(power), MapShade(isPositive: true, level: level).style)
        guard let x = (corner..<grid.x + grid.width).first(where: { frame[$0, y + 1].style == style }) else { continue }
        guard Self.text(frame, x: x, y: y, count: label.count) == label else { continue }
        found += 1
        #expect(frame[x, y + 2].style == MapShade(isPositive: false, level: level).style)
        #expect(frame[x - 1, y + 1].style != style && [" ", ""].contains(String(frame[x - 1, y].glyph)), "\(row)")
      }
      // All numbers of the row are such labels.
      #expect(
        found >= 2 && row.dropFirst(corner).split(separator: " ").filter { $0.first?.isNumber == true }.count == found)
    }
  }

  /// The height of a bar in the profile, in eighths of a row.
  private static func eighths(_ frame: Frame, x: Int, bottom: Int, top: Int) -> Int {
    (top...bottom).reduce(0) { sum, y in sum + (Bars.standing.firstIndex(of: frame[x, y].glyph) ?? 0) }
  }

  @Test(
    "A bar of the lag profile ends where the mean over every pair is, to an eighth of a row, and its ticks where their powers are",
    arguments: [(100, 30), (160, 45), (200, 60)])
  func profile(width: Int, height: Int) throws {
    for W in [0.9, -1.3] {
      var session = Sample.session(W: W, input: "noise", steps: 30, size: Size(width: width, height: height))
        .pressing("3")
      let frame = session.frame()
      let map = MapView(session, MapLayout(for: session))
      let title = try #require(Self.place(of: "mean", frame))
      let left = title.x + TimeColumns.gutter
      let axis = try #require(
        (title.y..<frame.size.height).first { "└┴".contains(frame[left - 1, $0].glyph) })
      let profile = try #require(map.blocks.lagProfile(columns: 1000, above: map.shades.floor, budget: 1_000_000))
      let spans = StepSpans(steps: profile.lastLag + 1, cells: map.layout.grid.x + map.layout.grid.width - left)
      let reader = BandReader(
        frame, Rect(x: title.x, y: title.y + 1, width: left - title.x, height: axis - title.y - 1), isLogarithmic: true)
      #expect(reader.ticks.count >= 2)
      for tick in reader.ticks {
        #expect((try #require(reader.height(of: tick.value)) - tick.height).magnitude <= 0.25)
      }
      for lag in 0...profile.lastLag {
        let mean = (lag + 1...30).reduce(ScaledDouble.zero) { sum, k in
          let terms = Contributions(of: session.analysis.trajectory, target: k, parameter: .recurrentWeights)
          return sum + terms.value(at: k - lag).magnitude
        }
        let wanted = try #require(reader.height(of: mean / ScaledDouble(Double(30 - lag))))
        for x in spans.cells(ofStep: lag + 1) {
          let found = Double(Self.eighths(frame, x: left + x, bottom: axis - 1, top: title.y + 1)) / 8
          #expect(
            (found - wanted).magnitude <= 0.0626 + reader.slack || wanted < 0.125, "lag \(lag): \(found) for \(wanted)")
        }
      }
    }
  }

  @Test(
    "Whatever has no room is left out whole, and nothing covers a cell", arguments: [40, 47, 60, 80, 100, 160, 311])
  func room(width: Int) {
    for height in [10, 13, 24, 45] {
      for steps in [1, 3, 44, 1000] {
        var session = Sample.session(input: "noise", steps: steps, size: Size(width: width, height: height)).pressing(
          "3")
        let (frame, layout) = (session.frame(), MapLayout(for: session))
        for y in layout.grid.y..<layout.grid.y + layout.grid.height {
          for x in layout.grid.x..<layout.end(ofRow: y) where frame[x, y].glyph.isLetter || frame[x, y].glyph.isNumber {
            Issue.record("\(width)×\(height) T \(steps): \(frame[x, y].glyph) at \(x) \(y)")
          }
        }
      }
    }
  }

  @Test("What is sampled is said: the pairs of a profile, the targets of a map of norms")
  func sampled() throws {
    let size = Size(width: 160, height: 45)
    var whole = Sample.session(input: "noise", steps: 100, size: size).pressing("3")
    #expect(whole.frame().plainText.contains("over all targets"))
    var long = Sample.session(.identity, W: 1, input: "noise", steps: 100_000, size: size).pressing("3")
    #expect(long.frame().plainText.contains("pairs of each column"))
  }

  @Test(
    "The profile's numbers are whole, however long they are, and its bars reach over the band",
    arguments: [2000, 10_000])
  func numbers(steps: Int) throws {
    for size in [Size(width: 100, height: 30), Size(width: 160, height: 45)] {
      var session = Sample.session(input: "noise", steps: steps, size: size).pressing("3")
      let frame = session.frame()
      let map = MapView(session, MapLayout(for: session))
      let title = try #require(Self.place(of: "mean", frame))
      let left = title.x + TimeColumns.gutter
      let axis = try #require((title.y..<size.height).first { "└┴".contains(frame[left - 1, $0].glyph) })
      let reader = BandReader(
        frame, Rect(x: title.x, y: title.y + 1, width: left - title.x, height: axis - title.y - 1), isLogarithmic: true)
      let profile = try #require(
        map.lagProfiles(columns: map.layout.grid.x + map.layout.grid.width - left)?.shown)
      let highest = try #require(reader.height(of: profile.means[0]))
      let height = Double(axis - title.y - 1)
      #expect(highest > 0.6 * height && highest <= height + 0.01)
      #expect(reader.ticks.contains { $0.value < ScaledDouble.powerOfTen(-500) })
      let least = try #require(profile.means.filter { !$0.isZero }.min())
      #expect(try #require(reader.height(of: least)) < 0.4 * height)
    }
  }

  @Test("Where the cells leave no room for the legend it stands in the title")
  func legendInTitle() {
    for (width, height) in [(100, 30), (160, 45), (200, 60)] {
      for session in [
        Sample.session(steps: 1, size: Size(width: width, height: height)),
        MatrixSample.session(steps: 1, size: Size(width: width, height: height)),
      ] {
        var shown = session.pressing("3")
        let frame = shown.frame()
        let shades = Set((0..<width).compactMap { frame[$0, 2].style.shade?.level })
        #expect(shades.count == MapShade.count)
        #expect(shown.lines[2].contains(MapView(shown, MapLayout(for: shown)).shades.floorText))
      }
    }
  }
}
