/// The completion for fish, 3.0 or later.
struct FishCompletion {
  let table: CompletionTable

  /// The script, to be read by fish or put where it looks for completions.
  var script: String {
    ([head] + commands + words + table.flags.map(line)).joined(separator: "\n") + "\n"
  }

  private var head: String {
    #"""
    # fish completion for gradflow, as `gradflow --generate-completion-script fish` writes it.

    # The words before the one that is being typed, without the program's name.
    function __gradflow_words
        set -l words (commandline -opc)
        set -e words[1]
        string join \n -- $words
    end

    # The command whose flags may stand there.
    function __gradflow_command
        set -l words (__gradflow_words)
        if set -q words[1]; and contains -- $words[1] \#(table.names.joined(separator: " "))
            echo $words[1]
        else
            echo \#(CompletionTable.defaultCommand)
        end
    end

    # Whether nothing stands there yet.
    function __gradflow_begins
        test (count (__gradflow_words)) -eq 0
    end

    # Whether it is one of some commands, and none of some flags has been given: __gradflow_takes COMMANDS -- FLAGS
    function __gradflow_takes
        set -l place (contains -i -- -- $argv)
        contains -- (__gradflow_command) $argv[1..(math $place - 1)]; or return 1
        set -e argv[1..$place]
        for word in (__gradflow_words)
            contains -- (string replace -r '=.*' '' -- $word) $argv; and return 1
        end
        return 0
    end

    # The same of a flag whose value may be what is typed now, behind it.
    function __gradflow_takes_value
        set -l words (__gradflow_words)
        set -l place (contains -i -- -- $argv)
        if contains -- "$words[-1]" $argv[(math $place + 1)..]
            contains -- (__gradflow_command) $argv[1..(math $place - 1)]
        else
            __gradflow_takes $argv
        end
    end

    # Files whose names end in one of some suffixes, and folders; any file where there is none: __gradflow_files SUFFIXES
    function __gradflow_files
        set -l typed (commandline -ct | string replace -r -- '^--[^=]*=' '')
        set -l files (complete -C "__gradflow_no_command $typed")
        set -l pattern '\.('(string join '|' -- $argv)')(\t.*)?$'
        if set -l found (string match -r -e -- $pattern $files)
            printf '%s\n' $found (string match -r -e -- '/(\t.*)?$' $files)
        else if test (count $files) -gt 0
            printf '%s\n' $files
        end
    end

    complete -c gradflow -f
    """#
  }

  private var commands: [String] {
    table.commands.map {
      "complete -c gradflow -n __gradflow_begins -a \($0.name) -d \(ShellText.fish(ShellText.brief($0.abstract)))"
    }
  }

  private var words: [String] {
    table.names.compactMap { name in
      table.word(of: name).map { "complete -c gradflow -n '__gradflow_takes \(name) --'\(offer($0))" }
    }
  }

  private func line(_ flag: CompletionTable.Flag) -> String {
    let argument = flag.argument
    let condition =
      (argument.takesValue ? "__gradflow_takes_value " : "__gradflow_takes ")
      + "\(flag.commands.joined(separator: " ")) --"
      + (argument.isRepeating ? "" : " " + argument.names.joined(separator: " "))
    let names = argument.names.map { $0.hasPrefix("--") ? " -l \($0.dropFirst(2))" : " -s \($0.dropFirst())" }
    let value = argument.takesValue ? " -r" + offer(argument.values) : ""
    return "complete -c gradflow -n \(ShellText.fish(condition))\(names.joined())\(value)"
      + " -d \(ShellText.fish(ShellText.brief(argument.help)))"
  }

  /// What values are offered: files as fish has them where any will do, else nothing but what is named here.
  private func offer(_ values: ValueCompletion) -> String {
    let isAnyFile = values.takesFile && values.suffixes.isEmpty
    let files = values.suffixes.isEmpty ? [] : ["(__gradflow_files \(values.suffixes.joined(separator: " ")))"]
    let all = (values.names + files).joined(separator: " ")
    return (isAnyFile ? " -F" : " -f") + (all.isEmpty ? "" : " -a \(ShellText.fish(all))")
  }
}
