import ArgumentParser
import GradientView
import RNNCore

extension Parameter: ExpressibleByArgument {}

/// The flags that say what is looked at.
struct LookOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "k, the target step (default: T).")
  var target: Int?

  @Option(help: "What the gradient is taken with respect to: W, U or b (default: W).")
  var wrt: Parameter?

  @Option(help: "What of the target step: state, unit:R (from 0), loss or total-loss.", transform: Subject.init)
  var of = Subject(.state)

  /// k: the flag's, or the setup's where the sequence reaches it, or T.
  func checkedTarget(steps: Int, from setup: Setup) throws -> Int {
    let target = self.target ?? setup.target.flatMap { $0 <= steps ? $0 : nil } ?? steps
    guard (1...steps).contains(target) else {
      throw InputError("--target \(target): expected a step from 1 to T = \(steps)")
    }
    return target
  }
}
