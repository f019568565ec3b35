@testable import Explorer
@testable import RNNCore
@testable import Screen

/// An explorer that events happen to, with less work than a user may ask for.
struct Playing {
  private(set) var session: Session
  private var count = 0

  init(_ session: Session) { self.session = session }

  /// Whether more would take long: many events, or many steps.
  var isLong: Bool {
    if case .typing(let text, _) = session.mode, session.state.knob == .steps, text.count > 2 || text.contains("e") {
      return true
    }
    return count > 40 || session.state.input.steps > 120
  }

  /// Lets an event happen; draws now and then.
  mutating func take(_ event: TerminalEvent) throws(Complaint) {
    switch event {
    case .key(let key): _ = session.handle(key)
    case .mouse(let mouse): session.handle(mouse)
    case .paste(let text): if session.state.knob != .steps { session.handle(paste: text) }
    case .background(let theme): session.background = theme
    case .resize, .hangUp, .terminate: break
    }
    count += 1
    if count.isMultiple(of: 16) { try draw() }
  }

  /// Draws, and looks whether the state makes sense.
  mutating func draw() throws(Complaint) {
    let frame = session.frame()
    let state = session.state
    try Complaint.unless(frame.size == session.size, "a frame of another size")
    try Complaint.unless(
      1 <= state.inspected && state.inspected <= state.target && state.target <= state.input.steps,
      "i = \(state.inspected), k = \(state.target), T = \(state.input.steps)")
    try Complaint.unless(state.knobs.allSatisfy { state.value(of: $0).isFinite }, "a knob is not finite")
    for y in 0..<frame.size.height {
      let isText = frame.row(y).allSatisfy { cell in
        cell.glyph.unicodeScalars.allSatisfy {
          $0.properties.generalCategory != .control || cell.glyph == Cell.continuation
        }
      }
      try Complaint.unless(isText, "a control character in row \(y)")
    }
    try Complaint.unlessLine(session.commandLine, about: "gradflow")
  }
}
