import Glibc

/// The reader that the environment names.
private let exercise = getenv("GRADFLOW_EXERCISE").flatMap { Exercise(rawValue: String(cString: $0)) }

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let exercise else { fatalError("GRADFLOW_EXERCISE names none of \(Exercise.allCases.map(\.rawValue))") }
  do {
    try exercise.run(Array(UnsafeBufferPointer(start: data, count: count)))
  } catch {
    fatalError(error.message)
  }
  return 0
}
