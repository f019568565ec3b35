import RNNCore
import Screen

/// The pictures of sessions, as far as keys and the mouse have to know them. `Views` has the one there is.
package protocol Pictures: Sendable {
  /// The smallest screen that one fits on.
  var smallest: Size { get }
  /// What a view is.
  func definition(of view: View) -> any ViewDefinition
  /// The picture of a session whose parts are settled.
  func frame(_ session: Session) -> Frame
  /// The most lines that the help can be scrolled down by.
  func helpLimit(_ session: Session) -> Int
  /// How the card of a scenario stands on a session's screen.
  func card(of scenario: Scenario, _ session: Session) -> CardPlace
}

/// How the card of a scenario stands on a screen.
package struct CardPlace: Hashable, Sendable {
  /// The pages that it takes.
  package var pages: Int
  /// The rows that it leaves to the picture; nil where a picture needs more.
  package var freeRows: Int?

  /// So many pages, and what they leave.
  package init(pages: Int, freeRows: Int?) {
    (self.pages, self.freeRows) = (pages, freeRows)
  }
}

extension Session {
  /// What the view is that is shown.
  package var definition: any ViewDefinition { pictures.definition(of: state.view) }

  /// The part of the view that is revealed and in sight; nil for a view that is seen at once.
  package var page: ReadingPage? { definition.page(self) }
}

/// What a view is to a session: what it needs computed, what the mouse means in it, how much of it there is, how it is drawn.
///
/// A view is a type of its own, which `Pictures` lists. Beyond `draw` it says only what is other than usual.
package protocol ViewDefinition: Sendable {
  /// What is computed for it and kept until it depends on something else.
  associatedtype Part: ViewPart = NoPart

  /// Its name.
  var view: View { get }

  /// The keys that it takes and not every view does.
  var keys: ViewKeys { get }
  /// Whether it shows the units, where there are several, in the order that they were sorted into.
  var ordersUnits: Bool { get }
  /// The knobs that have an axis in it, of which the window holds the present values.
  func axisKnobs(_ session: Session) -> [Knob]

  /// All that its part depends on; nil where it shows none.
  func key(_ session: Session) -> Part.Key?
  /// Makes its part, as much of it as a frame has time for. `previous` is that of another key.
  func part(_ key: Part.Key, _ session: Session, previous: Part?) -> Part

  /// Draws it between verdict and hints.
  func draw(_ session: Session, into frame: inout Frame, in rect: Rect)
  /// Whether the terms have no part in it: then it is whole before they are there.
  var isWithoutTerms: Bool { get }
  /// Whether something of it can be shown while an analysis lacks something.
  func showsEarly(_ missing: Analysis.Missing, _ session: Session) -> Bool
  /// Draws what there is of it, and says of the rest that it is missing.
  func drawEarly(_ analysis: Analysis, _ session: Session, into frame: inout Frame, in rect: Rect)

  /// The columns of the time axis to whose terms the scales are adapted; nil where terms stand one by one.
  func columns(_ session: Session) -> TimeColumns?
  /// How a panel stands that may have room on a screen or not; nil for one that the view does not have.
  func room(of panel: OptionalPanel, _ session: Session) -> PanelRoom?
  /// What a press of the mouse on a cell chooses, if anything.
  func press(x: Int, y: Int, _ session: Session) -> Choice?
  /// What a move of the mouse with the button held chooses, after a press that may be dragged.
  func drag(x: Int, y: Int, _ session: Session) -> Choice?
  /// The part of it that is revealed and in sight; nil for a view that is seen at once.
  func page(_ session: Session) -> ReadingPage?
  /// The decades that it shows where none were asked for; nil for those of the term axis.
  func decades(_ session: Session) -> Int?
  /// The decades that it shows where so many are asked for.
  func decades(askedFor depth: Int) -> Double
}

