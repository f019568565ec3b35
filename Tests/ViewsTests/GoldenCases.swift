import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// Every picture that is kept as a file: its name, how it comes about, and whether it is drawn in ASCII.
///
/// A few are whole screens (`WholeScreens`); of all others the file holds what the view draws, so that another hint or a word
/// in the title leaves it as it is.
struct GoldenCase: Sendable, CustomTestStringConvertible {
  let name: String
  let isASCII: Bool
  private let session: @Sendable () -> Session

  init(_ name: String, ascii: Bool = false, _ session: @escaping @Sendable () -> Session) {
    self.name = name
    isASCII = ascii
    self.session = session
  }

  var testDescription: String { name }

  /// The picture, and what it is of.
  func drawn() -> (session: Session, frame: Frame) {
    var session = session()
    if isASCII { session.notation = .ascii }
    let frame = session.frame()
    return (session, frame)
  }

  /// What the file holds.
  func text() -> String {
    let (session, frame) = drawn()
    guard WholeScreens.reasons[name] == nil else { return StyledText.text(of: frame) }
    return StyledText.text(of: frame, in: Layout(for: session).body, named: "view")
  }

  static let all =
    flow + variants + overlays + landscape + played + map + matrices + derivations + matrixDerivations + remedies
    + SpectrumTests.goldens + GainLandscapeTests.goldens + cut + comparison + gated

  private static let sizes = [(60, 20), (80, 24), (100, 30), (160, 45)].map { Size(width: $0.0, height: $0.1) }

  private static let flow = sizes.flatMap { size in
    let end = "\(size.width)x\(size.height)"
    return [
      GoldenCase("vanishing-\(end)") { Sample.session(term: 35, size: size) },
      GoldenCase("exploding-\(end)") { Sample.session(.identity, W: 1.15, term: 12, size: size).pressing("d") },
      GoldenCase("steady-\(end)") { Sample.session(.identity, W: 1, size: size) },
      GoldenCase("blocked-\(end)") { Sample.session(.relu, b: 0.5, term: 30, size: size) },
      GoldenCase("overflow-\(end)") { Sample.session(.identity, W: 1e8, term: 41, size: size) },
    ]
  }

  private static let map =
    sizes.filter { $0.width != 80 }.flatMap { size in
      let end = "\(size.width)x\(size.height)"
      return [
        GoldenCase("map-vanishing-\(end)") { Sample.session(term: 35, size: size).pressing("3") },
        GoldenCase("map-negative-W-\(end)") { Sample.session(W: -1.2, term: 30, size: size).pressing("3") },
        GoldenCase("map-blocked-\(end)") { Sample.session(.relu, b: 0.5, term: 30, size: size).pressing("3") },
        GoldenCase("map-overflow-\(end)") { Sample.session(.identity, W: 1e8, term: 41, size: size).pressing("3") },
        GoldenCase("map-long-\(end)") {
          Sample.session(W: 1.1, input: "noise", steps: 5000, target: 3000, term: 2990, size: size).pressing("3")
        },
        GoldenCase("map-few-steps-\(end)") { Sample.session(steps: 5, target: 4, term: 2, size: size).pressing("3") },
      ]
    } + [
      GoldenCase("map-first-step-100x30") { Sample.session(target: 1).pressing("3") },
      GoldenCase("map-one-step-60x20") { Sample.session(steps: 1, size: Size(width: 60, height: 20)).pressing("3") },
      GoldenCase("map-smallest-40x10") { Sample.drawing(width: 40, height: 10).pressing("3") },
      GoldenCase("map-ascii-60x20", ascii: true) { Sample.drawing(width: 60, height: 20).pressing("3") },
    ]

  private static func opened(_ scenario: String, _ size: Size = Size(width: 100, height: 30)) -> Session {
    var session = Sample.session(size: size)
    if let scenario = Scenario.named(scenario) { session.open(scenario) }
    return session
  }

