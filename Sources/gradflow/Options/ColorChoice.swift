import ArgumentParser
import Screen

/// How many colours to use.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
  case auto, always, never
  case sixteen = "16"
  case cube = "256"
  case truecolor

  /// What was asked for, or nil to let the terminal and NO_COLOR decide.
  var requestedDepth: ColorDepth? {
    switch self {
    case .auto: nil
    case .always, .cube: .cube
    case .never: ColorDepth.none
    case .sixteen: .sixteen
    case .truecolor: .truecolor
    }
  }

  /// The colours of printed output, for which no terminal is asked.
  var depth: ColorDepth { requestedDepth ?? (Environment.forbidsColour ? .none : .cube) }
}
