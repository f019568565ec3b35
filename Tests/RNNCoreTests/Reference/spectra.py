"""Reference values for spectra, in as many digits as the spread of the singular values needs; writes spectra.txt.

Weights are multiples of 1/1024, so that a Double holds them. Each flow P(k,i) = J_k ... J_{i+1} is formed as a plain
product of mpmath matrices; singular values below 10^-(digits - 40) of the largest are the rounding of an exact 0.
"""

import random

from mpmath import mp, mpf

from activations import ACTIVATIONS
from numbers_text import decimal, write


def draw(generator, rows, columns, scale):
  return [[round(1024 * scale * generator.gauss(0, 1)) / 1024 for _ in range(columns)] for _ in range(rows)]


def slopes(activation, W, U, inputs):
  """f'(a_1) ... f'(a_T) from s_0 = 0."""
  value, slope = ACTIVATIONS[activation]
  n, state, result = len(W), mp.matrix(len(W), 1), []
  for x in inputs:
    a = mp.matrix(W) * state
    a = [a[unit] + mpf(U[unit][0]) * mpf(x) for unit in range(n)]
    result.append([slope(v) for v in a])
    state = mp.matrix([value(v) for v in a])
  return result


def singular_values(P, digits):
  values = list(mp.svd_r(P, compute_uv=False))
  return [v if v > values[0] * mpf(10) ** (40 - digits) else mpf(0) for v in values]


def eigenvalues(W):
  if len(W) == 1:
    return [mpf(W[0][0]), mpf(0)]
  values = sorted(mp.eig(mp.matrix(W), left=False, right=False), key=lambda v: (-abs(v), -mp.re(v), -mp.im(v)))
  return [part for v in values for part in (mp.re(v), mp.im(v))]


def line(name, values):
  return f"{name} " + " ".join(decimal(v, 20) for v in values)


def case_lines(name, activation, n, scale, amplitude, steps, lags, digits, seed):
  mp.dps = digits
  generator = random.Random(seed)
  W, U = draw(generator, n, n, scale), draw(generator, n, 1, 1)
  inputs = [amplitude * round(1024 * generator.gauss(0, 1)) / 1024 for _ in range(steps)]
  yield f"case {name}"
  yield f"activation {activation}"
  yield f"hidden {n}"
  yield "W " + " ".join(repr(v) for row in W for v in row)
  yield "U " + " ".join(repr(v) for row in U for v in row)
  yield "inputs " + " ".join(repr(v) for v in inputs)
  factors = slopes(activation, W, U, inputs)
  P = mp.eye(n)
  for lag in range(1, steps + 1):
    derivative = factors[steps - lag]
    P = P * mp.matrix([[derivative[row] * mpf(W[row][column]) for column in range(n)] for row in range(n)])
    if lag in lags:
      yield line(f"lag {lag}", singular_values(P, digits))
  mp.dps = 60
  yield line("weights", mp.svd_r(mp.matrix(W), compute_uv=False))
  yield line("eigenvalues", eigenvalues(W))
  yield "end"


CASES = [
  ("one unit", "tanh", 1, 0.9, 1, 20, [1, 20], 60, 1),
  ("contracting", "tanh", 7, 0.4, 1, 60, [1, 2, 7, 25, 60], 500, 2),
  ("expanding", "identity", 6, 1.5, 0, 2000, [3, 50, 400, 2000], 3500, 5),
  ("saturated", "tanh", 6, 3, 2, 40, [1, 5, 17, 40], 1500, 4),
  ("dying", "relu", 8, 0.5, 1, 12, [1, 2, 3, 4, 6, 8, 12], 200, 9),
  ("wide", "tanh", 16, 0.3, 1, 50, [1, 10, 50], 400, 6),
  ("wider", "tanh", 24, 0.25, 1, 60, [1, 7, 20, 60], 500, 7),
]


def make():
  write("spectra.txt", [row for case in CASES for row in case_lines(*case)])
  mp.dps = 80
