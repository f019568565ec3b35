import RNNCore
import RNNFiles
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// The scalar network as the command line makes it: with a head, and inputs that ask for the next value.
@Suite("The scalar network's own head on the screen")
struct ScalarHeadViewTests {
  private static let sources: [InputSource] =
    Sample.sources.map { source in
      var source = source
      source.asksForNext = true
      source.classNames = ["next above mean", "next not above"]
      return source
    } + [InputSource(name: "file", values: [1, 2, 3, 4], flags: ["--input", "file"])]

  private func session(_ change: (inout Setup) -> Void = { _ in }, height: Int = 36) throws -> Session {
    var setup = Setup()
    change(&setup)
    let state = try #require(setup.state(sources: Self.sources))
    return Session(state: state, sources: Self.sources, size: Size(width: 110, height: height))
  }

  @Test("n walks through the state and the losses, whose terms are seen by ∂L/∂s")
  func observables() throws {
    let session = try session { $0.inspected = 43 }
    let loss = session.pressing("n")
    #expect(loss.state.observable == .loss && loss.lines[1].hasPrefix(" ∂L₄₄/∂W = "))
    #expect(loss.lines.contains { $0.hasPrefix(" term 43 = ∂L₄₄/∂s₄₄ · ∂s₄₄/∂s₄₃ · ∂s₄₃/∂W* = ") })
    let total = loss.pressing("n")
    #expect(total.state.observable == .totalLoss && total.lines[1].hasPrefix(" ∂L/∂W = "))
    #expect(total.lines.contains { $0.hasPrefix(" term 43 = ∂L/∂s₄₃ · ∂s₄₃/∂W* = ") })
    #expect(total.pressing("n").state.observable == .state)
  }

  @Test("What would take minutes is not computed, and the screen says so; it neither stops nor traps")
  func tooCostly() throws {
    var session = try session { ($0.input, $0.steps) = ("noise", 100_000) }
    (session.state.observable, session.state.view, session.state.cut) = (.totalLoss, .map, Cut(.window, length: 50_000))
    let lines = session.lines
    #expect(lines[1].contains("not computed") && lines[2].contains("0 of 100000 targets"))
  }

