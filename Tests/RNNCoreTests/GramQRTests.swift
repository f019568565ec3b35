import Testing

@testable import RNNCore

@Suite("QR by products of matrices")
struct GramQRTests {
  private static let n = 20

  /// Columns that lie no closer than those of a random matrix.
  private func columns(seed: UInt64 = 1) -> [Double] {
    var generator = SplitMix64(seed: seed)
    return (0..<Self.n * Self.n).map { _ in generator.nextNormal() }
  }

  /// The largest deviation of QᵀQ from the identity.
  private func defect(_ orthogonal: [Double]) -> Double {
    let n = Self.n
    var largest = 0.0
    for a in 0..<n {
      for b in 0..<n {
        let product = (0..<n).reduce(0) { $0 + orthogonal[a * n + $1] * orthogonal[b * n + $1] }
        largest = max(largest, (product - (a == b ? 1 : 0)).magnitude)
      }
    }
    return largest
  }

  @Test("Q·R is the matrix with its columns in the given order, and R is triangular")
  func product() throws {
    let (n, elements) = (Self.n, columns())
    let order = (0..<n).map { ($0 * 7) % n }
    let qr = try #require(GramQR(elements, order: order))
    #expect(qr.order == order)
    for column in 0..<n {
      for row in 0..<n {
        let product = (0..<n).reduce(0) { $0 + qr.orthogonal[$1 * n + row] * qr.triangular[column * n + $1] }
        #expect((product - elements[order[column] * n + row]).magnitude < 1e-13)
        if row > column { #expect(qr.triangular[column * n + row] == 0) }
      }
    }
    #expect(qr.triangular[0] > 0)
  }

  @Test("Q is orthogonal as far as the matrix is well conditioned, and once more taken apart to rounding")
  func orthogonality() throws {
    let (n, order) = (Self.n, Array(0..<Self.n))
    var elements = columns()
    // Two columns that differ by 2^-12: κ² is 2^24.
    for row in 0..<n { elements[n + row] = elements[row] + 0x1p-12 * elements[n + row] }
    let first = try #require(GramQR(elements, order: order))
    #expect(defect(first.orthogonal) < 1e-6 && defect(first.orthogonal) > 1e-12)
    let second = try #require(GramQR(first.orthogonal, order: order))
    #expect(defect(second.orthogonal) < 1e-14)
  }

  @Test("Columns that are nearly or wholly dependent are left to reflections", arguments: [0x1p-24, 0])
  func dependent(distance: Double) {
    let n = Self.n
    var elements = columns()
    for row in 0..<n { elements[n + row] = elements[row] + distance * elements[n + row] }
    #expect(GramQR(elements, order: Array(0..<n)) == nil)
  }
}
