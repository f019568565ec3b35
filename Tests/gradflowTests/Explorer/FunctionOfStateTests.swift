import ArgumentParser
import Foundation
import RNNCore
import Testing
import Views

@testable import Explorer
@testable import gradflow
@testable import Screen

/// What is on the screen follows from the state: whatever was pressed, the same state draws the same cells, the command line
/// that `y` shows brings them back, undoing everything leads to the first picture, and redoing to the last.
@Suite struct FunctionOfStateTests {
  /// The walks of each network; `GRADFLOW_HISTORIES=300` makes it thousands in all, for a few minutes.
  private static let walks = ProcessInfo.processInfo.environment["GRADFLOW_HISTORIES"].flatMap { Int($0) } ?? 2

  /// The networks that are walked in: scalar ones, a chaotic one, several units, a model that tells classes, and noise.
  private static let starts: [[String]] = [
    [], ["--activation", "relu", "--w", "1.1", "--input", "noise"],
    ["--activation", "sine", "--w", "3.7", "--u", "2", "--view", "landscape"],
    ["--activation", "sigmoid", "--w", "5", "--bias", "-2.6", "--steps", "20"],
    ["--hidden", "3", "--steps", "30"], ["--hidden", "3", "--of", "unit:1", "--input", "noise", "--steps", "30"],
    ["--hidden", "16", "--steps", "24"], ["--hidden", "16", "--init", "orthogonal", "--gain", "1.3", "--steps", "24"],
    ["--hidden", "5", "--activation", "relu", "--input", "noise", "--seed", "4", "--steps", "30", "--wrt", "U"],
    ["--model", "builtin:sunspots"], ["--model", "builtin:sunspots", "--of", "loss", "--steps", "30"],
    ["--scenario", "pascanu-wall"], ["--scenario", "identity-relu", "--steps", "30"],
    ["--compare", "--activation relu --w 1.1 --steps 60"], ["--hidden", "3", "--steps", "30", "--compare", ""],
    ["--input", "noise", "--compare", "--model builtin:sunspots --of loss --detach 7"],
    ["--model", "builtin:sunspots", "--compare", "--hidden 16 --init orthogonal --gain 1.3 --steps 24"],
  ]

  private static let sizes = [
    Size(width: 80, height: 24), Size(width: 60, height: 20), Size(width: 48, height: 16), Size(width: 70, height: 31),
  ]

  @Test("Whatever was pressed", arguments: starts.indices)
  func walks(start: Int) throws {
    let chosen = try PictureOptions.parse(Self.starts[start]).session(size: Self.sizes[0])
    for walk in 0..<Self.walks {
      let seed = UInt64(walk) &* 7919 &+ UInt64(start) &* 1_000_003 &+ 17
      let size = Self.sizes[(walk + start) % Self.sizes.count]
      try check(Walk(chosen, Self.starts[start], seed: seed, size: size))
    }
  }

  private func check(_ walk: Walk) throws {
    expect("not a function of the state", walk, walk.rebuilt, walk.last)
    expect("y", walk, try walk.reproduced(), walk.last)
    expect("undo", walk, walk.undone(), walk.first)
    expect("redo", walk, walk.redone(), walk.ended)
  }

  /// Compares two pictures, and shows no more than the rows in which they differ.
  private func expect(_ what: String, _ walk: Walk, _ found: Frame, _ expected: Frame) {
    let isSame = Self.same(found, expected)
    #expect(isSame, walk.context(what, found, expected))
  }

  /// But for the last row, whose hints tell of undo and reset, and so of a past.
  private static func same(_ a: Frame, _ b: Frame) -> Bool {
    a.size == b.size && (0..<a.size.height - 1).allSatisfy { a.row($0) == b.row($0) }
  }
}

/// A session in which somebody has pressed keys, with a look at the screen now and then.
private struct Walk {
  private let arguments: [String]
  private let strokes: [String]
  private let played: Session
  let first: Frame
  let last: Frame
  /// The picture when nothing plays any more.
  let ended: Frame
  private var over: Session

  init(_ chosen: Session, _ arguments: [String], seed: UInt64, size: Size) throws {
    self.arguments = arguments
    var player = KeyPlayer(seed: seed)
    strokes = player.strokes(4 + Int(seed % 23))
    var session = chosen
    session.size = size
    first = session.frame()
    for (place, stroke) in strokes.enumerated() {
      for key in try KeyScript.keys(stroke) { _ = session.handle(key) }
      if (seed >> (place % 16)) & 1 == 0 { _ = session.frame() }
    }
    session.notice = nil
    last = session.frame()
    played = session
    // A pass that plays, and how far the derivation was read, are no changes of what is looked at.
    session.playback = nil
    ended = session.frame()
    over = session
  }

  /// A session that has never known anything but the state.
  var rebuilt: Frame {
    var session = Session(state: played.state, sources: played.sources, size: played.size)
    session.playback = played.playback
    return session.frame()
  }

  func reproduced() throws -> Frame {
    var session = try PictureOptions.parse(ReproducingCommand.arguments(for: played)).session(size: played.size)
    return session.frame()
  }

  func undone() -> Frame {
    var session = over
    while !session.past.isEmpty { _ = session.perform(.session(.undo)) }
    session.notice = nil
    session.state.reading = session.initial.reading
    return session.frame()
  }

  func redone() -> Frame {
    var session = over
    // What was undone already is no part of the last picture.
    session.future = History()
    while !session.past.isEmpty { _ = session.perform(.session(.undo)) }
    while !session.future.isEmpty { _ = session.perform(.session(.redo)) }
    session.notice = nil
    return session.frame()
  }

  func context(_ what: String, _ found: Frame, _ expected: Frame) -> Comment {
    let rows = (0..<expected.size.height - 1).filter { found.row($0) != expected.row($0) }.prefix(4)
    let lines = rows.map { "\($0)\n- \(text(expected, $0))\n+ \(text(found, $0))" }
    return """
      \(what): \(arguments.joined(separator: " ")) --keys '\(strokes.joined())' at \(expected.size)
      \(ReproducingCommand.text(for: played))
      \(lines.joined(separator: "\n"))
      """
  }

  private func text(_ frame: Frame, _ y: Int) -> String { String(frame.row(y).map(\.glyph)) }
}
