import Foundation
import Testing

@testable import RNNFiles

/// A NumPy file of a header's text, padded as NumPy pads it, and data.
func numpy(_ header: String, data: [UInt8] = [], version: UInt8 = 1) -> [UInt8] {
  let text = Array(header.utf8) + [0x0A]
  let length = version == 1 ? littleEndian(UInt16(text.count)) : littleEndian(UInt32(text.count))
  return NumpyHeader.magic + [version, 0] + length + text + data
}

/// The header that NumPy writes.
func numpyHeader(_ type: String = "<f8", isColumnMajor: Bool = false, shape: String) -> String {
  "{'descr': '\(type)', 'fortran_order': \(isColumnMajor ? "True" : "False"), 'shape': \(shape), }"
}

/// Arrays that NumPy wrote, `Fixtures/make_arrays.py`.
struct SampleArray: Sendable, CustomTestStringConvertible {
  let type: String
  let isColumnMajor: Bool
  let shape: [Int]
  let bytes: [UInt8]
  let numbers: [String]

  var testDescription: String { "\(type) \(isColumnMajor ? "F" : "C") \(shape)" }

  static func all() throws -> [SampleArray] {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/arrays.txt")
    return try String(contentsOf: path, encoding: .utf8).split(separator: "\n").map { line in
      let words = line.split(separator: " ").map(String.init)
      let digits = Array(words[3])
      return SampleArray(
        type: words[0], isColumnMajor: words[1] == "F", shape: words[2].split(separator: ",").compactMap { Int($0) },
        bytes: stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) },
        numbers: Array(words.dropFirst(4)))
    }
  }
}

@Suite struct NumpyFileTests {
  @Test("Every type, order, shape and version is read as NumPy has it", arguments: try SampleArray.all())
  func arrays(sample: SampleArray) throws {
    let file = try NumpyFile(sample.bytes)
    #expect(file.header.type.name == sample.type && file.header.shape == sample.shape)
    // NumPy calls an array of one dimension by rows, whatever it was made as.
    #expect(file.header.isColumnMajor == (sample.isColumnMajor && sample.shape.count > 1))
    let tensor = file.tensor(named: "x")
    let all = 0..<sample.numbers.count
    switch try tensor.numbers(in: all) {
    case .reals(let values): #expect(!tensor.isInteger && values == sample.numbers.compactMap(Double.init))
    case .integers(let values): #expect(tensor.isInteger && values == sample.numbers.compactMap { Int($0) })
    }
    for first in all {
      let part = try tensor.numbers(in: first..<all.count)
      #expect(part.values == (try tensor.numbers(in: all)).values.suffix(all.count - first))
    }
    #expect(try tensor.numbers(in: 0..<0).values.isEmpty)
  }

  @Test("There are arrays of every type that is read, and a negative zero keeps its sign")
  func coverage() throws {
    let arrays = try SampleArray.all()
    #expect(arrays.count == 27 && Set(arrays.map(\.type)).count == 19)
    let first = try NumpyFile(arrays[0].bytes).tensor(named: "x").numbers(in: 4..<5).values
    #expect(first == [0] && first[0].sign == .minus)
  }

  @Test("A header may have any order, spacing and quotation marks; a whole number beyond an Int is the largest")
  func loose() throws {
    let header = "{ \"shape\":(1 ,) ,'fortran_order' : False,\"descr\":'<u8'}"
    let file = try NumpyFile(numpy(header, data: Array(repeating: 255, count: 8)))
    #expect(try file.tensor(named: "x").numbers(in: 0..<1) == .integers([.max]))
    #expect(
      try NumpyFile(numpy(numpyHeader("=i1".replacing("=", with: "<"), shape: "(2,)"), data: [1, 255]))
        .tensor(named: "x").numbers(in: 0..<2) == .integers([1, -1]))
  }

  @Test("A source that fails is told, at the header and at the numbers")
  func source() throws {
    let bytes = numpy(numpyHeader(shape: "(1,)"), data: littleEndian(1.0.bitPattern))
    let reason = SafetensorsError.unreadable(reason: "gone")
    for count in [0, 11, 20, bytes.count - 1] {
      let source = PartialSource(bytes: bytes, readable: count)
      do {
        _ = try NumpyFile(source).tensor(named: "x").numbers(in: 0..<1)
        Issue.record("nothing is told of \(count) bytes")
      } catch {
        #expect(error as? NumpyError == .source(reason) || error as? TensorError == .numpy(.source(reason)))
        let line = (error as? NumpyError)?.message(file: "x.npy") ?? (error as? TensorError)?.message(file: "x.npy")
        #expect(line?.hasPrefix("x.npy: cannot be read: gone") == true)
      }
    }
  }

  @Test("An array in Fortran's order is read whole, and refused where it is too large for that")
  func wholeLimit() throws {
    let rows = NumpyHeader.wholeLimit
    let header = numpyHeader("|i1", isColumnMajor: true, shape: "(\(rows), 2)")
    let source = PartialSource(bytes: numpy(header), readable: .max, byteCount: numpy(header).count + 2 * rows)
    let tensor = try NumpyFile(source).tensor(named: "x")
    #expect(throws: TensorError.numpy(.tooLarge(shape: [rows, 2]))) { try tensor.numbers(in: 0..<2) }
  }
}

/// Bytes of which only some can be read, behind which there may seem to be more.
struct PartialSource: ByteSource {
  let bytes: [UInt8]
  let readable: Int
  var byteCount: Int

  init(bytes: [UInt8], readable: Int, byteCount: Int? = nil) {
    (self.bytes, self.readable, self.byteCount) = (bytes, readable, byteCount ?? bytes.count)
  }

  func bytes(in range: Range<Int>) throws(SafetensorsError) -> [UInt8] {
    guard range.upperBound <= readable, range.upperBound <= bytes.count else { throw .unreadable(reason: "gone") }
    return Array(bytes[range])
  }
}
