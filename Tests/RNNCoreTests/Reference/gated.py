"""Scalar gated cells, whose gates are constant numbers, to 60 digits: every contribution to the gradient of the last
state; writes gated.txt.

    python3 gated.py

The formulas are PyTorch's; 1 − σ(b) is σ(−b), and 1 − tanh² is sech². Settings are such that rounding errors of the
Double computation do not grow along the trajectory: `condition` is the largest relative change of a kept term over
trials in which every operation is off by its rounding (`trajectories.Disturbance`), and no case has 10^−12. A candidate
that the state has come to by itself (h − n of a GRU at rest), or a c that is 0 by cancellation, has no digits in any
Double computation: such settings are not among them, nor are states below the range of a Double.

A case is

    case NAME
    cell gru|lstm
    W … | U … | b …                  of the candidate
    gates …                          b_r b_z, or b_i b_f b_o
    s0 …                             h_0, of an LSTM c_0 too
    inputs SERIES START T            of inputs.txt
    state …                          h_T, of an LSTM c_T too

and for each observable, state and of an LSTM cell,

    observable NAME
    totals …                         by parameter: W U b b.r b.z, or W U b b.i b.f b.o
    sizes …                          Σ|C_i| likewise
    STEP FLOW …                      flow, and the contribution to each parameter: λ_i of a GRU, ‖(λ^h, λ^c)‖ of an LSTM

    end
"""

from mpmath import mp, mpf

from numbers_text import decimal, write
from trajectories import Disturbance, Exact, INPUTS, ULP, relative, series

GATES = {"gru": ["b.r", "b.z"], "lstm": ["b.i", "b.f", "b.o"]}


def sigmoid(x):
  """1/(1 + e^−x), which loses nothing where it is near 0."""
  e = mp.exp(-abs(x))
  return (1 if x >= 0 else e) / (1 + e)


def sech2(x):
  q = mp.exp(-2 * abs(x))
  return 4 * q / (1 + q) ** 2


class Gate:
  """σ(b), σ(−b) and their product; a constant is off by the same at every step. From 40 on σ(b) is 1 in Doubles, and so
  are its products without rounding."""

  def __init__(self, b, error, slot):
    self.is_one = b >= 40
    self.value = sigmoid(mpf(b)) * (1 if self.is_one else error.function(0, slot + "value"))
    self.rest = sigmoid(-mpf(b)) * error.function(0, slot + "rest")
    self.slope = sigmoid(mpf(b)) * sigmoid(-mpf(b)) * error.function(0, slot + "slope")


