import RNNCore

/// Somebody who plays with the keys: always the same for a seed.
struct KeyPlayer {
  private var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  /// So many strokes as a key script that ends on the picture, with nothing over it.
  mutating func script(strokes count: Int) -> String { strokes(count).joined() }

  /// The same, stroke by stroke.
  mutating func strokes(_ count: Int) -> [String] { (0..<count).map { _ in stroke() } + ["<Esc><Esc>"] }

  private mutating func stroke() -> String {
    let (keys, most) = pick(Self.habits)
    let key = pick(keys)
    return key == "=" ? "=\(pick(Self.values))<Enter><Esc>" : String(repeating: key, count: 1 + number(below: most))
  }

  private mutating func pick<Element>(_ list: [Element]) -> Element { list[number(below: list.count)] }

  private mutating func number(below limit: Int) -> Int { Int(generator.next() % UInt64(limit)) }

  /// Keys that belong together, and how often they are pressed in a row at most.
  private static let habits: [(keys: [String], most: Int)] = [
    (["<Up>", "<Down>", "k", "j", "<PageUp>", "<PageDown>"], 6), (["<Tab>", "<S-Tab>"], 3), (["="], 1), (["="], 1),
    (["-"], 2), (["a", "A"], 4), (["i", "I"], 3), (["R", "d"], 2), (["n", "N", "w", "W", "O"], 3),
    (["1", "2", "3", "4", "5", "p"], 2),
    (["<lt>", ">", ",", "v"], 2),
    (["<Space>", "<Tick>"], 6), (["<Enter>", "<Backspace>", "+"], 3), (["s"], 1), (["."], 1), (["{", "}"], 5),
    (["<Left>", "<Right>", "<S-Left>", "<S-Right>", "g", "G", "<Home>", "<End>"], 4), (["[", "]"], 5),
    (["(", ")", "D"], 4), (["u", "<C-r>"], 3), (["r"], 1), (["b"], 2), (["b"], 1), (["x"], 3),
    (["?<Down><Esc>", "y<Space>", "m", "M", "=x<Enter><Esc>", "S", "E", "<C-l>"], 1),
  ]

  /// What is typed for a knob; T takes the whole numbers of them that there is data for.
  private static let values = [
    "-2.612296656009273", "1e-300", "0.6224593312018546", "1.5", "-0", "1", "3", "40", "8", "2000", "1e5", "1e300",
    "window=5", "detach=3", "cut=none", "window=2000", "0.30000000000000004", "-1.15", "0.123456789012345678",
  ]
}
