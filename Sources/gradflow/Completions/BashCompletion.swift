/// The completion for bash, 4.0 or later.
struct BashCompletion {
  let table: CompletionTable

  /// The script, to be read by bash or put where bash-completion looks for it.
  var script: String {
    """
    # bash completion for gradflow, as `gradflow --generate-completion-script bash` writes it.

    # The flags of a command, without those that are given: _gradflow_flags COMMAND
    _gradflow_flags() {
      case $1 in
    \(table.names.map(flags).joined(separator: "\n"))
      esac
    }

    # What a value may be: sets names, files (empty: none) and suffixes. _gradflow_values COMMAND FLAG
    _gradflow_values() {
      names='' files='' suffixes=''
      case $1$2 in
    \(values.joined(separator: "\n"))
      esac
    }

    # Whether a command has a flag, and a value follows it: _gradflow_takes_value COMMAND FLAG
    _gradflow_takes_value() {
      [[ " $(_gradflow_flags "$1") " == *" $2 "* ]] || return 1
      case $1$2 in
    \(takers.joined(separator: "\n"))
        *) return 1 ;;
      esac
    }

    \(machinery)
    """
  }

  private func flags(of command: String) -> String {
    let flags = table.flags(of: command)
    let words = flags.flatMap(\.names)
    return "    \(command)) echo '\(words.joined(separator: " "))' ;;"
  }

  /// Patterns of what commands and a flag make together.
  private func patterns(_ flag: CompletionTable.Flag) -> String {
    let isAlone = table.flags.count { $0.argument.name == flag.argument.name } == 1
    let commands = isAlone ? ["*"] : flag.commands
    return commands.flatMap { command in flag.argument.names.map { command + $0 } }.joined(separator: " | ")
  }

  private var values: [String] {
    let flags = table.flags.filter { !$0.argument.values.isEmpty }.map { (patterns($0), $0.argument.values) }
    let words = table.names.compactMap { name in table.word(of: name).map { ("\(name):word", $0) } }
    return (flags + words).map { "    \($0.0)) \(assignments($0.1).joined(separator: " ")) ;;" }
  }

  private func assignments(_ values: ValueCompletion) -> [String] {
    let all = [
      values.names.isEmpty ? nil : "names=\(ShellText.quoted(values.names.joined(separator: " ")))",
      values.takesFile ? "files=1" : nil,
      values.suffixes.isEmpty ? nil : "suffixes=\(ShellText.quoted(values.suffixes.joined(separator: " ")))",
    ]
    return all.compactMap { $0 }
  }

  private var takers: [String] {
    table.flags.filter(\.argument.takesValue).map { "    \(patterns($0))) ;;" }
  }

  /// The flags that may be given again.
  private var repeating: String {
    table.flags.filter(\.argument.isRepeating).flatMap(\.argument.names).joined(separator: " ")
  }

  /// What is the same for every program.
  private var machinery: String {
    #"""
    # The words up to the cursor, put together again where bash cuts them, at = and : for instance; the last one is being typed.
    _gradflow_words() {
      local rest=${COMP_LINE:0:COMP_POINT} word index
      words=()
      for ((index = 0; index <= COMP_CWORD; index++)); do
        word=${COMP_WORDS[index]}
        if ((index == 0)) || [[ $rest == [[:space:]]* ]]; then
          rest=${rest#"${rest%%[![:space:]]*}"}
          words+=('')
        fi
        [[ $rest == "$word"* ]] || word=$rest
        rest=${rest#"$word"}
        words[${#words[@]}-1]+=$word
      done
    }

    # Offers what begins like the word that is typed: _gradflow_offer WORDS…
    _gradflow_offer() {
      local candidate
      for candidate in "$@"; do
        [[ $before$candidate == "$typed"* ]] && COMPREPLY+=("$before$candidate")
      done
    }

    # Files, and the folders on the way to them.
    _gradflow_offer_files() {
      local suffix path begun=${typed#"$before"} found=()
      compopt -o filenames 2>/dev/null
      for suffix in $suffixes; do
        while IFS= read -r path; do found+=("$path"); done < <(compgen -f -X "!*.$suffix" -- "$begun")
      done
      # Where none is called so any file may be meant.
      if ((${#found[@]} == 0)); then
        while IFS= read -r path; do found+=("$path"); done < <(compgen -f -- "$begun")
      else
        while IFS= read -r path; do found+=("$path"); done < <(compgen -d -- "$begun")
      fi
      if ((${#found[@]} == 0 && ${#COMPREPLY[@]} == 0)); then
        compopt -o default 2>/dev/null # a quote is open, say: readline knows how
      fi
      for path in "${found[@]}"; do COMPREPLY+=("$before$path"); done
    }

    _gradflow_offer_values() {
      local names files suffixes
      _gradflow_values "$command" "$1"
      # shellcheck disable=SC2086  # the names are words
      _gradflow_offer $names
      [[ $files ]] && _gradflow_offer_files
    }

    # What may stand where the cursor is.
    _gradflow_complete() {
      local command=\#(CompletionTable.defaultCommand) place=1 flag='' given=' ' index word flags=()
      [[ ${words[1]} != -* && ${#words[@]} -gt 2 && " $commands " == *" ${words[1]} "* ]] && command=${words[1]} place=2
      for ((index = place; index < ${#words[@]} - 1; index++)); do
        word=${words[index]}
        if [[ $flag ]]; then flag=''; continue; fi
        [[ $word == -- ]] && return
        given+="${word%%=*} "
        [[ $word != *=* ]] && _gradflow_takes_value "$command" "$word" && flag=$word
      done
      if [[ $flag ]]; then _gradflow_offer_values "$flag"; return; fi
      if [[ $typed == --*=* ]]; then
        before=${typed%%=*}=
        _gradflow_takes_value "$command" "${typed%%=*}" && _gradflow_offer_values "${typed%%=*}"
        return
      fi
      if [[ $typed != -* ]]; then
        if ((place == 1 && ${#words[@]} == 2)); then
          # shellcheck disable=SC2086  # the commands are words
          _gradflow_offer $commands
        fi
        ((place == 2)) && _gradflow_offer_values :word
        [[ $typed ]] && return
      fi
      for flag in $(_gradflow_flags "$command"); do
        [[ $given == *" $flag "* && " $repeating " != *" $flag "* ]] || flags+=("$flag")
      done
      ((${#COMPREPLY[@]} && ${#typed} == 0)) || _gradflow_offer "${flags[@]}"
    }

    _gradflow() {
      local commands='\#(table.names.joined(separator: " "))' repeating='\#(repeating)'
      local words typed before='' cut index breaks=''
      COMPREPLY=()
      _gradflow_words
      typed=${words[${#words[@]}-1]}
      _gradflow_complete
      [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *[=:] ]] && compopt -o nospace 2>/dev/null
      # readline replaces only what stands behind the last of its word breaks.
      [[ $COMP_WORDBREAKS == *=* ]] && breaks+='='
      [[ $COMP_WORDBREAKS == *:* ]] && breaks+=':'
      if [[ $breaks && $typed == *["$breaks"]* ]]; then
        cut=${typed%"${typed##*["$breaks"]}"}
        for index in "${!COMPREPLY[@]}"; do COMPREPLY[index]=${COMPREPLY[index]#"$cut"}; done
      fi
    }

    complete -F _gradflow gradflow
    """#
  }
}
