import Foundation
import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

@Suite("Robustness")
struct RobustnessTests {
  /// The events of each walk; `GRADFLOW_WALK=2500` makes it 20,000 in all, for a few minutes.
  private static let events = ProcessInfo.processInfo.environment["GRADFLOW_WALK"].flatMap { Int($0) } ?? 150

  @Test("Whatever is pressed, clicked, pasted or resized, nothing traps and every state makes sense", arguments: 1...8)
  func randomWalk(seed: UInt64) {
    var walk = RandomWalk(seed: seed)
    for event in 0..<Self.events {
      let before = walk.session.state
      walk.step()
      let frame = walk.session.frame()
      guard Self.makesSense(walk.session, frame), event % 16 > 0 || Self.widthsFit(frame) else {
        Issue.record("seed \(seed): after \(walk.lastEvent) from \(before)")
        return
      }
    }
  }

  @Test(
    "Nor with several units, whose number, kind and range are chosen by the seed",
    arguments: 1...8 as ClosedRange<UInt64>)
  func randomWalkOfUnits(seed: UInt64) {
    var walk = RandomWalk(unitsFrom: seed)
    for event in 0..<Self.events {
      walk.step()
      let frame = walk.session.frame()
      guard Self.makesSense(walk.session, frame), event % 16 > 0 || Self.widthsFit(frame) else {
        Issue.record("seed \(seed): after \(walk.lastEvent)")
        return
      }
    }
  }

  private static func makesSense(_ session: Session, _ frame: Frame) -> Bool {
    let (state, source) = (session.state, session.source)
    let available = source.availableSteps(offset: state.input.offset)
    let values = Knob.allCases.map { state.value(of: $0) }
    return 1 <= state.inspected && state.inspected <= state.target && state.target <= state.input.steps
      && state.input.steps <= available && values.allSatisfy { $0.isFinite && !($0 == 0 && $0.sign == .minus) }
      && frame.size == session.size && state.scales != nil
  }

  /// Each wide glyph has its continuation, and no continuation stands alone.
  private static func widthsFit(_ frame: Frame) -> Bool {
    (0..<frame.size.height).allSatisfy { y in
      let row = Array(frame.row(y))
      return row.indices.allSatisfy { x in
        let isContinued = x + 1 < row.count && row[x + 1].glyph == Cell.continuation
        return (row[x].glyph.unicodeScalars.first?.value ?? 0) < 0x1100
          ? !isContinued : row[x].glyph.columns == 1 || isContinued
      }
    }
  }

  @Test("Undone to the end, a long walk is back where it began", arguments: [101, 102, 103] as [UInt64])
  func undoneWalk(seed: UInt64) {
    var walk = RandomWalk(seed: seed)
    let initial = walk.session.state
    for _ in 0..<300 { walk.step() }
    walk.session.size = Size(width: 80, height: 24)
    walk.session.press("<Esc><Esc>")
    // Until nothing is left: a reset in between is a change like others.
    while !walk.session.past.isEmpty { walk.session.press("u") }
    #expect(walk.session.state.choices == initial.choices)
  }
}

/// A session that random events happen to.
struct RandomWalk {
  var session: Session
  private(set) var lastEvent = ""
  private var generator: SplitMix64

  private static let texts = [
    "", "1", "-3.5e2", "x", "1e400", "\u{1b}[A", "黒点", "qqq\n\n", "0.5\r\n", "nan", "e\u{301}",
  ]
  private static let heavy: [Key.Base] = [
    .up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .tab, .enter, .escape,
  ]
  private static let recorded = InputSource(
    name: "黒点.csv", values: [0, -0.0, 1e308, -1e308, 5, 0.1, 1e-300, 3], flags: ["--input", "黒点.csv"])

  init(seed: UInt64) {
    generator = SplitMix64(seed: seed)
    session = Sample.session(
      Activation.allCases[Int(seed) % Activation.allCases.count], steps: 30, sources: [Self.recorded] + Sample.sources)
  }

  init(unitsFrom seed: UInt64) {
    generator = SplitMix64(seed: seed)
    let wide = InputSource(
      name: "wide.csv", values: (0..<60).map { Double($0 % 7) - 3 }, dimension: 3,
      classes: (0..<20).map { $0 % 4 == 0 ? nil : $0 % 2 }, flags: ["--input", "wide.csv"])
    if seed % 3 == 0 {
      session = Sample.classifier(hidden: 1 + Int(seed), classes: 2 + Int(seed))
    } else {
      session = Sample.drawn(
        Initialization.allCases[Int(seed) % 4], hidden: [2, 1, 7, 33][Int(seed) % 4],
        activation: Activation.allCases[Int(seed) % 12], gain: [1, 1e300, 0, -2][Int(seed) / 2 % 4], input: "wide.csv",
        steps: 20, sources: [wide, Self.recorded] + Sample.sources)
    }
  }

  mutating func step() {
    switch below(20) {
    case 0: resize()
    case 1...3: mouse()
    case 4: paste()
    default: press()
    }
  }

  private mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }

  /// Mostly screens that the picture fits on.
  private mutating func resize() {
    session.size =
      below(4) == 0
      ? Size(width: 1 + below(200), height: 1 + below(80)) : Size(width: 40 + below(60), height: 10 + below(20))
    lastEvent = "\(session.size)"
  }

  private mutating func mouse() {
    let kinds: [MouseEvent.Kind] = [.press, .press, .drag, .drag, .release, .wheelUp, .wheelDown]
    let event = MouseEvent(
      kinds[below(kinds.count)], x: below(session.size.width + 4) - 2, y: below(session.size.height + 4) - 2)
    lastEvent = "\(event)"
    session.handle(event)
  }

  private mutating func paste() {
    let text = Self.texts[below(Self.texts.count)]
    lastEvent = "paste \(text)"
    session.handle(paste: text)
  }

  private mutating func press() {
    let key =
      below(3) == 0
      ? Key(Self.heavy[below(Self.heavy.count)], shift: below(4) == 0, control: below(6) == 0) : character()
    lastEvent = "\(key)"
    _ = session.handle(key)
  }

  private mutating func character() -> Key {
    let scalar = Unicode.Scalar(UInt8(0x20 + below(0x5f)))
    return Key(.character(Character(scalar)), control: below(12) == 0)
  }
}
