import RNNCore
import Testing

@Suite("Matrices")
struct MatrixTests {
  @Test("Rows, columns, elements")
  func access() {
    var matrix = Matrix([[1, 2, 3], [4, 5, 6]])
    #expect((matrix.rows, matrix.columns) == (2, 3))
    #expect(matrix[1, 0] == 4)
    #expect(Array(matrix[row: 1]) == [4, 5, 6])
    matrix[0, 2] = 9
    #expect(matrix.elements == [1, 2, 9, 4, 5, 6])
    #expect(Matrix.identity(2) == Matrix([[1, 0], [0, 1]]))
    #expect(Matrix(7) == Matrix([[7]]))
    #expect(!Matrix([[1, .nan]]).isFinite)
    #expect(!Matrix([[1], [.infinity]]).isFinite)
  }

  @Test("Products of rectangular matrices")
  func products() {
    let (a, b) = (Matrix([[1, 2, 3], [4, 5, 6]]), Matrix([[7, 8], [9, 10], [11, 12]]))
    #expect(a * b == Matrix([[58, 64], [139, 154]]))
    #expect(b * a == Matrix([[39, 54, 69], [49, 68, 87], [59, 82, 105]]))
  }

  @Test("Matrix products do not commute: the later Jacobian stands on the left")
  func order() {
    let first = Matrix([[1, 0], [0, 0.1]]) * Matrix([[0, 1], [1, 0]])
    let second = Matrix([[0.5, 0], [0, 1]]) * Matrix([[1, 1], [0, 1]])
    // NumPy, linalg.norm(·, 2).
    #expect(((second * first).spectralNorm - 0.502_596_308_177_271_2).magnitude < 1e-15)
    #expect(((first * second).spectralNorm - 1.001_252_340_801_727).magnitude < 1e-15)
  }

  @Test("Singular values of known matrices, largest first")
  func singularValues() {
    #expect(Matrix([[3]]).singularValues == [3])
    #expect(Matrix([[-3]]).spectralNorm == 3)
    let values = Matrix([[1, 1], [0, 1]]).singularValues
    let golden = (1 + 5.0.squareRoot()) / 2
    #expect((values[0] - golden).magnitude < 1e-15 && (values[1] - 1 / golden).magnitude < 1e-15)
    #expect(Matrix([[3, 0, 0], [0, -4, 0]]).singularValues == [4, 3])
    #expect(Matrix([[0, 0], [0, 0]]).singularValues == [0, 0])
  }

  @Test(
    "A non-normal matrix grows before it decays",
    arguments: [
      (1, 5.157_066_051_117_285), (9, 19.378_769_762_893_11), (50, 1.431_622_777_605_888),
      (100, 0.014_756_380_525_689_538),
    ])
  func nonNormal(power: Int, expected: Double) {
    let W = Matrix([[0.9, 5], [0, 0.9]])
    let product = (0..<power).reduce(Matrix.identity(2)) { product, _ in product * W }
    #expect((product.spectralNorm / expected - 1).magnitude < 1e-13)
  }

  #if compiler(>=6.2)
    @Test("Shapes that do not fit are programmer errors")
    func preconditions() async {
      await #expect(processExitsWith: .failure) { _ = Matrix(rows: 2, columns: 2, elements: [1, 2, 3]) }
      await #expect(processExitsWith: .failure) { _ = Matrix(rows: 1, columns: 0, elements: []) }
      await #expect(processExitsWith: .failure) { _ = Matrix(rows: 0, columns: 1, elements: []) }
      await #expect(processExitsWith: .failure) { _ = Matrix([[1, 2], [3]]) }
      await #expect(processExitsWith: .failure) { _ = Matrix([]) }
      await #expect(processExitsWith: .failure) { _ = Matrix([[1, 2]]) * Matrix([[1, 2]]) }
    }
  #endif
}
