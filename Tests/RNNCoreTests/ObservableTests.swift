import RNNCore
import Testing

@Suite struct ObservableTests {
  @Test func names() {
    #expect(
      [Observable.state, .unit(12), .loss, .totalLoss].map(\.name) == ["state", "unit:12", "loss", "total-loss"])
    #expect([Observable.state, .unit(0), .loss, .totalLoss].map(\.isLoss) == [false, false, true, true])
  }
}
