import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

@Suite("What is said of gated cells")
struct GatedWordsTests {
  private static let sessions: [Session] = [CellKind.lstm, .gru].flatMap { cell in
    [
      Sample.gated(cell), Sample.gatedUnits(cell, hidden: 3), Sample.gatedUnits(cell, hidden: 3, of: .unit(1)),
      Sample.gatedClassifier(cell, of: .loss), Sample.gatedClassifier(cell, of: .totalLoss),
    ]
  }

  @Test("No view speaks of f′, of diag, of s or of a condition that is Elman's", arguments: sessions.indices)
  func noElman(place: Int) {
    for view in View.allCases where view != .spectrum || Self.sessions[place].state.isMatrix {
      for (width, height) in [(40, 10), (80, 24), (100, 30), (160, 48), (200, 90)] {
        var session = Self.sessions[place]
        session.size = Size(width: width, height: height)
        session.state.view = view
        let lines = session.lines.dropLast()
        for word in ["f′", "diag", "s_t", "∂s", "|W|γ", "σ_max(W)"] {
          #expect(!lines.contains { $0.contains(word) }, "\(word) in the \(view) view, \(width)×\(height)")
        }
      }
    }
  }

  @Test("While a pass is played, in every view", arguments: sessions.indices)
  func played(place: Int) {
    for view in View.allCases where view != .spectrum || Self.sessions[place].state.isMatrix {
      var session = Self.sessions[place]
      session.state.view = view
      session.press("<Space><Tick><Tick><Tick>")
      #expect(!session.lines.contains { $0.contains("∂s") || $0.contains("f′(") })
    }
  }

  @Test(
    "An LSTM's product is δ times what W is multiplied by, of its own two numbers",
    arguments: ["W", "U", "b", "b.f", "b.o"])
  func product(theta: String) throws {
    let parameter = try #require(Parameter(rawValue: theta))
    let session = Sample.gated(.lstm, term: 35, theta: parameter)
    let line = try #require(session.lines.first { $0.contains("term 35 = ") })
    let gate = parameter.gate?.rawValue ?? "g"
    #expect(line.contains("∂h₄₄/∂a₃₅[\(gate)]·"))
    let parts = line.components(separatedBy: " = ")
    let factors = DerivationTextTests.numbers(parts[2])
    let value = try #require(session.analysis.contributions).value(at: 35).doubleValue
    #expect((factors[0] * factors[1] - value).magnitude < 1e-3 * value.magnitude, "\(line)")
    #expect((try #require(DerivationTextTests.numbers(parts[3]).first) - value).magnitude < 1e-3 * value.magnitude)
  }

  @Test("The rule of a constant gate says what is kept, and the verdict follows b_f")
  func keeping() {
    func lines(_ bias: Double) -> [String] {
      Sample.gated(.lstm, keeping: bias, size: Size(width: 140, height: 30), keys: "f").lines
    }
    #expect(lines(0).contains { $0.contains("f = 0.5 of c is kept at every step") })
    #expect(lines(3).contains { $0.contains("f = 0.953 of c is kept at every step") })
    #expect(lines(0)[1].contains("VANISHING") && !lines(3)[1].contains("VANISHING"))
  }

  @Test("B says which cell it is, and its numbers that are not those of what is shown")
  func compared() {
    func line(_ shown: Session, beside other: Session) -> String {
      var session = shown
      session.state.counterpart = Counterpart(other.state)
      return session.lines[2]
    }
    #expect(line(Sample.gated(.lstm), beside: Sample.session(W: 1.1)).contains("B: tanh, W +1.10"))
    #expect(line(Sample.session(), beside: Sample.gated(.lstm)).contains("B: LSTM"))
    #expect(line(Sample.gated(.gru), beside: Sample.gatedUnits(.lstm)).contains("B: LSTM, uniform"))
    #expect(line(Sample.drawn(), beside: Sample.gatedUnits(.gru)).contains("B: GRU, uniform"))
  }

  @Test("Spectrum and landscape beside what is of another cell are drawn whole")
  func otherCells() {
    let pairs = [
      (Sample.gatedUnits(.lstm, hidden: 3), Sample.drawn(hidden: 3)),
      (Sample.drawn(hidden: 3), Sample.gatedUnits(.gru, hidden: 3)),
      (Sample.gatedUnits(.gru, hidden: 3), Sample.gatedUnits(.lstm, hidden: 3)),
    ]
    for (shown, other) in pairs {
      for view in View.allCases {
        var session = shown
        session.state.view = view
        session.state.counterpart = Counterpart(other.state)
        let text = session.lines.joined(separator: "\n")
        guard view == .spectrum else { continue }
        #expect(text.contains("B: ρ(\(other.state.cellKind == .elman ? "W" : "J₄₄")) = "), "\(text)")
      }
    }
  }

  @Test(
    "What takes long is waited for as of any network, and without eigenvalues of W", arguments: [CellKind.lstm, .gru])
  func waited(cell: CellKind) {
    let whole = Sample.gatedUnits(cell, hidden: 4)
    var session = Session(
      state: whole.state, sources: Sample.sources, size: Size(width: 100, height: 30), waitingFrom: 1e3)
    var rows: [String] = []
    while session.isWaiting {
      rows.append(session.lines[1])
      session.tick()
    }
    #expect(rows.first?.contains("the states h_t, 4 units") == true && rows.contains { $0.contains("step factors") })
    #expect(!rows.contains { $0.contains("eigenvalues") || $0.contains("∂s") })
    #expect(session.lines == whole.lines)
  }

  @Test("The glossary names gates and λ, and leaves out what is Elman's", arguments: sessions.indices)
  func glossary(place: Int) {
    let state = Self.sessions[place].state
    let words = HelpPanel.glossary(state)
    let names = words.map(\.0)
    #expect(names.contains(state.cellKind == .lstm ? "f, i, o" : "z, r") && names.contains("λ, δ"))
    #expect(!names.contains { $0.contains("γ") } && Set(names).count == names.count)
    #expect(!words.contains { $0.1.contains("∂s_") || $0.1.contains("f′") })
  }

  @Test("Where weights are so large that a state overflows every view says it", arguments: [CellKind.lstm, .gru])
  func overflow(cell: CellKind) {
    for session in [Sample.gated(cell, W: 1e300, U: 1e308), Sample.gatedUnits(cell, hidden: 2, gain: 1e308)] {
      for view in View.allCases where view != .spectrum || session.state.isMatrix {
        var session = session
        session.state.view = view
        guard session.analysis.contributions == nil else { continue }
        #expect(session.lines.contains { $0.contains("OVERFLOW") || $0.contains("overflow") }, "\(view)")
      }
    }
  }
}
