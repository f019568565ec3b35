/// A file of named tensors, whatever its format: what a model is read from.
///
///     let file = try WeightsFormat.open(bytes)      // safetensors, or what torch.save writes
///     let model = try RNNModel(file)
public protocol WeightsFile {
  /// The tensors, in the order of the file; no two of one name.
  var tensors: [TensorDescription] { get }
  /// What the file says of itself.
  var metadata: [String: String] { get }
  /// The elements of one of the tensors, row by row, each exactly the number that is stored.
  ///
  /// - Throws: ``WeightsFileError`` for a type that no weight has (``TensorType/isWeight``), for a tensor that is none of the
  ///   file's, and for bytes that cannot be had.
  func weights(of tensor: TensorDescription) throws(WeightsFileError) -> [Double]
}

/// Why a file of tensors cannot be read, by its format.
public enum WeightsFileError: Error, Equatable, Sendable {
  /// A safetensors file, or something that is neither.
  case safetensors(SafetensorsError)
  /// A file of `torch.save`.
  case torch(TorchFileError)

  /// One line for a person: the file, what is wrong, where, what was expected, and what to do.
  ///
  /// - Parameter file: the name of the file as the user gave it.
  public func message(file: String) -> String {
    switch self {
    case .safetensors(let error): error.message(file: file)
    case .torch(let error): error.message(file: file)
    }
  }
}

/// Opens a file of tensors by what it is, told by its first bytes and not by its name.
public enum WeightsFormat {
  /// Reads what says which tensors there are, and none of them.
  ///
  /// - Returns: a ``TorchFile`` where the bytes begin as a zip archive does, and a ``SafetensorsFile`` else.
  /// - Throws: ``WeightsFileError`` for a file that is damaged, or neither; never traps, whatever the bytes.
  public static func open<Source: ByteSource>(_ source: Source) throws(WeightsFileError) -> any WeightsFile {
    let start: [UInt8]
    do { start = try source.bytes(in: 0..<min(source.byteCount, 8)) } catch { throw .safetensors(error) }
    guard case .torchArchive = ForeignFormat(start) else {
      do { return try SafetensorsFile(source) } catch { throw .safetensors(error) }
    }
    do { return try TorchFile(source) } catch { throw .torch(error) }
  }
}

extension SafetensorsFile: WeightsFile {
  /// The tensors in the order of their bytes.
  public var tensors: [TensorDescription] { header.tensors }

  /// The header's.
  public var metadata: [String: String] { header.metadata }

  /// What ``values(of:)`` says. Complexity: O(tensors + elements).
  public func weights(of tensor: TensorDescription) throws(WeightsFileError) -> [Double] {
    do { return try values(of: tensor) } catch { throw .safetensors(error) }
  }
}
