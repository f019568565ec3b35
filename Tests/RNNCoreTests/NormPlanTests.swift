import Testing

@testable import RNNCore

@Suite("Which norms are found together")
struct NormPlanTests {
  private func parts(_ targets: [Int], n: Int = 16, steps: Int = 200) throws -> [NormPlan.Part] {
    let trajectory = try WideNetworks.trajectory(n, gain: 1.5, steps: steps)
    return NormPlan.parts(targets, order: n, meeting: FlowMeeting(trajectory, through: targets[targets.count - 1]))
      .parts
  }

  @Test(
    "Every pair belongs to one part, and those of an earlier target end first",
    arguments: [
      Array(1...200), Array(137...200), [200], [1], [1, 2], Array(stride(from: 3, through: 200, by: 9)),
      Array(1...20) + Array(150...170),
    ])
  func pairs(targets: [Int]) throws {
    var counts: [[Int]: Int] = [:]
    var ends = Array(repeating: 0, count: targets.count)
    for (index, part) in try parts(targets).enumerated() {
      for place in part.places {
        ends[place] = index
        let last = part.anchor ?? targets[place]
        #expect(part.first <= last && (part.anchor == nil || last < targets[place]))
        for step in part.first...last { counts[[targets[place], step], default: 0] += 1 }
      }
    }
    #expect(counts.count == targets.reduce(0, +) && counts.values.allSatisfy { $0 == 1 })
    #expect(zip(ends, ends.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test("Many targets go through anchors, few that lie far apart do not")
  func ways() throws {
    #expect(try parts(Array(1...200)).contains { $0.anchor != nil && $0.first == 1 && $0.places.count > 60 })
    #expect(try parts([50, 100, 150, 200]).allSatisfy { $0.anchor == nil })
  }

  @Test("As many go back together as one matrix of 4096 rows holds")
  func sweeps() {
    let parts = NormPlan.sweeps(Array(3..<13), first: 7, rowsPerTarget: 1024)
    #expect(parts.map(\.places) == [[3, 4, 5, 6], [7, 8, 9, 10], [11, 12]])
    #expect(parts.allSatisfy { $0.first == 7 && $0.anchor == nil })
    #expect(NormPlan.sweeps([1, 2], first: 1, rowsPerTarget: 5000).count == 2)
  }

  @Test("A part without some of its places, or without any")
  func without() {
    let part = NormPlan.Part(places: [2, 3, 5], first: 4, anchor: 9)
    #expect(part.without([3, 4]) == NormPlan.Part(places: [2, 5], first: 4, anchor: 9))
    #expect(part.without([2, 3, 5]) == nil)
  }
}
