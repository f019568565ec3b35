import RNNCore
import Screen

/// A running explorer: the state, its past and future, and what lies over it. A value; nothing in it does I/O.
package struct Session: Sendable {
  /// What lies over the picture and takes the keys.
  package enum Mode: Hashable, Sendable {
    /// Nothing.
    case exploring
    /// A value is being typed for the knob; the complaint is about the last try.
    case typing(text: String, complaint: String?)
    /// The help screen, scrolled down by so many lines.
    case help(scroll: Int)
    /// The command line that reproduces the screen.
    case command
    /// The scenarios, one of them selected.
    case scenarios(selected: Int)
    /// What there is to see in a scenario, a page of it.
    case card(Scenario, page: Int = 0)
  }

  /// What is looked at.
  @Shared package internal(set) var state: State
  /// All inputs that `i` walks through.
  package let sources: [InputSource]
  /// The files of weights that the knob `checkpoint` steps through; of one file that one, and none without a file.
  package internal(set) var checkpoints: [Checkpoint]
  /// The screen's size. The scales are made anew for it at once, whether or not a frame is drawn before the next key, so
  /// that a screen shows what one that begins with its size shows; scales that were given or are pinned stay.
  package var size: Size {
    didSet { if size != oldValue { takeSize() } }
  }
  /// Whether the mouse is reported to the program.
  package internal(set) var capturesMouse = true
  /// The theme that a flag or a key asked for; nil for the terminal's own.
  package var chosenTheme: Theme?
  /// What the terminal's background counts as.
  package var background = Theme.dark
  /// Whether the command line that is shown has been sent to the clipboard.
  package var isSentToClipboard = false
  /// Flags for how the screen looks, which no key changes: `--ascii`, say.
  package var displayFlags: [String] = []
  /// What starts the program from where its user is.
  package var program = "gradflow"
  /// How formulas and words are written.
  package var notation = Notation.unicode
  /// A line for the reader, until the next key.
  package var notice: String?

  /// How it is drawn.
  package let pictures: any Pictures
  /// Whether it began with scales of its own.
  private let hasGivenScales: Bool
  /// An analysis that costs more multiplications is made in parts, one for each tick.
  let waitingCost: Double
  /// Says how many threads may work on what is computed.
  let grantedThreads: @Sendable () -> Int
  /// The analysis that is being made.
  @Shared package private(set) var underWay: AnalysisUnderWay?
  /// What of it can be shown already, of the state that is shown; nil where there is nothing yet.
  @Shared package private(set) var early: Analysis?
  /// Whether what is shown early was computed last, and not what is waited for.
  private var isPartsTurn = false
  /// Whether the first analysis is there.
  private var hasBegun = false
  /// What is pressed as soon as it is, and the scales that are put in force then.
  var keysAhead: (keys: [Key], scales: Scales?)?
  /// Whether keys are pressed that a command line asks for, each of which needs what those before it came to.
  var pressesAhead = false
  /// The state that it began with.
  @Shared private(set) var initial: State
  package var mode = Mode.exploring
  var past = History()
  var future = History()
  /// The run of changes that still counts as one with the last of the past.
  var run: ChangeRun?
  /// The backward pass that is being played.
  package var playback: Playback?
  /// The name of the scenario that was opened last, where the list begins.
  package var lastScenario: String?
  /// Whether the mouse is dragging k.
  var isDragging = false
  /// The analysis of the state when it was last settled; nil only while a new one is made.
  @Shared private var cache: Analysis?
  /// That of what is kept as B, likewise; nil where nothing is kept.
  @Shared private(set) var counterpartAnalysis: Analysis?
  /// The order in which units are shown.
  var ordering = UnitOrdering()
  /// What truncation and clipping make of the terms, where it is still being found.
  private var remedying = RemedyWork()
  /// The state when the last moment passed in which rows waited to be sorted.
  @Shared var lastQuiet: State?
  /// What the views have computed, each the part that it showed last.
  package private(set) var parts: [View: any ViewPart] = [:]
  /// The part that is being refined, of a view, and what it depends on.
  private var refining = Background<ShownPart, any ViewPart>()

  /// A session that begins with a state. An analysis that costs more multiplications than `waitingFrom` is made while `tick`
  /// is called, and frames say meanwhile what is computed; all others are there at once. So many `threads` may compute at a
  /// time, which are not asked for before they are needed.
  package init(
    state: State, sources: [InputSource], checkpoints: [Checkpoint] = [], size: Size, pictures: any Pictures,
    waitingFrom cost: Double = .infinity, threads: @autoclosure @escaping @Sendable () -> Int = 1
  ) {
    precondition(sources.indices.contains(state.input.source), "the state's input is one of the sources")
    self.sources = sources
    self.checkpoints = checkpoints
    self.size = size
    self.pictures = pictures
    (waitingCost, grantedThreads) = (cost, threads)
    hasGivenScales = state.scales != nil
    self.state = state
    initial = state
    if !isWaiting { begin() }
  }

  /// What can only be done once there is an analysis of the state that it begins with.
  private mutating func begin() {
    hasBegun = true
    analyse()
    pool()
    if let given = state.scales, given.isDepthChosen { self.state.depth = given.termDepth }
    self.state.scales = state.scales ?? adaptedScales(from: nil)
    if state.sorting == nil || state.start.network.hiddenSize == 1 { self.state.sortUnits() }
    settleOrder()
    settleWindow()
    initial = self.state
    guard let ahead = keysAhead else { return }
    keysAhead = nil
    begin(with: ahead.keys, scales: ahead.scales)
  }

  /// The source that is fed to the network, as it takes it.
  package var source: InputSource { state.source(of: sources) }

  /// The picture, now.
  package mutating func frame() -> Frame {
    let frame = inNotation { $0.drawnFrame() }
    return notation == .ascii ? frame.transliteratedToASCII() : frame
  }

  private mutating func drawnFrame() -> Frame {
    if isWaiting {
      waitForAnalysis()
      if showsEarly { settlePart() }
      return pictures.frame(self)
    }
    settle()
    settlePart()
    return pictures.frame(self)
  }

  /// The analysis of what is shown.
  package mutating func settledAnalysis() -> Analysis {
    settle()
    return analysis
  }

  /// Brings analysis and scales up to the state.
  package mutating func settle() {
    analyse()
    settleOrder()
    settleWindow()
    if analysis.contributions == nil { playback = nil }
    let firstStep = Swift.min(analysis.remedied?.firstStep ?? 1, state.target)
    playback?.end(at: firstStep)
    pool()
    guard !state.isPinned else { return }
    state.scales = adaptedScales(from: state.scales)
  }

  /// The scales for what is shown, given those in force before.
  private func adaptedScales(from previous: Scales?) -> Scales {
    let adapted = Scales.adapted(
      to: analysis, pooledTerms, beside: counterpartAnalysis, from: previous, depth: state.depth)
    guard state.checkpoint?.holdsScales == true else { return adapted }
    var held = adapted.holding(previous)
    // Bars that add up are drawn in the Flow view alone: what other views need of them is no reason to move their axis.
    if state.view != .flow, let previous { held.sum = previous.sum }
    return held
  }

  private mutating func takeSize() {
    let isAsBegun = past.isEmpty && state == initial
    let isWaiting = isWaiting
    if !isWaiting { settle() }
    guard !hasGivenScales, !state.isPinned else { return }
    state.scales = isWaiting ? nil : adaptedScales(from: nil)
    if isAsBegun { initial = state }
  }

  /// Puts scales in force again that belong to the present picture.
  package mutating func restore(_ scales: Scales) { state.scales = scales }

  /// The terms as the Flow view's columns show them; in other views, whose scales must not depend on where one came from,
  /// nil.
  var pooledTerms: PooledTerms? { definition.columns(self).flatMap { _ in analysis.pooled?.terms } }

  /// Has the terms at hand as the Flow view's columns show them.
  private mutating func pool() {
    guard !isTooSmall, let columns = definition.columns(self) else { return }
    // Only what is of many steps has so many to a column that threads are worth their while.
    let threads = state.start.network.hiddenSize == 1 ? threads(for: state) : 1
    cache?.pool(columns, threads: threads)
    counterpartAnalysis?.pool(columns, threads: threads)
  }

  /// Computes anew what the view shows, where that is no longer the present one.
  mutating func settlePart() {
    guard !isTooSmall else { return }
    // Taken out, so that there is one of them.
    var parts = [View: any ViewPart]()
    swap(&parts, &self.parts)
    definition.settle(&parts, self)
    self.parts = parts
  }

  /// Whether what is written of an analysis takes so long that keys come before it.
  package var computesLater: Bool {
    showsParts && !pressesAhead && AnalysisUnderWay.cost(of: state) > Self.costOfWriting
  }

  /// The multiplications of an analysis of which a derivation takes some tens of milliseconds.
  private static let costOfWriting = 2e8

  /// How many threads may work on what is computed, on which no number depends.
  package var threads: Int { grantedThreads() }

  /// The same for an analysis; one that is soon done does not ask for them.
  private func threads(for state: State) -> Int {
    AnalysisUnderWay.sharedCost(of: state) < Analysis.costOfThread ? 1 : threads
  }

  /// Whether what takes long may be shown in part and completed while `tick` is called; else it is there at once.
  package var showsParts: Bool { waitingCost < .infinity }

  /// Whether what is shown is not whole yet.
  var isRefining: Bool { !isTooSmall && definition.isRefining(self) }

  /// Computes more of what is shown and not whole yet, for so many moments; at least a sample. What takes longer than a key may
  /// have to wait goes on by itself, and is taken up another time.
  mutating func refinePart(moments: Int) {
    guard let part = parts[state.view], let key = definition.presentKey(self) else { return }
    guard showsParts else { return refineAtOnce(moments: moments) }
    let shown = ShownPart(view: state.view, key: key)
    if refining.purpose != shown {
      refining.abandon()
      refining.begin(for: shown, work(on: part, moments: moments))
    }
    guard let refined = refining.take(within: AnalysisUnderWay.patience) else { return }
    parts[state.view] = refined
    // While the picture is drawn, the next ones are computed.
    if !refined.isComplete { refining.begin(for: shown, work(on: refined, moments: moments)) }
  }

  private func work(on part: any ViewPart, moments: Int) -> Future<any ViewPart> {
    let (analysis, other, notation) = (self.analysis, counterpartAnalysis, notation)
    return Future(part) { part, interest in
      // The notation is one of the task's, and no other thread has it. What is thrown is thrown for nobody.
      Notation.current.withValue(notation) {
        try? part.refine(analysis, beside: other, moments: moments, check: interest.check)
      }
    }
  }

  private mutating func refineAtOnce(moments: Int) {
    let (analysis, other) = (self.analysis, counterpartAnalysis)
    parts[state.view]?.refine(analysis, beside: other, moments: moments)
  }

  /// Whether there is an analysis of the present state.
  package var hasAnalysis: Bool { cache?.isCurrent(for: state) == true }

  /// Begins with the analysis of the present state, unless it is under way.
  private mutating func waitForAnalysis() {
    guard let awaited else { return }
    let isBegun = underWay?.isCurrent(for: awaited) == true
    let known = isBegun ? nil : cache?.parts(for: awaited)
    if !hasAnalysis { cache = nil }
    guard !isBegun else { return }
    let previous = underWay
    (underWay, early) = (nil, nil)
    refining.abandon()
    remedying.keep(for: analyses)
    underWay = AnalysisUnderWay(awaited, reusing: known, after: previous, threads: threads)
    showEarly()
  }

  /// Whether the view shows something of an analysis that is under way.
  package var showsEarly: Bool { early?.missing.map { definition.showsEarly($0, self) } ?? false }

  /// Whether what the view shows is computed before the terms, which have no part in it.
  package var isBeforeTerms: Bool { showsEarly && isRefining && definition.isWithoutTerms }

  /// Has at hand what there is of the analysis under way, unless it is that of B, beside which all of A is there.
  private mutating func showEarly() {
    guard !hasAnalysis, let next = underWay?.early(after: early) else { return }
    early = next
  }

  /// The state whose analysis is waited for: what is shown, then what is kept as B; nil where both are there, or are made so
  /// soon that nobody waits.
  private var awaited: State? {
    if AnalysisUnderWay.cost(of: state) > waitingCost, !hasAnalysis { return state }
    guard let other = state.other, AnalysisUnderWay.cost(of: other) > waitingCost else { return nil }
    let isThere = [cache, counterpartAnalysis].contains { $0?.isCurrent(for: other) == true }
    return isThere ? nil : other
  }

  /// Whether what is looked at is still being computed.
  package var isWaiting: Bool { awaited != nil }

  /// What is shown without what is kept as B, while that is waited for; nil where that takes more than drawing it.
  package var withoutCounterpart: Session? {
    let needsNothingElse = definition.showsEarly(.terms, self) && definition.presentKey(self) == nil
    guard hasBegun, hasAnalysis, isWaiting, needsNothingElse else { return nil }
    var alone = self
    alone.state.counterpart = nil
    (alone.counterpartAnalysis, alone.underWay, alone.early) = (nil, nil, nil)
    alone.settle()
    return alone
  }

  /// Computes a part of the analysis that is waited for, or of what is shown already: before the terms what has no part of
  /// them, else by turns.
  mutating func continueAnalysis() {
    waitForAnalysis()
    let sources = sources
    isPartsTurn = showsEarly && isRefining && (!isPartsTurn || definition.isWithoutTerms)
    guard !isPartsTurn else { return refinePart(moments: 1) }
    underWay?.refine(moments: 1, sources)
    guard let complete = underWay?.analysis(sources) else { return showEarly() }
    (underWay, early) = (nil, nil)
    if complete.isCurrent(for: state) { cache = complete } else { counterpartAnalysis = complete }
    // The order that the picture without B needs is found once, and not for each frame.
    if hasBegun, hasAnalysis { settleOrder() }
    if !hasBegun, !isWaiting { begin() }
  }

  /// Whether more of what truncation and clipping make of the terms is being found, or will be.
  var isRemedyDue: Bool { cache?.isRemedyDue == true || counterpartAnalysis?.isRemedyDue == true }

  /// The same of what is kept as B alone.
  package var isCounterpartRemedyDue: Bool { counterpartAnalysis?.isRemedyDue == true }

  /// What is shown, and what is kept as B, as far as they are there.
  private var analyses: [Analysis] { [cache, counterpartAnalysis].compactMap { $0 } }

  /// Goes on with what truncation and clipping make of the terms, for as long as a key may have to wait, or less.
  mutating func continueRemedies(patience: Duration) {
    guard let (found, choices) = remedying.advance(for: analyses, within: patience) else { return }
    if cache?.choices == choices { cache?.take(found) }
    if counterpartAnalysis?.choices == choices { counterpartAnalysis?.take(found) }
    // What was written of the analysis says that it is not there yet.
    parts = parts.filter { !$0.value.holdsAnalysis }
    refining.abandon()
  }

  /// Has all that truncation and clipping make of the terms at hand, however long that takes.
  mutating func finishRemedies() {
    while isRemedyDue { continueRemedies(patience: .seconds(1)) }
  }

  /// Takes what can stay from the old analysis and lets go of the rest before the new one is made: a long sequence is
  /// never held twice.
  private mutating func analyse() {
    defer { remedying.keep(for: analyses) }
    shareAnalyses()
    if !hasAnalysis {
      let parts = cache?.parts(for: state)
      (cache, underWay, early) = (nil, nil, nil)
      refining.abandon()
      remedying.keep(for: analyses)
      self.parts = self.parts.filter { !$0.value.holdsAnalysis }
      cache = Analysis(of: state, sources: sources, reusing: parts, threads: threads(for: state))
    }
    guard let other = state.other, counterpartAnalysis == nil else { return }
    counterpartAnalysis = Analysis(
      of: other, sources: sources, reusing: cache?.parts(for: other), threads: threads(for: other))
  }

  /// What was shown and is B now has its analysis already, and the other way round; what is neither is let go of.
  private mutating func shareAnalyses() {
    if !hasAnalysis, counterpartAnalysis?.isCurrent(for: state) == true {
      (cache, counterpartAnalysis) = (counterpartAnalysis, cache)
      (underWay, early) = (nil, nil)
    }
    let other = state.other
    if other.map({ counterpartAnalysis?.isCurrent(for: $0) == true }) != true {
      counterpartAnalysis = other.flatMap { cache?.isCurrent(for: $0) == true ? cache : nil }
    }
    if other == nil { parts = parts.filter { !$0.value.holdsCounterpart } }
    if !isWaiting { (underWay, early) = (nil, nil) }
  }

  /// What the panels draw from; while it is waited for, what there is of it.
  package var analysis: Analysis { cache ?? early ?? Analysis(of: state, sources: sources) }

  /// Beyond so many steps keys that arrive together are analysed together, so that a held key never queues up.
  private static let stepsAnalysedAtOnce = 20_000

  /// Makes `changed` the state, remembering the old one unless `run` says that both belong to one change. Rows of units
  /// stay where they are or are sorted anew, as the change asks for.
  mutating func change(to changed: State, run: ChangeRun? = nil) { replace(with: changed.sorted(after: state), run) }

  /// The same with the units in the order that `changed` has.
  mutating func replace(with changed: State, _ run: ChangeRun? = nil) {
    guard changed != state else { return }
    if run == nil || run != self.run || past.isEmpty { past.append(state) }
    future = History()
    self.run = run
    let isOtherPicture = !changed.isCheckpoint(of: state)
    state = changed
    if isOtherPicture { state.checkpoint?.holdsScales = false }
    settleIfCheap()
  }

  mutating func settleIfCheap() {
    shareAnalyses()
    let (steps, n) = (state.input.steps, state.start.network.hiddenSize)
    // 64 numbers of a matrix go for one step of the scalar network.
    let isCheap = n == 1 ? steps <= Self.stepsAnalysedAtOnce : steps * n * n <= 64 * Self.stepsAnalysedAtOnce
    if isCheap, !isWaiting { settle() }
  }
}

/// A view's part, by the view and by all that it depends on.
private struct ShownPart: Equatable {
  let view: View
  let key: PresentKey
}

/// Changes that follow each other and are undone together.
enum ChangeRun: Hashable, Sendable {
  /// Of one knob.
  case knob(Knob)
  /// Of what the mouse drags.
  case drag
  /// Of the landscape's width.
  case zoom
  /// Of a window's length, or of a chunk's.
  case cut
}
