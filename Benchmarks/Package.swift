// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "gradflow", path: "..")],
  targets: [
    .target(name: "CReference", cSettings: [.unsafeFlags(["-O3"])]),
    .executableTarget(
      name: "Bench",
      dependencies: [
        "CReference", .product(name: "RNNCore", package: "gradflow"),
        .product(name: "GradientView", package: "gradflow"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
