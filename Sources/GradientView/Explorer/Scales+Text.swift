extension Scales: LosslessStringConvertible {
  /// The scales as `--axes` takes them: `state=1e0:both,factor=10,terms=0:9,sum=1e0:both`, round numbers as 1, 2 or 5 and a power
  /// of ten. Of a network of several units also `plane=0`, the place in the list of its reaches.
  public var description: String {
    "state=\(state.text):\(stateSide.rawValue),factor=\(factorBound),terms=\(termTop):\(termDepth),sum=\(linear.text):\(linearSide.rawValue)"
      + (plane.map { ",plane=\($0.index)" } ?? "")
  }

  /// Reads what `description` writes; nil for anything else.
  public init?(_ description: String) {
    var fields: [Substring: [Substring]] = [:]
    for part in description.split(separator: ",", omittingEmptySubsequences: false) {
      let halves = part.split(separator: "=", omittingEmptySubsequences: false)
      guard halves.count == 2, fields[halves[0]] == nil else { return nil }
      fields[halves[0]] = halves[1].split(separator: ":", omittingEmptySubsequences: false)
    }
    guard fields.count == (fields["plane"] == nil ? 4 : 5), let state = fields["state"], let factor = fields["factor"],
      let terms = fields["terms"],
      let sum = fields["sum"], state.count == 2, factor.count == 1, terms.count == 2, sum.count == 2,
      let bound = RoundNumber(state[0]), let side = Side(rawValue: String(state[1])),
      let factorBound = Int(factor[0]), Extent.factorBounds.contains(factorBound), let top = Int(terms[0]),
      let depth = Int(terms[1]), Self.depths.contains(depth), let linear = RoundNumber(sum[0]),
      let linearSide = Side(rawValue: String(sum[1])),
      top.magnitude < 1 << 60
    else { return nil }
    let plane = fields["plane"].map { $0.count == 1 ? PlaneReach($0[0]) : nil }
    if case .some(.none) = plane { return nil }
    self.init(
      state: bound, stateSide: side, factorBound: factorBound, termTop: top, termDepth: depth, linear: linear,
      linearSide: linearSide, plane: plane ?? nil)
  }
}

extension RoundNumber {
  /// `5e-3`.
  fileprivate var text: String { "\(mantissa)e\(power)" }

  fileprivate init?(_ text: Substring) {
    let parts = text.split(separator: "e", omittingEmptySubsequences: false)
    guard parts.count == 2, let place = ["1", "2", "5"].firstIndex(of: parts[0]), let power = Int(parts[1]),
      power.magnitude < 1 << 60
    else { return nil }
    self.init(index: 3 * power + place)
  }
}
