/// Times in seconds, taken in turn so that all contestants meet the same machine.
enum Timing {
  /// The median time of each of several pieces of work over `rounds` rounds.
  static func medians(rounds: Int, _ work: [() -> Void]) -> [Double] {
    var times = work.map { _ in [Double]() }
    for round in 0..<rounds + 3 {
      for (place, piece) in work.enumerated() {
        let time = seconds(piece)
        if round >= 3 { times[place].append(time) }
      }
    }
    return times.map { $0.sorted()[$0.count / 2] }
  }

  private static func seconds(_ work: () -> Void) -> Double {
    let duration = ContinuousClock().measure(work)
    return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }
}

/// Keeps a result alive without the optimiser knowing what for.
@inline(never)
func use<Value>(_ value: Value) { withExtendedLifetime(value) {} }
