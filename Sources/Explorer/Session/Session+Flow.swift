extension Session {
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
}
