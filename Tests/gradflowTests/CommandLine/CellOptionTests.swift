import Explorer
import Foundation
import RNNCore
import Testing

@testable import gradflow

/// `--cell` and the flags that are a cell's own.
@Suite struct CellOptionTests {
  private func chosen(_ flags: String) throws -> ChosenExperiment {
    try ExperimentOptions.parse(flags.split(separator: " ").map(String.init)).chosen()
  }

  private func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

  @Test("The scalar LSTM has f open by 1, the other gates half, and starts with h and c alike")
  func scalarLSTM() throws {
    let start = try chosen("--cell lstm").experiment.start
    let numbers = ScalarVariable.variables(of: .lstm).map { "\($0.rawValue) \(start.value(of: $0))" }
    #expect(numbers == ["W 0.9", "U 0.8", "b 0.0", "s0 0.1", "V 2.0", "bf 1.0", "bi 0.0", "bo 0.0"])
    #expect(start.network.hasConstantGates && start.initialState == [0.1, 0.1])
    let other = try chosen("--cell lstm --w -2 --u 3 --bias 4 --s0 5 --v 6 --bf -7 --bi 8 --bo 9").experiment.start
    #expect(ScalarVariable.variables(of: .lstm).map { other.value(of: $0) } == [-2, 3, 4, 5, 6, -7, 8, 9])
  }

  @Test("The scalar GRU has z open by 1")
  func scalarGRU() throws {
    let start = try chosen("--cell gru").experiment.start
    #expect(ScalarVariable.variables(of: .gru).map { start.value(of: $0) } == [0.9, 0.8, 0, 0.1, 2, 1, 0])
    let other = try chosen("--cell gru --bz 2 --br -0").experiment.start
    #expect(other.value(of: .updateBias) == 2 && other.value(of: .resetBias).sign == .plus)
  }

  @Test("Elman's cell is the one without the flag, and is what the flag says")
  func elman() throws {
    #expect(try chosen("--cell elman").experiment == chosen("").experiment)
    #expect(try chosen("--cell elman --hidden 5").experiment == chosen("--hidden 5").experiment)
  }