  private static let landscape =
    sizes.filter { $0.width != 80 }.flatMap { size in
      let end = "\(size.width)x\(size.height)"
      return [
        GoldenCase("landscape-W-\(end)") { Sample.session(size: size).pressing("4") },
        GoldenCase("landscape-b-\(end)") { Sample.session(size: size).pressing("4<Tab><Tab>dd") },
        GoldenCase("landscape-relu-\(end)") { opened("exploding-relu", size).pressing("<Esc>4") },
        GoldenCase("landscape-surface-\(end)") { opened("pascanu-wall", size).pressing("<Esc>") },
      ]
    } + [
      GoldenCase("landscape-overflow-100x30") { Sample.session(.identity, W: 1e8).pressing("4") },
      GoldenCase("landscape-first-step-80x24") {
        Sample.session(target: 1, size: Size(width: 80, height: 24)).pressing("4")
      },
      GoldenCase("landscape-smallest-40x10") { Sample.drawing(width: 40, height: 10).pressing("4") },
      GoldenCase("landscape-ascii-60x20", ascii: true) { Sample.drawing(width: 60, height: 20).pressing("4") },
      GoldenCase("landscape-surface-ascii-60x20", ascii: true) {
        opened("pascanu-wall", Size(width: 60, height: 20)).pressing("<Esc>")
      },
    ]

  private static let played = [
    GoldenCase("play-start-80x24") { Sample.drawing(width: 80, height: 24).pressing("<Space>") },
    GoldenCase("play-100x30") { Sample.drawing().pressing("<Space><Tick><Tick><Tick><Tick><Tick>") },
    GoldenCase("play-linear-paused-100x30") { Sample.drawing().pressing("s<Space><Tick><Tick><Tick><Space>") },
    GoldenCase("play-pooled-80x24") {
      Sample.session(steps: 200, size: Size(width: 80, height: 24)).pressing(
        "<Space>" + String(repeating: "<Tick>", count: 40))
    },
    GoldenCase("play-map-100x30") { Sample.drawing().pressing("3<Space><Tick><Tick><Tick><Tick><Tick>") },
    GoldenCase("ruler-100x30") { Sample.drawing().pressing("p}}}}}") },
    GoldenCase("ruler-exploding-100x30") { Sample.session(.identity, W: 3).pressing("p}}}}") },
    GoldenCase("scenarios-100x30") { Sample.drawing().pressing("o<Down><Down>") },
    GoldenCase("scenarios-60x14") { Sample.drawing(width: 60, height: 14).pressing("o<PageDown>") },
    GoldenCase("scenario-card-100x30") { opened("latch") },
  ]

  private static let variants = [
    GoldenCase("linear-100x30") { Sample.drawing().pressing("s") },
    GoldenCase("linear-one-side-80x24") {
      Sample.session(.sigmoid, W: 2, size: Size(width: 80, height: 24)).pressing("sdd")
    },
    GoldenCase("before-the-end-100x30") { Sample.drawing().pressing("<S-Left>") },
    GoldenCase("negative-W-100x30") { Sample.session(W: -1.2) },
    GoldenCase("pooled-80x24") {
      Sample.session(offset: 0, steps: 309, term: 150, size: Size(width: 80, height: 24))
    },
    GoldenCase("pooled-linear-80x24") {
      Sample.session(.softplus, W: 0.9, offset: 0, steps: 309, size: Size(width: 80, height: 24)).pressing("s")
    },
    GoldenCase("overflow-target-before-80x24") {
      Sample.session(.relu, W: 1e8, b: 2, target: 30, size: Size(width: 80, height: 24))
    },
    GoldenCase("one-step-40x10") { Sample.session(steps: 1, size: Size(width: 40, height: 10)) },
    GoldenCase("smallest-40x10") { Sample.drawing(width: 40, height: 10) },
    GoldenCase("ascii-80x24", ascii: true) { Sample.drawing(width: 80, height: 24) },
    GoldenCase("ascii-blocked-60x20", ascii: true) {
      Sample.session(.relu, b: 0.5, term: 30, size: Size(width: 60, height: 20))
    },
  ]

  private static let overlays = [
    GoldenCase("help-80x24") { Sample.drawing(width: 80, height: 24).pressing("?") },
    GoldenCase("help-100x40") { Sample.drawing(width: 100, height: 40).pressing("?") },
    GoldenCase("help-scrolled-60x20") { Sample.drawing(width: 60, height: 20).pressing("?<PageDown><Down>") },
    GoldenCase("typing-80x24") { Sample.drawing(width: 80, height: 24).pressing("=1.2") },
    GoldenCase("typing-refused-80x24") { Sample.drawing(width: 80, height: 24).pressing("=1.2.3<Enter>") },
    GoldenCase("command-80x24") { Sample.drawing(width: 80, height: 24).pressing("aa<Up>ds.<Tab>y") },
    GoldenCase("notice-40x10") { Sample.drawing(width: 40, height: 10).pressing("m") },
    GoldenCase("too-small-30x8") { Sample.drawing(width: 30, height: 8) },
  ]
}
