import Testing

@testable import gradflow

/// What completions and the manual page are made of: the declarations as argument-parser has them.
@Suite struct DeclarationTests {
  private let root: DeclaredCommand
  private let table: CompletionTable

  init() throws {
    root = try DeclaredCommand.commandLine()
    table = CompletionTable(root)
  }

  @Test("Every command, and every flag that its help lists")
  func flags() {
    #expect(table.names == CommandName.all + ["help"])
    for command in Gradflow.configuration.subcommands {
      let listed = ParserWords.flags(in: Gradflow.helpMessage(for: command, columns: 400))
      let declared = table.flags(of: command._commandName).flatMap(\.names).filter { $0.hasPrefix("--") }
      #expect(Set(declared) == Set(listed.map { "--" + $0 }), "\(command._commandName)")
    }
  }

  @Test("Every closed set of values is completed, and every flag that names a file completes files")
  func values() {
    for flag in table.flags where !flag.argument.allValues.isEmpty {
      #expect(flag.argument.values.names == flag.argument.allValues, "\(flag.argument.name)")
    }
    for name in ["--model", "--input", "--text", "--output", "--target-tensor"] {
      let flags = table.flags.filter { $0.argument.name == name }
      #expect(!flags.isEmpty && flags.allSatisfy(\.argument.values.takesFile), "\(name)")
    }
    #expect(table.word(of: "inspect")?.suffixes == ["safetensors", "pt", "pth", "ckpt"])
    #expect(table.word(of: "list")?.names == List.Topic.allCases.map(\.rawValue))
    #expect(table.word(of: "render") == nil)
  }

  @Test("Every name that is offered for --wrt and --of is one, once a number stands behind its colon")
  func names() throws {
    for flag in table.flags where ["--wrt", "--of"].contains(flag.argument.name) {
      for name in flag.argument.values.names {
        let value = name.hasSuffix(":") ? name + "0" : name
        #expect(throws: Never.self) { try GradientOptions.parse([flag.argument.name, value]) }
      }
    }
  }

  @Test("Which document a command line asks for")
  func documents() {
    #expect(WrittenDocument(["--generate-completion-script", "bash"]) == .bash)
    #expect(WrittenDocument(["--generate-completion-script=fish"]) == .fish)
    #expect(WrittenDocument(["--generate-completion-script", "zsh"]) == .zsh)
    #expect(WrittenDocument(["--generate-manual"]) == .manual)
    for words in [
      [], ["--generate-manual", "x"], ["--generate-manual=x"], ["--generate-completion-script", "tcsh"], ["table"],
    ] {
      #expect(WrittenDocument(words) == nil, "\(words)")
    }
  }

  @Test("Texts in apostrophes, and first sentences")
  func quoting() {
    #expect(ShellText.quoted("it's") == #"'it'\''s'"#)
    #expect(ShellText.fish(#"it's a \"#) == #"'it\'s a \\'"#)
    #expect(ShellText.brief("One. Two.") == "One")
    #expect(ShellText.brief("Such as .pt files (default: 1.5).") == "Such as .pt files (default: 1.5)")
  }
}
