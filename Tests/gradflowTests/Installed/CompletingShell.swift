import Foundation
import Testing

/// A shell that someone types into, with the completion that the program writes for it.
struct CompletingShell {
  /// The shells that there are completions for.
  enum Name: String, CaseIterable {
    case bash, zsh, fish

    /// Where it is installed; nil where it is not.
    var path: String? {
      ["/usr/bin/", "/bin/", "/usr/local/bin/"].map { $0 + rawValue }.first(where: FileManager.default.isExecutableFile)
    }
  }

  /// Those that are installed here.
  static var installed: [Name] { Name.allCases.filter { $0.path != nil } }

  private let name: Name
  private let folder: TemporaryFolder
  private let terminal: PseudoTerminal

  /// Writes the completion and what the shell begins with, a function in the program's place that says what it was given;
  /// then starts it.
  init(_ name: Name) throws {
    self.name = name
    folder = try TemporaryFolder()
    try folder.write(Program.output(["--generate-completion-script", name.rawValue]), to: "completion")
    for inner in ["deep", "deep/inner"] {
      try FileManager.default.createDirectory(atPath: folder.file(inner), withIntermediateDirectories: true)
    }
    for file in ["model-a.safetensors", "notes.md", "numbers.csv", "it's here.csv", "deep/model-b.pt"] {
      try folder.write("", to: file)
    }
    let beginning = try folder.write(
      Self.beginning(name, in: folder.path), to: name == .zsh ? ".zshrc" : ".beginning")
    let arguments =
      switch name {
      case .bash: ["--noprofile", "--rcfile", beginning, "-i"]
      case .zsh: ["-i"]
      case .fish: ["--no-config", "-i", "-C", "source '\(beginning)'"]
      }
    terminal = try PseudoTerminal(
      #require(name.path), arguments, size: (width: 200, height: 50),
      environment: ["HOME": folder.path, "ZDOTDIR": folder.path, "TERM": "xterm", "XDG_CONFIG_HOME": folder.path])
    try #require(terminal.readToRest(.milliseconds(500)) != nil)
  }

  private static func beginning(_ name: Name, in folder: String) -> String {
    switch name {
    case .bash:
      """
      cd '\(folder)'; PS1='ready% '; bind 'set bell-style none'; bind 'set enable-bracketed-paste off'
      gradflow() { printf '<%s>' "$@"; echo; }
      . ./completion
      """
    case .zsh:
      """
      cd '\(folder)'; PS1='ready% '; unsetopt zle_bracketed_paste 2>/dev/null; unset zle_bracketed_paste; setopt no_beep
      autoload -Uz compinit && compinit -u -D
      gradflow() { printf '<%s>' "$@"; echo; }
      . ./completion
      """
    case .fish:
      """
      cd '\(folder)'; set -g fish_greeting; function fish_prompt; echo 'ready% '; end
      set -g fish_autosuggestion_enabled 0; set -g fish_features no-query-term
      function gradflow; printf '<%s>' $argv; echo; end
      source ./completion
      """
    }
  }

  /// The words that the program is given where someone types a line, presses Tab, and then Enter.
  func completed(_ line: String) -> String {
    terminal.type(line + "\t")
    _ = terminal.readToRest()
    terminal.type("\r")
    let said = terminal.readToRest() ?? []
    return Self.words(in: String(decoding: said, as: UTF8.self))
  }

  /// What is shown where someone types a line and presses Tab, in bash twice.
  func offered(_ line: String) -> Set<String> {
    terminal.type(line + "\t")
    let first = terminal.readToRest() ?? []
    if name == .bash { terminal.type("\t") }
    let second = terminal.readToRest() ?? []
    terminal.type("\u{3}")
    _ = terminal.readToRest()
    let plain = Self.plain(String(decoding: first + second, as: UTF8.self))
    return Set(plain.split(whereSeparator: \.isWhitespace).map(String.init))
  }

  /// `<a><b>` as the function in the program's place prints it.
  private static func words(in text: String) -> String {
    let lines = plain(text).split(whereSeparator: \.isNewline)
    return lines.last { $0.hasPrefix("<") && $0.hasSuffix(">") }.map(String.init) ?? "nothing: \(plain(text))"
  }

  /// Without what steers the terminal.
  private static func plain(_ text: String) -> String {
    text.replacing(/\u{1b}\][^\u{7}\u{1b}]*(\u{7}|\u{1b}\\)/, with: "")
      .replacing(/\u{1b}[\[(][0-9;?>=<]*[A-Za-z]/, with: "").replacing(/\u{1b}[=>]/, with: "")
  }
}