class Case:
  def __init__(self, cell, gates, W, U=1.0, b=0.0, s0=(0.25, 0.5), inputs="noise", start=0, steps=2000):
    self.cell, self.gates, self.W, self.U, self.b = cell, gates, W, U, b
    self.s0 = s0 if cell == "lstm" else s0[:1]
    self.inputs, self.start, self.steps = inputs, start, steps
    self.x = [None] + series(inputs, start, steps)
    spread = max(1, steps // 14)
    self.kept = [i for i in range(1, steps + 1) if i <= 3 or i > steps - 4 or i % spread == 0]

  @property
  def name(self):
    gates = " ".join(f"{name}={value!r}" for name, value in zip(GATES[self.cell], self.gates))
    return f"{self.cell} {gates} W={self.W!r} U={self.U!r} b={self.b!r} {self.inputs}+{self.start} T={self.steps}"

  def run(self, error):
    """Gates, and by step the candidate, its slope and the states."""
    gates = [Gate(b, error, name) for name, b in zip(GATES[self.cell], self.gates)]
    W, U, b = mpf(self.W), mpf(self.U), mpf(self.b)
    h, c = [mpf(self.s0[0])], [mpf(self.s0[-1])]
    n, slope, said, said_slope = [None], [None], [None], [None]
    for t in range(1, self.steps + 1):
      rounded = lambda slot: error.arithmetic(t, slot)
      heard = W * h[-1] * rounded("Wh") * (gates[0].value * rounded("r") if self.cell == "gru" else 1)
      a = (U * mpf(self.x[t]) * rounded("Ux") + b + heard) * rounded("a")
      n.append(mp.tanh(a) * error.function(t, "n"))
      slope.append(sech2(a) * error.function(t, "n slope"))
      if self.cell == "gru":
        z = gates[1]
        kept, open_part = (z.value * h[-1], z.rest * n[t] * rounded("zn"))
        h.append(kept + open_part if z.is_one else (kept * rounded("zh") + open_part) * rounded("h"))
        continue
      i, f, o = gates
      kept, taken = f.value * c[-1] * (1 if f.is_one else rounded("fc")), i.value * n[t] * rounded("ig")
      # What is 2^53 times smaller changes nothing.
      c.append((kept + taken) * (1 if f.is_one and abs(taken) < ULP / 4 * abs(kept) else rounded("c")))
      said.append(mp.tanh(c[t]) * error.function(t, "said"))
      said_slope.append(sech2(c[t]) * error.function(t, "said slope"))
      h.append(o.value * said[t] * rounded("h"))
    return gates, h, c, n, slope, said, said_slope

  def rows(self, run, error, observable):
    """By step: the flow and the contributions."""
    return self.gru_rows(run, error) if self.cell == "gru" else self.lstm_rows(run, error, observable)

  def gru_rows(self, run, error):
    (r, z), h, _, n, slope, _, _ = run
    adjoint, rows, W = mpf(1), {}, mpf(self.W)
    for t in range(self.steps, 0, -1):
      delta = adjoint * z.rest * slope[t]
      rows[t] = [adjoint, delta * r.value * h[t - 1], delta * mpf(self.x[t]), delta, delta * W * h[t - 1] * r.slope,
                 adjoint * (h[t - 1] - n[t]) * z.slope]
      adjoint = (delta * r.value * W * error.arithmetic(t, "by W") + z.value * adjoint) * error.arithmetic(t, "flow")
    return rows

  def lstm_rows(self, run, error, observable):
    (i, f, o), h, c, g, slope, said, said_slope = run
    by_h, by_c = (mpf(1), mpf(0)) if observable == "state" else (mpf(0), mpf(1))
    rows = {}
    for t in range(self.steps, 0, -1):
      inner = (by_c + by_h * o.value * said_slope[t] * error.arithmetic(t, "inner")) * error.arithmetic(t, "sum")
      delta = inner * i.value * slope[t]
      rows[t] = [mp.sqrt(by_h**2 + by_c**2), delta * h[t - 1], delta * mpf(self.x[t]), delta, inner * g[t] * i.slope,
                 inner * c[t - 1] * f.slope, by_h * said[t] * o.slope]
      by_h, by_c = delta * mpf(self.W) * error.arithmetic(t, "by W"), f.value * inner * error.arithmetic(t, "by f")
    return rows

  @property
  def observables(self):
    return ["state", "cell"] if self.cell == "lstm" else ["state"]

  @property
  def period(self):
    """After how many steps roundings repeat: as the inputs do, but never where c only adds up."""
    return self.steps if self.gates[1] >= 40 else len(INPUTS[self.inputs])

  def condition(self):
    exact, worst = self.run(Exact()), mpf(0)
    for seed in range(3):
      error = Disturbance(seed, self.period)
      run = self.run(error)
      for observable in self.observables:
        pairs = (self.rows(exact, Exact(), observable), self.rows(run, error, observable))
        worst = max([worst] + [relative(b, a) for t in self.kept for a, b in zip(pairs[0][t], pairs[1][t])])
    return worst


def case_lines(case):
  run = case.run(Exact())
  yield from [f"case {case.name}", f"cell {case.cell}"]
  yield from (f"{name} {getattr(case, name)!r}" for name in ["W", "U", "b"])
  yield "gates " + " ".join(map(repr, case.gates))
  yield "s0 " + " ".join(map(repr, case.s0))
  yield f"inputs {case.inputs} {case.start} {case.steps}"
  yield "state " + " ".join(decimal(part[case.steps]) for part in (run[1:3] if case.cell == "lstm" else run[1:2]))
  for observable in case.observables:
    rows = case.rows(run, Exact(), observable)
    yield f"observable {observable}"
    columns = list(zip(*(row[1:] for row in rows.values())))
    yield "totals " + " ".join(decimal(mp.fsum(column)) for column in columns)
    yield "sizes " + " ".join(decimal(mp.fsum(map(abs, column)), 6) for column in columns)
    for t in case.kept:
      yield " ".join([str(t)] + [decimal(value, 20) for value in rows[t]])
  yield "end"


def lstm_cases():
  lstm = lambda bi, bf, bo, W, **rest: Case("lstm", (bi, bf, bo), W, **rest)
  yield lstm(0.0, 1.0, 0.0, 0.5)
  yield lstm(0.0, 3.0, 0.5, -0.8, inputs="sunspots")
  yield lstm(-0.5, -3.0, 1.0, -2.0, U=0.7, b=0.1)
  # The carousel; a gate that forgets all; gates that are shut, at both ends of what a Double holds and beyond.
  yield lstm(-3.0, 40.0, 0.0, 0.4, U=0.8, steps=300)
  yield lstm(0.0, -40.0, 2.0, 1.5)
  yield lstm(0.0, -800.0, 0.0, 0.5, steps=1500)
  yield lstm(0.0, -800.0, 0.0, 0.0, steps=700)
  yield lstm(0.0, 1.0, -700.0, 0.9)
  yield lstm(-800.0, 1.0, 0.0, 0.9)
  yield lstm(-800.0, 40.0, 0.3, 0.9, U=0.5)
  yield lstm(800.0, -1.0, 800.0, 0.6, U=0.6)
  # A candidate that is saturated, by W and by the input; a c so large that tanh c is 1.
  yield lstm(0.0, 1.0, 0.0, 40.0, U=0.5, s0=(0.4, 1.5))
  yield lstm(0.0, 1.0, 0.0, 3.0, U=400.0, steps=1000)
  yield lstm(40.0, 3.0, 0.0, 0.3, U=0.3, b=5.0)
  yield lstm(40.0, 3.5, -2.0, -0.3, U=0.1, b=4.0, inputs="sunspots")
  # Weights so small that λ of h lies 10^300 below that of c.
  yield lstm(0.0, 1.0, 0.0, 1e-300, steps=600)
  yield lstm(0.0, 1.0, 0.0, -3e-308, U=0.4, steps=600)


def gru_cases():
  gru = lambda br, bz, W, **rest: Case("gru", (br, bz), W, **rest)
  yield gru(0.0, 1.0, 0.5, U=1.1, start=20)
  yield gru(1.0, -2.0, -1.5, U=0.7)
  yield gru(0.5, 3.0, 1.2, inputs="sunspots")
  yield gru(0.0, 40.0, 0.9)
  yield gru(0.0, 800.0, 0.9)
  yield gru(0.3, -800.0, 1.4, U=0.6)
  yield gru(-800.0, 1.0, 0.8)
  yield gru(-700.0, -1.0, 2.0)
  yield gru(800.0, 0.3, -0.7, b=0.1, start=5)
  yield gru(0.0, 0.0, 3.0, U=40.0)
  yield gru(0.0, -1.0, 2.0, U=400.0, steps=1000)


def make():
  lines = []
  with mp.workdps(60):
    for case in [*lstm_cases(), *gru_cases()]:
      bound = case.condition()
      print(f"  {case.name:80} {mp.nstr(bound, 2)}", flush=True)
      assert bound < mpf("1e-12"), case.name
      lines += case_lines(case)
    write("gated.txt", lines)


if __name__ == "__main__":
  make()
