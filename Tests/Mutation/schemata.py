"""Writes files that hold many mutants at once; which one is active is told when the program starts.

A body with mutants becomes

    switch activeMutant {
    case 7: the body with mutation 7
    case 8: the body with mutation 8
    default: the body as it was
    }

and a number outside of bodies `(activeMutant == 7 ? 1 : 0)`.
"""
from bodies import bodies
from swift_tokens import tokens


class Schema:
    """A file with its mutants by their numbers; `spans` tells the lines that each one wrote."""

    def __init__(self, source, mutants):
        self.source, self.mutants = source, mutants
        self.bodies = bodies(tokens(source))
        self.pieces, self.lines = [], 1
        self.spans = []
        by_body = {}
        for number, mutation in mutants.items():
            by_body.setdefault(self.innermost(mutation.start), []).append(number)
        self.by_body = by_body
        self.write_between(0, len(source))
        self.text = "".join(self.pieces)

    def innermost(self, position):
        holding = [body for body in self.bodies if body.holds(position)]
        return max(holding, key=lambda body: body.start, default=None)

    def write(self, text):
        self.pieces.append(text)
        self.lines += text.count("\n")

    def write_between(self, start, end):
        """The source from start to end, with the mutants within."""
        at = start
        for body in self.bodies:
            if body in self.by_body and at <= body.start and body.end <= end:
                self.write_plain(at, body.start)
                self.write_body(body)
                at = body.end
        self.write_plain(at, end)

    def write_body(self, body):
        first = self.lines
        self.write("\nswitch activeMutant {\n")
        for number in self.by_body[body]:
            mutation, start = self.mutants[number], self.lines
            self.write(f"case {number}:\n" + self.source[body.start:mutation.start] + mutation.text)
            self.write(self.source[mutation.end:body.end] + "\n")
            self.spans.append((start, self.lines, [number]))
        self.write("default:\n")
        self.write_within(body)
        self.write("\n}\n")
        self.spans.append((first, self.lines, self.by_body[body]))

    def write_within(self, body):
        inner = [other for other in self.bodies if other != body and body.start <= other.start < body.end]
        at = body.start
        for other in inner:
            if other in self.by_body and at <= other.start:
                self.write(self.source[at:other.start])
                self.write_body(other)
                at = other.end
        self.write(self.source[at:body.end])

    def write_plain(self, start, end):
        """Text outside of all bodies that have mutants, where numbers may have some."""
        at = start
        for number in sorted(self.by_body.get(None, []), key=lambda number: self.mutants[number].start):
            mutation = self.mutants[number]
            if start <= mutation.start < end:
                self.write(self.source[at:mutation.start])
                original = self.source[mutation.start:mutation.end]
                self.write(f"(activeMutant == {number} ? {mutation.text} : {original})")
                self.spans.append((self.lines, self.lines, [number]))
                at = mutation.end
        self.write(self.source[at:end])

    def at_line(self, line):
        """The mutants that an error at a line belongs to."""
        spans = [span for span in self.spans if span[0] <= line <= span[1]]
        return min(spans, key=lambda span: span[1] - span[0], default=(0, 0, []))[2]
