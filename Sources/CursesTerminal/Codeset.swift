import Glibc

/// What the locale says about characters.
public enum Codeset {
  /// Whether the locale's characters are UTF-8, so that more than ASCII can be shown.
  ///
  /// Only LC_CTYPE is taken from the environment: numbers keep their decimal point.
  public static var isUTF8: Bool {
    setlocale(LC_CTYPE, "")
    guard let name = nl_langinfo(Int32(CODESET)) else { return false }
    return String(cString: name) == "UTF-8"
  }
}
