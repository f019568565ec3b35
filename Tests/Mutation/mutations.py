"""What is changed: one token of a file at a time.

    + ↔ -   * ↔ /   += ↔ -=   *= ↔ /=   &+ ↔ &-   << ↔ >>   && ↔ ||   == ↔ !=   ..< ↔ ...   min ↔ max   true ↔ false
    < becomes <= or >=, > becomes >= or <=; a minus sign or a ! before an operand goes away
    0 ↔ 1, any other whole number grows by 1, any other number doubles

Left alone: comments, strings (what preconditions say), attributes, how much memory is set aside, and operators outside
of bodies. Conditions of preconditions are changed like others.
"""
from dataclasses import dataclass

from bodies import bodies
from swift_tokens import partners, tokens

BINARY = {
    "+": ["-"], "-": ["+"], "*": ["/"], "/": ["*"], "&+": ["&-"], "&-": ["&+"], "&*": ["&+"],
    "+=": ["-="], "-=": ["+="], "*=": ["/="], "/=": ["*="], "<<": [">>"], ">>": ["<<"],
    "<": ["<=", ">="], "<=": ["<", ">"], ">": [">=", "<="], ">=": [">", "<"], "==": ["!="], "!=": ["=="],
    ".<=": [".<", ".>="], ".>=": [".>", ".<="], "&&": ["||"], "||": ["&&"],
}
RANGES = {"..<": ["..."], "...": ["..<"]}
PREFIXES = {"-": [""], "!": [""]}
WORDS = {"true": ["false"], "false": ["true"]}
CALLS = {"min": ["max"], "max": ["min"]}
# How much room is set aside changes no result.
SKIPPED_CALLS = ("reserveCapacity", "unsafeUninitializedCapacity")


@dataclass(frozen=True)
class Mutation:
    """One change to one file; `file` is its path below Sources/RNNCore."""
    file: str
    line: int
    start: int
    end: int
    text: str
    before: str
    after: str
    occurrence: int
    """How many equal changes to equal lines stand before this one."""

    @property
    def key(self):
        return f"{self.file}\n{self.before}\n{self.after}\n{self.occurrence}"

    def __str__(self):
        return f"{self.file}:{self.line}\n- {self.before}\n+ {self.after}"


def number_choices(text):
    if text in ("0", "1"):
        return [{"0": "1", "1": "0"}[text]]
    if text == "0.0":
        return ["1.0"]
    is_hexadecimal = text.startswith("0x")
    if "." in text or ("p" if is_hexadecimal else "e") in text:
        return [f"(2 * {text})"]
    value = int(text.replace("_", ""), 0) + 1
    return [hex(value) if is_hexadecimal else str(value)]


def choices(source, found, index):
    """The texts that the token at `index` becomes, each in a mutant of its own."""
    token = found[index]
    if token.kind == "number":
        return number_choices(token.text)
    if token.kind == "word":
        is_call = index + 1 < len(found) and found[index + 1].text == "(" and found[index + 1].start == token.end
        return WORDS.get(token.text) or (CALLS.get(token.text, []) if is_call else [])
    if token.kind != "operator":
        return []
    if token.text in RANGES:
        return RANGES[token.text]
    spaced = source[token.start - 1].isspace(), source[token.end].isspace()
    if spaced == (True, True):
        return BINARY.get(token.text, [])
    is_prefix = not spaced[1] and (spaced[0] or source[token.start - 1] in "([{")
    return PREFIXES.get(token.text, []) if is_prefix else []


def is_skipped(found, index, pairs, skipped):
    token = found[index]
    if index >= 2 and found[index - 1].text == ":" and found[index - 2].text in SKIPPED_CALLS:
        return True
    if token.text in SKIPPED_CALLS and found[index + 1].text == "(":
        skipped.update(range(index, pairs[index + 1]))
    return index in skipped


def mutations(file, source):
    """Every mutation of a file, in order. Outside of bodies only numbers and truth values are changed."""
    found = tokens(source)
    pairs, regions = partners(found), bodies(found)
    skipped, seen, result = set(), {}, []
    for index, token in enumerate(found):
        if is_skipped(found, index, pairs, skipped):
            continue
        is_inside = any(region.holds(token.start) for region in regions)
        if not is_inside and (token.kind == "operator" or token.text in CALLS):
            continue
        for text in choices(source, found, index):
            first = source.rfind("\n", 0, token.start) + 1
            last = source.find("\n", token.start)
            before = source[first:last].strip()
            after = (source[first:token.start] + text + source[token.end:last]).strip()
            occurrence = seen.get((before, after), 0)
            seen[before, after] = occurrence + 1
            line = source.count("\n", 0, token.start) + 1
            result.append(Mutation(file, line, token.start, token.end, text, before, after, occurrence))
    return result
