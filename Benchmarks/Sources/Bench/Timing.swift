import Glibc

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

  /// Whether the processor's time counts, of all threads together, and not the clock's: on a machine that others use too.
  private static let countsProcessorTime = CommandLine.arguments.contains("processor")

  private static func seconds(_ work: () -> Void) -> Double {
    let clock = countsProcessorTime ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC
    let start = now(clock)
    work()
    return now(clock) - start
  }

  private static func now(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}

/// Keeps a result alive without the optimiser knowing what for.
@inline(never)
func use<Value>(_ value: Value) { withExtendedLifetime(value) {} }
