import Testing

@testable import RNNFiles

/// Every prefix of small arrays, and every change of a byte of theirs: numbers, or an error of one line.
@Suite struct NumpyRobustnessTests {
  private static let header = Array("{'descr':'>i2','fortran_order':True,'shape':(3,2)}".utf8)
  private static let bytes = NumpyHeader.magic + [1, 0, UInt8(header.count), 0] + header + Array(0..<12)

  /// Whether the bytes are an array, which is read whole then.
  private func read(_ bytes: [UInt8]) -> Bool {
    do {
      let file = try NumpyFile(bytes)
      let shape = file.header.shape
      let count = shape.contains(0) ? 0 : shape.reduce(1, *)
      let numbers = try file.tensor(named: "x").numbers(in: 0..<count)
      #expect(numbers.values.count == count)
      for (item, symbols) in [(nil, nil), (0, nil), (0, 9)] as [(Int?, Int?)] {
        _ = try? TensorReader(item: item, symbolCount: symbols).read(
          file.tensor(named: "x"), targets: file.tensor(named: "x"))
      }
      return true
    } catch {
      let line = (error as? NumpyError)?.message(file: "x.npy") ?? (error as? TensorError)?.message(file: "x.npy") ?? ""
      #expect(line.hasPrefix("x.npy: ") && !line.contains { $0.isNewline }, "\(error)")
      return false
    }
  }

  @Test("Prefixes")
  func prefixes() {
    #expect(read(Self.bytes))
    for count in Self.bytes.indices { #expect(!read(Array(Self.bytes[..<count])), "\(count)") }
    #expect(!read(Self.bytes + [0]))
  }

  @Test("Every byte replaced by every other one")
  func changes() {
    var good = 0
    for place in Self.bytes.indices {
      for value in UInt8.min...UInt8.max {
        var bytes = Self.bytes
        bytes[place] = value
        if read(bytes) { good += 1 }
      }
    }
    // The numbers themselves, the bytes as they are, and a few other well-formed headers.
    #expect(good > 12 * 256 && good < 13 * 256 + Self.bytes.count)
  }
}
