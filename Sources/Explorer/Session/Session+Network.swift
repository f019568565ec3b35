import RNNCore

extension Session {
  /// Sets a knob, as part of a run of changes of that knob.
  mutating func set(_ knob: Knob, to value: Double) {
    var changed = state
    if knob == .checkpoint { return showCheckpoint(value) }
    if knob == .steps {
      changed.setSteps(stepsWithinData(value))
    } else if (try? changed.set(knob, to: value + 0)) == nil {
      notice = "\(state.name(of: knob)) stays: a weight would be beyond 1.8e308"
      return
    }
    change(to: changed, run: .knob(knob))
  }

  /// T within 1 … the data's end, with a word where that stops it.
  private mutating func stepsWithinData(_ value: Double) -> Int {
    let available = mostSteps
    if value > Double(available) { notice = endOfData(available) }
    return Int(Swift.min(Swift.max(value, 1), Double(available)))
  }

  /// The most steps that T can be.
  var mostSteps: Int {
    source.availableSteps(offset: state.input.offset, hidden: state.start.network.hiddenSize)
  }

  /// Says that T ends there.
  func endOfData(_ available: Int) -> String {
    let isWhole = available == source.availableSteps(offset: state.input.offset)
    if !isWhole { return "T is at most \(available): more steps of this network would not fit the memory" }
    if case .synthetic = source.kind { return "T is at most \(available)" }
    let behind = state.input.offset > 0 ? " behind offset \(state.input.offset)" : ""
    return "\(source.name) has \(available) steps\(behind): T ends there"
  }

  mutating func flipSign() {
    set(state.knob, to: -state.value(of: state.knob))
  }

  /// Another input. A network drawn at random is drawn with as many inputs; a model takes only what fits it.
  mutating func cycleInput(_ by: Int) {
    let list = sources[state.input.source].list
    let fitting = sources.indices.filter { sources[$0].list == list && state.takes(sources[$0]) }
    let place = state.input.source.neighbour(by, among: fitting)
    let source = sources[place].taken(by: state.intake)
    drawAnew { state in
      state.input.source = place
      state.input.offset = source.defaultOffset
      let available = source.availableSteps(offset: source.defaultOffset, hidden: state.start.network.hiddenSize)
      state.setSteps(Swift.min(state.input.steps, available))
      if state.observable.isLoss, !source.hasTargets { state.observable = .state }
      state.settleKnob()
    }
  }

  /// Another way to begin with W.
  mutating func cycleInitialization(_ by: Int) {
    guard case .seeded(let present, let seed) = state.matrix?.origin else { return }
    drawAnew { $0.matrix?.origin = .seeded(present.neighbour(by), seed: seed) }
  }

  /// Changes what a network drawn at random follows from, and draws it.
  mutating func drawAnew(_ change: (inout State) -> Void) {
    var changed = state
    change(&changed)
    do {
      try changed.draw(inputs: changed.source(of: sources).dimension, instead: state)
      self.change(to: changed)
    } catch {
      notice = "the network stays: a weight would be beyond 1.8e308"
    }
  }
}

/// What is left out of the sum.
extension Session {
  /// `(` and `)`: a shorter or a longer window, or chunk; what is off is switched on, which is said.
  mutating func changeCut(_ by: Int) {
    var changed = state
    changed.cut.changeLength(by: by, steps: state.input.steps)
    setCut(changed.cut, run: .cut)
  }

  /// `D`: a window, chunks, nothing.
  mutating func cycleCut() {
    var changed = state
    changed.cut.cycle(steps: state.input.steps)
    setCut(changed.cut)
  }

  /// Sets what is left out. Where that is of another kind than before, a line says what it means.
  mutating func setCut(_ cut: Cut, run: ChangeRun? = nil) {
    var changed = state
    changed.cut = cut
    let isNews = cut.kind != state.cut.kind
    change(to: changed, run: run)
    if isNews { notice = cut.words(target: state.target, observable: state.observable) }
  }
}

extension Session {
  /// The next cell, with all else kept.
  mutating func cycleCell(_ by: Int) {
    var changed = state
    guard (try? changed.setCell(state.start.network.cellKind.neighbour(by))) != nil else {
      notice = "the cell stays: a weight would be beyond 1.8e308"
      return
    }
    change(to: changed)
  }

  /// The next layer of a model, around from the last to the first, with all else kept that it has too.
  mutating func cycleLayer() {
    guard let matrix = state.matrix, !matrix.stack.isEmpty else { return }
    var changed = state
    do {
      try changed.setMatrix(matrix.showing(layer: (matrix.layer + 1) % matrix.stack.count))
    } catch {
      notice = "the layer stays: a weight would be beyond 1.8e308"
      return
    }
    changed.settleOnLayer()
    change(to: changed)
  }

  /// The next activation of Elman's cell; gated cells have their own functions.
  mutating func cycleActivation(_ by: Int) {
    modify { state in
      if let activation = state.start.network.elmanActivation { state.setActivation(activation.neighbour(by)) }
    }
  }
}

extension State {
  /// Whether the network, or the first of the layers that it stands on, can be fed by a source.
  package func takes(_ source: InputSource) -> Bool {
    if case .seeded = matrix?.origin { return true }
    let source = source.taken(by: intake)
    return source.ownDimension == source.layersBelow.first?.inputSize ?? start.network.inputSize
  }

  /// Draws a network that is drawn at random from the seed in force, where that makes another one.
  fileprivate mutating func draw(inputs: Int, instead old: State) throws(NetworkError) {
    guard let matrix, case .seeded(let initialization, _) = matrix.origin else { return }
    let network = start.network
    let isSame = inputs == network.inputSize && input.seed == old.input.seed && matrix.origin == old.matrix?.origin
    guard !isSame else { return }
    try setMatrix(
      .seeded(
        initialization, cell: network.cellKind, hidden: network.hiddenSize, inputs: inputs,
        activation: network.elmanActivation ?? .tanh, gain: matrix.gain, seed: input.seed,
        forgetBias: matrix.forgetBias))
  }
}
