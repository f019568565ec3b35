"""Scalar trajectories and every contribution to the gradient of the last state; writes inputs.txt, trajectories-*.txt.

How far a Double computation can be from these values depends on the case, so each case carries its own estimate,
`condition`: the largest relative change of any term over several trials in which every operation of the Double
computation is disturbed by its rounding error (see `Disturbance`). The class follows from that number alone:

    well-conditioned   condition <= 1e-12       the terms must agree to 1e-12
    settled            condition <= 1e-11       constant input: the orbit settles and repeats its rounding errors, which
                                                add up over T steps instead of averaging out; tolerance 1e-11
    cancelling         condition <= 1e-10       some s_{i-1} or f'(a_i) is small by cancellation; tolerance 1e-10
    chaotic            larger at the full T     T is cut to the last step at which condition <= 1e-11; tolerance 1e-10
"""

import csv
import random

from mpmath import mp, mpf

from activations import ACTIVATIONS
from numbers_text import HERE, decimal, write

SUNSPOTS = HERE.parents[2] / "Sources/RNNFiles/Resources/sunspots.csv"
ULP = mpf(2) ** -52
EXACT_IN_DOUBLES = {"relu", "identity", "hardtanh"}


def standardised_sunspots():
  with open(SUNSPOTS, newline="") as file:
    rows = list(csv.reader(file))[1:]
  values = [mpf(row[1]) for row in rows]
  mean = mp.fsum(values) / len(values)
  deviation = mp.sqrt(mp.fsum((v - mean) ** 2 for v in values) / len(values))
  return [float((v - mean) / deviation) for v in values]


def noise(count):
  generator = random.Random(1889)
  return [generator.uniform(-1.5, 1.5) for _ in range(count)]


INPUTS = {"sunspots": standardised_sunspots(), "noise": noise(61), "zero": [0.0], "one": [1.0]}


def series(name, start, count):
  values = INPUTS[name]
  return [values[(start + t) % len(values)] for t in range(count)]


def input_lines():
  for name, values in INPUTS.items():
    yield f"series {name} {len(values)}"
    yield from (repr(v) for v in values)


class Exact:
  """No disturbance: the reference itself."""

  def arithmetic(self, t, slot):
    return 1

  function = arithmetic


class Disturbance:
  """Every operation of the Double computation, off by its own rounding error.

  Sums and products: a factor within 1 +- 2^-53. Function values and derivatives: within 1 +- 2 ulp. Where the inputs
  repeat, a Double computation on a settled orbit repeats its rounding errors too, so they are drawn once per phase of
  the inputs and add up instead of averaging out.
  """

  def __init__(self, seed, period):
    self.seed, self.period, self.drawn = seed, period, {}

  def draw(self, t, slot):
    key = (t % self.period, slot)
    if key not in self.drawn:
      self.drawn[key] = random.Random(f"{self.seed}/{key}").uniform(-1, 1)
    return self.drawn[key]

  def arithmetic(self, t, slot):
    return 1 + self.draw(t, slot) * ULP / 2

  def function(self, t, slot):
    return 1 + self.draw(t, slot) * 2 * ULP


