import CCoverageAtDeath
import Testing

@Suite("What the documentation forbids stops the program and says why")
struct MisuseTests {
  @Test("A programmer's error ends in one sentence", arguments: Misuse.all.indices)
  func stops(index: Int) async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [index] in
      keep_coverage_at_death()
      try Misuse.all[index].commit()
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains(Misuse.all[index].message), "\(Misuse.all[index].message)")
  }
}
