import ArgumentParser
import Explorer
import RNNCore
import Screen
import Testing
import Views

@testable import gradflow

/// What the flags mean, read by the real parser without starting a program.
@Suite struct DefaultsTests {
  @Test("Without arguments the explorer starts, on the network and the years of the contract")
  func nothing() throws {
    let command = try Gradflow.parseAsRoot([])
    let explore = try #require(command as? Explore)
    let chosen = try explore.picture.experiment.chosen()
    let experiment = chosen.experiment
    let network = experiment.network
    #expect(network.activation == .tanh)
    #expect(network.recurrentWeights[0, 0] == 0.9)
    #expect(network.inputWeights[0, 0] == 0.8)
    #expect(network.bias == [0])
    #expect(experiment.initialState == [0.1])
    #expect(experiment.inputs.name == "sunspots")
    #expect(experiment.inputs.steps == 44)
    #expect(chosen.target == 44)
    #expect(chosen.parameter == .recurrentWeights)
    #expect(explore.picture.theme == .auto && explore.picture.theme.requested == nil)
    #expect(!explore.picture.ascii)
  }

  @Test("explore may be written out, and takes the same flags")
  func explore() throws {
    let command = try #require(try Gradflow.parseAsRoot(["explore", "--w", "1.5"]) as? Explore)
    #expect(try command.picture.experiment.chosen().experiment.network.recurrentWeights[0, 0] == 1.5)
  }

  @Test("render draws the Flow view, 100 by 30, as text, on standard output")
  func render() throws {
    let render = try Render.parse([])
    #expect(render.picture.view == nil)
    #expect(render.size.cells == Size(width: 100, height: 30))
    #expect(render.format == nil)
    #expect(render.output == nil)
  }

  @Test("A negative number needs no = before it", arguments: [["--w", "-0.9"], ["--w=-0.9"]])
  func negative(arguments: [String]) throws {
    #expect(try Self.network(arguments).recurrentWeights[0, 0] == -0.9)
  }

  @Test("Every number of the network has its flag")
  func numbers() throws {
    let flags = ["--w", "-2.612296656009273", "--u", "-1e-300", "--bias", "-.5", "--s0", "-3"]
    let experiment = try Self.chosen(flags).experiment
    #expect(experiment.network.recurrentWeights[0, 0] == -2.612296656009273)
    #expect(experiment.network.inputWeights[0, 0] == -1e-300)
    #expect(experiment.network.bias == [-0.5])
    #expect(experiment.initialState == [-3])
  }

  @Test("Every activation has its name", arguments: Activation.allCases)
  func activation(activation: Activation) throws {
    #expect(try Self.network(["--activation", activation.rawValue]).activation == activation)
  }

  @Test("Negative zero is zero: no screen or file tells them apart")
  func negativeZero() throws {
    #expect(try Self.network(["--w", "-0"]).recurrentWeights[0, 0].sign == .plus)
  }

  @Test("--size is columns x rows")
  func size() throws {
    #expect(try Render.parse(["--size", "20x5"]).size.cells == Size(width: 20, height: 5))
    #expect(try Render.parse(["--size=1000x400"]).size.cells == Size(width: 1000, height: 400))
  }

  @Test("--of takes a state, a unit or a loss")
  func subject() throws {
    #expect(try Self.chosen([]).observable == .state)
    #expect(try Self.chosen(["--of", "unit:0"]).observable == .unit(0))
    #expect(try Self.chosen(["--of", "unit:2", "--hidden", "3"]).observable == .unit(2))
    #expect(try Self.chosen(["--of", "loss"]).observable == .loss)
    #expect(try Self.chosen(["--of", "total-loss"]).observable == .totalLoss)
    #expect(throws: InputError.self) { try Self.chosen(["--of", "unit:1"]) }
    for name in ["loss", "total-loss"] {
      #expect(throws: InputError.self) { try Self.chosen(["--of", name, "--hidden", "3"]) }
    }
  }

  @Test("The scalar network has a head, whose V is 2 unless it is given, and is asked for the next value")
  func head() throws {
    #expect(try Self.network([]).outputWeights == Matrix([[2], [0]]))
    #expect(try Self.network(["--v", "-0.5"]).outputWeights == Matrix([[-0.5], [0]]))
    #expect(try Self.network(["--hidden", "2"]).outputWeights == nil)
    let classes = try Self.chosen([]).experiment.inputs.classes
    // The years after 1843 and 1836, of which the one is below the mean of 1800 to 1843 and the other above.
    #expect(classes?.count == 44 && classes?[43] == 1 && classes?[36] == 0)
    #expect(try Self.chosen(["--hidden", "2"]).experiment.inputs.classes == nil)
  }

  @Test("Classes have names where the model knows them")
  func classNames() {
    #expect(
      ClassNames.levels([-1.0178, 0.5]) == ["below −1.02", "−1.02 to 0.5", "from 0.5"] && ClassNames.levels([]).isEmpty)
    #expect(
      ClassNames.symbols([10, 32, 65, 0xE9, 0x1B], areBytes: false) == ["newline", "space", "‘A’", "‘é’", "U+1B"])
    #expect(ClassNames.symbols([10, 65, 0xE9], areBytes: true) == ["newline", "‘A’", "0xE9"])
  }

  @Test("--keys are played before the first picture, -o may stand for --output")
  func rest() throws {
    let render = try Render.parse(["--keys", "-<Up>", "-o", "-"])
    #expect(render.picture.keys?.keys == [Key(.character("-")), Key(.up)])
    #expect(render.output == "-")
    #expect(try Render.parse(["--output", "x"]).output == "x")
  }

  private static func network(_ arguments: [String]) throws -> RNN { try chosen(arguments).experiment.network }

  private static func chosen(_ arguments: [String]) throws -> ChosenExperiment {
    try ExperimentOptions.parse(arguments).chosen()
  }
}
