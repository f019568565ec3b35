/// The completion for zsh, 5.0 or later, with its completion system (`compinit`).
struct ZshCompletion {
  let table: CompletionTable

  /// The script, to be read by zsh or put into a folder of `fpath` as `_gradflow`.
  var script: String {
    """
    #compdef gradflow
    # zsh completion for gradflow, as `gradflow --generate-completion-script zsh` writes it.

    \(Self.offer)

    _gradflow() {
      local context curcontext=$curcontext state line command=\(CompletionTable.defaultCommand)
      typeset -A opt_args
      local -a commands=(
    \(table.commands.map(described).joined(separator: "\n"))
      )
      if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
        _describe -t commands command commands
        return
      fi
      if [[ $words[2] != -* && -n ${(M)commands:#${words[2]}:*} ]]; then
        command=$words[2]
        shift words
        (( CURRENT-- ))
      fi
      curcontext="${curcontext%:*}-$command:"
      case $command in
    \(table.names.map(arguments).joined(separator: "\n"))
      esac
    }

    if [[ $funcstack[1] == _gradflow ]]; then
      _gradflow "$@"
    else
      compdef _gradflow gradflow
    fi

    """
  }

  private static let offer = #"""
    # What a value may be: _gradflow_offer NAMES [SUFFIXES], with an empty second argument for any file.
    _gradflow_offer() {
      local -a names=(${=1}) begun
      local expl
      local -i failed=1
      begun=(${(M)names:#*[=:]})
      names=(${names:#*[=:]})
      (( $#names )) && _wanted values expl value compadd -a names && failed=0
      (( $#begun )) && _wanted values expl value compadd -S '' -a begun && failed=0
      if (( $# > 1 )); then
        if [[ -n $2 ]]; then _files -g "*.(${2// /|})" && failed=0; else _files && failed=0; fi
      fi
      return failed
    }
    """#

  private func described(_ command: (name: String, abstract: String)) -> String {
    "    " + ShellText.quoted("\(command.name):\(ShellText.brief(command.abstract))")
  }

  private func arguments(of command: String) -> String {
    let specifications = table.flags(of: command).flatMap(specifications)
    let word = table.word(of: command).map { "1:\(command == "help" ? "command" : "word"):\(action($0))" }
    let all = (specifications + [word].compactMap { $0 }).map { "          " + ShellText.quoted($0) }
    return "    \(command))\n      _arguments -S -C \\\n\(all.joined(separator: " \\\n")) ;;"
  }

  /// What `_arguments` is told of a flag, for each of its names.
  private func specifications(_ flag: DeclaredArgument) -> [String] {
    flag.names.map { name in
      let others = flag.names.count > 1 && !flag.isRepeating ? "(\(flag.names.joined(separator: " ")))" : ""
      let joint = flag.takesValue ? (name.hasPrefix("--") ? "=" : "+") : ""
      let value = flag.takesValue ? ":\(escaped(flag.valueName)):\(action(flag.values))" : ""
      return "\(flag.isRepeating ? "*" : others)\(name)\(joint)[\(escaped(ShellText.brief(flag.help)))]\(value)"
    }
  }

  private func action(_ values: ValueCompletion) -> String {
    guard !values.isEmpty else { return " " }
    let names = values.names.map(escaped).joined(separator: " ")
    let files = values.takesFile ? " \"\(values.suffixes.joined(separator: " "))\"" : ""
    return "{_gradflow_offer \"\(names)\"\(files)}"
  }

  /// Characters that mean something in a specification.
  private func escaped(_ text: String) -> String {
    text.map { ":[]\\".contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}
