import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// The screen in sentences.
@Suite struct DescriptionTests {
  private func sentences(_ session: Session) -> [String] {
    var session = session
    return Description(&session).sentences.map(\.text)
  }

  private func text(_ session: Session, _ subject: Description.Subject) -> String {
    var session = session
    return Description(&session).sentences.filter { $0.subject == subject }.map(\.text).joined(separator: " ")
  }

  @Test(
    "Whoever only hears it can tell what becomes of the gradient, how fast, where most, what it comes to, and what ↑ does"
  )
  func fiveQuestions() throws {
    let session = Sample.session()
    // Independent of the words: the numbers of the analysis, as they are said.
    let analysis = session.analysis
    let total = try #require(analysis.contributions?.total.doubleValue)
    #expect(text(session, .verdict).contains("vanishes"))
    let factor = try #require(analysis.regime.factorPerStep?.doubleValue)
    #expect(text(session, .verdict).contains("multiplied by \(SpokenNumber.text(factor, digits: 3)) at each step"))
    let halves = try #require(analysis.regime.halfLife)
    #expect(text(session, .verdict).contains("halves every \(SpokenNumber.text(halves, digits: 2)) steps"))
    let factors = (2...44).map { (step: $0, size: abs(analysis.stepFactor(at: $0).doubleValue)) }
    let brake = try #require(factors.min { $0.size < $1.size })
    #expect(text(session, .brakes).hasPrefix("The strongest brake is step \(brake.step), which multiplies it by "))
    #expect(text(session, .gradient).hasSuffix("comes to \(SpokenNumber.text(total, digits: 6))."))
    let next = session.pressing("<Up>")
    let after = try #require(next.analysis.contributions?.total.doubleValue)
    #expect(
      text(session, .next).hasPrefix(
        "One press of up makes W 0.95: the total becomes \(SpokenNumber.text(after, digits: 6))."))
  }

  @Test("No symbol, no box and no drawing: letters, digits and marks that are read")
  func plain() {
    let all = [
      Sample.session(), Sample.session(.relu, W: 3), Sample.drawn(hidden: 3), Sample.gated(.lstm),
      Sample.gatedUnits(.gru, hidden: 3),
      Sample.classifier(hidden: 4, classes: 3), Sample.session().pressing("D(b<Up>"), Sample.checkpointed(),
      Sample.session(W: 0), Sample.session(steps: 1), Sample.session().pressing("<Space><Tick>"),
    ].flatMap { session in
      View.allCases.flatMap { view -> [String] in
        guard session.state.isMatrix || view != .spectrum else { return [] }
        var shown = session
        shown.state.view = view
        return sentences(shown)
      }
    }
    for sentence in all {
      #expect(sentence.allSatisfy { $0.isASCII || "–".contains($0) }, "\(sentence)")
      #expect(sentence.hasSuffix(".") && sentence.first?.isUppercase == true, "\(sentence)")
    }
  }

  @Test("Every verdict has its sentence")
  func verdicts() {
    #expect(
      text(Sample.session(.identity, W: 1.2), .verdict).contains(
        "explodes: it is multiplied by 1.2 at each step and doubles every"))
    #expect(text(Sample.session(.identity, W: 1), .verdict).contains("is steady: it keeps its size"))
    #expect(text(Sample.session(W: 0), .verdict).contains("is blocked"))
    #expect(text(Sample.session(.relu, input: "alternating"), .verdict).contains("is blocked at step"))
    #expect(text(Sample.session(.identity, W: 1e300), .verdict).contains("The state overflows at step"))
    #expect(text(Sample.session(.identity, W: 1e300), .gradient).contains("has no terms: the state overflows at step"))
    #expect(text(Sample.session(steps: 1), .verdict) == "The target is step 1: there is no step to flow back through.")
    let way = text(Sample.session(W: 2.705), .verdict)
    #expect(
      way.contains(
        "first explodes, to 460 times its size within 7 steps, and then vanishes: it is multiplied by 0.0252"))
    #expect(text(Sample.session(W: 2.705), .verdict).hasSuffix("and halves every 0.19 steps."))
  }

  @Test("What is cut or clipped is said in sentences: how much is left, how far off, how long a window must be")
  func remedies() throws {
    let cut = Sample.session(target: 9).pressing("D(((((")
    let bias = try #require(cut.analysis.remedied?.bias)
    let said = text(cut, .remedies)
    #expect(said.contains("In force: a window of \(cut.state.cut.length) step"))
    #expect(
      said.contains("\(SpokenNumber.text(bias.cutTotal)) instead of \(SpokenNumber.text(bias.total)), which is off by"))
    #expect(said.contains("percent") && said.contains("or more is within 10 percent of it"))
    #expect(text(Sample.session(target: 9).pressing("DD"), .remedies).contains("detaching every 8 steps"))
    #expect(text(Sample.drawn(hidden: 3).pressing("D(((((("), .remedies).contains("points the right way"))
    let words: [(Clipping, String)] = [
      (.norm(0.1), "the norm of all parameters together"), (.each(0.1), "the norm of each parameter"),
      (.value(0.1), "every number at 0.1"), (.adjoint(0.1), "every number of the adjoint at every step"),
    ]
    for (clipping, name) in words {
      var clipped = Sample.session()
      clipped.state.clipping = clipping
      #expect(text(clipped, .remedies).contains("clipping of \(name)"))
      #expect(text(clipped, .remedies).contains("Clipping makes the norm of the gradient"))
    }
  }

  @Test("A printed description has no keys, and names are said that have an index")
  func printed() {
    var lstm = Sample.gated(.lstm)
    #expect(!Description(&lstm).text.contains("Keys:") && text(lstm, .keys).contains("capital K goes to"))
    #expect(
      text(lstm, .network).contains("the bias of gate f at 1")
        && text(lstm, .network).contains("the initial state at 0.1"))
    #expect(text(lstm, .gradient).contains("the state h at step 44"))
    #expect(text(Sample.session(.identity, W: 1.2), .brakes) == "Every step multiplies it by 1.2.")
    #expect(
      text(Sample.session(.relu, b: 0.5), .brakes)
        == "The strongest brake is step 26, which multiplies it by exactly 0.")
  }

  @Test("Only what has changed is news, and what lies over the picture is said first")
  func news() {
    var session = Sample.session()
    let before = Description(&session)
    session.press("<Up>")
    var news = Description(&session).news(since: before)
    #expect(news.contains { $0.contains("with W at 0.95") } && !news.contains { $0.hasPrefix("Keys:") })
    let turned = Description(&session)
    session.press("[")
    news = Description(&session).news(since: turned)
    #expect(
      news.allSatisfy { $0.hasPrefix("Inspected is term 43") || $0.hasPrefix("The step factor there") }
        && news.count == 2)
    session.notice = "nothing to undo"
    #expect(Description(&session).news(since: turned).first == "Nothing to undo.", "what a key does not do")
    session.press("=")
    #expect(text(session, .overlay) == "Type a value for W, then Enter.")
    session.press("9z<Enter>")
    #expect(text(session, .overlay).hasPrefix("Typed for W: 9z."))
    session.press("<Esc>?")
    #expect(
      sentences(session).first == "Keys of the flow view."
        && sentences(session).contains { $0.hasPrefix("capital K: ") })
    session.press("<Esc>y")
    #expect(text(session, .overlay).hasPrefix("The command line of this screen: gradflow"))
    session.press("<Esc>o")
    #expect(text(session, .overlay).hasPrefix("Scenario 1 of "))
    session.press("<Enter>")
    #expect(text(session, .overlay).contains(Scenario.all[0].title))
  }

  @Test("Hidden lines of the derivation hide the answer here too, and numbers that take long are said to")
  func hidden() throws {
    let asking = Sample.session().pressing("2<Enter>")
    #expect(!sentences(asking).contains { $0.contains("vanishes") || $0.contains("comes to") })
    #expect(sentences(asking).contains { $0.contains("Enter reveals") })
    var waiting = Session(
      state: Sample.drawn(hidden: 8, steps: 40).state, sources: Sample.sources, size: Size(width: 100, height: 30),
      waitingFrom: 1)
    #expect(Description(&waiting).text.contains("Computing the states"))
    var small = Sample.session()
    small.size = Size(width: 30, height: 5)
    #expect(Description(&small).sentences.isEmpty)
  }

  @Test("Numbers are said without signs and exponents that are passed over")
  func numbers() {
    #expect(SpokenNumber.text(-0.1634) == "minus 0.1634")
    #expect(SpokenNumber.text(-7.047e-6) == "minus 7.047 times 10 to the minus 6")
    #expect(SpokenNumber.text(ScaledDouble.powerOfTen(-5000) * ScaledDouble(3)) == "3 times 10 to the minus 5000")
    #expect(
      SpokenNumber.said("0.55 steps") == "0.55 steps"
        && SpokenNumber.said("1.2e7 steps") == "1.2 times 10 to the 7 steps")
    #expect(
      SpokenNumber.said("<1e−3.47e17").hasPrefix("less than 1") && SpokenNumber.said(">1e3").hasPrefix("more than"))
    #expect(SpokenNumber.said("steps") == "steps")
    #expect(SpokenNumber.knob(0.9) == "0.9" && SpokenNumber.knob(-2) == "minus 2" && SpokenNumber.knob(100) == "100")
    #expect(SpokenNumber.count(1, "step") == "1 step" && SpokenNumber.count(2, "step") == "2 steps")
    #expect(WordList.joined(["a", "b", "c"]) == "a, b and c" && WordList.joined(["a"]) == "a")
  }
}