extension ViewDefinition {
  package var isWithoutTerms: Bool { false }
  package func showsEarly(_ missing: Analysis.Missing, _ session: Session) -> Bool { false }
  package func drawEarly(_ analysis: Analysis, _ session: Session, into frame: inout Frame, in rect: Rect) {
    draw(session, into: &frame, in: rect)
  }
  package var ordersUnits: Bool { false }
  package func axisKnobs(_ session: Session) -> [Knob] { [] }
  package func columns(_ session: Session) -> TimeColumns? { nil }
  package func room(of panel: OptionalPanel, _ session: Session) -> PanelRoom? { nil }
  package func press(x: Int, y: Int, _ session: Session) -> Choice? { nil }
  package func drag(x: Int, y: Int, _ session: Session) -> Choice? { nil }
  package func page(_ session: Session) -> ReadingPage? { nil }
  package func decades(_ session: Session) -> Int? { nil }
  package func decades(askedFor depth: Int) -> Double { Double(depth) }
}

extension ViewDefinition where Part == NoPart {
  package func key(_ session: Session) -> Part.Key? { nil }
  package func part(_ key: Part.Key, _ session: Session, previous: Part?) -> Part { switch key {} }
}

/// What is shown beside or between the bands where there is room, or as asked for.
package enum OptionalPanel: Sendable {
  /// f and f′; what the network says; the classes and their probabilities.
  case activation, output, classes
}

/// How such a panel stands on a screen.
package struct PanelRoom: Hashable, Sendable {
  /// Whether it is shown.
  package var isShown: Bool
  /// Whether it can be shown on a screen of this size.
  package var isPossible = true
  /// Whether it is shown on one without being asked for.
  package var isUsual = true

  /// A panel that is shown or not; where nothing is said of that, it is as the size asks for.
  package init(isShown: Bool, isPossible: Bool = true, isUsual: Bool = true) {
    (self.isShown, self.isPossible, self.isUsual) = (isShown, isPossible, isUsual)
  }
}

/// What the mouse chooses.
package enum Choice: Hashable, Sendable {
  /// k; as long as the button is held it is dragged.
  case target(Int)
  /// i.
  case inspected(Int)
  /// Both.
  case pair(target: Int, inspected: Int)
  /// The values of knobs, of which the first must be possible; dragged like k.
  case knobs([KnobValue])

  /// A knob and what it is set to.
  package struct KnobValue: Hashable, Sendable {
    package var knob: Knob
    package var value: Double

    /// A knob and its value.
    package init(_ knob: Knob, _ value: Double) {
      (self.knob, self.value) = (knob, value)
    }
  }

  /// Whether it goes on with the mouse.
  var isDragged: Bool {
    switch self {
    case .target, .knobs: true
    case .inspected, .pair: false
    }
  }
}

/// How far a view is revealed and scrolled that is read line by line.
package struct ReadingPage: Hashable, Sendable {
  /// How many units there are, and how many are shown.
  package var units: Int
  package var shown: Int
  /// The half screens that bring the page where it is, without those that went nowhere.
  package var halfScreens: Int
  /// The farthest line that can be scrolled down to.
  package var limit: Int
  /// The lines of half a screen.
  package var half: Int

  /// A page of so many units.
  package init(units: Int, shown: Int, halfScreens: Int, limit: Int, half: Int) {
    (self.units, self.shown, self.halfScreens) = (units, shown, halfScreens)
    (self.limit, self.half) = (limit, half)
  }

  /// Whether nothing is hidden.
  package var isComplete: Bool { shown == units }
}

