import RNNCore
import Testing

@Suite("Settings of the process leave numbers alone")
struct ProcessSettingsTests {
  @Test("A product after the workers were put to rest is the same")
  func rest() {
    let size = 300
    let a = Matrix(rows: size, columns: size, elements: (0..<size * size).map { Double($0 % 7) - 3 })
    let before = a * a
    BLASThreads.rest()
    WorkingMemory.keep()
    WorkingMemory.release()
    #expect(a * a == before)
  }
}
