"""Splits Swift source into tokens, as far as mutation needs: comments, strings and attributes are left out."""
import re
from dataclasses import dataclass

PATTERNS = [
    ("space", r"\s+"),
    ("comment", r"//[^\n]*"),
    ("attribute", r"[@#]\w+(\([^()]*\))?"),
    ("member", r"\.\d+(?!\w)"),
    ("number", r"0x[\da-fA-F_]+(\.[\da-fA-F_]+)?(p[+-]?\d+)?|\d[\d_]*(\.\d[\d_]*)?(e[+-]?\d+)?"),
    ("word", r"\$\d+|`?[^\W\d]\w*`?"),
    ("operator", r"\.{3}|\.\.<|\.?[-+*/%=<>!&|^~?]+|->"),
    ("mark", r"[.,:;(){}\[\]\\]"),
]
PATTERN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in PATTERNS))
OPENING = "([{"


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    start: int

    @property
    def end(self):
        return self.start + len(self.text)


def end_of_string(source, start):
    """Where the string that begins at `start` ends; what is interpolated may hold strings of its own."""
    quotes = '"""' if source.startswith('"""', start) else '"'
    at = start + len(quotes)
    while not source.startswith(quotes, at):
        if source.startswith("\\(", at):
            at = end_of_interpolation(source, at + 2)
        else:
            at += 2 if source[at] == "\\" else 1
    return at + len(quotes)


def end_of_interpolation(source, at):
    depth = 1
    while depth:
        if source[at] == '"':
            at = end_of_string(source, at)
            continue
        depth += {"(": 1, ")": -1}.get(source[at], 0)
        at += 1
    return at


def end_of_block_comment(source, start):
    at, depth = start + 2, 1
    while depth:
        step = {"/*": 1, "*/": -1}.get(source[at:at + 2], 0)
        depth += step
        at += 2 if step else 1
    return at


def tokens(source):
    """The tokens of a file in order."""
    found, at = [], 0
    while at < len(source):
        if source[at] == '"':
            end = end_of_string(source, at)
            found.append(Token("string", source[at:end], at))
            at = end
        elif source.startswith("/*", at):
            at = end_of_block_comment(source, at)
        else:
            match = PATTERN.match(source, at)
            if not match:
                raise ValueError(f"what is {source[at:at + 20]!r}?")
            if match.lastgroup not in ("space", "comment", "attribute"):
                found.append(Token(match.lastgroup, match.group(), at))
            at = match.end()
    return found


def partners(tokens):
    """By the index of an opening bracket, the index of the one that closes it."""
    pairs, open_ones = {}, []
    for index, token in enumerate(tokens):
        if token.text in ("(", "[", "{"):
            open_ones.append(index)
        elif token.text in (")", "]", "}"):
            pairs[open_ones.pop()] = index
    return pairs
