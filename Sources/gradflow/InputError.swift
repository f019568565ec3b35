/// Input that cannot be used: what, where, what was expected, what to do. Exit code 2.
struct InputError: Error {
  let message: String

  init(_ message: String) { self.message = message }
}
