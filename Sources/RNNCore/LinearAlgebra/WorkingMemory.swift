import CLAPACK

/// The memory that frames and tables are computed in.
public enum WorkingMemory {
  /// Lets the process keep what it frees, up to 64 MB.
  ///
  /// One frame after the other takes and frees the same arrays of some megabytes. Handed back to the system each time they
  /// cost more in page faults than the numbers in them. A program that computes over and over calls this first.
  public static func keep() { keep_freed_memory(64 << 20) }

  /// Gives back what is free at the moment: for a program that has nothing to compute for a while.
  public static func release() { release_freed_memory() }
}
