import ArgumentParser
import Explorer
import Foundation
import RNNCore
import RNNFiles
import Testing

@testable import gradflow

/// Which numbers a network is fed.
@Suite struct SequenceOptionsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("The default is the years 1800 to 1843")
  func sunspots() throws {
    #expect(try values("") == Array(Sunspots.series.values[100..<144]))
    #expect(Sunspots.years.lowerBound + 100 == 1800)
  }

  @Test("--offset and --steps cut; behind another offset there are 44 steps, or what is left")
  func cuts() throws {
    let all = Sunspots.series.values
    #expect(try values("--offset 3 --steps 5") == Array(all[3..<8]))
    #expect(try values("--steps 209") == Array(all[100...]))
    #expect(try values("--offset 0") == Array(all[..<44]))
    #expect(try values("--offset 300") == Array(all[300...]))
    #expect(try values("--offset 308") == [all[308]])
  }

  @Test("Made inputs are what the contract says, 44 steps of them")
  func synthetic() throws {
    #expect(try values("--input impulse") == [1] + Array(repeating: 0, count: 43))
    #expect(try values("--input step --steps 5") == [0, 0, 1, 1, 1])
    #expect(try values("--input zero --steps 2") == [0, 0])
    #expect(try values("--input constant --steps 2") == [1, 1])
    #expect(try values("--input alternating --steps 3") == [1, -1, 1])
    let sine = try values("--input sine --steps 24")
    for (index, value) in sine.enumerated() { #expect(abs(value - sin(.pi * Double(index + 1) / 6)) < 1e-14) }
  }

  @Test("--amplitude multiplies, recorded numbers too")
  func amplitude() throws {
    #expect(try values("--input alternating --steps 2 --amplitude -2.5") == [-2.5, 2.5])
    #expect(try values("--amplitude 2") == Sunspots.series.values[100..<144].map { $0 * 2 })
  }

  @Test("Noise is the seed's, the default seed is 1")
  func noise() throws {
    let first = try values("--input noise --steps 3000")
    #expect(first == (try values("--input noise --steps 3000 --seed 1")))
    #expect(first != (try values("--input noise --steps 3000 --seed 2")))
    #expect(try values("--input noise --seed 18446744073709551615").count == 44)
    let mean = first.reduce(0, +) / 3000
    let variance = first.reduce(0) { $0 + $1 * $1 } / 3000 - mean * mean
    #expect(abs(mean) < 0.1)
    #expect(abs(variance - 1) < 0.15)
  }

  @Test("A file is taken whole, or a part of it")
  func file() throws {
    let path = try folder.write("# of a station\nday;temperature\nMon;1.5\nTue;-2\nWed;3\n", to: "series.csv")
    #expect(try values("--input \(path) --column temperature") == [1.5, -2, 3])
    #expect(try values("--input \(path) --column 2 --offset 1") == [-2, 3])
    #expect(try values("--input \(path) --column 2 --offset 1 --steps 1") == [-2])
  }

  @Test("What looks like a flag is a column all the same, and not there")
  func dash() throws {
    let path = try folder.write("4\n5\n", to: "plain.csv")
    #expect(try SequenceOptions.parse(["--column", "--w"]).column == ["--w"])
    try Program.expectRefusal(["table", "--input", path, "--column", "-x"], saying: ["\"-x\""])
  }

  @Test("--scale is of the whole file, before cutting")
  func scale() throws {
    let path = try folder.write("1\n2\n3\n4\n5\n", to: "five.csv")
    #expect(try values("--input \(path) --scale unit --offset 3") == [0.5, 1])
    let standard = try values("--input \(path) --scale standard --steps 2")
    #expect(abs(standard[0] + 2.0.squareRoot()) < 1e-15)
    #expect(abs(standard[1] + 0.5.squareRoot()) < 1e-15)
    #expect(try values("--input \(path) --scale none") == [1, 2, 3, 4, 5])
  }

  @Test("A file called like an input needs a folder before its name")
  func nameClash() throws {
    try folder.write("7\n", to: "noise")
    let table = try Program.output(["table", "--input", "./noise"], in: folder.path)
    #expect(table.contains("noise, 1 "))
    #expect(try Program.output(["table", "--input", "noise"], in: folder.path).contains("noise, 44 steps"))
  }

  @Test("- is standard input")
  func standardInput() throws {
    let run = try Program.run(["table", "--input", "-"], input: .bytes(Array("1\n2\n".utf8)))
    #expect(run.code == 0)
    #expect(run.text.contains("stdin, 2 steps"))
    let path = try folder.write("1\n2\n", to: "two.csv")
    let fromFile = try Program.output(["table", "--input", "-"], input: .file(path))
    #expect(fromFile == run.text)
    #expect(try Program.output(["table", "--input", path]).replacing("two.csv", with: "stdin") == run.text)
  }

  private func values(_ flags: String) throws -> [Double] {
    let options = try SequenceOptions.parse(flags.split(separator: " ").map(String.init))
    let (sources, choice) = try options.sources(from: Setup(), for: .scalar)
    return sources[choice.source].sequence(choice).values
  }
}
