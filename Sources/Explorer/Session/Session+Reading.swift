import RNNCore
import Screen

extension Session {
  /// What `n` and `N` walk through: the whole state, the losses where there are any, then the units as they are shown.
  var observables: [Observable] {
    let hasCell = state.start.network.cellKind == .lstm
    return [.state] + (hasCell ? [.cell] : []) + (analysis.hasLosses ? [.loss, .totalLoss] : [])
      + shownUnits.flatMap { unit in hasCell ? [.unit(unit), .cellUnit(unit)] : [.unit(unit)] }
  }

  /// Another quantity whose gradient is taken apart.
  mutating func cycleObservable(_ by: Int) {
    settle()
    // What keys of a command line come to must not depend on how long that takes.
    if pressesAhead { finishOrder() }
    let next = state.observable.neighbour(by, among: observables)
    modify {
      $0.observable = next
      $0.settleKnob()
    }
  }

  /// Whether rows are shown that were sorted by what the units had then, and not now.
  var hasStaleOrder: Bool { definition.ordersUnits && state.showsUnits && state.sorting != state.freshSorting }

  /// Sorts the rows by what the units have now. It is no change of its own: undo goes to what was before.
  mutating func sortUnits() {
    guard hasStaleOrder else { return }
    state.sortUnits()
    settle()
  }

  /// A moment has passed: rows are sorted when it was one in which nothing changed.
  mutating func sortWhenQuiet() {
    if lastQuiet == state { sortUnits() }
    lastQuiet = state
  }

  /// `K`: i at the smallest factor that the gradient passes, then at the next.
  mutating func moveToBrake() {
    settle()
    guard let brake = analysis.strongestBrakes.next(after: state.inspected, target: state.target) else {
      notice = "k = 1: there is no step to flow through"
      return
    }
    modify { $0.setInspected(brake.step) }
  }

  /// `z` and `Z`: half of the steps that are shown, or twice as many.
  mutating func zoomTime(by count: Int) {
    var changed = state
    guard changed.zoomTime(by: count) else {
      notice = count < 0 ? "every step is shown" : "no fewer steps can be shown"
      return
    }
    change(to: changed, run: .zoom)
  }

  /// Whether f and f′ are shown beside the bands.
  package var showsActivation: Bool { definition.room(of: .activation, self)?.isShown == true }

  /// `f`: shows or hides them; as long as that is what the size asks for, it goes on following it.
  mutating func toggleActivation() {
    guard let room = definition.room(of: .activation, self), room.isPossible else {
      notice = "f and f′ are shown beside the bands from 72×16 on"
      return
    }
    let wanted = !room.isShown
    modify { $0.showsActivation = wanted == room.isUsual ? nil : wanted }
  }

  /// Shows or hides what the network says.
  mutating func toggleOutput() {
    modify {
      $0.showsOutput.toggle()
      $0.settleKnob()
    }
    notice = reasonForLittleOutput
  }

  /// Why this screen shows less of what the network says than was asked for; nil where it shows all of it.
  var reasonForLittleOutput: String? {
    guard state.showsOutput, !isTooSmall else { return nil }
    if definition.room(of: .output, self)?.isShown == false {
      return "the output is shown where the screen has more rows"
    }
    return definition.room(of: .classes, self)?.isShown == false
      ? "the classes are shown beside the bands from 72×16 on" : nil
  }

  /// Whether lines on the screen are hidden: then nothing else tells what they come to.
  package var hidesAnswer: Bool { page?.isComplete == false }

  /// Shows the next unit; with all shown, begins with an empty page.
  mutating func reveal() {
    settlePart()
    guard let page else { return }
    state.reading.halfScreens = 0
    guard !page.isComplete else {
      state.reading.revealed = 0
      return
    }
    state.reading.revealed = page.shown + 1
    if page.shown + 1 >= page.units { showEnd() }
  }

  /// Hides the newest unit.
  mutating func hide() {
    settlePart()
    guard let page else { return }
    state.reading.revealed = Swift.max(page.shown - 1, 0)
    state.reading.halfScreens = 0
  }

  /// Scrolls by half screens as far as there are lines.
  package mutating func scroll(by halfScreens: Int) {
    settlePart()
    guard let page else { return }
    state.reading.halfScreens = page.halfScreens + halfScreens
  }

  /// All shown, with the last line in sight.
  private mutating func showEnd() {
    state.reading.revealed = nil
    guard let page else { return }
    state.reading.halfScreens = (page.limit + page.half - 1) / page.half
  }
}
