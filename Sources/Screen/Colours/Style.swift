/// The role of a cell. What it looks like is a `Palette`'s business.
package enum Style: UInt8, CaseIterable, Sendable {
  /// Ordinary text.
  case text
  /// Labels, axes' numbers and what matters less.
  case muted
  /// Rules, axes and ticks.
  case rule
  /// What must be read first.
  case strong
  /// The title bar.
  case title
  /// The selected knob in the title bar.
  case selectedKnob
  /// The hints' text at the bottom.
  case hint
  /// A key in the hints.
  case hintKey
  /// A state's bar.
  case state
  /// A step factor that amplifies, |J| > 1.
  case amplifies
  /// A step factor that attenuates, |J| < 1.
  case attenuates
  /// A term or number above 0.
  case positive
  /// A term or number below 0.
  case negative
  /// An immediate derivative ∂s/∂θ*, which must never be taken for the total one.
  case immediate
  /// What belongs to the target step k.
  case target
  /// What belongs to the inspected term i.
  case inspected
  /// Steps after the target, which the gradient never sees.
  case beyond
  /// The word for a vanishing flow.
  case vanishing
  /// The word for an exploding flow.
  case exploding
  /// The word for a steady flow.
  case steady
  /// Exactly zero: a dead unit, a blocked path.
  case blocked
  /// Overflow, errors.
  case alarm
  /// What is kept as B, beside what is shown.
  case counterpart
  /// The end of a bar that the axis cuts off.
  case clippedState, clippedTarget, clippedBeyond, clippedAmplifies, clippedAttenuates, clippedPositive, clippedNegative
  case clippedStrong
  /// A cell of the map above 0, from the largest decades to the smallest.
  case mapPositive0, mapPositive1, mapPositive2, mapPositive3, mapPositive4, mapPositive5, mapPositive6, mapPositive7
  case mapPositive8
  /// A cell of the map below 0.
  case mapNegative0, mapNegative1, mapNegative2, mapNegative3, mapNegative4, mapNegative5, mapNegative6, mapNegative7
  case mapNegative8
  /// A cell of the map without a shade: below the last one, exactly 0, blocked, of a state that overflows, left out.
  case mapFaint, mapZero, mapBlocked, mapOverflow, mapCut
  /// A cell of the map beside what is kept as B: as large in both, a number in what is shown alone, one in B alone.
  case mapAlike, mapOnlyShown, mapOnlyCounterpart

  /// Each bar's role and that of its cut end.
  private static let clippedEnds: [(bar: Style, end: Style)] = [
    (.state, .clippedState), (.target, .clippedTarget), (.beyond, .clippedBeyond), (.amplifies, .clippedAmplifies),
    (.attenuates, .clippedAttenuates), (.positive, .clippedPositive), (.negative, .clippedNegative),
    (.strong, .clippedStrong),
  ]

  /// The role of the cut end of a bar of this role.
  var clipped: Style { Self.clippedEnds.first { $0.bar == self }?.end ?? self }

  /// The role of the bar whose cut end this is.
  package var bar: Style? { Self.clippedEnds.first { $0.end == self }?.bar }
}
