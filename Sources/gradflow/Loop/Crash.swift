#if DEBUG
  import Glibc
  import Synchronization

  /// A bug on demand, in debug builds only, so that tests can see how the program dies: the variable GRADFLOW_CRASH
  /// names it, Ctrl-L sets it off.
  enum Crash: String, CaseIterable {
    case index, overflow, unwrap, precondition, fatal, stack, segv, abort, thread, hang

    /// What the environment asks for.
    static var asked: Crash? { Environment.value("GRADFLOW_CRASH").flatMap(Crash.init) }

    /// Ends the program, one way or another, or keeps it busy for ever.
    func happen() {
      // The environment's word, so that no compiler can see it coming.
      let count = rawValue.utf8.count
      switch self {
      case .index: print([Int](repeating: 0, count: count)[count])
      case .overflow: print(Int8(clamping: count &+ 123) + Int8(count))
      case .unwrap:
        // swift-format-ignore: NeverForceUnwrap
        print([String: Int]()[rawValue]!)
      case .precondition: Swift.precondition(count == 0, "asked for")
      case .fatal: fatalError("asked for")
      case .stack: print(Self.depth(of: count))
      case .segv: UnsafeMutablePointer<Int>(bitPattern: count)?.pointee = count
      case .abort: Glibc.abort()
      case .thread: Self.failOnAnotherThread()
      case .hang:
        // What an optimiser may not leave out.
        let turns = Atomic(count)
        while turns.load(ordering: .relaxed) > 0 {}
      }
    }

    private static func depth(of count: Int) -> Int { count < 0 ? 0 : 1 + depth(of: count + 1) }

    private static func failOnAnotherThread() {
      var thread = pthread_t()
      pthread_create(&thread, nil, { _ in fatalError("asked for, on a thread") }, nil)
      pthread_join(thread, nil)
    }
  }
#endif