  @Test("A drawn gated network is uniform, as PyTorch draws it, unless it begins otherwise; of Elman's cell gaussian")
  func drawn() throws {
    let lstm = try chosen("--cell lstm --hidden 9").experiment.network
    #expect(lstm == RNN(.lstm, hiddenSize: 9, inputSize: 1, seed: 1))
    #expect(lstm.recurrentWeights.elements.allSatisfy { abs($0) <= 1 / 3.0 })
    let begun = try chosen("--cell gru --hidden 3 --init identity --gain 2 --seed 7").experiment.network
    #expect((0..<3).allSatisfy { begun.recurrentWeights[3 + $0, $0] == 2 } && begun.recurrentWeights[3, 1] == 0)
    #expect(
      try chosen("--hidden 4 --init uniform").experiment.network
        == RNN(.elman, hiddenSize: 4, inputSize: 1, seed: 1))
  }

  @Test("--forget-bias is added to f of an LSTM and z of a GRU", arguments: [(CellKind.lstm, 2..<4), (.gru, 2..<4)])
  func forgetBias(cell: CellKind, rows: Range<Int>) throws {
    let plain = try chosen("--cell \(cell.rawValue) --hidden 2").experiment.network.bias
    let open = try chosen("--cell \(cell.rawValue) --hidden 2 --forget-bias 1.5").experiment.network.bias
    for row in plain.indices { #expect(open[row] == plain[row] + (rows.contains(row) ? 1.5 : 0)) }
  }

  @Test(
    "A flag without its cell, its units or its file is one of usage",
    arguments: [
      ("--bf 1", "--bf is the bias of a gate of an LSTM, not of an Elman network: give --cell lstm too"),
      ("--cell gru --bo 1", "--bo is the bias of a gate of an LSTM, not of a GRU: give --cell lstm too"),
      ("--cell lstm --bz 1", "--bz is the bias of a gate of a GRU, not of an LSTM: give --cell gru too"),
      ("--cell elman --br 1", "--br is the bias of a gate of a GRU, not of an Elman network"),
      ("--cell lstm --activation tanh", "the functions of an LSTM are its own: leave it out, or give --cell elman"),
      ("--cell lstm --hidden 3 --activation relu", "the functions of an LSTM are its own"),
      ("--hidden 3 --forget-bias 1", "--forget-bias is of a cell with gates: give --cell lstm or --cell gru"),
      ("--cell lstm --forget-bias 1", "give --hidden N, or --bf (LSTM) or --bz (GRU) for the scalar one"),
      ("--cell lstm --hidden 3 --bf 1", "--bf sets a number of the scalar network"),
      ("--cell lstm --hidden 3 --w 1", "--w sets a number of the scalar network"),
      ("--cell lstm --gain 2", "--gain scales the W of a network of several units"),
      ("--cell gru --init uniform", "--init says how W begins"),
      ("--cell lstm --model builtin:sunspots", "--cell and --model exclude each other: the file says which cell"),
      ("--model builtin:sunspots --bf 1", "--bf and --model exclude each other"),
      ("--model builtin:sunspots --forget-bias 1", "--forget-bias and --model exclude each other"),
      ("--direction reverse", "--direction picks one of a bidirectional model: give --model FILE too"),
      ("--cell rnn", "elman"), ("--direction up", "forward"), ("--bf x", "--bf"), ("--wrt W.x", "W.f"),
      ("--wrt", "--wrt"), ("--of cell:-1", "cell:R"), ("--of cell:", "cell:R"), ("--of state:1", "cell:R"),
    ])
  func usage(flags: String, message: String) throws {
    try Program.expectUsageError(["table"] + words(flags), saying: [message])
  }

  @Test(
    "Numbers, parameters and observables that the network does not have",
    arguments: [
      ("table --cell lstm --bf nan", "--bf nan: expected a finite number"),
      ("table --cell lstm --hidden 2 --forget-bias inf", "--forget-bias inf: expected a finite number"),
      ("table --wrt bh", "--wrt bh: an Elman network like this one has W, U, b: choose one of them"),
      ("table --cell lstm --wrt bh", "--wrt bh: an LSTM like this one has W, U, b, b.i, b.f, b.o: choose one of them"),
      ("table --cell gru --hidden 2 --wrt W.f", "has W, U, b, bh, W.r, W.z, W.n, U.r, "),
      ("check --cell lstm --wrt W.f", "choose one of them"), ("map --wrt U.i", "choose one of them"),
      ("table --of cell", "only an LSTM keeps c beside h: give --cell lstm"),
      ("table --cell gru --of cell:0", "only an LSTM keeps c"),
      ("table --cell lstm --of cell:1", "--of cell:1: the network has one unit, 0"),
      ("table --cell lstm --hidden 3 --of cell:3", "--of cell:3: the network has the units 0 to 2"),
      ("sweep --vary bf=0:1:1", "--vary bf=0:1:1: an Elman network has W, U, b, s0, V"),
      ("sweep --cell lstm --vary bz=0:1:1", "has W, U, b, s0, V, bf, bi, bo"),
      ("sweep --cell gru --vary bi=0:1:1", "has W, U, b, s0, V, bz, br"),
      ("sweep --cell gru --hidden 2 --vary br=0:1:1", "a GRU of several units like this one has g, s0, T, bz, bf: "),
      ("sweep --cell lstm --hidden 2 --vary W=0:1:1", "leave --hidden or --model out"),
      ("sweep --hidden 2 --vary bf=0:1:1", "has g, s0, T: vary one of them"),
    ])
  func refusals(line: String, message: String) throws {
    try Program.expectRefusal(words(line), saying: [message])
  }

  @Test("cells are listed as the flag takes them")
  func list() throws {
    #expect(try Program.output(["list", "cells"]) == "elman\ngru\nlstm\n")
  }

  @Test("θ of a scenario is kept where the cell has it")
  func scenario() throws {
    for scenario in Scenario.all {
      for cell in CellKind.allCases where scenario.setup.activation == .tanh {
        let chosen = try chosen("--scenario \(scenario.name) --cell \(cell.rawValue)")
        #expect(chosen.experiment.network.cellKind == cell && chosen.experiment.network.has(chosen.parameter))
      }
    }
  }

  @Test("B may be of another cell")
  func compare() throws {
    let flags = ["render", "--cell", "lstm", "--compare", "--cell gru --bz 2"]
    #expect(try Program.output(flags).contains("B"))
    let run = try Program.run(["render", "--compare", "--cell gru --bf 2"])
    #expect(run.code == 2 && run.message.contains("--compare: --bf is the bias of a gate of an LSTM"))
  }
}

