/// A name of Python that a checkpoint may use. It is never looked up: what it makes of its arguments is known here.
enum PickleGlobal: Equatable {
  /// `_rebuild_tensor_v2(storage, offset, shape, strides, requires_grad, hooks, metadata)`
  case tensor
  /// `_rebuild_tensor_v3`, with the type of the elements before the metadata.
  case typedTensor
  /// `_rebuild_parameter(tensor, …)`, which is its tensor.
  case parameter
  /// `_rebuild_from_type_v2(rebuild, type, arguments, state)`, which is the tensor that `rebuild` makes of the arguments.
  case tensorOfClass
  /// A dictionary.
  case dictionary
  /// A storage of numbers; of bytes where nil.
  case storage(TensorType?)
  /// A type of elements.
  case elementType(TensorType)
  /// Something harmless that stands beside tensors in a checkpoint: what is made of it is passed over.
  case other

  /// The meaning of a name; nil for one that is not allowed.
  init?(module: String, name: String) {
    // Python 2 called it so, and pickles up to protocol 2 still do.
    let module = module == "__builtin__" ? "builtins" : module
    let full = "\(module) \(name)"
    if let known = Self.known[full] {
      self = known
    } else if module == "torch", let type = Self.elementTypes[name] {
      self = .elementType(type)
    } else if Self.harmless[module]?.contains(name) == true {
      self = .other
    } else {
      return nil
    }
  }

  private static let known: [String: PickleGlobal] = [
    "torch._utils _rebuild_tensor_v2": .tensor, "torch._utils _rebuild_tensor_v3": .typedTensor,
    "torch._utils _rebuild_parameter": .parameter, "torch._utils _rebuild_parameter_with_state": .parameter,
    "torch._tensor _rebuild_from_type_v2": .tensorOfClass,
    "collections OrderedDict": .dictionary, "collections defaultdict": .dictionary, "builtins dict": .dictionary,
    "torch DoubleStorage": .storage(.f64), "torch FloatStorage": .storage(.f32), "torch HalfStorage": .storage(.f16),
    "torch BFloat16Storage": .storage(.bf16), "torch LongStorage": .storage(.i64), "torch IntStorage": .storage(.i32),
    "torch ShortStorage": .storage(.i16), "torch CharStorage": .storage(.i8), "torch ByteStorage": .storage(.u8),
    "torch BoolStorage": .storage(.bool), "torch ComplexFloatStorage": .storage(.c64),
    "torch.storage UntypedStorage": .storage(nil),
  ]

  private static let elementTypes: [String: TensorType] = [
    "float64": .f64, "float32": .f32, "float16": .f16, "bfloat16": .bf16, "int64": .i64, "int32": .i32, "int16": .i16,
    "int8": .i8, "uint8": .u8, "uint16": .u16, "uint32": .u32, "uint64": .u64, "bool": .bool, "complex64": .c64,
    "float8_e5m2": .f8e5m2, "float8_e4m3fn": .f8e4m3, "float8_e8m0fnu": .f8e8m0,
  ]

  /// What checkpoints of training scripts and of Lightning hold besides tensors: plain values, and classes that are but
  /// records. None of them says anything of a tensor. By module, their names.
  private static let harmless: [String: Set<String>] = [
    "builtins": [
      "set", "frozenset", "list", "tuple", "int", "float", "bool", "str", "bytes", "bytearray", "complex", "slice",
      "range",
      "xrange",
    ],
    "collections": ["Counter", "deque"], "_codecs": ["encode"], "argparse": ["Namespace"],
    "pathlib": paths, "pathlib._local": paths,
    "datetime": ["datetime", "date", "time", "timedelta", "timezone"],
    "numpy": ["dtype", "ndarray", "float16", "float32", "float64", "int32", "int64", "bool_"],
    "numpy.core.multiarray": ["scalar", "_reconstruct"], "numpy._core.multiarray": ["scalar", "_reconstruct"],
    "numpy.core.numeric": ["_frombuffer"], "numpy._core.numeric": ["_frombuffer"],
    "torch": ["Size", "device", "dtype", "Tensor", "complex128", "strided"],
    "torch.nn.parameter": ["Parameter", "Buffer"],
    "pytorch_lightning.utilities.parsing": ["AttributeDict"], "lightning.pytorch.utilities.parsing": ["AttributeDict"],
    "lightning.fabric.utilities.data": ["AttributeDict"], "lightning_fabric.utilities.data": ["AttributeDict"],
    // Keys of the callbacks' states before Lightning 1.6.
    "pytorch_lightning.callbacks.model_checkpoint": ["ModelCheckpoint"],
    "pytorch_lightning.callbacks.early_stopping": ["EarlyStopping"],
    "pytorch_lightning.callbacks.lr_monitor": ["LearningRateMonitor"],
  ]

  private static let paths: Set<String> = ["Path", "PosixPath", "WindowsPath", "PurePosixPath", "PureWindowsPath"]
}
