/// The backward pass being played: the gradient starts at k as 1 and travels left, one factor at a time.
package struct Playback: Hashable, Sendable {
  /// k, where it started.
  package let target: Int
  /// The step it has reached; k at first, 1 at last. Terms k … position have been visited.
  package private(set) var position: Int
  /// Whether it stands still until it is told to go on.
  package var isPaused = false
  /// The place of the speed among `speeds`.
  private var speedIndex: Int

  /// Steps a second to choose from: 1, 2, 5 and their multiples by powers of ten.
  private static let speeds = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000].flatMap { [$0, 2 * $0, 5 * $0] }
  /// Ticks a second at most; faster playing takes several steps a tick.
  private static let ticksPerSecond = 25
  /// How long the whole way takes about, in seconds, at the speed it starts with.
  private static let duration = 12

  /// A pass that stands at step k.
  package init(from target: Int) {
    self.target = target
    position = target
    speedIndex = Self.speeds.firstIndex { $0 >= 2 && $0 * Self.duration >= target } ?? Self.speeds.count - 1
  }

  /// Whether the gradient has arrived at step 1.
  package var hasArrived: Bool { position == 1 }
  /// Whether time moves it.
  var isRunning: Bool { !isPaused && !hasArrived }
  /// Steps a second.
  var speed: Int { Self.speeds[speedIndex] }
  /// How many places the speed has been turned up since it started.
  var speedChange: Int { speedIndex - Playback(from: target).speedIndex }
  /// The steps that one tick takes.
  var stepsPerTick: Int { Swift.max(speed / Self.ticksPerSecond, 1) }
  /// The time from one tick to the next.
  package var tickInterval: Duration { .seconds(1) / Swift.min(speed, Self.ticksPerSecond) }

  /// Takes steps to the left, or back to the right, as far as the way goes.
  package mutating func advance(by steps: Int) { position = Swift.min(Swift.max(position - steps, 1), target) }

  /// Turns the speed up or down.
  mutating func changeSpeed(by: Int) {
    speedIndex = Swift.min(Swift.max(speedIndex + by, 0), Self.speeds.count - 1)
  }
}
