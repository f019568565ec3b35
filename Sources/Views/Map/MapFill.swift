import RNNCore
import Screen

/// What fills the cells of a block, or of a sum: a shade, or a mark.
struct MapFill: Hashable {
  let style: Style
  /// |value|; 0 for a mark.
  let size: ScaledDouble
  /// Which of two fills stands for both where halves cannot be told apart: the larger number, and before all an overflow.
  private let rank: Int

  /// Nil above the diagonal.
  init?(_ block: ContributionBlocks.Block, _ shades: DecadeShades) {
    switch block {
    case .outside: return nil
    case .overflow: self.init(.overflow)
    case .blocked: self.init(.blocked)
    case .zero: self.init(.zero)
    case .faint: self.init(.faint)
    case .largest(let peak): self.init(peak.value, shades)
    }
  }

  /// A number's.
  init(_ value: ScaledDouble, _ shades: DecadeShades) {
    if let shade = shades.shade(of: value) {
      self.init(style: shade.style, size: value.magnitude, rank: 3)
    } else {
      self.init(value.isZero ? .zero : .faint)
    }
  }

  /// A sum's; nil for one that overflows.
  init(sum: ScaledDouble?, _ shades: DecadeShades) {
    if let sum { self.init(sum, shades) } else { self.init(.overflow) }
  }

  private init(_ mark: MapMark) {
    let rank =
      switch mark {
      case .overflow: 4
      case .faint: 2
      case .zero: 1
      case .blocked: 0
      }
    self.init(style: mark.style, size: .zero, rank: rank)
  }

  private init(style: Style, size: ScaledDouble, rank: Int) {
    (self.style, self.size, self.rank) = (style, size, rank)
  }

  /// A whole cell of it.
  var cell: Cell { Self.cells[Int(style.rawValue)] }

  /// By role: made once, since a map has thousands.
  private static let cells = Style.allCases.map { Cell($0.shade?.glyph ?? $0.mark?.glyph ?? " ", $0) }

  /// Whether it stands for both of two halves.
  func outranks(_ other: MapFill?) -> Bool {
    guard let other else { return true }
    return rank == other.rank ? size >= other.size : rank > other.rank
  }
}
