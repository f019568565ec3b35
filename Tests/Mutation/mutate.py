#!/usr/bin/env python3
"""Mutation test of RNNCore: changes operators, signs, bounds and constants one at a time and runs its tests.

    scripts/mutate [COUNT] [SEED]

Prints each mutant that no test kills; ends with status 1 if there is one that equivalents.txt does not explain.
"""
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import equivalents
from choice import choose
from mutations import mutations
from package import Package
from trial import run_tests

ROOT = Path(__file__).resolve().parents[2]
COUNT, SEED = 240, 1
# A plain run may be slowed by the machine's other work; a mutant's has this many times as long.
PATIENCE, SHORTEST_LIMIT = 8, 60
WORKERS = 2


def build(package, candidates, count, seed):
    """The mutants by number, from 1, once all of them compile."""
    excluded = set()
    while True:
        chosen = dict(enumerate(choose(candidates, count, seed, excluded), 1))
        broken = package.build(chosen)
        if not broken:
            print(f"{len(chosen)} mutants in one build; {len(excluded)} others do not compile", flush=True)
            return chosen
        excluded.update(chosen[number].key for number in broken)


def time_limit(package):
    """Runs the tests on the program as it is."""
    began = time.monotonic()
    failure = run_tests(package.binary, 0, 600)
    if failure:
        sys.exit(f"mutate: the tests fail without a mutant: {failure}")
    plain = time.monotonic() - began
    print(f"a plain run takes {plain:.1f} s", flush=True)
    return max(SHORTEST_LIMIT, PATIENCE * plain)


def has_mirror(file):
    return (ROOT / "Tests" / "RNNCoreTests" / f"{Path(file).stem}Tests.swift").exists()


def examine(package, number, mutation, limit):
    """What kills a mutant: the tests that mirror its file are asked first, then all."""
    killer = None
    if has_mirror(mutation.file):
        killer = run_tests(package.binary, number, limit, rf"\.{Path(mutation.file).stem}Tests/")
    return killer or run_tests(package.binary, number, limit)


def report(results, reasons, log):
    """Prints survivors as they come; returns the numbers of killed, equivalent and surviving mutants."""
    killed = equivalent = survivors = 0
    for mutation, killer in results:
        listed = equivalents.entry(mutation) in reasons
        print(f"{mutation}\n= {killer or 'survives'}\n", file=log, flush=True)
        if killer and listed:
            print(f"listed as equivalent, but killed: {mutation}\n= {killer}\n", flush=True)
        elif not killer and not listed:
            print(f"{mutation}\n", flush=True)
        killed += bool(killer)
        equivalent += not killer and listed
        survivors += not killer and not listed
    return killed, equivalent, survivors


def check_list(reasons, candidates):
    known = {equivalents.entry(mutation) for each in candidates.values() for mutation in each}
    stale = [" / ".join(entry) for entry in reasons if entry not in known]
    if stale:
        sys.exit("mutate: equivalents.txt lists what is no mutant any more:\n" + "\n".join(stale))


def main(count=COUNT, seed=SEED):
    package = Package(ROOT)
    candidates = {file: mutations(file, source) for file, source in package.sources.items()}
    reasons = equivalents.read(Path(__file__).with_name("equivalents.txt"))
    check_list(reasons, candidates)
    began = time.monotonic()
    package.prepare()
    chosen = build(package, candidates, int(count), int(seed))
    print(f"built after {time.monotonic() - began:.0f} s", flush=True)
    limit = time_limit(package)
    with ThreadPoolExecutor(WORKERS) as pool, open(package.folder / "log.txt", "w") as log:
        killers = pool.map(lambda item: examine(package, *item, limit), chosen.items())
        killed, equivalent, survivors = report(zip(chosen.values(), killers), reasons, log)
    print(f"{len(chosen)} mutants, {killed} killed, {equivalent} equivalent (listed), {survivors} survivors"
          f" in {time.monotonic() - began:.0f} s")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
