import RNNCore

/// What a terminal, a user and a bad line can send, always the same for a seed.
struct Storm {
  /// One thing that happens.
  enum Event: Equatable {
    case bytes([UInt8])
    case resize(width: Int, height: Int)
  }

  private var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  /// The next thing that happens: never a key that leaves, and none that writes a file.
  mutating func next() -> Event {
    switch below(200) {
    case 0...1: resize()
    case 2...21: .bytes(mouse())
    case 22...25: .bytes(Self.bracketed(paste(below(20) == 0 ? 30_000 : 40)))
    case 26...31: .bytes(broken())
    case 32...91: .bytes(Array(pick(Self.sequences).utf8))
    default: .bytes([plain()])
    }
  }

  mutating func below(_ limit: Int) -> Int { Int(generator.next() % UInt64(limit)) }

  private mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }

  /// A key of one byte: printable, or Control with a letter.
  private mutating func plain() -> UInt8 {
    let byte = below(12) == 0 ? UInt8(below(32)) : UInt8(0x20 + below(0x60))
    return byte == 0x1b ? 0x6a : Self.harmless(byte)
  }

  /// The byte, or another for a key that leaves or writes a file: whatever swallowed the beginning of a sequence, the
  /// rest of it must not be one.
  private static func harmless(_ byte: UInt8) -> UInt8 { left.contains(byte) ? 0x6a : byte }

  /// q, S and E; Ctrl-C, Ctrl-Z and Ctrl-\.
  private static let left: Set<UInt8> = [0x71, 0x53, 0x45, 0x03, 0x1a, 0x1c]

  private static let sequences =
    ["A", "B", "C", "D", "H", "F", "Z"].flatMap {
      ["\u{1b}[\($0)", "\u{1b}O\($0)", "\u{1b}[1;2\($0)", "\u{1b}[1;5\($0)"]
    }
    + ["1", "2", "3", "4", "5", "6", "7", "8", "15", "24"].flatMap {
      ["\u{1b}[\($0)~", "\u{1b}[\($0);2~", "\u{1b}[\($0);5~"]
    }
    + [
      "é", "黒", "😀", "e\u{301}", "\u{202e}", "−", "=1.5\r", "=-2\r", "=x\r", "=1e300\r", "\t=30\r",
      "\u{1b}[A\u{1b}[A\u{1b}[A",
    ]
    + ["\u{1b}]11;rgb:ffff/ffff/ffff\u{1b}\\", "\u{1b}]11;rgb:0/0/0\u{07}", "\u{1b}[?1;2c", "\u{1b}P1$r0m\u{1b}\\"]

  private mutating func mouse() -> [UInt8] {
    let huge = [
      "0", "1", "223", "1000", "65535", "2147483648", "9223372036854775807", "99999999999999999999", "-1", "",
    ]
    let near = { (storm: inout Storm) in "\(1 + storm.below(120))" }
    let x = below(8) == 0 ? pick(huge) : near(&self)
    let y = below(8) == 0 ? pick(huge) : "\(1 + below(40))"
    let button = below(10) == 0 ? pick(huge) : pick(["0", "0", "0", "32", "32", "64", "65", "1", "2", "35", "4", "16"])
    if below(20) == 0 { return [0x1b, 0x5b, 0x4d] + (0..<3).map { _ in Self.harmless(UInt8(0x20 + below(0xe0))) } }
    return Array("\u{1b}[<\(button);\(x);\(y)\(below(3) == 0 ? "m" : "M")".utf8)
  }

  private mutating func paste(_ limit: Int) -> [UInt8] {
    (0..<below(limit)).map { _ in UInt8(below(256)) }.map { $0 == 0x1b ? 0x20 : Self.harmless($0) }
  }

  private static func bracketed(_ text: [UInt8]) -> [UInt8] {
    Array("\u{1b}[200~".utf8) + text + Array("\u{1b}[201~".utf8)
  }

  /// UTF-8 and sequences that are none, and what begins and is not ended.
  private mutating func broken() -> [UInt8] {
    switch below(5) {
    case 0: (0..<1 + below(6)).map { _ in UInt8(0x80 + below(0x80)) }
    case 1: Array("\u{1b}[".utf8) + (0..<below(80)).map { _ in UInt8(0x30 + below(0x10)) } + [0x7e]
    case 2:
      Array("\u{1b}[<".utf8) + (0..<below(40)).map { _ in UInt8(0x30 + below(12)) } + [
        Self.harmless(UInt8(0x40 + below(0x3e)))
      ]
    case 3: [0xe9, 0xbb, 0x41, 0xf0, 0x9f, 0x42, 0xc0, 0x80, 0xff, 0xfe]
    default: Array(pick(["\u{1b}[", "\u{1b}O", "\u{1b}", "\u{1b}]0;x", "\u{1b}[[", "\u{1b}[M"]).utf8)
    }
  }

  /// Mostly windows in which the picture fits.
  private mutating func resize() -> Event {
    switch below(10) {
    case 0: .resize(width: 1 + below(45), height: 1 + below(12))
    case 1: .resize(width: pick([1, 2, 40, 39, 300, 1000]), height: pick([1, 2, 10, 9, 100, 400]))
    default: .resize(width: 40 + below(110), height: 10 + below(40))
    }
  }
}
