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
      settings.append(SweepSetting(.name(fileName(of: path)), experiment, target: shown.target))
    }
    return SweepPlan("checkpoint", count: settings.count) { [settings] place in settings[place] }
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
          layersBelow: network.layersBelow, embedding: network.embeddingTable))
      return Experiment(
        start: start, inputs: source.sequence(shown.choice, activation: start.network.elmanActivation))
    } catch {
      throw InputError("\(path): --gain \(network.gain): a weight of W would be beyond 1.8e308: use a smaller gain")
    }
  }
}
