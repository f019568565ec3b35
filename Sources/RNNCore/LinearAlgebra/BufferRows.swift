extension UnsafeBufferPointer {
  /// One row of `columns` elements, from 0, of a buffer that holds rows one after the other.
  @inline(__always)
  subscript(rows row: Int, columns: Int) -> UnsafeBufferPointer {
    UnsafeBufferPointer(rebasing: self[row * columns..<(row + 1) * columns])
  }
}
