import ArgumentParser

/// The flag of every command about the file that gives flags to all of them.
struct ConfigOptions: ParsableArguments {
  @Flag(help: "Pass over the flags of $XDG_CONFIG_HOME/gradflow/flags (default: ~/.config/gradflow/flags).")
  var noConfig = false
}
