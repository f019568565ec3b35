import RNNCore
import Testing

@testable import RNNFiles

@Suite struct ChaoticModelTests {
  @Test("The file that comes along is the network that the scenario has")
  func same() throws {
    let model = try RNNModel(SafetensorsFile(ChaoticModel.bytes))
    #expect(model.network == ScaledNetwork.chaoticLSTM.base.network)
    #expect(ScaledNetwork.chaoticLSTM.layersBelow == [])
  }
}