class Case:
  def __init__(self, activation, W, steps, inputs="sunspots", start=0, U=1.0, b=0.0, s0=0.5, thetas="WUb", stride=1):
    self.activation, self.W, self.U, self.b, self.s0 = activation, W, U, b, s0
    self.inputs, self.start, self.steps = inputs, start, steps
    self.thetas, self.stride = thetas, stride

  @property
  def name(self):
    return f"{self.activation} W={self.W!r} U={self.U!r} b={self.b!r} s0={self.s0!r} {self.inputs}+{self.start}"

  def forward(self, error):
    """States s_0...s_T, and f'(a_1)...f'(a_T) in places 1...T."""
    value, derivative = ACTIVATIONS[self.activation]
    W, U, b = mpf(self.W), mpf(self.U), mpf(self.b)
    states, slopes = [mpf(self.s0)], [None]
    for t, x in enumerate(series(self.inputs, self.start, self.steps), 1):
      driven = U * mpf(x) * error.arithmetic(t, "Ux") + b
      a = driven * error.arithmetic(t, "+b") + W * states[-1] * error.arithmetic(t, "Ws")
      a *= error.arithmetic(t, "sum")
      rounds = self.activation not in EXACT_IN_DOUBLES
      slopes.append(derivative(a) * (error.function(t, "slope") if rounds else 1))
      states.append(value(a) * (error.function(t, "value") if rounds else 1))
    return states, slopes

  def terms(self, error, target):
    """For i = 1...k: flow and the contributions to W, U, b."""
    states, slopes = self.forward_cache(error)
    inputs = [None] + series(self.inputs, self.start, self.steps)
    flow, rows = mpf(1), {}
    for i in range(target, 0, -1):
      rows[i] = {
        "flow": flow,
        "W": flow * slopes[i] * states[i - 1],
        "U": flow * slopes[i] * mpf(inputs[i]),
        "b": flow * slopes[i],
      }
      flow *= slopes[i] * mpf(self.W) * error.arithmetic(i, "flow")
    return rows

  def forward_cache(self, error):
    if getattr(self, "cached", (None, None))[0] is not error:
      self.cached = (error, self.forward(error))
    return self.cached[1]

  def condition(self, target, trials):
    exact = self.terms(Exact(), target)
    worst = mpf(0)
    for error in trials:
      disturbed = self.terms(error, target)
      for i, row in exact.items():
        worst = max([worst] + [relative(disturbed[i][c], value) for c, value in row.items()])
    return worst

  def classify(self):
    """Sets `steps`, `klass` and `bound`."""
    count = 5 if self.steps <= 200 else 3
    trials = [Disturbance(seed, len(INPUTS[self.inputs])) for seed in range(count)]
    self.bound = self.condition(self.steps, trials)
    self.klass = "well-conditioned" if self.bound <= mpf("1e-12") else "cancelling"
    if self.klass == "cancelling" and len(INPUTS[self.inputs]) == 1 and self.bound <= mpf("1e-11"):
      self.klass = "settled"
    if self.bound > mpf("1e-10"):
      self.klass = "chaotic"
      while self.bound > mpf("1e-11"):
        self.steps -= 1
        self.bound = self.condition(self.steps, trials)
      assert self.steps >= 5, self.name


def relative(value, exact):
  if exact == 0:
    return mpf(0) if value == 0 else mp.inf
  return abs(value / exact - 1)


def kept(case):
  """Every step, or every `stride`-th and the 20 at either end."""
  return [i for i in range(1, case.steps + 1) if i <= 20 or i > case.steps - 20 or i % case.stride == 0]


def case_lines(case):
  rows = case.terms(Exact(), case.steps)
  states, _ = case.forward_cache(Exact())
  yield f"case {case.name}"
  yield f"class {case.klass}"
  yield f"condition {mp.nstr(case.bound, 2, min_fixed=1, max_fixed=0)}"
  yield f"activation {case.activation}"
  for parameter in ["W", "U", "b", "s0"]:
    yield f"{parameter} {getattr(case, parameter)!r}"
  yield f"inputs {case.inputs} {case.start} {case.steps}"
  yield f"state {decimal(states[case.steps])}"
  for theta in "WUb":
    yield f"total {theta} {decimal(mp.fsum(row[theta] for row in rows.values()))}"
  yield f"terms flow {' '.join(case.thetas)}"
  for i in kept(case):
    yield " ".join([str(i)] + [decimal(rows[i][column]) for column in ["flow", *case.thetas]])
  yield "end"


def write_cases(name, cases):
  lines = []
  for case in cases:
    planned = case.steps
    case.classify()
    cut = f" (cut from {planned})" if case.steps < planned else ""
    print(f"  {case.name:60} {case.klass:17} {mp.nstr(case.bound, 2):8} T={case.steps}{cut}", flush=True)
    lines += case_lines(case)
  write(name, lines)
