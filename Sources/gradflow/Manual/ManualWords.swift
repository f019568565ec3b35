/// What the manual says that no declaration does.
enum ManualWords {
  static let name = "see how gradients flow back through time in a recurrent network"

  static let description = [
    "For a recurrent network s_t = f(U x_t + W s_(t-1) + b), a GRU or an LSTM, the gradient of a state, of one unit or of a "
      + "loss is a sum over the past. gradflow shows all of it on one time axis: inputs, states, the factors that a gradient "
      + "is multiplied by on its way back, and every term of the sum, so that one sees which factor made a term vanish or "
      + "explode.",
    "Without a command the live explorer starts; the other commands print the same numbers and pictures. A network is made "
      + "by flags, or is a trained one of PyTorch in a file.",
  ]

  static let exitCodes = [
    ("0", "Good."), ("1", "A check failed."),
    ("2", "Input that cannot be used: one line says what, where and what to do."),
    ("64", "A command line that cannot be read."), ("130", "Interrupted."),
  ]

  static let environment = [
    ("NO_COLOR", "Where it is set and not empty: no colours, unless a flag asks for them."),
    (
      "CLICOLOR_FORCE",
      "Where it is set and not 0: colours in spite of NO_COLOR and of what the terminal database says."
    ),
    ("COLORTERM", "truecolor or 24bit: the explorer uses 24 bits of colour, where the database has such a type."),
    ("COLORFGBG", "The terminal's colours, by which a dark background is told from a light one."),
    ("TERM, LC_ALL, LC_CTYPE, LANG", "The terminal's type, and whether more than ASCII can be shown."),
    ("OPENBLAS_NUM_THREADS", "Threads for a single product of matrices (default: 1)."),
    ("XDG_CONFIG_HOME", "Where the folder of the flags file is (default: ~/.config)."),
  ]

  static let files = [
    (
      "$XDG_CONFIG_HOME/gradflow/flags, ~/.config/gradflow/flags",
      "Flags that are given to every command that has them."
    )
  ]

  static let flagsFile = [
    """
    Each line of it is a flag, with its value behind a blank or an equals sign and quoted as for a shell where that is \
    needed; lines that begin with # are comments:

      # light background, no colour tricks
      --theme light
      --color 16

    A command passes over flags that it does not have, and over values that its flag does not take and another command's \
    does. The command line comes first: a flag there puts the same flag of the file aside, and those that exclude it; \
    --scenario puts all aside that say what network, what sequence and what is looked at. B of --compare has no flags of \
    the file. --no-config passes over the file.
    """
  ]
}
