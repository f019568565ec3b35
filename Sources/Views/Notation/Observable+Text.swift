import Explorer
import RNNCore
import Screen

extension Observable {
  /// What is differentiated at a target step: `s₄₄`, `s₄₄[3]`, `L₄₄`, and `L` for the losses up to there.
  func symbol(at target: Int) -> String {
    let k = NumberText.subscripted(target)
    return switch self {
    case .state: "s\(k)"
    case .unit(let unit): "s\(k)[\(unit)]"
    case .loss: "L\(k)"
    case .totalLoss: "L"
    }
  }
}

extension State {
  /// What is differentiated; of the scalar network its only unit has no index.
  var observedSymbol: String {
    let isOnlyUnit = isScalar && observable == .unit(0)
    return (isOnlyUnit ? .state : observable).symbol(at: target)
  }

  /// The gradient that the terms add up to: `∂s₄₄/∂W`.
  var gradientSymbol: String { "∂\(observedSymbol)/∂\(parameter.rawValue)" }
}
