import Screen
import Testing

@testable import CursesTerminal

/// The events of bytes that come in one go and are followed by silence.
private func events(_ bytes: [UInt8]) -> [TerminalEvent] {
  var decoder = InputDecoder()
  for byte in bytes { decoder.feed(byte) }
  decoder.silence()
  return decoder.takeEvents()
}

private func events(_ text: String) -> [TerminalEvent] { events(Array(text.utf8)) }

private func keys(_ text: String) -> [Key] {
  events(text).compactMap { if case .key(let key) = $0 { key } else { nil } }
}

@Suite struct InputDecoderTests {
  @Test func nothingComesOfNothing() {
    #expect(events([]).isEmpty)
    #expect(InputDecoder().patience == nil)
  }

  @Test func charactersAreKeys() {
    #expect(keys("aA 1~") == ["a", "A", " ", "1", "~"].map { Key(.character($0)) })
    #expect(keys("é∂漢😀") == ["é", "∂", "漢", "😀"].map { Key(.character($0)) })
  }

  @Test func controlCharacters() {
    #expect(keys("\u{03}\u{1a}\u{01}") == ["c", "z", "a"].map { Key(.character($0), control: true) })
    #expect(keys("\r\n\t\u{08}\u{7f}") == [.enter, .enter, .tab, .backspace, .backspace].map { Key($0) })
    #expect(keys("\u{00}\u{1c}\u{1d}\u{1e}\u{1f}").isEmpty)
  }

