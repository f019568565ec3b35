/// Safetensors files for tests of the program.
enum SampleModel {
  /// An nn.RNN of n = 3 units and m inputs, each number another small one times a scale, with other tensors beside it.
  static func bytes(
    inputs: Int = 1, scale: Float = 1, others: [(name: String, shape: [Int])] = [], metadata: String? = nil
  ) -> [UInt8] {
    let own = [("weight_ih_l0", [3, inputs]), ("weight_hh_l0", [3, 3]), ("bias_ih_l0", [3]), ("bias_hh_l0", [3])]
    var (members, data) = (metadata.map { ["\"__metadata__\":\($0)"] } ?? [], [UInt8]())
    for (name, shape) in own.map({ ("rnn." + $0.0, $0.1) }) + others {
      let begin = data.count
      for number in 0..<shape.reduce(1, *) {
        let value = Float((data.count + number) % 7 - 3) / 5 * scale
        data += withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
      }
      members.append("\"\(name)\":{\"dtype\":\"F32\",\"shape\":\(shape),\"data_offsets\":[\(begin),\(data.count)]}")
    }
    let header = "{" + members.joined(separator: ",") + "}"
    return withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) } + header.utf8 + data
  }
}
