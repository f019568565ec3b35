import ArgumentParser
import RNNCore

/// What `--of` names.
enum Subject {
  case observable(Observable)
  case loss(String)

  init(_ text: String) throws {
    if text == "state" {
      self = .observable(.state)
    } else if text == "loss" || text == "total-loss" {
      self = .loss(text)
    } else if text.hasPrefix("unit:"), let unit = Int(text.dropFirst(5)), unit >= 0 {
      self = .observable(.unit(unit))
    } else {
      throw ValidationError("expected state, unit:R with a unit R from 0, loss or total-loss")
    }
  }
}