/// What is printed of networks whose cells have gates.
@Suite struct CellOutputTests {
  @Test(
    "Every parameter and observable of every cell passes its check",
    arguments: [
      ("--cell gru", ["W", "U", "b", "b.r", "b.z"], ["state", "unit:0", "loss", "total-loss"]),
      ("--cell lstm", ["W", "U", "b", "b.i", "b.f", "b.o"], ["state", "cell", "cell:0", "loss", "total-loss"]),
      ("--cell gru --hidden 3", ["W", "U", "b", "bh", "W.r", "U.z", "b.n", "bh.n"], ["state", "unit:1"]),
      (
        "--cell lstm --hidden 3 --forget-bias 1", ["W", "U", "b", "W.i", "U.f", "b.g", "W.o"],
        ["state", "cell", "cell:2"]
      ),
      ("--cell lstm --hidden 1", ["W", "U", "b", "W.f", "U.i"], ["state", "unit:0", "cell"]),
    ])
  func check(network: String, parameters: [String], observables: [String]) throws {
    for parameter in parameters {
      for observable in observables {
        let flags = "--wrt \(parameter) --of \(observable) --steps 12 --target 11 \(network)"
        let chosen = try ExperimentOptions.parse(flags.split(separator: " ").map(String.init)).chosen()
        let check = GradientCheck(
          of: chosen.experiment, target: chosen.target, parameter: chosen.parameter, observable: chosen.observable)
        #expect(check.comparisons.allSatisfy { $0.outcome == .agrees } && !check.sumOfTerms.isZero, "\(flags)")
      }
    }
  }

  @Test("A check names a direction where θ is more than a number")
  func checkName() throws {
    func head(_ flags: String) throws -> Substring? {
      try Program.output(["check", "--steps", "5"] + flags.split(separator: " ").map(String.init)).split(separator: " ")
        .first
    }
    #expect(try head("--cell lstm --wrt b.f") == "∂s_5/∂b.f" && head("--cell lstm --of cell") == "∂c_5/∂W")
    #expect(
      try head("--cell lstm --hidden 1") == "∂(v·s_5)/∂W·D" && head("--cell lstm --hidden 1 --wrt W.f") == "∂s_5/∂W.f")
    #expect(try head("--cell lstm --hidden 2 --of cell:1 --wrt U.o") == "∂c_5[1]/∂U.o·D")
  }

  @Test("All weights and inputs 0: c is kept by σ(b_f) a step, as the closed form says", arguments: [0.0, 1, 2, 3])
  func carousel(bias: Double) throws {
    let json = try Program.output([
      "table", "--cell", "lstm", "--w", "0", "--u", "0", "--input", "zero", "--steps", "51", "--of", "cell", "--wrt",
      "b",
      "--bf", "\(bias)", "--bi", "40", "--format", "json", "--no-states",
    ])
    let terms = try #require(
      (try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])?["terms"] as? [[String: Any]])
    let oldest = try #require((terms[0]["contribution"] as? String).flatMap(Double.init))
    // σ(40) = 1 − 4e−18 is 1 in a Double, and f = tanh has slope 1 at 0.
    let expected = pow(1 / (1 + exp(-bias)), 50)
    #expect(abs(oldest - expected) <= 1e-13 * expected)
  }

  @Test("A gated map and sweep have the rows that an Elman network's have")
  func rows() throws {
    let map = try Program.output(["map", "--cell", "lstm", "--steps", "4"]).split(separator: "\n")
    #expect(map.count == 11 && map[0] == "k,i,lag,contribution")
    let sweep = try Program.output(["sweep", "--cell", "lstm", "--vary", "bf=0:3:1", "--wrt", "b.f", "--of", "cell"])
    #expect(sweep.split(separator: "\n").map { $0.prefix(2) } == ["va", "0,", "1,", "2,", "3,"])
  }
}

