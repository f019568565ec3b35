@testable import Explorer
@testable import Screen

/// A script of keys is refused or played; its keys written out are the script's.
enum KeysExercise {
  /// The first byte says on which explorer.
  static func run(_ bytes: [UInt8]) throws(Complaint) {
    guard let first = bytes.first else { return }
    guard let keys = try? KeyScript.keys(String(decoding: bytes.dropFirst(), as: UTF8.self)) else { return }
    let written = keys.map(KeyScript.text).joined()
    try Complaint.unless((try? KeyScript.keys(written)) == keys, "other keys from \(written.debugDescription)")
    let sessions = SampleSessions.all
    try Complaint.unless(sessions.count == 5, "a sample session is missing")
    var playing = Playing(sessions[Int(first) % sessions.count])
    for key in keys where !playing.isLong { try playing.take(.key(key)) }
    try playing.draw()
  }
}
