import RNNCore

/// One of several files of weights of one and the same network, as training leaves them behind.
package struct Checkpoint: Sendable {
  /// The file's name, without its folder and its suffix.
  package let name: String
  /// The network in it, with the gain, the layer and f that a session begins with.
  package internal(set) var network: ScaledNetwork
  /// How often the file was read anew.
  package internal(set) var revision = 0

  /// A checkpoint that was read once.
  package init(name: String, network: ScaledNetwork) { (self.name, self.network) = (name, network) }
}

/// Which of a session's checkpoints a state shows.
package struct CheckpointPlace: Hashable, Sendable {
  /// Its place among them, from 0.
  package var place: Int
  /// How many there are.
  package var count: Int
  /// What the file is called.
  package var name: String
  /// How often the file had been read anew when these weights were taken from it.
  package var revision = 0
  /// Whether the scales only widen: from the first step to another checkpoint on, until something else is changed that the
  /// numbers follow from. Bars of one checkpoint are then measured as those of another are.
  package var holdsScales = false

  /// A place among some.
  package init(_ place: Int, of checkpoints: [Checkpoint]) {
    precondition(checkpoints.indices.contains(place), "one of the checkpoints")
    (self.place, count, name) = (place, checkpoints.count, checkpoints[place].name)
    revision = checkpoints[place].revision
  }

  /// The flag that shows it; none where there is one alone.
  var flags: [String] { count > 1 ? ["--checkpoint", "\(place + 1)"] : [] }
}

extension State {
  /// Whether there are checkpoints to step through.
  package var hasSeveralCheckpoints: Bool { (checkpoint?.count ?? 0) > 1 }

  /// Says which checkpoint it shows; where there are several, ↑ and ↓ step through them.
  package mutating func begin(at place: Int, of checkpoints: [Checkpoint]) {
    checkpoint = CheckpointPlace(place, of: checkpoints)
    if hasSeveralCheckpoints { knob = .checkpoint }
  }

  /// Shows another checkpoint, with all else as it is: the layer, g, f, θ, k. A recording brings its own inputs, and where it
  /// was detached.
  ///
  /// - Throws: `NetworkError.notFinite` where a weight of it would be no finite number with this gain.
  package mutating func show(
    _ place: Int, of checkpoints: [Checkpoint], among sources: [InputSource]
  ) throws(NetworkError) {
    guard let matrix, checkpoints.indices.contains(place) else { return }
    let holdsScales = checkpoint?.holdsScales ?? false
    try setMatrix(matrix.exchanged(for: checkpoints[place].network))
    checkpoint = CheckpointPlace(place, of: checkpoints)
    checkpoint?.holdsScales = holdsScales
    guard sources[input.source].isRecording, let other = checkpoints[place].network.recording else { return }
    if let recorded = matrix.recording { follow(other, after: recorded) }
  }

  /// Takes the extent of another recording, and cuts where that was cut as long as it is cut where the last one was.
  private mutating func follow(_ other: ScaledNetwork.Recording, after recorded: ScaledNetwork.Recording) {
    if cut == Cut(of: recorded) { cut = Cut(of: other) }
    let choice = input.exchanging(recorded.inputs, for: other.inputs)
    input.offset = choice.offset
    setSteps(choice.steps)
  }

  /// Whether it differs from another state in the checkpoint that is shown, or in nothing that the numbers follow from, so
  /// that its picture is measured by the same scales.
  func isCheckpoint(of other: State) -> Bool {
    guard let checkpoint, let previous = other.checkpoint else { return false }
    let isSameFile = (checkpoint.place, checkpoint.revision) == (previous.place, previous.revision)
    return !isSameFile
      || start == other.start && input == other.input && target == other.target && parameter == other.parameter
        && observable == other.observable && cut == other.cut && clipping == other.clipping
        && counterpart == other.counterpart
  }
}

/// Checkpoints of a session.
extension Session {
  /// Steps to a checkpoint by its number, from 1; to the nearest one where there is no such number.
  mutating func showCheckpoint(_ number: Double) {
    let place = Int(Swift.min(Swift.max(number, 1), Double(Swift.max(checkpoints.count, 1)))) - 1
    guard place != state.checkpoint?.place else { return }
    var changed = state
    guard (try? changed.show(place, of: checkpoints, among: sources)) != nil else {
      notice = "\(checkpoints[place].name) is not shown: a weight times g would be beyond 1.8e308"
      return
    }
    changed.checkpoint?.holdsScales = true
    change(to: changed, run: .knob(.checkpoint))
  }

  /// Why ↑ or ↓ lead no further.
  func atEndOfCheckpoints(_ isFirst: Bool) -> String {
    "\(state.checkpoint?.name ?? "this") is the \(isFirst ? "first" : "last") checkpoint"
  }

  /// Takes what a checkpoint's file has become: shows it where that checkpoint is shown, with all else as it is, and keeps it
  /// for when it is. That the file was replaced is nothing that undo takes back.
  ///
  /// - Returns: Whether it could be shown: not where g times a weight is no finite number.
  package mutating func adopt(_ network: ScaledNetwork, at place: Int) -> Bool {
    precondition(checkpoints.indices.contains(place), "one of the checkpoints")
    checkpoints[place].network = network
    checkpoints[place].revision += 1
    return refreshCheckpoint()
  }

  /// Takes a checkpoint that is newer than all others, and shows it where the newest one was shown.
  ///
  /// - Returns: Whether it could be shown, if it was to be.
  package mutating func append(_ checkpoint: Checkpoint) -> Bool {
    let showedNewest = state.checkpoint?.place == checkpoints.count - 1
    checkpoints.append(checkpoint)
    guard refreshCheckpoint(), showedNewest else { return !showedNewest }
    return show(newer: checkpoints.count - 1)
  }

  /// Brings the state's checkpoint up to its file, and to how many there are: what undo and reset go back to is how the
  /// network was looked at, not what a file was once.
  @discardableResult
  mutating func refreshCheckpoint() -> Bool {
    guard let shown = state.checkpoint, checkpoints.indices.contains(shown.place) else { return true }
    if checkpoints[shown.place].revision != shown.revision { return show(newer: shown.place) }
    let count = checkpoints.count
    if shown.count != count { state.checkpoint?.count = count }
    return true
  }

  /// Shows what a file has become, by the scales of what it was.
  private mutating func show(newer place: Int) -> Bool {
    var changed = state
    guard (try? changed.show(place, of: checkpoints, among: sources)) != nil else { return false }
    changed.checkpoint?.holdsScales = true
    state = changed.sorted(after: state)
    settleIfCheap()
    followPlayback()
    return true
  }
}
