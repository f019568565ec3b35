@testable import CursesTerminal
@testable import Explorer
@testable import Screen

/// Bytes from a terminal become the same events however they are taken, and an explorer lives through them.
enum TerminalExercise {
  /// The first byte says on which explorer. 0xFF stands for silence, which never comes as a byte of a terminal in UTF-8.
  static func run(_ bytes: [UInt8]) throws(Complaint) {
    guard let first = bytes.first else { return }
    var (decoder, patient) = (InputDecoder(), InputDecoder())
    var events: [TerminalEvent] = []
    for byte in bytes.dropFirst() {
      if byte == 0xff {
        decoder.silence()
        patient.silence()
      } else {
        decoder.feed(byte)
        patient.feed(byte)
      }
      _ = decoder.patience
      events += decoder.takeEvents()
    }
    try Complaint.unless(patient.takeEvents() == events, "other events when they are taken at once")
    for case .paste(let text) in events {
      let isText = text.unicodeScalars.allSatisfy {
        $0.properties.generalCategory != .control || "\n\t".unicodeScalars.contains($0)
      }
      try Complaint.unless(isText, "a control character was pasted")
    }
    let sessions = SampleSessions.all
    var playing = Playing(sessions[Int(first) % sessions.count])
    for event in events where !playing.isLong { try playing.take(event) }
    try playing.draw()
  }
}
