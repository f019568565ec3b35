import RNNCore
import Testing

@Suite("What a gradient is taken with respect to")
struct ParameterTests {
  @Test("Names are read as they are written")
  func names() throws {
    for kind in Parameter.Kind.allCases {
      for gate in [nil] + Gate.allCases.map(Optional.some) {
        let parameter = Parameter(kind, gate: gate)
        #expect(Parameter(rawValue: parameter.rawValue) == parameter && "\(parameter)" == parameter.rawValue)
      }
    }
    #expect(Parameter(.recurrentWeights, gate: .forgetGate).rawValue == "W.f")
    #expect(Parameter.hiddenBias.rawValue == "bh" && Parameter.allCases.map(\.rawValue) == ["W", "U", "b"])
  }

  @Test("Anything else is none", arguments: ["", "w", "V", ".f", "W.", "W.x", "W.f.f", "W f", "bh.", "W.ff", "b.F"])
  func unknown(name: String) { #expect(Parameter(rawValue: name) == nil) }
}
