import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

@Suite("Inspector and precision ruler")
struct InspectorPanelTests {
  private func facts(_ session: Session) -> String { session.lines.first { $0.hasPrefix(" lag ") } ?? "" }

  @Test(
    "The second line begins with what explains the column, with and without the ruler", arguments: [60, 80, 100, 160])
  func order(width: Int) {
    let names = ["lag ", "% of the total", "step factor ", "s₃₄ = ", "f′(a₃₅) = ", "flow lost"]
    for keys in ["", "p"] {
      let text = facts(Sample.drawing(width: width, height: width == 60 ? 20 : 30).pressing(keys))
      let places = names.map { text.firstRange(of: $0)?.lowerBound }
      #expect(places.prefix(3).allSatisfy { $0 != nil }, "\(text)")
      let found = places.compactMap { $0 }
      #expect(found == found.sorted() && places.prefix(found.count).allSatisfy { $0 != nil }, "\(text)")
    }
    let plain = facts(Sample.drawing(width: width, height: 24))
    #expect(facts(Sample.drawing(width: width, height: 24).pressing("p")).hasPrefix(plain) || width == 160)
  }

  @Test("The ruler takes away no tick, and every format that loses the flow has its name and its lag on its line")
  func ruler() throws {
    for (W, size) in [
      (0.9, Size(width: 60, height: 20)), (0.9, Size(width: 80, height: 24)), (0.3, Size(width: 80, height: 24)),
      (0.3, Size(width: 160, height: 45)),
    ] {
      let session = Sample.session(W: W, offset: W == 0.3 ? 0 : nil, steps: W == 0.3 ? 200 : 44, size: size)
      let ruled = session.pressing("p")
      func labels(_ session: Session) -> [String] {
        let terms = Layout(for: session).terms
        return session.lines[terms.y..<terms.y + terms.height].map { String($0.prefix(TimeColumns.gutter - 1)) }
      }
      #expect(labels(ruled) == labels(session), "\(size)")
      let rows = ruled.lines.filter { $0.contains("fp16 6.0e−8") }
      #expect(rows.count == 1 && rows[0].firstMatch(of: /[⣀⠤⠒⠉] fp16 6.0e−8/) != nil, "\(rows)")
      if W == 0.3 {
        #expect(
          ruled.lines.contains { $0.contains("bf16 9.2e−41") } && ruled.lines.contains { $0.contains("fp32 1.4e−45") })
      }
    }
    let lag = try #require(Sample.session().analysis.rangeExits.first?.lag)
    #expect(Sample.session().pressing("p").lines.contains { $0.contains("fp16 6.0e−8, lost at lag \(lag) ") })
  }

  @Test("Of a column of several steps it is said what the bar is: the largest term, or the sum where bars add up")
  func pooled() throws {
    let session = Sample.session(input: "noise", steps: 300, size: Size(width: 160, height: 30))
    let contributions = try #require(session.analysis.contributions)
    let columns = Layout(for: session).columns
    let steps = columns.steps(inColumn: columns.column(ofStep: 300))
    #expect(steps.count > 1)
    let terms = steps.map { contributions.value(at: $0) }
    let largest = NumberText.number(terms.map(\.magnitude).max() ?? .zero, digits: 4)
    let sum = NumberText.number(terms.reduce(.zero, +), digits: 4)
    let range = "steps \(steps.lowerBound)–\(steps.upperBound)"
    #expect(facts(session).contains("bar: the largest of \(range), \(largest); sum \(sum)"), "\(facts(session))")
    #expect(facts(session.pressing("s")).contains("bar: the sum of \(range), \(sum)"))
  }
}
