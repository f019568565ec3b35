import Explorer
import RNNCore
import Screen

/// The explorer's loop: events in, frames out.
///
/// It waits for the terminal, takes everything that has come, and draws once: a key that is held down never queues up,
/// and nothing is done while nothing happens.
struct EventLoop<Display: Terminal> {
  private(set) var session: Session
  private var terminal: Display
  private let perform: (Effect, inout Session) -> Void
  private let willDraw: (Session) -> Void
  /// What is looked after while nothing happens; nil for nothing.
  private let watch: Watch?
  /// When that is due again.
  private var nextLook: ContinuousClock.Instant?
  /// Whether anything was computed since memory was given back.
  private var hasFreeMemory = false
  /// What has come while the numbers that it needs were computed.
  private var held: [TerminalEvent] = []
  /// When a frame was drawn last, and what it lacked.
  private var drawnAt: ContinuousClock.Instant?
  private var lacked: Analysis.Missing?
  /// When the next step of time is due, while something moves by itself.
  private var nextTick: ContinuousClock.Instant?

  /// A loop over a session on a terminal. `perform` does what only the program around can do, but for leaving;
  /// `willDraw` sees the session before each frame; `watch` is looked after in between.
  init(
    _ session: Session, on terminal: Display, willDraw: @escaping (Session) -> Void = { _ in }, watch: Watch? = nil,
    perform: @escaping (Effect, inout Session) -> Void
  ) {
    self.session = session
    self.terminal = terminal
    self.perform = perform
    self.willDraw = willDraw
    self.watch = watch
  }

  /// Runs until the user leaves or the terminal goes, and says why it ended.
  mutating func run() -> Ending {
    draw()
    while true {
      scheduleTick()
      scheduleLook()
      var hasNews = false
      if let event = nextEvent() {
        if let ending = handle(event) ?? drain() { return ending }
        hasNews = true
        _ = lookIfDue()
      } else if lookIfDue() {
        hasNews = true
      } else if nextTick == nil {
        continue
      }
      tickIfDue()
      if let ending = takeHeld() { return ending }
      if hasNews || isFrameDue { draw() }
    }
  }

  /// Waits for an event, at most until the next tick. After a second in which nothing came, the memory that frames were
  /// computed in is given back to the system: what one needs for a long sequence or a huge window is not kept for the rest
  /// of the session.
  private mutating func nextEvent() -> TerminalEvent? {
    if let nextTick { return terminal.next(timeout: remaining(until: Swift.min(nextTick, nextLook ?? nextTick))) }
    if hasFreeMemory {
      if let event = terminal.next(timeout: nextLook.map(remaining) ?? .seconds(1)) { return event }
      WorkingMemory.release()
      hasFreeMemory = false
    }
    return terminal.next(timeout: nextLook.map(remaining))
  }

  private func remaining(until instant: ContinuousClock.Instant) -> Duration { Swift.max(instant - .now, .zero) }

  private mutating func scheduleLook() {
    guard let watch, nextLook == nil else { return }
    nextLook = .now + watch.interval
  }

  /// Looks after what is watched, when that is due.
  ///
  /// - Returns: Whether there is anything new to be drawn.
  private mutating func lookIfDue() -> Bool {
    guard let watch, let due = nextLook, due <= .now else { return false }
    nextLook = nil
    return watch.look(&session)
  }

  /// A tick is due its interval from now, unless one is due already: keys do not hold time up.
  private mutating func scheduleTick() {
    guard let interval = session.tickInterval else {
      nextTick = nil
      return
    }
    nextTick = Swift.min(nextTick ?? .now + interval, .now + interval)
  }

  private mutating func tickIfDue() {
    guard let due = nextTick, due <= .now else { return }
    session.tick()
    nextTick = session.tickInterval.map { Swift.max(due + $0, .now) }
  }

  /// Takes what else is waiting, for at most about a frame's time.
  private mutating func drain() -> Ending? {
    let deadline = ContinuousClock.now + .milliseconds(15)
    while ContinuousClock.now < deadline, let event = terminal.next(timeout: .zero) {
      if let ending = handle(event) { return ending }
    }
    return nil
  }

  /// While numbers are computed how far they are is drawn twenty times a second: more would take from the computing.
  private var isFrameDue: Bool {
    guard session.isWaiting, let drawnAt, lacked == session.early?.missing else { return true }
    return .now - drawnAt >= .milliseconds(50)
  }

  private mutating func draw() {
    (drawnAt, lacked) = (.now, session.early?.missing)
    session.size = terminal.size
    willDraw(session)
    terminal.draw(session.frame())
    hasFreeMemory = true
  }

  /// Handles an event at once, or when its turn has come: while the numbers of a large network are computed, what needs
  /// them waits, and what comes after it.
  private mutating func handle(_ event: TerminalEvent) -> Ending? {
    guard mustWait(event) else { return take(event) }
    if held.count < Self.mostHeld { held.append(event) }
    return nil
  }

  private static var mostHeld: Int { 1000 }

  private func mustWait(_ event: TerminalEvent) -> Bool {
    switch event {
    case .key(let key):
      switch session.patience(of: key) {
      case .now: false
      case .inTurn: !held.isEmpty
      case .later: session.isWaiting || !held.isEmpty
      }
    case .paste: session.isWaiting || !held.isEmpty
    default: false
    }
  }

  /// Takes the events that have waited, as far as there are the numbers that they need.
  private mutating func takeHeld() -> Ending? {
    var waiting = held[...]
    held = []
    while let event = waiting.first, !mustWait(event) {
      if let ending = take(waiting.removeFirst()) { return ending }
    }
    held = Array(waiting)
    return nil
  }

  private mutating func take(_ event: TerminalEvent) -> Ending? {
    switch event {
    case .key(let key): return handle(session.handle(key))
    case .mouse(let mouse): session.handle(mouse)
    case .paste(let text): session.handle(paste: text)
    case .resize: session.size = terminal.size
    case .background(let theme): session.background = theme
    case .hangUp: return .hangUp
    case .terminate(let signal): return .signal(signal)
    }
    return nil
  }

  private mutating func handle(_ effect: Effect?) -> Ending? {
    switch effect {
    case nil: return nil
    case .quit(let isInterrupted): return isInterrupted ? .interrupted : .asked
    case .some(let effect):
      perform(effect, &session)
      return nil
    }
  }
}

/// What a loop looks after at intervals.
struct Watch {
  /// How long it is left alone.
  let interval: Duration
  /// Looks, and says whether the session has anything new to show.
  let look: (inout Session) -> Bool
}

/// Why the explorer ended.
enum Ending: Equatable {
  /// The user left.
  case asked
  /// Ctrl-C.
  case interrupted
  /// The terminal is gone.
  case hangUp
  /// A signal.
  case signal(Int32)
}
