"""Where rounding decides the state: orbits at 120 digits, of networks that are chaotic and of some that contract; writes
orbits.txt.

A chaotic orbit loses one digit in every few steps, so that 120 of them carry it exactly to a Double for as long as is
written here. The tent map s' = m min(s, 1 - s) is topologically conjugate to the logistic map at m = 2; two rectifying
units make it, s'_1 = relu(a) and s'_2 = relu(a - 1/2) with a = m s_1 - 2 m s_2. The sine map sin(pi s) is its smooth relative.

The first few units of s_1 ... s_T are written, rounded to Doubles.
"""

import random

from mpmath import mp, mpf

from activations import ACTIVATIONS
from numbers_text import write

DIGITS = 120


def orbit(activation, W, U, b, s0, inputs):
  f = ACTIVATIONS[activation][0]
  W, U, b = ([[mpf(v) for v in row] for row in W], [mpf(v) for v in U], [mpf(v) for v in b])
  state = [mpf(v) for v in s0]
  for x in inputs:
    state = [f(mp.fdot(row, state) + u * mpf(x) + c) for row, u, c in zip(W, U, b)]
    yield state


def scalar(activation, W, U, b, s0, inputs):
  return activation, [[W]], [U], [b], [s0], inputs


def gaussian(activation, n, gain, steps, seed):
  generator = random.Random(seed)
  draw = lambda scale, count: [scale * generator.gauss(0, 1) for _ in range(count)]
  W = [draw(gain / n**0.5, n) for _ in range(n)]
  return activation, W, draw(1, n), [0.0] * n, [0.0] * n, [1.0] + [0.0] * (steps - 1)


def tent(slope, start, steps):
  rows = [[slope, -2 * slope]] * 2
  return "relu", rows, [0.0, 0.0], [0.0, -0.5], [start, max(start - 0.5, 0.0)], [0.0] * steps


def noise(steps, seed):
  generator = random.Random(seed)
  return [generator.gauss(0, 1) for _ in range(steps)]


CASES = [
  ("sine with W 4", *scalar("sine", 4.0, 0.0, 0.0, 0.1, [0.0] * 150)),
  ("sine with W 4, driven", *scalar("sine", 4.0, 0.8, 0.0, 0.1, noise(150, 1))),
  ("the sine map", *scalar("sine", 3.141592653589793, 0.0, 0.0, 0.3, [0.0] * 150)),
  ("the tent map, slope 1.9", *tent(1.9, 0.3, 150)),
  ("the tent map, slope 1.3", *tent(1.3, 0.3, 250)),
  ("gaussian n = 32, gain 4", *gaussian("tanh", 32, 4, 120, 2)),
  ("gaussian n = 32, gain 2", *gaussian("tanh", 32, 2, 300, 3)),
  ("gaussian n = 16, gain 0.9: norms above 1, and it contracts", *gaussian("tanh", 16, 0.9, 120, 4)),
  ("tanh with W 2.705, driven", *scalar("tanh", 2.705, 0.8, 0.0, 0.1, noise(150, 5))),
]


def words(keyword, values):
  return " ".join([keyword] + [repr(float(v)) for v in values])


def case_lines(name, activation, W, U, b, s0, inputs):
  mp.dps = DIGITS
  n, shown = len(W), min(len(W), 3)
  yield f"case {name}"
  yield f"activation {activation}"
  yield f"shape {n} {len(inputs)} {shown}"
  yield words("W", [v for row in W for v in row])
  yield words("U", U)
  yield words("b", b)
  yield words("s0", s0)
  yield words("inputs", inputs)
  yield words("states", [v for state in orbit(activation, W, U, b, s0, inputs) for v in state[:shown]])
  yield "end"


def make():
  write("orbits.txt", [row for case in CASES for row in case_lines(*case)])
  mp.dps = 80


if __name__ == "__main__":
  make()
