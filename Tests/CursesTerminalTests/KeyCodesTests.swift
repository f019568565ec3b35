import CNcurses
import GradientView
import Testing

@testable import CursesTerminal

@Suite struct KeyCodesTests {
  @Test(arguments: [
    ("kUP", Key(.up, shift: true)), ("kUP5", Key(.up, control: true)), ("kDN6", Key(.down, shift: true, control: true)),
    ("kNXT2", Key(.pageDown, shift: true)), ("kHOM5", Key(.home, control: true)), ("kDC5", Key(.delete, control: true)),
  ])
  func extendedCapability(_ name: String, _ key: Key) { #expect(Key(capability: name) == key) }

  @Test(arguments: ["kUP3", "kUP9", "kUP0", "kIC5", "", "5", "kUPx", "kUP55555555555555555555"])
  func unknownCapability(_ name: String) { #expect(Key(capability: name) == nil) }

  @Test func codesOfCurses() {
    #expect(Key(cursesCode: KEY_UP) == Key(.up))
    #expect(Key(cursesCode: KEY_BTAB) == Key(.tab, shift: true))
    #expect(Key(cursesCode: KEY_SR) == Key(.up, shift: true))
    #expect(Key(cursesCode: KEY_RESIZE) == nil)
    #expect(Key(cursesCode: KEY_MOUSE) == nil)
  }
}