/// Gated models in files, on the command line.
@Suite struct GatedModelOptionTests {
  private static let fixtures = Fixtures.folder

  private func run(_ line: String) throws -> Finished {
    try Program.run(line.split(separator: " ").map(String.init), in: Self.fixtures)
  }

  @Test("One line says the cell, the direction, and whose the functions are")
  func note() throws {
    let lstm = try run("table --model lstm.safetensors --text sample.txt")
    #expect(lstm.code == 0)
    #expect(
      lstm.message == "gradflow: lstm.safetensors: takes layer 0 of an LSTM (\"rnn.weight_hh_l0\", n = 4, m = 17); "
        + "an LSTM's functions, which are its own; output layer \"head\" of 17 classes; no embedding\n")
    #expect(
      lstm.text.hasPrefix("lstm  n 4  m 17 · sample.txt, 59 steps\n") || lstm.text.hasPrefix("lstm  n 4  m 17 · "))
    let both = try run("table --model both.safetensors --text sample.txt --direction reverse")
    #expect(both.message.contains("of a bidirectional LSTM, in reverse from the last step to the first"))
    #expect(both.text.contains("sample.txt backwards, "))
  }

  @Test("What a gated model or a bidirectional one does not have is refused in a line")
  func refusals() throws {
    try Program.expectRefusal(
      ["table", "--model", "lstm.safetensors", "--text", "sample.txt", "--direction", "reverse"],
      saying: ["reads forward alone"], in: Self.fixtures)
    let run = try run("table --model lstm.safetensors --text sample.txt --activation relu")
    #expect(run.code == 64 && run.text == "")
    #expect(
      run.message.hasPrefix("gradflow: lstm.safetensors: an LSTM's functions are its own: leave --activation out\n"))
  }

  @Test("A head behind both directions is read with both, of the last layer alone")
  func headOfBoth() throws {
    let flags = "--model both.safetensors --text sample.txt --direction reverse --of loss"
    let last = try run("check \(flags) --target 30 --wrt W.f")
    #expect(last.code == 0 && last.message.contains("output layer \"head\" of 17 classes"), "\(last.message)")
    try Program.expectRefusal(
      ["table", "--layer", "0"] + flags.split(separator: " ").map(String.init),
      saying: ["--of loss: the model has no output layer, which stands behind the last layer"], in: Self.fixtures)
  }

  @Test("s_0 of a model's LSTM is h_0 and c_0, its gain is W's, and it is drawn")
  func startAndGain() throws {
    let json = try run("table --model lstm.safetensors --text sample.txt --s0 0.5 --gain 2 --format json").text
    #expect(json.contains("\"s0\": [0.5, 0.5, 0.5, 0.5], \"c0\": [0.5, 0.5, 0.5, 0.5]"))
    for line in ["lstm.safetensors --of loss", "gru.safetensors --layer 0", "both.safetensors --direction reverse"] {
      for view in ["flow", "map", "landscape", "spectrum"] {
        let drawn = try run("render --view \(view) --text sample.txt --model \(line)")
        #expect(drawn.code == 0 && !drawn.text.isEmpty, "\(drawn.message)")
      }
      #expect(try run("check --text sample.txt --target 20 --model \(line)").code == 0)
    }
  }

  @Test("y names the direction of a model")
  func reproduction() throws {
    let shown = try run(
      "render --size 200x30 --text sample.txt --model both.safetensors --direction reverse --layer 0 --keys y")
    #expect(shown.text.contains("--direction reverse"), "\(shown.text)")
  }

  @Test func inspect() throws {
    let listing = try run("inspect both.safetensors").text
    for line in [
      "  recurrent: layer 1 of a bidirectional LSTM, forward (\"rnn.weight_hh_l1\", n = 4, m = 8) behind both directions of layer 0",
      "  activation: an LSTM's functions, which are its own",
    ] { #expect(listing.contains(line + "\n")) }
  }
}
