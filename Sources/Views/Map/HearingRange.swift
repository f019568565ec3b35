import RNNCore

/// How far back a target hears: to the first step whose |term| is at least a hundredth of the largest one.
struct HearingRange: Hashable {
  /// k.
  let target: Int
  /// The first step that is heard.
  let first: Int

  /// nil where every term is 0.
  init?(_ contributions: Contributions) {
    let largest = contributions.extent.largest
    guard !largest.isZero else { return nil }
    target = contributions.target
    first = contributions.firstStep(reaching: largest, over: ScaledDouble(100)) ?? target
  }

  /// k − i of the first step that is heard.
  var lag: Int { target - first }

  /// In words, on two lines.
  var lines: [String] {
    let (what, rest) = (texts[texts.count - 1], first > 1 ? "all before it is under 1 % of its largest" : "")
    return rest.isEmpty ? [what] : [what, rest]
  }

  /// In words, from everything to the least.
  var texts: [String] {
    let what = lag == 0 ? "step \(target) hears only itself" : "step \(target) hears back to step \(first), lag \(lag)"
    guard first > 1 else { return [what + ": the first step there is", what] }
    return [
      what + ": every term before it is under 1 % of the largest in its row",
      what + ": all before it is under 1 % of its largest", what + ": before it all < 1 %", what,
    ]
  }
}
