import CCoverageAtDeath
import Testing

@Suite("What the documentation forbids stops the program and says why")
struct FileMisuseTests {
  @Test("A programmer's error ends in one sentence", arguments: FileMisuse.all.indices)
  func stops(index: Int) async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [index] in
      keep_coverage_at_death()
      try FileMisuse.all[index].commit()
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains(FileMisuse.all[index].message), "\(FileMisuse.all[index].message)")
  }
}
