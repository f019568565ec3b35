import CLAPACK

/// G = Σ_i l_i r_iᵀ over steps i, for one or several rows l of each step at once: the gradients that covectors see.
///
/// Each sum has a power of two of its own, and one product of matrices makes them all. Terms below the rounding of the
/// largest of their sum do not take part.
struct OuterProductSums {
  private let left: ScaledRows
  private let right: ScaledRows
  /// By sum, component of l and component of r: the matrices one after the other.
  private let elements: [Double]
  /// By sum.
  private let exponents: [Int]

  /// The number of sums.
  var count: Int { exponents.count }

  /// `left` has `count` rows for each row of `right`, step by step.
  init(_ left: ScaledRows, count: Int, _ right: ScaledRows) {
    precondition(left.count == count * right.count && right.count > 0, "\(count) left rows for each right one")
    (self.left, self.right) = (left, right)
    let terms = (0..<left.count).map { row in
      let norm = left.norm(row) * right.norm(row / count)
      return norm.isZero ? nil : norm.exponent
    }
    exponents = (0..<count).map { sum in
      stride(from: sum, to: terms.count, by: count).lazy.compactMap { terms[$0] }.max() ?? 0
    }
    let reach = 64 + Int(Double(right.count).exponent)
    let first = terms.indices.first { [exponents] row in
      terms[row].map { $0 >= exponents[row % count] - reach } ?? false
    }
    elements = Self.product(left, right, exponents, from: (first ?? 0) / count)
  }

  private static func product(_ left: ScaledRows, _ right: ScaledRows, _ exponents: [Int], from first: Int) -> [Double]
  {
    let aligned = self.aligned(left, right, exponents, from: first)
    let width = exponents.count * left.columns
    return [Double](unsafeUninitializedCapacity: right.columns * width) { buffer, filled in
      right.elements.withUnsafeBufferPointer { factors in
        LinearAlgebra.product(
          aligned, transposedA: true, factors.baseAddress.map { $0 + first * right.columns }, rows: width,
          inner: right.count - first, columns: right.columns, into: buffer.baseAddress)
      }
      filled = right.columns * width
    }
  }

  /// l times the power of two that brings its term to its sum's exponent.
  private static func aligned(_ left: ScaledRows, _ right: ScaledRows, _ exponents: [Int], from first: Int) -> [Double]
  {
    let (count, width) = (exponents.count, left.columns)
    let skipped = first * count
    return [Double](unsafeUninitializedCapacity: (left.count - skipped) * width) { buffer, filled in
      left.elements.withUnsafeBufferPointer { elements in
        for row in skipped..<left.count {
          let shift = left.exponents[row] + right.exponents[row / count] - exponents[row % count]
          // A term that is 0 has no part in the sums' exponents: its other factor may be out of all proportion.
          let isZero = left.squares[row] == 0 || right.squares[row / count] == 0
          let scale = isZero || shift < -1000 ? 0 : Double(sign: .plus, exponent: shift, significand: 1)
          let (from, to) = (row * width, (row - skipped) * width)
          for index in 0..<width { buffer[to + index] = elements[from + index] * scale }
        }
      }
      filled = (left.count - skipped) * width
    }
  }
}

extension OuterProductSums {
  /// ‖G‖_F² of a sum.
  func square(_ sum: Int) -> ScaledDouble {
    let size = left.columns * right.columns
    let square = elements.withUnsafeBufferPointer { elements in
      let matrix = elements[rows: sum, size]
      return cblas_ddot(Int32(size), matrix.baseAddress, 1, matrix.baseAddress, 1)
    }
    return ScaledDouble(significand: square, exponent: ScaledDouble.clamped(2 * exponents[sum]))
  }

  /// G of a sum: a row for each component of l, a column for each of r.
  func matrix(_ sum: Int) -> ScaledMatrix {
    let size = left.columns * right.columns
    return ScaledMatrix(
      rows: left.columns, columns: right.columns, elements: Array(elements[sum * size..<(sum + 1) * size]),
      exponent: exponents[sum])
  }

  /// G of a sum, row by row.
  func vector(_ sum: Int) -> ScaledVector {
    let size = left.columns * right.columns
    return ScaledVector(Array(elements[sum * size..<(sum + 1) * size]), exponent: exponents[sum])
  }

  /// Hands each step, from 0, and ⟨l_i r_iᵀ, G⟩ of each of its rows to `body`.
  func forEachInnerProduct(_ body: (_ step: Int, _ value: ScaledDouble) -> Void) {
    let order = left.columns
    let projections = LinearAlgebra.product(
      right.elements, transposedB: elements, rows: right.count, inner: right.columns, columns: count * order)
    left.elements.withUnsafeBufferPointer { left in
      projections.withUnsafeBufferPointer { projections in
        for row in 0..<self.left.count {
          let (l, projection) = (left[rows: row, order], projections[rows: row, order])
          let inner = cblas_ddot(Int32(order), l.baseAddress, 1, projection.baseAddress, 1)
          let exponent = self.left.exponents[row] + right.exponents[row / count] + exponents[row % count]
          body(row / count, ScaledDouble(significand: inner, exponent: ScaledDouble.clamped(exponent)))
        }
      }
    }
  }
}
