import ArgumentParser
import Explorer

/// Scales on the command line.
struct Axes: ExpressibleByArgument {
  let scales: Scales

  init?(argument: String) {
    guard let scales = Scales(argument) else { return nil }
    self.scales = scales
  }
}
