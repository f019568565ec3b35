"""Reference values for flows of networks far from normal: singular values of W^lag in far more digits than their spread;
writes nonnormal.txt.

The activation is the identity but for one case, so that every Jacobian is W, a matrix of exact Doubles. Of the others W
is a Jordan block (one number on the diagonal, one beside it), random upper triangular, or a Jordan block in a random
basis, rounded to multiples of 2^-20.
"""

import random

from mpmath import mp, mpf

from numbers_text import write
from spectra import line, slopes


def jordan(n, diagonal, beside):
  return [[diagonal if c == r else beside if c == r + 1 else 0.0 for c in range(n)] for r in range(n)]


def triangular(n, scale, seed):
  generator = random.Random(seed)
  return [[round(1024 * scale * generator.gauss(0, 1)) / 1024 if c >= r else 0.0 for c in range(n)] for r in range(n)]


def dense(n, diagonal, beside, seed):
  """A Jordan block in the basis that Gram and Schmidt make of random vectors."""
  generator = random.Random(seed)
  Q, _ = mp.qr(mp.matrix([[generator.gauss(0, 1) for _ in range(n)] for _ in range(n)]))
  W = Q * mp.matrix(jordan(n, diagonal, beside)) * Q.T
  return [[float(mp.nint(W[r, c] * 2**20)) / 2**20 for c in range(n)] for r in range(n)]


def weights(n, kind, arguments):
  makers = {"jordan": jordan, "triangular": triangular, "dense": dense}
  return makers[kind](n, *arguments)


def drawn_inputs(steps):
  generator = random.Random(7)
  return [round(256 * generator.gauss(0, 1)) / 1024 for _ in range(steps)]


def flows(activation, W, lags):
  """P(T, T - lag) by lag, from s_0 = 0, U = 1 and T the largest lag."""
  n, steps = len(W), max(lags)
  if activation == "identity":
    yield from ((lag, mp.matrix(W) ** lag) for lag in lags)
    return
  factors, P = slopes(activation, W, [[1.0]] * n, drawn_inputs(steps)), mp.eye(n)
  for lag in range(1, steps + 1):
    P = P * mp.diag(factors[steps - lag]) * mp.matrix(W)
    if lag in lags:
      yield lag, P


def case_lines(activation, n, kind, arguments, lags, digits):
  mp.dps = 60
  W = weights(n, kind, arguments)
  mp.dps = digits
  yield f"case {activation} {kind} " + " ".join(str(v) for v in (n, *arguments))
  yield f"activation {activation}"
  yield f"hidden {n}"
  if kind == "jordan":
    yield "jordan " + " ".join(map(repr, arguments))
  else:
    yield "W " + " ".join(repr(v) for row in W for v in row)
  yield "inputs " + " ".join(map(repr, drawn_inputs(max(lags)) if activation != "identity" else []))
  for lag, P in flows(activation, W, lags):
    yield line(f"lag {lag}", mp.svd_r(P, compute_uv=False))
  yield "end"


CASES = [
  ("identity", 4, "jordan", (1.0, 1.0), [100, 500, 1999], 200),
  ("identity", 8, "jordan", (-0.75, 1.0), [50, 400, 1999], 900),
  ("identity", 12, "jordan", (1.0, 1.0), [20, 60, 150, 399], 300),
  ("identity", 16, "jordan", (0.9, 0.3), [200, 1999], 600),
  ("identity", 32, "jordan", (1.0, 1.0), [20, 60, 150, 399], 500),
  ("identity", 64, "jordan", (0.5, 0.9), [10, 40, 100, 399], 900),
  ("identity", 16, "triangular", (0.3, 1), [10, 40, 100, 300], 1500),
  ("identity", 32, "triangular", (0.3, 2), [5, 20, 60, 200], 1200),
  ("identity", 16, "dense", (0.8, 0.7, 3), [10, 40, 100, 300], 500),
  ("tanh", 10, "jordan", (0.9, 0.8), [10, 40, 120], 500),
]


def make():
  write("nonnormal.txt", [row for case in CASES for row in case_lines(*case)])
  mp.dps = 80
