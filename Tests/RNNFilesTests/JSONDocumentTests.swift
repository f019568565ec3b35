import Testing

@testable import RNNFiles

@Suite struct JSONDocumentTests {
  private func document(_ fill: (inout JSONDocument<String>) -> Void) -> String {
    var text = ""
    JSONDocument.write(to: &text, fill)
    return text
  }

  @Test func emptyOnes() {
    #expect(document { _ in } == "{}\n")
    #expect(document { $0.addList("rows") { _ in } } == "{\n  \"rows\": []\n}\n")
  }

  @Test func membersKeepTheirOrder() {
    let text = document { document in
      document.add("b", 1)
      document.add("a", "x")
      document.addNull("c")
    }
    #expect(text == "{\n  \"b\": 1,\n  \"a\": \"x\",\n  \"c\": null\n}\n")
  }

  @Test func aListBetweenMembers() {
    let text = document { document in
      document.add("first", 1)
      document.addList("list") { list in
        list.add([1.5, 2])
        list.add(Int?.none)
      }
      document.add("last", 2)
    }
    let expected = """
      {
        "first": 1,
        "list": [
          [1.5, 2],
          null
        ],
        "last": 2
      }

      """
    #expect(text == expected)
  }

  @Test func whatIsWrittenFollowsWhatWasThere() {
    var text = "before\n"
    JSONDocument.write(to: &text) { $0.add("a", 1) }
    #expect(text == "before\n{\n  \"a\": 1\n}\n")
  }

  @Test func anErrorOfTheFillerIsPassedOn() {
    var text = ""
    #expect(throws: CSVError.emptyInput) {
      try JSONDocument.write(to: &text) { document throws(CSVError) in
        document.add("a", 1)
        throw .emptyInput
      }
    }
    #expect(text == "{\n  \"a\": 1")
  }
}
