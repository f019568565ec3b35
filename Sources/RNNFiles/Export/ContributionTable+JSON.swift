import RNNCore

extension ContributionTable {
  /// One object, its members in the order of the contract. States from the first overflowed step on are null.
  func writeJSON(to output: inout some TextOutputStream, withStates: Bool) {
    JSONDocument.write(to: &output) { document in
      document.add("schema", document.schema)
      document.add(trajectory.network, initialState: trajectory.initialState, inputs: trajectory.inputs)
      document.add("target", target)
      document.add("wrt", parameter.rawValue)
      document.add("of", observable.name)
      if withStates { addStates(to: &document) }
      document.add("total", contributions?.total)
      addTerms(to: &document)
      document.add("lyapunov", regime.knownLyapunovExponent(target: target))
      document.add("verdict", regime.verdict.rawValue)
      document.add("peak", regime.peak.map(Self.object))
      document.add("trough", regime.trough.map(Self.object))
      document.add("roundingDecidesAt", trajectory.roundingDecidesAt)
      document.add("blockedAt", regime.blockedAt)
      document.add("overflowAt", trajectory.overflowAt)
      document.add("underflowAt", trajectory.underflowAt)
    }
  }

  private func addStates(to document: inout JSONDocument<some TextOutputStream>) {
    document.addList("states") { list in
      for step in 0...trajectory.steps {
        list.add(trajectory.isFinite(through: step) ? trajectory.state(at: step) : nil)
      }
    }
  }

  private func addTerms(to document: inout JSONDocument<some TextOutputStream>) {
    guard let contributions else { return document.addNull("terms") }
    document.addList("terms") { list in
      for term in contributions { list.add(Self.object(term, contributions.stepFactor(at: term.step))) }
    }
  }

  private static func object(_ extreme: FlowExtreme) -> JSONObject {
    var object = JSONObject()
    object.add("lag", extreme.lag)
    object.add("flow", extreme.flow)
    return object
  }

  private static func object(_ term: Contribution, _ stepFactor: ScaledDouble) -> JSONObject {
    var object = JSONObject()
    object.add("step", term.step)
    object.add("lag", term.lag)
    object.add("stepFactor", stepFactor)
    object.add("flow", term.flow)
    object.add("immediate", term.immediateDerivative)
    object.add("contribution", term.value)
    object.add("signed", term.signed)
    object.add("share", term.share)
    return object
  }
}
