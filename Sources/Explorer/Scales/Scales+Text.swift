extension Scales: LosslessStringConvertible {
  /// The scales as `--axes` takes them: `state=1e0:1e0,factor=2e-2:1e0,terms=0:24,sum=-:2.5e-1`. Linear axes as their reach
  /// below 0 and above it, `-` for a side without one; the factors' as its lower and its upper end; the
  /// terms' as the power of ten at the top and the decades below it, and `:chosen`
  /// where those were asked for. Of a network of several units also `plane=0`, the place
  /// in the list of its reaches.
  package var description: String {
    "state=\(state.text),factor=\(factor.low.text):\(factor.high.text),terms=\(termTop):\(termDepth)\(isDepthChosen ? ":chosen" : ""),sum=\(sum.text)"
      + (plane.map { ",plane=\($0.index)" } ?? "")
  }

  /// Reads what `description` writes; nil for anything else.
  package init?(_ description: String) {
    var fields: [Substring: [Substring]] = [:]
    for part in description.split(separator: ",", omittingEmptySubsequences: false) {
      let halves = part.split(separator: "=", omittingEmptySubsequences: false)
      guard halves.count == 2, fields[halves[0]] == nil else { return nil }
      fields[halves[0]] = halves[1].split(separator: ":", omittingEmptySubsequences: false)
    }
    guard fields.count == (fields["plane"] == nil ? 4 : 5), let state = LinearReach(fields["state"]),
      let factor = FactorReach(fields["factor"]), let terms = fields["terms"],
      terms.count == 2 || terms.count == 3 && terms[2] == "chosen",
      let top = Int(terms[0]), top.magnitude < 1 << 60, let depth = Int(terms[1]),
      depth == Self.depthWithoutTerms || Self.depths.contains(depth),
      let sum = LinearReach(fields["sum"])
    else { return nil }
    let plane = fields["plane"].map { $0.count == 1 ? PlaneReach($0[0]) : nil }
    if case .some(.none) = plane { return nil }
    self.init(
      state: state, factor: factor, termTop: top, termDepth: depth, isDepthChosen: terms.count == 3,
      sum: sum, plane: plane ?? nil)
  }
}

extension LinearReach {
  /// `1e0:2.5e-1`.
  fileprivate var text: String { (below?.text ?? "-") + ":" + (above?.text ?? "-") }

  fileprivate init?(_ parts: [Substring]?) {
    guard let parts, parts.count == 2 else { return nil }
    let (below, above) = (AxisBound(parts[0]), AxisBound(parts[1]))
    guard below != nil || parts[0] == "-", above != nil || parts[1] == "-" else { return nil }
    self.init(below: below, above: above)
  }
}

extension FactorReach {
  fileprivate init?(_ parts: [Substring]?) {
    guard let parts, parts.count == 2, let low = FactorBound(parts[0]), let high = FactorBound(parts[1]),
      low <= .one, high >= .one, low < high
    else { return nil }
    self.init(low: low, high: high)
  }
}

extension AxisBound {
  /// All powers of ten that a `ScaledDouble` has lie within these, 6.95·10^17, and ten bounds to each are an `Int`.
  private static let lastPower = 700_000_000_000_000_000

  /// `2.5e-3`.
  package var text: String { Self.text(mantissa) + "e\(power)" }

  package static func text(_ mantissa: Double) -> String {
    mantissa == mantissa.rounded() ? "\(Int(mantissa))" : "\(mantissa)"
  }

  fileprivate init?(_ text: Substring) {
    let parts = text.split(separator: "e", omittingEmptySubsequences: false)
    guard parts.count == 2, let place = Self.mantissas.firstIndex(where: { Self.text($0) == parts[0] }),
      let power = Int(parts[1]), power.magnitude <= Self.lastPower
    else { return nil }
    self.init(index: 10 * power + place)
  }
}
