import RNNCore
import Testing

@testable import RNNFiles

/// A tensor in memory; whole numbers where `isInteger`.
func stored(_ shape: [Int], _ numbers: [Double], isInteger: Bool = false, name: String = "x") -> StoredTensor {
  StoredTensor(name: name, shape: shape, isInteger: isInteger) { range throws(TensorError) in
    let part = Array(numbers[range])
    return isInteger ? .integers(part.map { Int($0) }) : .reals(part)
  }
}

/// 0, 1, 2, … in a tensor.
func counting(_ shape: [Int], isInteger: Bool = false, name: String = "x") -> StoredTensor {
  stored(shape, (0..<shape.reduce(1, *)).map(Double.init), isInteger: isInteger, name: name)
}

@Suite struct TensorReaderTests {
  @Test("T, T×m, and one item of B×T×m")
  func shapes() throws {
    let one = try TensorReader().read(counting([3]))
    #expect(one.steps == .numbers([0, 1, 2], dimension: 1) && one.item == nil && one.targets == nil)
    #expect(try TensorReader().read(counting([2, 3])).steps == .numbers([0, 1, 2, 3, 4, 5], dimension: 3))
    let batch = counting([3, 2, 2])
    let first = try TensorReader().read(batch)
    #expect(first.steps == .numbers([0, 1, 2, 3], dimension: 2) && first.item == 0)
    let last = try TensorReader(item: 2, inputSize: 2).read(batch)
    #expect(last.steps == .numbers([8, 9, 10, 11], dimension: 2) && last.item == 2)
    #expect(try TensorReader().read(counting([2, 1], isInteger: true)).steps == .numbers([0, 1], dimension: 1))
  }

  @Test("Symbols are T, or one item of B×T, and their number is not that of the inputs")
  func symbols() throws {
    let reader = TensorReader(inputSize: 4, symbolCount: 6)
    #expect(try reader.read(counting([3], isInteger: true)).steps == .symbols([0, 1, 2]))
    let batch = try TensorReader(item: 1, inputSize: 4, symbolCount: 6).read(counting([2, 3], isInteger: true))
    #expect(batch.steps == .symbols([3, 4, 5]) && batch.item == 1)
  }

  @Test("Classes for each step, −100 for none, or for the last step of each sequence")
  func classes() throws {
    func classes(_ shape: [Int], _ numbers: [Double], inputs: [Int] = [2, 3, 1], item: Int? = 1) throws -> ClassTargets?
    {
      let target = stored(shape, numbers, isInteger: true, name: "y")
      return try TensorReader(item: item, classCount: 9).read(counting(inputs), targets: target).targets?.classes
    }
    #expect(try classes([2, 3], [0, 1, 2, 8, -100, 4]) == [8, nil, 4])
    #expect(try classes([2, 3, 1], [0, 1, 2, 8, -100, 4]) == [8, nil, 4])
    #expect(try classes([2], [3, 5]) == [nil, nil, 5])
    #expect(try classes([2, 1], [3, -100]) == [nil, nil, nil])
    #expect(try classes([3], [1, -100, 2], inputs: [3], item: nil) == [1, nil, 2])
    // Of a sequence by itself there is no target of the last step alone.
    #expect(throws: TensorError.self) { try classes([1], [2], inputs: [3], item: nil) }
    let open = stored([1], [12], isInteger: true)
    #expect(try TensorReader().read(counting([1]), targets: open).targets?.classes == [12])
  }

  @Test("Values for each step, or for the last step of each sequence")
  func values() throws {
    func values(_ shape: [Int], inputs: [Int] = [2, 3, 1], item: Int? = 1) throws -> TargetValues? {
      let targets = try TensorReader(item: item).read(counting(inputs), targets: counting(shape, name: "y")).targets
      guard case .values(let values)? = targets?.kind else { return nil }
      return values
    }
    #expect(try values([2, 3, 2]) == TargetValues(width: 2, numbers: [6, 7, 8, 9, 10, 11]))
    #expect(try values([2, 3]) == TargetValues(width: 1, numbers: [3, 4, 5]))
    let last = [false, false, true]
    #expect(try values([2]) == TargetValues(width: 1, numbers: [0, 0, 1], isKnown: last))
    #expect(try values([2, 2]) == TargetValues(width: 2, numbers: [0, 0, 0, 0, 2, 3], isKnown: last))
    #expect(try values([3], inputs: [3, 2], item: nil) == TargetValues(width: 1, numbers: [0, 1, 2]))
    #expect(try values([3, 2], inputs: [3], item: nil) == TargetValues(width: 2, numbers: [0, 1, 2, 3, 4, 5]))
  }