/// A part of a picture that costs more than the rest of a frame. It is kept until something changes that it depends on, and
/// may refine while one looks: coarse first, then finer.
package protocol ViewPart: Sendable {
  /// All that it depends on.
  associatedtype Key: Hashable & Sendable
  /// What it was made for.
  var key: Key { get }
  /// Whether nothing is left to compute.
  var isComplete: Bool { get }
  /// The part of the work that is done, 0 … 1.
  var done: Double { get }
  /// Whether it holds on to the analysis that it was made from, and is let go of with it.
  var holdsAnalysis: Bool { get }
  /// Whether it holds on to what follows from B, and is let go of with that.
  var holdsCounterpart: Bool { get }
  /// Takes over what an analysis has at hand.
  mutating func include(_ analysis: Analysis)
  /// Computes more, for so many moments; at least a sample.
  mutating func refine(_ analysis: Analysis, moments: Int)
  /// The same of a part that shows what is kept as B as well, given its analysis.
  mutating func refine(_ analysis: Analysis, beside other: Analysis?, moments: Int)
  /// The same of a part that may take long in one piece, and ends with what `check` throws meanwhile; it is not used any more then.
  mutating func refine(
    _ analysis: Analysis, beside other: Analysis?, moments: Int, check: @escaping () throws -> Void) throws
}

extension ViewPart {
  package var isComplete: Bool { true }
  package var done: Double { isComplete ? 1 : 0 }
  package var holdsAnalysis: Bool { false }
  package var holdsCounterpart: Bool { false }
  package mutating func include(_ analysis: Analysis) {}
  package mutating func refine(_ analysis: Analysis, moments: Int) {}
  package mutating func refine(_ analysis: Analysis, beside other: Analysis?, moments: Int) {
    refine(analysis, moments: moments)
  }
  package mutating func refine(
    _ analysis: Analysis, beside other: Analysis?, moments: Int, check: @escaping () throws -> Void
  ) throws {
    refine(analysis, beside: other, moments: moments)
  }
}

/// The part of a view that needs none.
package enum NoPart: ViewPart {
  package var key: Never { switch self {} }
}

extension ViewDefinition {
  /// Makes the part of what a session shows, or has the one there is take over what is at hand; without a key the last one
  /// stays.
  func settle(_ parts: inout [View: any ViewPart], _ session: Session) {
    guard let key = key(session) else { return }
    let last = parts[view] as? Part
    if last?.key == key {
      parts[view]?.include(session.analysis)
    } else {
      parts[view] = part(key, session, previous: last)
    }
  }

  /// What its part depends on at present, whatever it is; nil where it shows none.
  func presentKey(_ session: Session) -> PresentKey? { key(session).map { PresentKey($0) } }

  /// Whether something of the part that is shown is left to compute.
  func isRefining(_ session: Session) -> Bool {
    guard let part = session.parts[view] as? Part, !part.isComplete else { return false }
    return part.key == key(session)
  }
}

/// What the part of some view depends on.
struct PresentKey: Equatable, @unchecked Sendable {
  private let key: AnyHashable

  /// One of any view's keys, all of which can be sent.
  init(_ key: some Hashable & Sendable) { self.key = AnyHashable(key) }
}

extension Session {
  /// The part that there is of a view, if it was made for a key.
  package func part<Part: ViewPart>(of view: View, for key: Part.Key) -> Part? {
    (parts[view] as? Part).flatMap { $0.key == key ? $0 : nil }
  }
}

extension Session {
  /// The part of the screen that the picture is laid out in, from its top: all of it, or what the card of a scenario
  /// leaves free, so that it never covers what it speaks of. A screen that is too small has that of the smallest, on which
  /// nothing is drawn: what is asked of a page on the way, for the command that reproduces it, has an answer all the same.
  package var canvas: Size {
    guard !isTooSmall else { return pictures.smallest }
    return Size(width: size.width, height: rowsAboveCard ?? size.height)
  }

  /// Whether the card of a scenario lies under the picture.
  package var isUnderCard: Bool { !isTooSmall && rowsAboveCard != nil }

  private var rowsAboveCard: Int? {
    guard case .card(let scenario, _) = mode else { return nil }
    return pictures.card(of: scenario, self).freeRows
  }
}
