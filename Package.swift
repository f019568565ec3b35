// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "gradflow",
  products: [
    .executable(name: "gradflow", targets: ["gradflow"]),
    .library(name: "RNNCore", targets: ["RNNCore"]),
    .library(name: "RNNFiles", targets: ["RNNFiles"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.0"),
  ],
  targets: [
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncursesw5-dev"])]),
    .target(name: "CLAPACK", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "CActivations"),
    .target(name: "CTerminalGuard"),
    .target(name: "CArguments"),
    .target(
      name: "RNNCore",
      dependencies: ["CActivations", "CLAPACK", .product(name: "RealModule", package: "swift-numerics")]),
    .target(
      name: "RNNFiles", dependencies: ["RNNCore"],
      resources: [
        .embedInCode("Resources/sunspots.csv"), .embedInCode("Resources/sunspots-rnn.safetensors"),
        .embedInCode("Resources/chaos.safetensors"),
      ]),
    .target(name: "Screen", dependencies: ["RNNCore"]),
    .target(name: "Explorer", dependencies: ["RNNCore", "Screen"]),
    .target(name: "Views", dependencies: ["RNNCore", "Screen", "Explorer"]),
    .target(name: "CursesTerminal", dependencies: ["Screen", "CNcurses", "CTerminalGuard"]),
    .executableTarget(
      name: "gradflow",
      dependencies: [
        "RNNCore", "RNNFiles", "Screen", "Explorer", "Views", "CursesTerminal", "CArguments",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(
      name: "CReference", path: "Benchmarks/Sources/CReference", cSettings: [.unsafeFlags(["-O3"])]),
    .executableTarget(
      name: "Bench", dependencies: ["RNNCore", "Screen", "Explorer", "Views", "CReference"],
      path: "Benchmarks/Sources/Bench"),
    .target(name: "Snapshots", path: "Tests/Snapshots"),
    .target(name: "ScreenReading", dependencies: ["RNNCore", "Screen"], path: "Tests/ScreenReading"),
    .target(name: "CCoverageAtDeath", path: "Tests/CCoverageAtDeath"),
    .testTarget(name: "RNNCoreTests", dependencies: ["RNNCore", "CCoverageAtDeath"], exclude: ["Reference"]),
    .testTarget(
      name: "RNNFilesTests", dependencies: ["RNNFiles", "CCoverageAtDeath"],
      exclude: ["Numpy/Fixtures", "Torch/Fixtures"]),
    .testTarget(name: "ScreenTests", dependencies: ["Screen", "RNNCore", "ScreenReading"]),
    .testTarget(name: "ExplorerTests", dependencies: ["RNNCore", "Screen", "Explorer"]),
    .testTarget(
      name: "ViewsTests",
      dependencies: ["RNNCore", "RNNFiles", "Screen", "Explorer", "Views", "Snapshots", "ScreenReading"],
      exclude: ["Goldens"]),
    .testTarget(name: "CursesTerminalTests", dependencies: ["CursesTerminal", "RNNCore"]),
    .testTarget(name: "gradflowTests", dependencies: ["gradflow", "Snapshots"], exclude: ["Fixtures", "Goldens"]),
    .testTarget(
      name: "FuzzingTests", dependencies: ["gradflow"], path: "Fuzzing",
      exclude: ["Dictionaries", "Entry", "Findings", "Seeds"]),
  ],
  swiftLanguageModes: [.v6]
)

// The documentation's generator is asked for only when documenting (scripts/document), so that nobody who builds fetches it.
if Context.environment["GRADFLOW_DOCUMENTATION"] != nil {
  package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0"))
}
