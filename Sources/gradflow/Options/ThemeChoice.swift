import ArgumentParser
import Screen

/// The background that colours are chosen for.
enum ThemeChoice: String, CaseIterable, ExpressibleByArgument {
  /// The terminal's, from COLORFGBG or from its own answer; where there is no terminal, dark.
  case auto
  /// Light text on dark.
  case dark
  /// Dark text on light.
  case light

  /// What was asked for; nil where it is to be found out.
  var requested: Theme? {
    switch self {
    case .auto: nil
    case .dark: .dark
    case .light: .light
    }
  }
}
