import ArgumentParser
import CursesTerminal
import GradientView

/// `gradflow explore`: the live explorer, the default command.
struct Explore: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Explore live in the terminal (the default).")

  @OptionGroup var picture: PictureOptions

  func run() throws {
    throw InputError("not a terminal")
  }
}
