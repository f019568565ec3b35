"""Reads the list of mutants that change nothing, each with its reason.

An entry is a file, the line before and after, and the reason on the lines up to an empty one. Where equal lines stand in
a file, `#2` behind its name is the second of them.
"""


def read(path):
    """The reasons by (file, line before, line after)."""
    reasons = {}
    for block in path.read_text().split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if not lines:
            continue
        file, before, after, *reason = lines
        if not (before.startswith("- ") and after.startswith("+ ") and reason):
            raise ValueError(f"{path}: not a file, a line before, a line after and a reason: {lines[0]}")
        reasons[file, before[2:], after[2:]] = " ".join(reason)
    return reasons


def entry(mutation):
    place = f" #{mutation.occurrence + 1}" if mutation.occurrence else ""
    return mutation.file + place, mutation.before, mutation.after
