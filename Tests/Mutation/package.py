"""A copy of the package with RNNCore and its tests alone, built once with all mutants."""
import os
import re
import shutil
import subprocess
import sys

from schemata import Schema

MANIFEST = """\
// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "mutants",
  dependencies: [.package(url: "https://github.com/apple/swift-numerics", from: "1.1.0")],
  targets: [
    .systemLibrary(name: "CLAPACK"),
    .target(name: "CMutant"),
    .target(name: "CCoverageAtDeath", path: "Tests/CCoverageAtDeath"),
    .target(
      name: "RNNCore", dependencies: ["CLAPACK", "CMutant", .product(name: "RealModule", package: "swift-numerics")]),
    .testTarget(name: "RNNCoreTests", dependencies: ["RNNCore", "CCoverageAtDeath"], exclude: ["Reference"]),
  ],
  swiftLanguageModes: [.v6]
)
"""
FILES = {
    "Package.swift": MANIFEST,
    "Sources/CMutant/include/CMutant.h": "extern const int c_active_mutant;\n",
    "Sources/CMutant/CMutant.c": """\
#include <stdlib.h>

int c_active_mutant;

__attribute__((constructor)) static void choose(void) {
  const char *number = getenv("ACTIVE_MUTANT");
  c_active_mutant = number ? atoi(number) : 0;
}
""",
    "Sources/RNNCore/ActiveMutant.swift": """\
import CMutant

/// The mutant that runs; 0 for none.
@inlinable var activeMutant: CInt { @inline(__always) get { c_active_mutant } }
""",
}
# Optimised, yet with the bounds of unsafe buffers checked as in the debug build that `scripts/test` runs.
FLAGS = ["-c", "release", "-Xswiftc", "-enable-testing", "-Xswiftc", "-assert-config", "-Xswiftc", "Debug"]
ERROR = re.compile(r"^(/\S+\.swift):(\d+):\d+: error: (.*)$", re.MULTILINE)


class Package:
    def __init__(self, root):
        self.root = root
        self.folder = root / ".build" / "mutate"
        self.binary = self.folder / ".build" / "release" / "mutantsPackageTests.xctest"

    @property
    def sources(self):
        folder = self.root / "Sources" / "RNNCore"
        return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*.swift"))}

    def write(self, name, text):
        """Leaves a file that is as it should be alone, so that nothing is built twice."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text() != text:
            path.write_text(text)

    def copy(self, folder):
        target = self.folder / folder
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.root / folder, target)

    def prepare(self):
        self.copy("Sources/CLAPACK")
        self.copy("Tests/CCoverageAtDeath")
        self.copy("Tests/RNNCoreTests")
        shutil.rmtree(self.folder / "Sources" / "RNNCore", ignore_errors=True)
        for name, text in FILES.items():
            self.write(name, text)

    def write_mutants(self, mutants):
        """Writes RNNCore with the mutants by number; returns the schema of each file."""
        schemas = {}
        for file, source in self.sources.items():
            schemas[file] = Schema(source, {number: each for number, each in mutants.items() if each.file == file})
            self.write(f"Sources/RNNCore/{file}", schemas[file].text)
        return schemas

    def build(self, mutants):
        """Builds; returns the numbers of the mutants that do not compile."""
        schemas = self.write_mutants(mutants)
        command = ["swift", "build", "--package-path", str(self.folder), "--build-tests", *FLAGS]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode == 0:
            return set()
        folder, broken = str(self.folder / "Sources" / "RNNCore") + os.sep, set()
        for path, line, message in ERROR.findall(done.stdout):
            if path.startswith(folder):
                found = schemas[path.removeprefix(folder)].at_line(int(line))
                if not found:
                    sys.exit(f"mutate: {path}:{line}: {message}\n")
                broken.update(found)
        if not broken:
            sys.exit(f"mutate: the package does not build\n{done.stdout[-4000:]}")
        return broken