  @Test(arguments: [
    ("\u{1b}[A", Key(.up)), ("\u{1b}OA", Key(.up)), ("\u{1b}[D", Key(.left)), ("\u{1b}OC", Key(.right)),
    ("\u{1b}[1;2A", Key(.up, shift: true)), ("\u{1b}[1;5B", Key(.down, control: true)),
    ("\u{1b}[1;6C", Key(.right, shift: true, control: true)), ("\u{1b}[a", Key(.up, shift: true)),
    ("\u{1b}Ob", Key(.down, control: true)), ("\u{1b}O5A", Key(.up)), ("\u{1b}[H", Key(.home)),
    ("\u{1b}OF", Key(.end)), ("\u{1b}[1~", Key(.home)), ("\u{1b}[7~", Key(.home)), ("\u{1b}[4~", Key(.end)),
    ("\u{1b}[8~", Key(.end)), ("\u{1b}[5~", Key(.pageUp)), ("\u{1b}[6~", Key(.pageDown)),
    ("\u{1b}[6;5~", Key(.pageDown, control: true)), ("\u{1b}[5$", Key(.pageUp, shift: true)),
    ("\u{1b}[6^", Key(.pageDown, control: true)), ("\u{1b}[6@", Key(.pageDown, shift: true, control: true)),
    ("\u{1b}[3~", Key(.delete)), ("\u{1b}[1;5H", Key(.home, control: true)), ("\u{1b}[Z", Key(.tab, shift: true)),
    ("\u{1b}OM", Key(.enter)),
    ("\u{1b}Ok", Key(.character("+"))), ("\u{1b}Op", Key(.character("0"))), ("\u{1b}Oy", Key(.character("9"))),
    ("\u{1b}", Key(.escape)),
  ])
  func sequence(_ bytes: String, _ key: Key) { #expect(keys(bytes) == [key]) }

  @Test(arguments: [
    "\u{1b}x", "\u{1b}é", "\u{1b}\r", "\u{1b}[1;3A", "\u{1b}[2~", "\u{1b}[15~", "\u{1b}OP", "\u{1b}[[A", "\u{1b}[I",
    "\u{1b}[?2026;1$y", "\u{1b}[>0;276;0c", "\u{1b}]11;rgb:0000/0000/0000\u{07}", "\u{1b}]11;rgb:00/00/00\u{1b}\\",
    "\u{1b}P1$r0m\u{1b}\\", "\u{1b}_G;OK\u{1b}\\", "\u{1b}[999999999999999999999999~", "\u{1b}[1;2;3;4;5;6X",
    "\u{1b}[", "\u{1b}[1;", "\u{1b}O",
  ])
  func unknownSequenceIsSwallowedWhole(_ bytes: String) { #expect(events(bytes).isEmpty) }

  @Test(arguments: [
    "\u{1b}x", "\u{1b}é", "\u{1b}[15~", "\u{1b}OP", "\u{1b}[[A", "\u{1b}]0;title\u{07}", "\u{1b}[<35;1;1M",
  ])
  func whatFollowsAnUnknownSequenceIsRead(_ bytes: String) { #expect(keys(bytes + "q") == [Key(.character("q"))]) }

  @Test func invalidBytesAreDroppedOneAtATime() {
    let q = TerminalEvent.key(Key(.character("q")))
    #expect(events([0xff, 0x71]) == [q])
    #expect(events([0x80, 0x71]) == [q])
    #expect(events([0xe2, 0x71]) == [q])
    #expect(events([0xe2, 0x88, 0x71]) == [q])
    #expect(events([0xc0, 0x80, 0x71]) == [q])
    #expect(events([0xed, 0xa0, 0x80, 0x71]) == [q])
    #expect(events([0xf4, 0x90, 0x80, 0x80, 0x71]) == [q])
    #expect(events([0xc2, 0x85, 0x71]) == [q])
    #expect(events([0xe2, 0xc3, 0xa9]) == [.key(Key(.character("é")))])
    #expect(events([0xe2, 0x88]).isEmpty)
  }

  @Test func escapeThenEscape() { #expect(keys("\u{1b}\u{1b}") == [Key(.escape), Key(.escape)]) }

  @Test func aSequenceMayComeInPieces() {
    var decoder = InputDecoder()
    for byte in "\u{1b}[1;".utf8 { decoder.feed(byte) }
    #expect(decoder.takeEvents().isEmpty)
    #expect(decoder.patience == .milliseconds(100))
    for byte in "2A".utf8 { decoder.feed(byte) }
    #expect(decoder.takeEvents() == [.key(Key(.up, shift: true))])
    #expect(decoder.patience == nil)
  }

  @Test func aKeyOfTheTerminalDatabaseEndsWhatHasBegun() {
    var decoder = InputDecoder()
    decoder.feed(0x1b)
    decoder.feed(Key(.left))
    #expect(decoder.takeEvents() == [.key(Key(.escape)), .key(Key(.left))])
  }
}

@Suite struct AnyInputTests {
  /// Bytes of which escape sequences are likely to come.
  private static let alphabet: [UInt8] =
    Array("\u{1b}\u{1b}\u{1b}[[O<;;0123456789?$~^@MmAZa]\\q\u{07}".utf8) + [0, 0x80, 0xe2, 0xff]

  @Test(arguments: 0..<20)
  func afterAnyBytesAndSilenceAKeyIsRead(seed: Int) {
    var state = UInt64(seed)
    var decoder = InputDecoder()
    for _ in 0..<2000 {
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        decoder.feed(Self.alphabet[Int(state >> 33) % Self.alphabet.count])
      }
      decoder.silence()
      _ = decoder.takeEvents()
      #expect(decoder.patience == nil)
      decoder.feed("é")
      #expect(decoder.takeEvents() == [.key(Key(.character("é")))])
    }
  }
}

@Suite struct MouseReportTests {
  @Test(arguments: [
    ("\u{1b}[<0;1;1M", MouseEvent(.press, x: 0, y: 0)), ("\u{1b}[<0;300;250M", MouseEvent(.press, x: 299, y: 249)),
    ("\u{1b}[<0;5;6m", MouseEvent(.release, x: 4, y: 5)), ("\u{1b}[<32;5;6M", MouseEvent(.drag, x: 4, y: 5)),
    ("\u{1b}[<64;5;6M", MouseEvent(.wheelUp, x: 4, y: 5)), ("\u{1b}[<65;5;6M", MouseEvent(.wheelDown, x: 4, y: 5)),
    ("\u{1b}[<16;5;6M", MouseEvent(.press, x: 4, y: 5)), ("\u{1b}[<68;5;6M", MouseEvent(.wheelUp, x: 4, y: 5)),
    ("\u{1b}[M !!", MouseEvent(.press, x: 0, y: 0)), ("\u{1b}[M#!!", MouseEvent(.release, x: 0, y: 0)),
    ("\u{1b}[M`%&", MouseEvent(.wheelUp, x: 4, y: 5)),
  ])
  func report(_ bytes: String, _ event: MouseEvent) { #expect(events(bytes) == [.mouse(event)]) }

  @Test(arguments: [
    "\u{1b}[<35;5;6M", "\u{1b}[<1;5;6M", "\u{1b}[<2;5;6M", "\u{1b}[<66;5;6M", "\u{1b}[<0;0;0M", "\u{1b}[<0;5M",
    "\u{1b}[<0;5;6;7M", "\u{1b}[<;;M", "\u{1b}[<0;5;99999999999999999999M", "\u{1b}[<-1;2;3M", "\u{1b}[<0;5;6X",
  ])
  func otherReportsMeanNothing(_ bytes: String) { #expect(events(bytes).isEmpty) }
}

@Suite struct PasteTests {
  private func paste(_ text: String) -> [TerminalEvent] { events("\u{1b}[200~" + text + "\u{1b}[201~") }

  @Test func emptyPaste() { #expect(paste("") == [.paste("")]) }

  @Test func textIsKept() { #expect(paste("q é 0.9") == [.paste("q é 0.9")]) }

  @Test func lineEndsBecomeNewlines() { #expect(paste("a\r\nb\rc\nd") == [.paste("a\nb\nc\nd")]) }

  @Test func controlCharactersAreRemoved() {
    #expect(paste("a\u{03}\u{1b}[A\u{1b}[20\u{7f}b\tc") == [.paste("a[A[20b\tc")])
  }

  @Test func keysInsideAreNone() {
    var decoder = InputDecoder()
    for byte in "\u{1b}[200~a".utf8 { decoder.feed(byte) }
    decoder.feed(Key(.up))
    for byte in "b\u{1b}[201~".utf8 { decoder.feed(byte) }
    #expect(decoder.takeEvents() == [.paste("ab")])
  }

  @Test func anEscapeBeforeTheEndDoesNotHideIt() { #expect(paste("a\u{1b}\u{1b}[201") == [.paste("a[201")]) }

  @Test func withoutAnEndItEndsInSilence() { #expect(events("\u{1b}[200~abc") == [.paste("abc")]) }

  @Test func keysGoOnBehindIt() {
    #expect(events("\u{1b}[200~a\u{1b}[201~q") == [.paste("a"), .key(Key(.character("q")))])
  }

  @Test func aLongOneIsCut() {
    let events = paste(String(repeating: "x", count: PastedText.limit + 1000))
    #expect(events == [.paste(String(repeating: "x", count: PastedText.limit))])
  }
}
