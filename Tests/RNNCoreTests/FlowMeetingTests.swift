import Testing

@testable import RNNCore

@Suite("How well flows meet")
struct FlowMeetingTests {
  @Test("An anchor is about the middle, where directions meet best")
  func anchor() throws {
    // Of W = 2·v·vᵀ both directions are v at every step but for the first and the last.
    let v = (0..<16).map { _ in 0.25 }
    let W = Matrix(rows: 16, columns: 16, elements: (0..<256).map { 2 * v[$0 / 16] * v[$0 % 16] })
    let same = try WideNetworks.trajectory(
      W, .identity, U: Array(repeating: 0, count: 16), Array(repeating: 0, count: 64))
    let meeting = FlowMeeting(same, through: 64)
    #expect((28...37).contains(meeting.anchor(1...64)) && meeting.anchor(5...8) == 6 && meeting.anchor(9...9) == 9)
    // Nothing meets anything: the middle.
    let blocked = try WideNetworks.trajectory(
      W, .relu, U: Array(repeating: -1, count: 16), Array(repeating: 100, count: 64))
    #expect(FlowMeeting(blocked, through: 64).anchor(1...64) == 32)
  }
}
