import Testing

@testable import RNNFiles

/// Files that are no NumPy array to read, each with the line that a person reads.
@Suite struct NumpyErrorMessageTests {
  private static func message(_ bytes: [UInt8]) -> String {
    do {
      return "no error: \(try NumpyFile(bytes).header)"
    } catch { return error.message(file: "x.npy") }
  }

  private static let damaged = ": the file is damaged, write it again with numpy.save"

  @Test(
    "What is wrong with the file",
    arguments: [
      ([], "not a NumPy file, which begins with 0x93 NUMPY: save the array with numpy.save"),
      (Array("PK".utf8), "a zip archive, an .npz perhaps: save one array with numpy.save"),
      ([0x80, 4], "a pickle, which is not read: save the array with numpy.save"),
      (NumpyHeader.magic, "6 bytes, and the header is longer: fetch the file again"),
      (NumpyHeader.magic + [2, 0, 0, 0], "10 bytes, and the header is longer: fetch the file again"),
      (
        NumpyHeader.magic + [4, 0, 0, 0],
        "version 4.0 of the format, and 1.0, 2.0 and 3.0 are read: write it again with numpy.save"
      ),
      (
        NumpyHeader.magic + [1, 1, 0, 0],
        "version 1.1 of the format, and 1.0, 2.0 and 3.0 are read: write it again with numpy.save"
      ),
      (
        NumpyHeader.magic + [2, 0, 0, 0, 0, 1],
        "the header's length is 16777216 bytes, the limit is 1048576\(damaged)"
      ),
      (
        NumpyHeader.magic + [1, 0, 9, 0, 0x7B],
        "the header's length is 9 bytes, and 1 are left: the file is truncated, fetch it again"
      ),
      (
        numpy(numpyHeader(shape: "(2,)"), data: [0]),
        "<f8 of shape [2] needs 16 bytes, and there are 1: the file is truncated, fetch it again"
      ),
      (
        numpy(numpyHeader(shape: "(0,)"), data: [0]), "<f8 of shape [0] needs 0 bytes, and there are 1\(damaged)"
      ),
      (
        numpy(numpyHeader(shape: "(4294967296, 4294967296)")),
        "shape [4294967296, 4294967296] has more bytes than can be counted\(damaged)"
      ),
    ] as [([UInt8], String)])
  func file(bytes: [UInt8], expected: String) { #expect(Self.message(bytes) == "x.npy: " + expected) }

  @Test(
    "What is wrong with the elements",
    arguments: [
      (
        "|O",
        "the elements are Python's objects (\"|O\"), which are pickled and not read: save numbers with astype(float)"
      ),
      (
        "O",
        "the elements are Python's objects (\"O\"), which are pickled and not read: save numbers with astype(float)"
      ),
      ("<c16", nil), ("<U3", nil), ("|S4", nil), ("<M8[s]", nil), ("|V8", nil), ("<f16", nil), ("<f1", nil),
      ("=f8", nil),
      ("|f8", nil), ("<b2", nil), ("<i3", nil), ("f8", nil), ("", nil), ("<fx", nil), ("<f8 ", nil), ("é", nil),
    ] as [(String, String?)])
  func type(name: String, expected: String?) {
    let other =
      "the elements are \"\(name)\", and floating-point numbers of 2 to 8 bytes, whole numbers and truth values are read: "
      + "save them with astype(float)"
    let message = Self.message(numpy(numpyHeader(name, shape: "()")))
    if name == "é" {
      #expect(message.contains("expected a plain character or the closing quotation mark, found 0xC3"))
    } else {
      #expect(message == "x.npy: " + (expected ?? other))
    }
  }

  @Test("Structures of several parts are refused", arguments: ["[('a', '<f8')]", "('<f8', (2,))"])
  func structured(description: String) {
    #expect(
      Self.message(numpy("{'descr': \(description), 'fortran_order': False, 'shape': ()}"))
        == "x.npy: the elements are structures of several parts: save one of them alone")
  }

  @Test(
    "The header's grammar, byte by byte",
    arguments: [
      ("", 11, "a dictionary", "the end"), ("[1]", 10, "a dictionary", "["),
      ("{", 12, "a text in quotation marks", "the end"),
      ("{1:2}", 11, "a text in quotation marks", "1"), ("{'descr' '<f8'}", 19, "a colon", "'"),
      ("{'descr': '<f8' 'shape'}", 26, "a comma or }", "'"), ("{'descr': '<f8'} x", 27, "nothing more", "x"),
      ("{'descr", 17, "a plain character or the closing quotation mark", "0x0A"),
      ("{'de\\\\", 14, "a plain character or the closing quotation mark", "\\"),
      ("{'fortran_order': 0}", 28, "True or False", "0"), ("{'fortran_order': ", 29, "True or False", "the end"),
      ("{'shape': 3}", 20, "a tuple of whole numbers", "3"), ("{'shape': (3)}", 22, "a comma", ")"),
      ("{'shape': (,)}", 21, "a whole number", ","), ("{'shape': (-1,)}", 21, "a whole number", "-"),
      ("{'shape': (03,)}", 21, "a whole number", "0"), ("{'shape': (1, 2 3)}", 26, "a comma or )", "3"),
      ("{'shape': (1.5,)}", 22, "a comma", "."), ("{'descr': 8}", 20, "a text in quotation marks", "8"),
      ("{,}", 11, "a text in quotation marks", ","),
      ("__import__('os').system('x')", 10, "a dictionary", "_"),
    ] as [(String, Int, String, String)])
  func grammar(header: String, offset: Int, expected: String, found: String) {
    #expect(
      Self.message(numpy(header))
        == "x.npy: header, byte \(offset): expected \(expected), found \(found)\(Self.damaged)")
  }

  @Test(
    "Keys and numbers",
    arguments: [
      ("{'shape': (), 'shape': ()}", "the header has \"shape\" twice"),
      ("{'x': 1}", "the header has \"x\", expected descr, fortran_order and shape alone"),
      ("{}", "the header has no descr"), ("{'descr': '<f8'}", "the header has no fortran_order"),
      ("{'descr': '<f8', 'fortran_order': True,}", "the header has no shape"),
      ("{'shape': (9223372036854775808,)}", "header, byte 21: a number beyond 9223372036854775807"),
    ] as [(String, String)])
  func keys(header: String, expected: String) {
    #expect(Self.message(numpy(header)) == "x.npy: " + expected + Self.damaged)
  }
}
