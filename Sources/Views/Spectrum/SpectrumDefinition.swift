import Explorer
import RNNCore
import Screen

/// What the Spectrum view is to a session.
struct SpectrumDefinition: ViewDefinition {
  let view = View.spectrum
  let keys: ViewKeys = [.term, .decades]

  func key(_ session: Session) -> ShownFlowSpectrum.Key? { ShownFlowSpectrum.Key(session) }

  func part(
    _ key: ShownFlowSpectrum.Key, _ session: Session, previous: ShownFlowSpectrum?
  ) -> ShownFlowSpectrum {
    ShownFlowSpectrum(key, session.analysis.trajectory)
  }

  func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    SpectrumPanel.draw(session, into: &frame, in: rect)
  }
}

extension Session {
  /// The flow's singular values that were shown last.
  var flowSpectrum: ShownFlowSpectrum? { parts[.spectrum] as? ShownFlowSpectrum }
}

/// The singular values of the flow at as many lags as a screen shows, computed.
struct ShownFlowSpectrum: ViewPart {
  struct Key: Hashable, Sendable {
    let input: InputChoice
    let start: InitializedNetwork
    let target: Int
    /// The columns that lags are spread over.
    let columns: Int
  }

  let key: Key
  /// nil where the state overflows at or before k.
  let spectrum: FlowSpectrum?

  init(_ key: Key, _ trajectory: Trajectory) {
    self.key = key
    let lags = Self.lags(target: key.target, order: trajectory.hiddenSize, columns: key.columns)
    spectrum =
      trajectory.isFinite(through: key.target) ? FlowSpectrum(of: trajectory, target: key.target, lags: lags) : nil
  }

  /// Multiplications that the product may take, so that a key press is answered in a fraction of a second.
  private static let productBudget = 600_000_000
  /// Those that the singular values may take.
  private static let valueBudget = 10_000_000
  /// What a step costs beside the n³ multiplications of its product.
  private static let stepCost = 50_000

  /// Evenly spread lags from 0 up to k − 1, or as far as the budget reaches; one for each column at most.
  static func lags(target: Int, order n: Int, columns: Int) -> [Int] {
    let cube = n * n * n
    let last = Swift.min(target - 1, productBudget / (cube + stepCost))
    let count = Swift.min(Swift.max(valueBudget / cube, 12), columns, last + 1)
    return count < 2 ? [0, last] : (0..<count).map { $0 * last / (count - 1) }
  }
}

extension ShownFlowSpectrum.Key {
  /// What the shown singular values depend on; nil where none are shown.
  init?(_ session: Session) {
    let state = session.state
    guard state.view == .spectrum, state.isMatrix else { return nil }
    let layout = SpectrumLayout(Layout(for: session).body)
    self.init(input: state.input, start: state.start, target: state.target, columns: layout.flowColumns)
  }
}

/// View 5: the eigenvalues of W against the unit circle, its singular values against 1, the Lyapunov spectrum of the
/// trajectory, and the singular values of the flow against lag.
enum SpectrumPanel {
  static func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    guard let weights = session.analysis.weightSpectrum, let key = ShownFlowSpectrum.Key(session),
      let shown: ShownFlowSpectrum = session.part(of: .spectrum, for: key)
    else {
      let text = "the spectrum is for networks of several units: --hidden 16"
      return TextWrap.draw(text, into: &frame, in: rect.belowFirstRow)
    }
    let view = SpectrumView(session, weights, shown.spectrum, SpectrumLayout(rect))
    EigenvaluePlane(view).draw(into: &frame)
    RateBand.draw(view, into: &frame)
    FlowLagBand(view).draw(into: &frame)
    SpectrumReadOut.draw(view, into: &frame)
  }
}
