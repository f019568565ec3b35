import RNNCore

/// What belongs to a forward pass whatever is looked at, some steps at a time: the step factors, and from which step on rounding
/// decides.
struct RunSweep: Sendable {
  private let trajectory: Trajectory
  /// nil of a state that is one number of an Elman network: a factor is f′·W there, more than which costs more than a frame should,
  /// each time.
  private var factors: StepFactors?
  private var rounding: RoundingSweep

  init(_ trajectory: Trajectory) {
    self.trajectory = trajectory
    let isPlain = trajectory.hiddenSize == 1 && trajectory.network.elmanActivation != nil
    factors = isPlain ? nil : StepFactors(beginning: trajectory)
    rounding = RoundingSweep(trajectory)
  }

  /// Whether nothing is left to be found.
  var isComplete: Bool { factors?.isComplete != false && rounding.isComplete }

  /// The part of the step factors that is there, 0 … 1.
  var progress: Double { factors?.progress ?? 1 }

  /// Does more work, about so many multiplications on each of so many threads, at least one part unless nothing is left. One of a
  /// product with a single vector counts as `vectorCost` of them. What is found depends on neither.
  mutating func refine(budget: Double, vectorCost: Double = 1, threads: Int = 1) {
    var spent = 0.0
    while factors?.isComplete == false, spent == 0 || spent < budget {
      spent += factors?.costOfPart ?? 0
      factors?.refine(threads: threads)
    }
    if spent == 0 || spent < budget { rounding.refine(budget: (budget - spent) / vectorCost) }
  }

  /// What was found, once it is complete.
  var run: Analysis.Run {
    Analysis.Run(trajectory, Extent(trajectory, factors), factors, rounding.step)
  }
}