/// What is looked at in words.
@Suite struct DescribedGradientTests {
  private func observed(_ session: Session, _ observable: Observable) -> String {
    var state = session.state
    state.observable = observable
    return GradientWords.observed(state)
  }

  @Test("Everything that can be looked at has words of its own, and so has every parameter")
  func names() {
    let lstm = Sample.gatedUnits(.lstm, hidden: 3, steps: 9)
    #expect(
      observed(lstm, .state) == "the state h at step 9" && observed(lstm, .cell) == "the cell state c at step 9")
    #expect(observed(lstm, .unit(2)) == "unit 2 of the state at step 9")
    #expect(observed(lstm, .cellUnit(1)) == "unit 1 of the cell state c at step 9")
    var classes = Sample.classifier(hidden: 4, classes: 3, steps: 9)
    #expect(observed(classes, .loss) == "the loss of step 9")
    #expect(observed(classes, .totalLoss) == "the sum of the losses up to step 9")
    classes.state.input.reduction = .mean
    #expect(observed(classes, .totalLoss) == "the mean of the losses up to step 9")
    func parameter(_ session: Session, _ parameter: Parameter) -> String {
      var state = session.state
      state.parameter = parameter
      return GradientWords.parameter(state)
    }
    #expect(parameter(lstm, .inputWeights) == "the input weights U" && parameter(lstm, .bias) == "the bias b")
    #expect(parameter(lstm, Parameter(.recurrentWeights, gate: .forgetGate)) == "the recurrent weights W of gate f")
    let gru = Sample.gatedUnits(.gru, hidden: 3, steps: 9)
    #expect(parameter(gru, Parameter(.hiddenBias)) == "the bias of the recurrent part bh")
    #expect(parameter(Sample.session(), .inputWeights) == "the input weight U")
  }

  @Test("A loss without a target, an output that overflows and a checkpoint are said")
  func reasons() throws {
    func text(_ source: InputSource, V: Double = 2, target: Int) throws -> String {
      let network = try RNN(
        activation: .tanh, inputWeights: Matrix([[1]]), recurrentWeights: Matrix([[0.5]]),
        outputWeights: Matrix([[V], [0]]))
      let scaled = ScaledNetwork(
        base: InitializedNetwork(network: network),
        origin: .model(name: "m", activation: .tanh, flags: ["--model", "m"]))
      var state = try State(matrix: scaled, input: InputChoice(source: 0, offset: 0, steps: 3))
      state.observable = .loss
      state.setTarget(target)
      var session = Session(state: state, sources: [source], size: Size(width: 100, height: 30))
      return Description(&session).text
    }
    let some = InputSource(name: "x", values: [1, 2, 3], classes: [0, nil, nil], flags: [])
    #expect(
      try text(some, target: 3).contains("has no terms: step 3 has no target, the nearest one that has is step 1."))
    let none = InputSource(name: "x", values: [1, 2, 3], classes: [nil, nil, nil], flags: [])
    #expect(try text(none, target: 3).contains("has no terms: no step has a target."))
    var stepped = Sample.checkpointed(steps: 9)
    #expect(Description(&stepped).text.contains("with checkpoint step300, 3 of 3 and g at 1"))
    stepped.press("<Down>")
    #expect(Description(&stepped).text.contains("One press of up makes checkpoint step300: the total becomes"))
  }
}
