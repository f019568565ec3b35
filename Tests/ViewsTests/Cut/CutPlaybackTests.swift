import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// The backward pass goes as far as the gradient does.
@Suite("Playing a gradient that is cut")
struct CutPlaybackTests {
  @Test("It stops at the first step that takes part, says why, and plays anew", arguments: [Cut.Kind.window, .detach])
  func stops(kind: Cut.Kind) throws {
    var session = Sample.drawing().cut(kind, 8)
    let first = try #require(session.analysis.remedied).firstStep
    #expect(first == (kind == .window ? 37 : 41))
    session.press("<Space>")
    for _ in first..<44 {
      #expect(session.playback?.hasArrived == false)
      session.press("<Tick>")
    }
    #expect(session.playback?.hasArrived == true && session.state.inspected == first && session.tickInterval == nil)
    let what = kind == .window ? "the window ends here" : "the gradient is detached here"
    #expect(session.lines[27].contains("\(what): nothing goes back beyond step \(first)"))
    session.press("<Tick>")
    #expect(session.playback?.position == first)
    session.press("<Enter><Enter>")
    #expect(session.notice == "the gradient is at step \(first), where it is cut")
    session.press("<Space>")
    #expect(session.playback?.position == 44)
  }

  @Test("A cut that moves takes the end with it; with none it is step 1 again")
  func moves() {
    var session = Sample.drawing().cut(.window, 20).pressing("<Space>" + String(repeating: "<Tick>", count: 12))
    #expect(session.playback?.position == 32)
    session = session.cut(.window, 5)
    #expect(session.playback?.position == 40 && session.playback?.hasArrived == true)
    session = session.cut(.none, 5)
    #expect(session.playback?.first == 1 && session.playback?.hasArrived == false)
    #expect(session.pressing("<Tick>").playback?.position == 39)
  }

  @Test("Where nothing goes back beyond k there is nothing to play")
  func nothing() {
    let session = Sample.drawing().cut(.window, 1).pressing("<Space>")
    #expect(session.playback == nil && session.notice == "nothing goes back beyond step k = 44: it is cut right there")
  }

  @Test("Every view shows where it ends", arguments: ["1", "2", "3", "4"])
  func everyView(view: String) {
    let session = Sample.drawing().cut(.detach, 8).pressing(view + "<Space><Tick><Tick><Tick>")
    #expect(session.lines.contains { $0.contains("nothing goes back beyond step 41") }, "\(session.lines)")
  }

  @Test("A short way in a long sequence is not gone in an instant")
  func pace() {
    let session = Sample.session(input: "noise", steps: 10_000).cut(.window, 30).pressing("<Space>")
    #expect(session.playback?.tickInterval ?? .zero >= .milliseconds(200))
    #expect(session.commandLine.contains("<Space>"))
  }
}
