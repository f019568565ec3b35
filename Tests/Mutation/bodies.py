"""Finds the bodies of functions, initialisers, subscripts and properties: what a mutant replaces as a whole."""
from dataclasses import dataclass

from swift_tokens import partners

DECLARATIONS = ("func", "init", "subscript", "var", "let", "case", "typealias", "associatedtype",
                "struct", "enum", "extension", "protocol", "class")
WITH_BODY = ("func", "init", "subscript", "var")
ACCESSORS = ("get", "set", "willSet", "didSet", "_read", "_modify")


@dataclass(frozen=True)
class Body:
    """The text between two braces, from `start` to `end`."""
    start: int
    end: int

    def holds(self, position):
        return self.start <= position < self.end


def opening_brace(tokens, pairs, index):
    """The index of the brace that opens the body of the declaration at `index`; None where it has no body."""
    index += 1
    while index < len(tokens):
        text = tokens[index].text
        if text == "{":
            return index
        if text in ("}", "=", ";") or text in DECLARATIONS:
            return None
        index = pairs.get(index, index) + 1
    return None


def bodies(tokens):
    """Every body of a file; a body within another comes after it."""
    pairs, found = partners(tokens), []

    def add(brace):
        found.append(Body(tokens[brace].end, tokens[pairs[brace]].start))

    for index, token in enumerate(tokens):
        follows_dot = index > 0 and tokens[index - 1].text == "."
        if token.kind != "word" or token.text not in WITH_BODY or follows_dot:
            continue
        if token.text == "func":
            index += 1  # an operator's name may be = or ==
        brace = opening_brace(tokens, pairs, index)
        if brace is None:
            continue
        accessors = [
            at for at in range(brace + 1, pairs[brace])
            if tokens[at].text in ACCESSORS and tokens[at + 1].text == "{" and tokens[at - 1].text in ("{", "}")]
        for opening in [at + 1 for at in accessors] or [brace]:
            add(opening)
    return sorted(found, key=lambda body: (body.start, -body.end))
