extension InputSequence {
  /// The last step that has what is looked at: of a loss the last one with a target class, of all else T; T too where no
  /// step has a class.
  ///
  /// A text's last character has no next one to be told, and padding has no targets.
  public func lastStep(having observable: Observable) -> Int {
    guard observable.isLoss, let place = classes?.lastIndex(where: { $0 != nil }) else { return steps }
    return place + 1
  }
}
