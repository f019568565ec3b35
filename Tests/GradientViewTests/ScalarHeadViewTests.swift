import RNNCore
import RNNFiles
import Testing

@testable import GradientView

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

  @Test("V is a knob, and in the title, where it has a part in the picture")
  func knob() throws {
    let session = try session()
    #expect(!session.state.knobs.contains(.outputWeight) && !session.lines[0].contains("V "))
    for keys in ["n", "O"] {
      let shown = session.pressing(keys)
      #expect(shown.state.knobs == Knob.allCases.filter { $0 != .desired } && shown.lines[0].contains("  V +2.00  "))
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

  @Test("The last step of a recorded series looks one value further; of a rule's it has no class")
  func classes() throws {
    let source = Self.sources[0]
    let values = Sunspots.series.values
    let cut = source.sequence(InputChoice(source: 0, offset: 100, steps: 44, amplitude: -2))
    let mean = values[100..<144].reduce(0, +) / 44
    #expect(cut.classes == (101...144).map { values[$0] < mean ? 0 : 1 }, "a negative amplitude turns it round")
    #expect(source.sequence(InputChoice(source: 0, offset: 300, steps: 9)).classes?.last == .some(nil))
    let sine = Self.sources.first { $0.name == "sine" }?.sequence(InputChoice(source: 0, offset: 0, steps: 12))
    #expect(sine?.classes?.last == .some(nil))
    var told = InputSource(name: "told", values: [1, 2], classes: [1, 1], flags: [])
    told.asksForNext = true
    #expect(
      told.sequence(InputChoice(source: 0, offset: 0, steps: 2)).classes == [1, 1], "classes of its own come first")
  }

  @Test("The band names the classes and lays their bars, to an eighth of a cell", arguments: [30, 36, 50])
  func band(height: Int) throws {
    let session = try session(height: height).pressing("O")
    let frame = session.lines
    let row = try #require(
      frame.first { $0.contains("next above mean") && $0.contains("▸ next not above") && !$0.contains("output") })
    #expect(row.hasPrefix("  o₄₄    "))
    // o₄₄[0] = 1/(1 + e^(2·0.7038)) = 0.1966: 1.57 of 8 cells; and 0.8034: 6.43.
    #expect(row.contains("next above mean █▋       0.197") && row.contains("next not above  ██████▍  0.803"))
    #expect(
      frame.contains { $0.contains("softmax((V·s₄₄, 0)ᵀ)   next not above is right and has 0.803: L₄₄ = 0.2189") })
  }

  @Test("Of more classes than there is room for, the right one and the likeliest are shown, and the rest as one")
  func others() {
    let session = Sample.classifier(classes: 60, size: Size(width: 60, height: 40)).pressing("O")
    let rows = session.lines.filter { $0.contains("class ") || $0.contains("others") }
    #expect(rows.contains { $0.contains("▸ class ") })
    #expect(rows.contains { $0.wholeMatch(of: /.* \d+ others +[▏▎▍▌▋▊▉█]* +0\.\d+.*/) != nil }, "\(rows)")
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
