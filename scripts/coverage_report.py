"""Prints the regions of each target that a test run covered, and those that it did not.

    coverage_report.py FILE        FILE is what `swift test --enable-code-coverage` leaves: llvm-cov's export

A region is a stretch of code that runs as a whole. Fails where a target has less than is wanted of it.
"""

import collections
import json
import sys
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent / "Sources"
# Percent of the regions of the targets that compute; the others do input and output.
WANTED = {"RNNCore": 100, "RNNFiles": 100, "Screen": 95, "Explorer": 95, "Views": 95}


def regions_by_file(export):
    """For each source file its regions, each with how often it ran at most: a function may be compiled several times."""
    files = collections.defaultdict(dict)
    for function in export["data"][0]["functions"]:
        path = Path(function["filenames"][0])
        if not path.is_relative_to(SOURCES):
            continue
        regions = files[path.relative_to(SOURCES)]
        for *place, count, _, _, kind in function["regions"]:
            if kind == 0:
                regions[tuple(place)] = max(regions.get(tuple(place), 0), count)
    return files


def text(path, place):
    line, column, last_line, last_column = place
    lines = (SOURCES / path).read_text().splitlines()
    if line == last_line:
        return lines[line - 1][column - 1 : last_column - 1]
    return lines[line - 1][column - 1 :] + " …"


def main():
    files = regions_by_file(json.loads(Path(sys.argv[1]).read_text()))
    covered, all_regions, missing = collections.Counter(), collections.Counter(), collections.defaultdict(list)
    for path, regions in sorted(files.items()):
        target = path.parts[0]
        all_regions[target] += len(regions)
        covered[target] += sum(count > 0 for count in regions.values())
        missing[target] += [(path, place) for place, count in sorted(regions.items()) if count == 0]
    failed = []
    print(f"{'target':<16}{'covered':>8}{'regions':>9}{'percent':>9}{'wanted':>8}")
    for target in sorted(all_regions):
        percent = 100 * covered[target] / all_regions[target]
        wanted = WANTED.get(target)
        print(f"{target:<16}{covered[target]:>8}{all_regions[target]:>9}{percent:>9.2f}{wanted or '':>8}")
        if wanted and percent < wanted:
            failed.append(target)
    for target in failed:
        print(f"\n{target}: not covered", file=sys.stderr)
        for path, place in missing[target]:
            print(f"  Sources/{path}:{place[0]}:{place[1]}: {text(path, place)}", file=sys.stderr)
    sys.exit(1 if failed else 0)


main()
