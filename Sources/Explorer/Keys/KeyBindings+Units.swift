import Screen

extension KeyBindings {
  /// The keys of what is looked at: of networks of several units, and of a head.
  package static let units = [
    KeyBinding(
      [(Key(.character("n")), .look(.cycleObservable(1))), (Key(.character("N")), .look(.cycleObservable(-1)))], "n N",
      "next or previous quantity: the whole state, the losses, one unit after the other", hint: ("n", { next($0) }),
      where: { $0.observables.count > 1 },
      otherwise: { _ in "one unit, and no classes to be told: there is nothing else to look at" }),
    KeyBinding(
      [(Key(.character("O")), .look(.toggleOutput))], "O",
      "the output band: what the network says at step k, and the loss of every step",
      hint: ("O", { $0.state.showsOutput ? "no output" : "output" }), minor: true,
      where: { $0.state.view == .flow && $0.state.start.network.hasClasses },
      otherwise: { session in
        guard session.state.start.network.hasClasses else {
          return "the output band is of networks that tell classes"
        }
        return KeyBinding.wayTo([.flow], from: session.state.view)
      }),
  ]

  private static func next(_ session: Session) -> String {
    switch session.state.observable.neighbour(1, among: session.observables) {
    case .state: "whole state"
    case .unit(let unit): "unit \(unit)"
    case .loss: "loss"
    case .totalLoss: "total loss"
    }
  }
}
