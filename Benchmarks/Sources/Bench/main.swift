import CReference
import RNNCore

/// One row of the table.
func row(_ name: String, _ value: String, _ bound: String) {
  print(name.padded(58) + value.padded(26) + bound)
}

extension String {
  func padded(_ width: Int) -> String { self + String(repeating: " ", count: Swift.max(width - count, 1)) }
}

func short(_ value: Double, _ unit: String) -> String {
  "\((value * 100).rounded() / 100) \(unit)"
}

func scalarTable() throws {
  try scalarAgainstC(steps: 1000)
  try scalarAgainstC(steps: 100_000)
  for (steps, wanted) in [(44, "< 1 ms"), (1000, "< 1 ms"), (1_000_000, "≤ 50 ms")] {
    try keyPress(steps: steps, wanted)
  }
  for steps in [44, 1000] { try landscapeKeyPress(steps: steps) }
  row("landscape at 160×45, from nothing", "", "")
  for steps in [1000, 1_000_000] {
    for isSurface in [false, true] { try landscapeFrame(steps: steps, isSurface: isSurface) }
  }
  for steps in [1000, 10_000] { try lagProfile(steps: steps) }
  row("map view at 160×45, key press to frame", "", "")
  for steps in [100, 1000, 10_000, 100_000, 1_000_000] { try mapKeyPress(steps: steps) }
}

func matrixTable() throws {
  try matrixNetworks(hiddenSizes: [16, 64, 256, 512], steps: 256)
  try gatedTable()
  try pressTable()
  try gainSweep(hidden: 64, steps: 200)
}

func pressTable() throws {
  try matrixParts(steps: 256)
  for n in [16, 64] { try matrixKeyPress(hiddenSize: n, steps: 256) }
  for (hidden, wanted) in [(16, ""), (64, "≤ 12 ms"), (256, "≤ 200 ms")] {
    try spectrumKeyPress(hidden: hidden, wanted)
  }
}

func gatedTable() throws {
  try gatedNetworks(.gru, hiddenSizes: [16, 64, 256], steps: 256)
  try gatedNetworks(.lstm, hiddenSizes: [16, 64, 256, 512], steps: 256)
}

// As gradflow itself does.
WorkingMemory.keep()
BLASThreads.use(1)

// Both tables, or the one that is named; press, and gated and peers, what PyTorch is held against, are parts of the second
// one. With `processor` the processor's time counts.
let asked = Set(CommandLine.arguments.dropFirst()).subtracting(["processor"])
row("what", "measured", "wanted")
if asked.isEmpty || asked.contains("scalar") { try scalarTable() }
if asked.isEmpty || asked.contains("matrix") { try matrixTable() }
if asked.contains("press") { try pressTable() }
if asked.contains("gated") { try gatedTable() }
if asked.contains("peers") {
  try matrixNetworks(hiddenSizes: [16, 64, 256, 512], steps: 256)
  try gatedNetworks(.lstm, hiddenSizes: [16, 64, 256, 512], steps: 256)
}
