/// An array as `numpy.save` writes it (numpy.lib.format, versions 1.0, 2.0 and 3.0).
///
///     6 bytes     0x93 "NUMPY"
///     2 bytes     the version
///     2 bytes     the header's length, little-endian; 4 bytes from version 2.0 on
///     N bytes     {'descr': '<f8', 'fortran_order': False, 'shape': (44, 1), }
///     the rest    the elements, the last index running fastest; the first one in Fortran's order
///
/// The header is read by its own grammar: nothing in it is evaluated. Objects, which would be pickled, are refused.
///
///     let file = try NumpyFile(bytes)
///     try file.tensor(named: "x.npy").numbers(in: 0..<44)
public struct NumpyFile<Source: ByteSource> {
  /// The type, order and shape of the array.
  public let header: NumpyHeader
  private let source: Source
  private let dataStart: Int

  /// Reads the header.
  ///
  /// - Throws: ``NumpyError`` for the first thing that is not as the format wants it; never traps, whatever the bytes.
  /// - Complexity: O(N) for a header of N bytes, whatever the size of the array.
  public init(_ source: Source) throws(NumpyError) {
    let start = try Self.bytes(source, 0..<min(source.byteCount, 12))
    guard start.starts(with: NumpyHeader.magic) else { throw .notNumpy(start) }
    guard start.count >= 10 else { throw .tooShort(byteCount: start.count) }
    guard (1...3).contains(start[6]), start[7] == 0 else { throw .unknownVersion(major: start[6], minor: start[7]) }
    let lengthCount = start[6] == 1 ? 2 : 4
    guard start.count >= 8 + lengthCount else { throw .tooShort(byteCount: start.count) }
    let length = start[8..<8 + lengthCount].reversed().reduce(0) { $0 << 8 | Int($1) }
    let headerStart = 8 + lengthCount
    guard length <= NumpyHeader.byteLimit else { throw .headerTooLong(byteCount: length) }
    guard length <= source.byteCount - headerStart else {
      throw .headerPastEnd(byteCount: length, available: source.byteCount - headerStart)
    }
    dataStart = headerStart + length
    header = try NumpyHeader(try Self.bytes(source, headerStart..<dataStart), start: headerStart)
    self.source = source
    try header.check(dataCount: source.byteCount - dataStart)
  }

  /// The array, called by a name in messages.
  public func tensor(named name: String) -> StoredTensor {
    StoredTensor(name: name, shape: header.shape, isInteger: header.type.isInteger) { range throws(TensorError) in
      do throws(NumpyError) { return try elements(range) } catch { throw .numpy(error) }
    }
  }

  /// Elements by their places with the last index running fastest.
  private func elements(_ range: Range<Int>) throws(NumpyError) -> TensorNumbers {
    let size = header.type.byteCount
    guard header.isColumnMajor, header.shape.count > 1 else {
      return try numbers(range.lowerBound * size..<range.upperBound * size)
    }
    let places = header.storedPlaces(of: range)
    let (first, last) = (places.min() ?? 0, places.max() ?? -1)
    guard last - first < NumpyHeader.wholeLimit else { throw .tooLarge(shape: header.shape) }
    return try numbers(first * size..<(last + 1) * size).picking(places.map { $0 - first })
  }

  private func numbers(_ range: Range<Int>) throws(NumpyError) -> TensorNumbers {
    header.type.numbers(try Self.bytes(source, dataStart + range.lowerBound..<dataStart + range.upperBound))
  }

  private static func bytes(_ source: Source, _ range: Range<Int>) throws(NumpyError) -> [UInt8] {
    do { return try source.bytes(in: range) } catch { throw .source(error) }
  }
}