  private func message(_ reader: TensorReader, _ tensor: StoredTensor, targets: StoredTensor? = nil) -> String {
    do {
      return "no error: \(try reader.read(tensor, targets: targets))"
    } catch { return error.message(file: "f") }
  }

  @Test("What is no sequence is told in one line")
  func refusals() {
    let reader = TensorReader(inputSize: 2)
    #expect(
      message(reader, counting([])) == "f: \"x\" of shape [] is no sequence: expected [T], [T, m] or [B, T, m]")
    #expect(message(reader, counting([1, 1, 1, 1])).hasSuffix("expected [T], [T, m] or [B, T, m]"))
    let symbols = TensorReader(symbolCount: 3)
    #expect(
      message(symbols, counting([1, 1, 1], isInteger: true))
        == "f: \"x\" of shape [1, 1, 1] is no sequence: expected [T] or [B, T] of tokens")
    #expect(
      message(reader, counting([0, 2]))
        == "f: \"x\" of shape [0, 2] is empty: expected at least one step and one number")
    #expect(message(TensorReader(), counting([2, 0])).hasSuffix("is empty: expected at least one step and one number"))
    #expect(
      message(reader, counting([3]))
        == "f: \"x\" of shape [3] has 1 number a step, and the network takes 2: expected [T, 2] or [B, T, 2]")
    #expect(
      message(TensorReader(inputSize: 1), counting([3, 2]))
        == "f: \"x\" of shape [3, 2] has 2 numbers a step, and the network takes 1: expected [T, 1] or [B, T, 1], or [T]"
    )
    let far = "f: \"x\" of shape [3, 2] has more than 10000000 steps or 100000000 numbers in a sequence: cut it"
    #expect(message(TensorReader(stepLimit: 2), counting([3, 2])) == far)
    #expect(message(TensorReader(numberLimit: 5), counting([3, 2])) == far)
    #expect(message(TensorReader(numberLimit: 5), counting([3]), targets: counting([3, 2])) == far)
    #expect(
      message(TensorReader(item: 0), counting([3, 2]))
        == "f: \"x\" of shape [3, 2] is one sequence and no batch: leave --sequence out")
  }

  @Test("Items of a batch")
  func items() {
    func told(_ item: Int, _ batch: Int) -> String { message(TensorReader(item: item), counting([batch, 2, 1])) }
    #expect(told(3, 3) == "f: no sequence 3 in \"x\": --sequence is from 0 to 2")
    #expect(told(-1, 1) == "f: no sequence -1 in \"x\": --sequence is 0, the only one")
    #expect(told(0, 0) == "f: no sequence 0 in \"x\": --sequence is of a batch that has some")
  }

  @Test("Elements that cannot be, with their index")
  func elements() {
    let numbers = [0, 1, 2, .nan, 4, 5, 6, .infinity]
    #expect(
      message(TensorReader(), stored([2, 2, 2], numbers)) == "f: \"x\"[0, 1, 1] is NaN: replace it, or cut it out")
    #expect(
      message(TensorReader(item: 1), stored([2, 2, 2], numbers))
        == "f: \"x\"[1, 1, 1] is infinite: replace it, or cut it out")
    let symbols = TensorReader(item: 1, symbolCount: 5)
    #expect(
      message(symbols, counting([2, 3], isInteger: true))
        == "f: \"x\"[1, 2] is 5, which is no token: expected a whole number from 0 to 4")
    #expect(
      message(TensorReader(symbolCount: 5), stored([1], [-1], isInteger: true))
        == "f: \"x\"[0] is -1, which is no token: expected a whole number from 0 to 4")
    #expect(
      message(symbols, counting([2, 2])) == "f: \"x\" has numbers with a fraction, expected tokens: save it with long()"
    )
    let y = stored([2], [1, -1], isInteger: true, name: "y")
    #expect(
      message(TensorReader(classCount: 3), counting([2]), targets: y)
        == "f: \"y\"[1] is -1, which is no class: expected a whole number from 0 to 2, or -100 for a step without a target"
    )
    #expect(
      message(TensorReader(), counting([2]), targets: y)
        == "f: \"y\"[1] is -1, which is no class: expected a whole number from 0, or -100 for a step without a target")
    let high = stored([2], [1, 3], isInteger: true, name: "y")
    #expect(message(TensorReader(classCount: 3), counting([2]), targets: high).contains("\"y\"[1] is 3"))
  }

  @Test("Targets of other steps or sequences")
  func targets() {
    let (batch, one) = (counting([2, 3, 1]), counting([3]))
    #expect(
      message(TensorReader(), batch, targets: counting([2, 4], isInteger: true, name: "y"))
        == "f: \"y\" of shape [2, 4] are no targets of these inputs: expected [2, 3] of classes, or [2] for the last step "
        + "alone; values are saved with float()")
    #expect(
      message(TensorReader(), batch, targets: counting([4], name: "y"))
        == "f: \"y\" of shape [4] are no targets of these inputs: expected [2, 3] or [2, 3, p] of values, or [2] or [2, p] "
        + "for the last step alone")
    #expect(
      message(TensorReader(), one, targets: counting([3, 2], isInteger: true, name: "y"))
        == "f: \"y\" of shape [3, 2] are no targets of these inputs: expected [3] of classes; values are saved with float()"
    )
    #expect(
      message(TensorReader(), one, targets: counting([3, 0], name: "y"))
        == "f: \"y\" of shape [3, 0] are no targets of these inputs: expected [3] or [3, p] of values")
  }

  @Test("Tensors of a safetensors file, by name or the only one, of numbers of every kind")
  func safetensorsFile() throws {
    let header =
      "{\"i\":{\"dtype\":\"I16\",\"shape\":[2],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"BOOL\",\"shape\":[2],\"data_offsets\":[4,6]},"
      + "\"h\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[6,8]},\"c\":{\"dtype\":\"C64\",\"shape\":[1],\"data_offsets\":[8,16]}}"
    let data: [UInt8] =
      [0xFE, 0xFF, 3, 0, 1, 0] + littleEndian(Float16(0.5).bitPattern) + Array(repeating: 0, count: 8)
    let file = try SafetensorsFile(safetensors(header, data: data))
    #expect(try file.tensor(named: "i").numbers(in: 0..<2) == .integers([-2, 3]))
    #expect(try file.tensor(named: "i").numbers(in: 1..<2) == .integers([3]))
    #expect(try file.tensor(named: "b").numbers(in: 0..<2) == .integers([1, 0]))
    #expect(try file.tensor(named: "h").numbers(in: 0..<1) == .reals([0.5]))
    func message(_ file: SafetensorsFile<[UInt8]>, _ name: String?) -> String {
      do { return "no error: \(try file.tensor(named: name).name)" } catch { return error.message(file: "f") }
    }
    #expect(
      message(file, "c")
        == "f: \"c\" is C64, and F64, F32, F16, BF16, whole numbers and BOOL are read: save it with float()")
    #expect(message(file, nil) == "f: 4 tensors: choose one with --tensor from \"i\", \"b\", \"h\", \"c\"")
    #expect(message(file, "z") == "f: no tensor \"z\": there are \"i\", \"b\", \"h\", \"c\"")
    let single = try SafetensorsFile(safetensors([SampleTensor(name: "x", shape: [2], values: [1, 2])]))
    #expect(try single.tensor(named: nil).numbers(in: 0..<2) == .reals([1, 2]))
    #expect(message(single, "y") == "f: no tensor \"y\": there is \"x\"")
    let none = try SafetensorsFile(safetensors([]))
    #expect(message(none, nil) == "f: no tensors: expected one of numbers")
    #expect(message(none, "y") == "f: no tensor \"y\": there are none")
    let alien = TensorDescription(name: "alien", type: .f64, shape: [1])
    #expect(throws: SafetensorsError.noSuchTensor(name: "alien")) { try single.numbers(of: alien, 0..<1) }
  }

  @Test("A file that cannot be read is told by its own words")
  func unreadable() throws {
    let bytes = safetensors([SampleTensor(name: "x", shape: [2], values: [1, 2])])
    let tensor = try SafetensorsFile(PartialSource(bytes: bytes, readable: bytes.count - 8)).tensor(named: nil)
    #expect(throws: TensorError.safetensors(.unreadable(reason: "gone"))) { try tensor.numbers(in: 1..<2) }
    #expect(
      TensorError.safetensors(.unreadable(reason: "gone")).message(file: "f").hasPrefix("f: cannot be read: gone"))
  }

  @Test("Whole numbers of every size, in both orders of bytes")
  func integers() {
    let bytes: [UInt8] = [0x80, 1, 2, 3, 4, 5, 6, 0xFF]
    func values(_ size: Int, _ isSigned: Bool, _ isBig: Bool = false) -> [Int] {
      IntegerBytes(bytes, size: size, isSigned: isSigned, isBigEndian: isBig).values
    }
    #expect(values(1, true).first == -128 && values(1, false).first == 128 && values(1, true).last == -1)
    #expect(values(2, true) == [0x180, 0x302, 0x504, -250] && values(2, false).last == 0xFF06)
    #expect(values(4, true, true) == [-0x7FFE_FDFD, 0x0405_06FF] && values(4, false, true)[0] == 0x8001_0203)
    #expect(values(8, true).first == -0x00F9_FAFB_FCFD_FE80 && values(8, false) == [.max])
  }
}
