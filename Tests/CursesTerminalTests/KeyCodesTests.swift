import CNcurses
import Screen
import Testing

@testable import CursesTerminal

@Suite struct KeyCodesTests {
  @Test func codesOfCurses() {
    #expect(Key(cursesCode: KEY_UP) == Key(.up))
    #expect(Key(cursesCode: KEY_BTAB) == Key(.tab, shift: true))
    #expect(Key(cursesCode: KEY_SR) == Key(.up, shift: true))
    #expect(Key(cursesCode: KEY_RESIZE) == nil)
    #expect(Key(cursesCode: KEY_MOUSE) == nil)
  }
}
