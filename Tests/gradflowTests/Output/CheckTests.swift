import RNNCore
import Testing

/// `gradflow check`: the gradient against independent ways of computing it.
@Suite struct CheckTests {
  @Test("It passes for every activation and parameter", arguments: Activation.allCases)
  func passes(activation: Activation) throws {
    for parameter in Parameter.allCases {
      let text = try Program.output(["check", "--activation", activation.rawValue, "--wrt", parameter.rawValue])
      let lines = text.split(separator: "\n")
      try #require(lines.count == 3)
      #expect(lines[0].hasPrefix("∂s_44/∂\(parameter.rawValue)"))
      #expect(lines[1].hasPrefix("forward recursion") && lines[1].contains("agrees"))
      #expect(lines[2].hasPrefix("central difference"))
      #expect(["agrees", "skipped", "not decided"].contains { lines[2].contains($0) }, "\(text)")
    }
  }

  @Test("Smooth activations are decided by differences too", arguments: ["tanh", "sigmoid", "softplus", "silu"])
  func decided(activation: String) throws {
    #expect(try Program.output(["check", "--activation", activation]).split(separator: "\n")[2].contains("agrees"))
  }

  @Test("A kink is named with its step")
  func kink() throws {
    let text = try Program.output(["check", "--activation", "relu", "--input", "zero", "--s0", "0", "--wrt", "b"])
    #expect(text.contains(/skipped: step \d+ lies at a kink/))
  }

  @Test(
    "Where a trajectory is chaotic, or saturated beyond a Double's differences, it says so and does not fail",
    arguments: [
      "--activation sine --w 3", "--activation sine --w -5 --wrt U", "--activation sine --w 30 --wrt b", "--w 1e3",
      "--w 1e15", "--activation sine --w 1e308",
    ])
  func undecided(flags: String) throws {
    let text = try Program.output(["check"] + flags.split(separator: " ").map(String.init))
    let lines = text.split(separator: "\n")
    try #require(lines.count == 3)
    #expect(lines[1].contains("agrees"))
    #expect(lines[2].contains("not decided"))
  }

  @Test("Gradients whose very exponents leave an Int's range are refused", arguments: ["1e18", "1e100", "-1e308"])
  func unspeakable(weight: String) throws {
    try Program.expectRefusal(["check", "--w", weight], saying: ["exponent", "--w"])
  }

  @Test("A target that an overflow keeps away cannot be checked")
  func overflow() throws {
    let flags = ["check", "--activation", "identity", "--w", "1e10"]
    try Program.expectRefusal(flags, saying: ["overflows at step", "--target"])
    #expect(try Program.output(flags + ["--target", "5"]).contains("agrees"))
  }
}
