import RNNCore
import Testing

@testable import GradientView

@Suite("Map: corner")
struct MapCornerTests {
  /// The glyphs of a frame from a cell on.
  private static func text(_ frame: Frame, x: Int, y: Int, count: Int) -> String {
    String((x..<x + count).map { frame[$0, y].glyph })
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
      let axis = try #require(
        (title.y..<frame.size.height).first {
          frame[title.x + 5, $0].glyph == "└" || frame[title.x + 5, $0].glyph == "┴"
        })
      let profile = try #require(map.blocks.lagProfile(columns: 1000, above: map.shades.floor, budget: 1_000_000))
      let left = title.x + 6
      let spans = StepSpans(steps: profile.lastLag + 1, cells: map.layout.grid.x + map.layout.grid.width - left)
      let ticks = (title.y + 1..<axis).filter { frame[left - 1, $0].glyph == "▔" }
      #expect(ticks.count >= 2)
      let powers = try ticks.map { y in
        let text = Self.text(frame, x: title.x, y: y, count: 5).split(separator: " ").last.map(String.init) ?? ""
        return try #require((-20...20).first { NumberText.powerOfTen($0) == text })
      }
      let rowsPerDecade = Double(ticks[1] - ticks[0]) / Double(powers[0] - powers[1])
      for place in 1..<ticks.count {
        let slope = Double(ticks[place] - ticks[place - 1]) / Double(powers[place - 1] - powers[place])
        #expect((slope - rowsPerDecade).magnitude < 1e-12, "decades are even")
      }
      for lag in 0...profile.lastLag {
        let mean = (lag + 1...30).reduce(ScaledDouble.zero) { sum, k in
          let terms = Contributions(of: session.analysis.trajectory, target: k, parameter: .recurrentWeights)
          return sum + terms.value(at: k - lag).magnitude
        }
        let decades = (mean / ScaledDouble(Double(30 - lag))).log10 - Double(powers[0])
        let wanted = Double(axis - ticks[0]) + decades * rowsPerDecade
        for x in spans.cells(ofStep: lag + 1) {
          let found = Double(Self.eighths(frame, x: left + x, bottom: axis - 1, top: title.y + 1)) / 8
          #expect((found - wanted).magnitude <= 0.0626 || wanted < 0.125, "lag \(lag): \(found) for \(wanted)")
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
}