  @Test("V is a knob, and in the title, where it has a part in the picture")
  func knob() throws {
    let session = try session()
    #expect(!session.state.knobs.contains(.outputWeight) && !session.lines[0].contains("V "))
    for keys in ["n", "O"] {
      let shown = session.pressing(keys)
      #expect(
        shown.state.knobs == Knob.allCases.filter { ![.desired, .checkpoint].contains($0) && $0.variable?.gate == nil }
          && shown.lines[0].contains("  V +2.00  "))
      let turned = shown.pressing("<Tab><Tab><Tab><Tab><Up>")
      #expect(turned.state.value(of: .outputWeight) == 2.05 && turned.lines[0].contains("V +2.05"))
      #expect(turned.pressing("u").state.value(of: .outputWeight) == 2)
    }
    let left = session.pressing("O<Tab><Tab><Tab><Tab>O")
    #expect(left.state.knob == .recurrentWeight && !left.lines[0].contains("V "))
    #expect(session.pressing("n<S-Tab><S-Tab>N").state.knob == .recurrentWeight)
    #expect(session.pressing("O<Tab><Tab><Tab><Tab>=-1.5<Enter>").state.value(of: .outputWeight) == -1.5)
  }

  @Test("y has V, what is looked at and the band")
  func command() throws {
    let turned = try session().pressing("nO<Tab><Tab><Tab><Tab><Up>")
    let command = turned.commandLine.replacing(/\ --axes [^ ]+/, with: "")
    #expect(command == "gradflow --v 2.05 --of loss --keys 'O<Tab><Tab><Tab><Tab>'")
    #expect(try !session().commandLine.contains("--v"))
    #expect(!Sample.session().commandLine.contains("--v"), "there is no head")
  }

  @Test("An input without targets goes back to the state, and its V with it")
  func inputs() throws {
    let loss = try session { $0.input = "noise" }.pressing("n<Left>n<Tab><Tab><Tab><Tab>")
    #expect(loss.state.observable.isLoss && loss.state.knob == .outputWeight)
    let file = loss.pressing("i")
    #expect(file.source.name == "file" && file.state.observable == .state && file.state.knob == .recurrentWeight)
    #expect(file.pressing("n").notice == "one unit, and no classes to be told: there is nothing else to look at")
  }

  @Test("Where a step has no class the derivation says so, and of nothing that overflowed")
  func derivationWithoutClass() throws {
    let page = try session { $0.input = "noise" }.pressing("n<End>2").lines.joined(separator: "\n")
    #expect(page.contains("has no class to be told, so L₄₄ has no value: choose another target"))
    #expect(!page.contains("overflow") && !page.contains("1.8e308"))
  }

  @Test("The last step of a recorded series looks one value further; of a rule's it has no class")
  func classes() throws {
    let source = Self.sources[0]
    let values = Sunspots.series.values
    let cut = source.sequence(InputChoice(source: 0, offset: 100, steps: 44, amplitude: -2))
    let mean = values[100..<144].reduce(0, +) / 44
    #expect(
      cut.classes == ClassTargets((101...144).map { values[$0] < mean ? 0 : 1 }), "a negative amplitude turns it round")
    #expect(source.sequence(InputChoice(source: 0, offset: 300, steps: 9)).classes?.last == .some(nil))
    let sine = Self.sources.first { $0.name == "sine" }?.sequence(InputChoice(source: 0, offset: 0, steps: 12))
    #expect(sine?.classes?.last == .some(nil))
    var told = InputSource(name: "told", values: [1, 2], classes: [1, 1], flags: [])
    told.asksForNext = true
    #expect(
      told.sequence(InputChoice(source: 0, offset: 0, steps: 2)).classes == [1, 1], "classes of its own come first")
  }

  /// o₄₄[0] = 1/(1 + e^(2·0.7038)) = 0.1966, and 0.8034.
  @Test("The classes stand beside the bands by name, with bars that end at their numbers", arguments: [24, 30, 36, 50])
  func classes(height: Int) throws {
    for width in [80, 100, 110, 160, 200] {
      var session = try session(height: height).pressing("O")
      session.size.width = width
      let (frame, layout) = (session.frame(), Layout(for: session))
      let rect = layout.classes
      #expect(rect.height == 3 && rect.x > layout.columns.end && rect.x + rect.width == width)
      let rows = (1...2).map { Array(frame.row(rect.y + $0)[(frame.row(rect.y + $0).startIndex + rect.x)...]) }
      for (row, probability) in zip(rows, [0.1966, 0.8034]) {
        let text = String(row.map(\.glyph))
        #expect(text.contains("next ") && text.contains(probability < 0.5 ? "0.197" : "0.803"), "\(text)")
        #expect(row.allSatisfy { $0.style != .state }, "not in the colour of the losses")
        let bar = row.compactMap { Self.lying.firstIndex(of: $0.glyph).map { $0 + 1 } }
        let cells =
          text.prefix { $0 != "0" }.count - 1
          - (row.firstIndex { Self.lying.contains($0.glyph) } ?? 0)
        #expect((Double(bar.reduce(0, +)) / 8 - probability * Double(cells)).magnitude <= 0.0626, "\(text)")
      }
      #expect(Set(rows.map { String($0.map(\.glyph)).prefix(10) }).count == 2, "the names can be told apart")
    }
  }

  private static let lying: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]

  @Test(
    "The losses' bars end at their numbers by the axis beside them, whose label stands where it is", arguments: 20...60)
  func losses(height: Int) throws {
    for keys in ["O", "Oz"] {
      let session = try session(height: height).pressing(keys)
      var drawn = session
      let (frame, layout) = (drawn.frame(), Layout(for: session))
      #expect(layout.output.height > 0 || height < 22)
      guard layout.output.height > 0 else { continue }
      let band = BandReader(frame, layout.output, isLogarithmic: false)
      let top = try #require(band.ticks.first, "a single row has its number too")
      #expect(layout.output.height == 1 || band.ticks.count >= 2)
      for column in 0..<layout.columns.count where layout.columns.steps(inColumn: column).count == 1 {
        let step = layout.columns.steps(inColumn: column).lowerBound
        guard let loss = session.analysis.trajectory.output(at: step)?.loss else { continue }
        let height = (ScaledDouble(loss) / top.value).doubleValue * top.height
        let end = band.top(ofBarAt: layout.columns.x(ofColumn: column), from: 0)
        #expect((end - height).magnitude <= 0.13 + band.slack, "L_\(step) = \(loss)")
      }
    }
  }

  @Test("Of losses that share a column the title says which is shown")
  func pooled() throws {
    let session = try session { ($0.input, $0.steps) = ("noise", 3000) }.pressing("O")
    #expect(
      session.lines.contains { $0.hasPrefix("── loss L_t") && $0.contains(" of up to ") && $0.contains(" the last") })
  }

  @Test("Where there is no room for the classes a word says so")
  func noRoom() throws {
    var narrow = try session(height: 24)
    narrow.size.width = 60
    #expect(narrow.pressing("O").notice == "the classes are shown beside the bands from 72×16 on")
    #expect(narrow.pressing("O").lines.contains { $0.hasPrefix("── loss L_t   next not above: L₄₄ = 0.2189 ") })
    narrow.size = Size(width: 100, height: 14)
    let low = narrow.pressing("O")
    #expect(low.notice == "the output is shown where the screen has more rows")
    #expect(Layout(for: low).columns == Layout(for: narrow).columns, "nothing is kept free for what is not there")
  }

  @Test("Of more classes than there is room for, the right one and the likeliest are shown, and the rest as one")
  func others() {
    let session = Sample.classifier(classes: 60, size: Size(width: 100, height: 40)).pressing("O")
    let rows = session.lines.filter { $0.contains("class ") || $0.contains("others") }
    #expect(rows.contains { $0.contains("▸ class ") })
    #expect(rows.contains { $0.wholeMatch(of: /.* \d+ others +[▏▎▍▌▋▊▉█]* +0\.\d+.*/) != nil }, "\(rows)")
  }

  @Test("However unlikely a class is, its number keeps off the frame's edge", arguments: [1.0, 20, 200, 5000])
  func unlikely(V: Double) throws {
    let session = try session().pressing("O<Tab><Tab><Tab><Tab>=\(V)<Enter>")
    let rows = session.lines.filter { $0.contains("next above") || $0.contains("next not above") }
    #expect(rows.count >= 2 && rows.allSatisfy { $0.count <= session.size.width - 1 || $0.hasPrefix("──") }, "\(rows)")
  }

  @Test("The derivation, the map and the landscape look at the loss too")
  func views() throws {
    let loss = try session().pressing("n")
    #expect(loss.pressing("3").lines.contains { $0.contains("∂L_k/∂W") })
    let landscape = loss.pressing("4").lines
    #expect(landscape.contains { $0.contains("|∂L₄₄/∂W|") } && landscape.contains { $0.contains("∂L₄₄/∂W = 0.2012") })
    #expect(loss.pressing("2").lines.contains { $0.contains("∂L₄₄/∂W") })
  }

  @Test("The title of the surface says that E is not the loss that is looked at")
  func surface() throws {
    let session = try session().pressing("4v")
    #expect(!session.lines[2].contains("not the loss") && session.pressing("n").lines[2].contains("not the loss"))
  }

  /// The numbers behind the equals signs of a line.
  private func numbers(_ line: String) -> [Double] { DerivationTextTests.numbers(line) }

  @Test(
    "The page of a loss has its signs and numbers: o, ∂L/∂s back from k, and terms that add up to the gradient",
    arguments: [1, 2, 3, 9, 44], ["n", "nn"])
  func derivation(target: Int, keys: String) throws {
    for parameter in ["", "d", "dd"] {
      let session = try session { $0.target = target }.pressing(keys + parameter)
      let analysis = session.analysis
      let contributions = try #require(analysis.contributions)
      let lines = DerivationTextTests.lines(DerivationTextTests.text(session))
      #expect(!lines.contains { $0.contains("n×n") || $0.contains("onehot") })
      #expect(lines.contains { $0.contains("o = softmax((V·s, 0)): class 1 has the logit 0") })
      let o = try #require(analysis.trajectory.output(at: target)?.probabilities[0])
      let output = try #require(lines.firstIndex { $0.hasPrefix(" loss ") })
      #expect((try #require(numbers(lines[output + 1]).last) - o).magnitude <= 0.51e-3 * o)
      // Every ∂L/∂s_j that is written out is what its line comes to, and the flow that the terms have.
      let back = lines.indices.filter { lines[$0].hasPrefix(" back ") }
      #expect(back.count == (target <= 3 ? target : 3))
      for place in back {
        let step = try #require(Int(lines[place].split(separator: " ")[1]))
        let found = numbers(lines[place + 1])
        let seen = try #require(found.last)
        #expect((seen - contributions.flow(at: step).doubleValue).magnitude <= 0.51e-3 * seen.magnitude)
        let products = lines[place + 1].split(separator: "  =  ").dropLast().joined().split(separator: "  +  ").map {
          numbers(String($0)).reduce(1, *)
        }
        #expect((products.reduce(0, +) - seen).magnitude <= 0.51e-3 * seen.magnitude, "\(lines[place + 1])")
      }
      let terms = lines.filter { $0.hasPrefix(" terms ") }.flatMap(numbers)
      let total = try #require(terms.last)
      #expect((total - contributions.total.doubleValue).magnitude <= 0.51e-3 * total.magnitude)
      #expect((terms.dropLast().reduce(0, +) - total).magnitude <= 0.51e-3 * total.magnitude, "\(terms)")
      #expect(lines.contains { $0.contains("they agree to ") && numbers($0)[0] >= 8 })
    }
  }
}
