import RNNCore
import Screen

/// What a view is to a session: what it needs computed, what the mouse means in it, how much of it there is, how it is drawn.
///
/// A view is a type of its own, which `Pictures` lists. Beyond `draw` it says only what is other than usual.
package protocol ViewDefinition: Sendable {
  /// What is computed for it and kept until it depends on something else.
  associatedtype Part: ViewPart = NoPart

  /// Its name.
  var view: View { get }

  /// All that its part depends on; nil where it shows none.
  func key(_ session: Session) -> Part.Key?
  /// Makes its part, as much of it as a frame has time for. `previous` is that of another key.
  func part(_ key: Part.Key, _ session: Session, previous: Part?) -> Part

  /// Draws it between verdict and hints.
  func draw(_ session: Session, into frame: inout Frame, in rect: Rect)

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
