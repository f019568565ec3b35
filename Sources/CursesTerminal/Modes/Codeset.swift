import Glibc

/// What the locale says about characters.
package enum Codeset {
  /// Whether the locale's characters are UTF-8, so that more than ASCII can be shown.
  ///
  /// Only LC_CTYPE is taken from the environment: numbers keep their decimal point.
  package static var isUTF8: Bool {
    if setlocale(LC_CTYPE, "") == nil { setlocale(LC_CTYPE, "C") }  // an unknown locale
    guard let name = nl_langinfo(Int32(CODESET)) else { return false }
    return String(cString: name) == "UTF-8"
  }

  /// Makes ncurses take the terminal for one of UTF-8, to be called before it starts.
  ///
  /// In any other locale it sends REP, "the same character once more", which many terminals that call themselves xterm do
  /// not know: they would lose cells. Where the locale is not UTF-8 only ASCII is drawn, which is the same in both.
  static func letCursesCountOnUTF8() {
    if !isUTF8 { setlocale(LC_CTYPE, "C.UTF-8") }
  }
}
