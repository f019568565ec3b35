import Explorer
import RNNCore
import RNNFiles

extension CheckpointFiles {
  /// A row for every file, in natural order, each fed by the same sequence: its own layers below make the inputs of what is
  /// looked at.
  ///
  /// - Throws: `InputError` that names a file which cannot be read, is of another network, or overflows with the gain.
  func sweep(beside shown: ChosenExperiment) throws -> SweepPlan {
    var settings: [SweepSetting] = []
    for (path, checkpoint) in zip(paths, try checkpoints(beside: shown)) {
      let experiment = try experiment(of: checkpoint.network, path, beside: shown)
      let target = shown.target == shown.choice.steps ? experiment.inputs.steps : shown.target
      settings.append(
        SweepSetting(
          .name(fileName(of: path)), experiment, target: Swift.min(target, experiment.inputs.steps),
          truncation: truncation(of: checkpoint.network)))
    }
    let hasTruncations = settings.contains { $0.truncation ?? .none != .none }
    return SweepPlan("checkpoint", count: settings.count, hasTruncations: hasTruncations) { [settings] place in
      settings[place]
    }
  }

  /// Where the recording of a network was detached, unless a flag says what is cut; nil without one.
  private func truncation(of network: ScaledNetwork) -> Truncation? {
    guard !cutsByFlag else { return nil }
    return network.recording.map { Cut(of: $0).truncation }
  }

  private func experiment(
    of network: ScaledNetwork, _ path: String, beside shown: ChosenExperiment
  ) throws -> Experiment {
    do {
      let start = try network.start()
      let classes = start.network.hasClasses ? start.network.outputWeights?.rows : nil
      let source = shown.sources[shown.choice.source].taken(
        by: Intake(
          standsOnLayers: true, classCount: classes, valueCount: start.network.valueCount,
          layersBelow: network.layersBelow, embedding: network.embeddingTable, recorded: network.recording?.inputs))
      return Experiment(
        start: start,
        inputs: source.sequence(shown.choice(for: network), activation: start.network.elmanActivation))
    } catch {
      throw InputError("\(path): --gain \(network.gain): a weight of W would be beyond 1.8e308: use a smaller gain")
    }
  }
}

extension ChosenExperiment {
  /// How much of its sequence is fed to another network: of a recording as much of that network's own.
  fileprivate func choice(for network: ScaledNetwork) -> InputChoice {
    guard sources[choice.source].isRecording, let own = matrix?.recording, let other = network.recording else {
      return choice
    }
    return choice.exchanging(own.inputs, for: other.inputs)
  }
}
