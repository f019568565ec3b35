import Explorer
import RNNCore
import Screen

/// The screen in plain sentences, from the same values as its panels: for whoever hears it, for alternative text, for a log.
///
/// Symbols are said in words, numbers as they are spoken, and nothing is told by place or colour.
package struct Description: Sendable {
  /// What a sentence is about. Between two states of a session the sentences of those that differ are news.
  package enum Subject: Hashable, CaseIterable, Sendable {
    /// What the program has to say of the last key.
    case notice
    /// What is typed, listed or explained over the picture.
    case overlay
    /// The network, its numbers and its input.
    case network
    /// What is looked at, and what it comes to.
    case gradient
    /// What becomes of the flow.
    case verdict
    /// What it lost most at.
    case brakes
    /// The terms as a whole, and the one that is inspected.
    case terms, term
    /// What is cut or clipped.
    case remedies
    /// What is kept as B.
    case counterpart
    /// What the view shows beside all this.
    case view
    /// What the next press of ↑ does, and which keys there are.
    case next, keys
  }

  /// What is said, in the order in which it is.
  package let sentences: [(subject: Subject, text: String)]

  /// Describes what a session shows. An analysis that is under way is said to be.
  ///
  /// Complexity: that of a frame, and of one of the network that the next press of ↑ makes.
  package init(_ session: inout Session) {
    let overlay = OverlayWords.sentences(session)
    let notice = session.notice.map { [(Subject.notice, Self.sentence($0))] } ?? []
    guard !session.isWaiting else {
      _ = session.frame()
      let what = session.underWay.map { WaitingPanel.names(of: $0.stage, $0.state).what } ?? "the numbers"
      sentences = Self.shown(
        notice + [(.network, NetworkWords.network(session)), (.verdict, "Computing \(what).")])
      return
    }
    session.settle()
    sentences = Self.shown(
      notice + overlay.map { (.overlay, $0) } + (session.isTooSmall ? [] : Self.picture(session)))
  }

  /// The sentences, each on a line of its own; without keys, which what is saved or printed does not take.
  package var text: String { sentences.filter { $0.subject != .keys }.map { $0.text + "\n" }.joined() }

  /// Those sentences that say something else than before, or are of something that was not there.
  package func news(since old: Description) -> [String] {
    sentences.filter { sentence in !old.sentences.contains { $0 == sentence } }.map(\.text)
  }

  private static func picture(_ session: Session) -> [(subject: Subject, text: String)] {
    let setting = session.shown
    var sentences: [(Subject, String)] = [(.network, NetworkWords.network(session))]
    guard !session.hidesAnswer else {
      return sentences + [
        (
          .gradient,
          "Looked at: \(GradientWords.observed(setting.state)), with respect to \(GradientWords.parameter(setting.state))."
        ),
        (.view, "Lines of the derivation are hidden, and the answer with them: Enter reveals the next one."),
      ]
    }
    sentences.append((.gradient, GradientWords.total(setting)))
    sentences.append((.verdict, VerdictWords.verdict(setting)))
    sentences += BrakeWords.sentences(setting).map { (.brakes, $0) }
    sentences += TermWords.all(setting).map { (.terms, $0) }
    sentences += TermWords.inspected(setting).map { (.term, $0) }
    sentences += RemedyDescription.sentences(setting).map { (.remedies, $0) }
    if let other = session.compared { sentences.append((.counterpart, GradientWords.counterpart(other))) }
    sentences += ViewWords.sentences(session).map { (.view, $0) }
    sentences += NextWords.preview(session).map { (.next, $0) }
    return sentences + [(.keys, NextWords.keys(session))]
  }

  /// Names of files can have characters that a terminal would act on: they are said as on the screen, as `·`.
  private static func shown(_ sentences: [(Subject, String)]) -> [(subject: Subject, text: String)] {
    sentences.map { subject, text in
      let scalars = text.unicodeScalars.map { Notation.unicode.shows($0) ? $0 : "·" }
      return (subject, String(String.UnicodeScalarView(scalars)))
    }
  }

  /// Words with a capital at their beginning and a stop at their end.
  static func sentence(_ words: String) -> String {
    let trimmed = words.drop { $0 == " " }
    let capital = trimmed.prefix(1).uppercased() + trimmed.dropFirst()
    return capital + (".!?".contains(capital.suffix(1)) ? "" : ".")
  }
}
