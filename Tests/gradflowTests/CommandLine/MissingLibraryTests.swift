import Testing

/// BLAS and LAPACK are loaded when a number first needs them.
@Suite("Without OpenBLAS")
struct MissingLibraryTests {
  private let environment: [String: String]
  private let folder: TemporaryFolder

  /// With a file that the dynamic linker finds first, and that is no library.
  init() throws {
    folder = try TemporaryFolder()
    try folder.write("", to: "libopenblas.so.0")
    environment = ["LD_LIBRARY_PATH": folder.path]
  }

  @Test("A network of one unit needs none", arguments: ["render", "table", "describe", "map"])
  func oneUnit(command: String) throws {
    #expect(try Program.output([command], environment: environment) == Program.output([command]))
  }

  @Test("One of several is refused in a line that says what to install")
  func severalUnits() throws {
    try Program.expectRefusal(
      ["spectrum", "--hidden", "3"], saying: ["libopenblas.so.0: ", ": install libopenblas0 and liblapacke"],
      environment: environment)
  }
}
