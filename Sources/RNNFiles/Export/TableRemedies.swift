import RNNCore

/// What truncation and clipping make of a gradient, as tables tell it.
struct TableRemedies: Sendable {
  private let gradient: RemediedGradient

  /// Nil where there is neither. The whole sum has its adjoints clamped, if that is how it is clipped.
  init?(of whole: Contributions, _ truncation: Truncation, _ clipping: Clipping?) {
    guard let gradient = RemediedGradient(of: whole, truncation, clipping, .init(whole: whole)) else { return nil }
    self.gradient = gradient
  }

  /// The sum with what a truncation leaves out; nil without one.
  var cut: Contributions? { gradient.bias == nil ? nil : gradient.contributions }
}

extension TableRemedies {
  /// `cut`, `cutTotal`, `bias`, `cosine` and `enough`; `clip`.
  func add(to document: inout JSONDocument<some TextOutputStream>) {
    if let bias = gradient.bias {
      let (cut, enough) = (gradient.contributions, gradient.enough)
      document.add("cut", cut.truncation.object)
      document.add("cutTotal", cut.total)
      document.add("bias", bias.bias)
      document.add("cosine", bias.cosine)
      var windows = JSONObject()
      windows.add("window10", enough?.within)
      windows.add("windowSign", enough?.rightSign)
      document.add("enough", windows)
    }
    if let clipped = gradient.clipped {
      var object = JSONObject()
      object.add("kind", clipped.clipping.name)
      object.add("threshold", clipped.clipping.threshold)
      object.add("before", clipped.all.before)
      object.add("after", clipped.all.after)
      object.add("cosine", clipped.all.cosine)
      document.add("clip", object)
    }
  }

  /// A line on what is cut, and one on what is clipped.
  func lines(_ parameter: Parameter) -> [String] {
    [cutLine, gradient.clipped.map { Self.clipLine($0, parameter) }].compactMap { $0 }
  }

  /// `cut to a window of 13 steps: 1.751e+01, bias 242.8 %, points the wrong way` and which windows would do.
  private var cutLine: String? {
    guard let bias = gradient.bias else { return nil }
    let total = bias.cutTotal.isZero ? "0" : bias.cutTotal.honestDecimal(significantDigits: 10)
    let distance = bias.bias.map { ", bias " + Self.percent($0) } ?? ""
    let way = bias.pointsTheWrongWay ? ", points the wrong way" : ""
    return "cut \(bias.truncation.words): \(total)\(distance)\(way)\(enoughWords)"
  }

  private var enoughWords: String {
    guard let enough = gradient.enough, let within = enough.within, let sign = enough.rightSign else { return "" }
    return " · enough: a window of \(within) for 10 %, \(sign) for the sign"
  }

  private static func percent(_ ratio: ScaledDouble) -> String {
    ratio.isZero ? "0" : (ratio * ScaledDouble(100)).plainDecimal(significantDigits: 4) + " %"
  }

  /// `clipped, norm 1: ‖g‖ 5.099e+00 → 1.000e+00, cosine 1`.
  private static func clipLine(_ clipped: ClippedGradient, _ parameter: Parameter) -> String {
    func change(_ name: String, _ change: ClippedGradient.Change) -> String {
      "\(name) \(decimal(change.before)) → \(decimal(change.after))"
    }
    let cosine = clipped.all.cosine.map { ", cosine \(ScaledDouble($0).plainDecimal(significantDigits: 4))" } ?? ""
    let own = [clipped.parts[ClippedGradient.Part(parameter.kind)]].compactMap { $0 }
    let changes = [change("‖g‖", clipped.all) + cosine] + own.map { change("∂/∂\(parameter.rawValue)", $0) }
    let rule = "\(clipped.clipping.name) \(clipped.clipping.threshold.shortestDecimal)"
    return "clipped, \(rule): \(changes.joined(separator: " · "))"
  }

  private static func decimal(_ value: ScaledDouble) -> String {
    value.isZero ? "0" : value.honestDecimal(significantDigits: 4)
  }
}

extension Truncation {
  /// As files have it: `{"window": 8, "detach": null}`.
  var object: JSONObject {
    var object = JSONObject()
    object.add("window", window)
    object.add("detach", detachEvery)
    if !detachAfter.isEmpty { object.add("detachAfter", detachAfter) }
    return object
  }

  /// `to a window of 8 steps`, `between chunks of 5 steps`.
  package var words: String {
    let parts = [
      window.map { "to a window of \($0) step\($0 == 1 ? "" : "s")" },
      detachEvery.map { "between chunks of \($0) step\($0 == 1 ? "" : "s")" },
      detachAfter.isEmpty
        ? nil : "after the steps " + detachAfter.map { "\($0)" }.joined(separator: ", ") + ", by detach()",
    ]
    return parts.compactMap { $0 }.joined(separator: " and ")
  }
}
