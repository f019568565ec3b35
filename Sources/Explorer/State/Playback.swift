/// The backward pass being played: the gradient starts at k as 1 and travels left, one factor at a time.
package struct Playback: Hashable, Sendable {
  /// k, where it started.
  package let target: Int
  /// Where it ends: at step 1, or at the first step that takes part.
  package private(set) var first: Int
  /// The step it has reached; k at first, `first` at last. Terms k … position have been visited.
  package private(set) var position: Int
  /// Whether it stands still until it is told to go on.
  package var isPaused = false
  /// The place of the speed among `speeds`.
  private var speedIndex: Int
  /// The place of the speed that it started with.
  private var startIndex: Int

  /// Steps a second to choose from: 1, 2, 5 and their multiples by powers of ten.
  private static let speeds = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000].flatMap { [$0, 2 * $0, 5 * $0] }
  /// Ticks a second at most; faster playing takes several steps a tick.
  private static let ticksPerSecond = 25
  /// How long the whole way takes about, in seconds, at the speed it starts with.
  private static let duration = 12

  /// A pass that stands at step k, and goes as far as `first`.
  package init(from target: Int, to first: Int = 1) {
    (self.target, self.first) = (target, first)
    position = target
    startIndex = Self.startIndex(ofWay: target - first + 1)
    speedIndex = startIndex
  }

  private static func startIndex(ofWay way: Int) -> Int {
    speeds.firstIndex { $0 >= 2 && $0 * duration >= way } ?? speeds.count - 1
  }

  /// Whether the gradient has arrived where it ends.
  package var hasArrived: Bool { position == first }
  /// Whether time moves it.
  var isRunning: Bool { !isPaused && !hasArrived }
  /// Steps a second.
  var speed: Int { Self.speeds[speedIndex] }
  /// How many places the speed has been turned up since it started.
  var speedChange: Int { speedIndex - startIndex }
  /// The steps that one tick took when it started.
  var stepsPerTickAtStart: Int { Self.stepsPerTick(startIndex) }
  /// The steps that one tick takes.
  var stepsPerTick: Int { Self.stepsPerTick(speedIndex) }
  private static func stepsPerTick(_ index: Int) -> Int { Swift.max(speeds[index] / ticksPerSecond, 1) }
  /// The time from one tick to the next.
  package var tickInterval: Duration { .seconds(1) / Swift.min(speed, Self.ticksPerSecond) }

  /// Takes steps to the left, or back to the right, as far as the way goes.
  package mutating func advance(by steps: Int) { position = Swift.min(Swift.max(position - steps, first), target) }

  /// Lets it end elsewhere, at most at k, at a speed that suits the new way.
  mutating func end(at step: Int) {
    let change = speedChange
    first = step
    startIndex = Self.startIndex(ofWay: target - first + 1)
    speedIndex = Swift.min(Swift.max(startIndex + change, 0), Self.speeds.count - 1)
    position = Swift.max(position, step)
  }

  /// Turns the speed up or down.
  mutating func changeSpeed(by: Int) {
    speedIndex = Swift.min(Swift.max(speedIndex + by, 0), Self.speeds.count - 1)
  }
}
