"""Which trajectories there are references for."""

from activations import ACTIVATIONS
from trajectories import Case, input_lines, write_cases
from numbers_text import write


def ordinary_cases(name):
  """Both signs, W from 0.05 to 8, four settings of the rest."""
  settings = [
    dict(inputs="sunspots", start=100, steps=44),
    dict(inputs="noise", steps=60, U=0.7, b=0.1, s0=0.0),
    dict(inputs="sunspots", start=0, steps=40, U=-1.3, b=-0.25, s0=-0.75),
    dict(inputs="noise", steps=50, U=0.3, b=0.4, s0=0.5),
  ]
  for n, W in enumerate([0.05, -0.3, 0.9, -1.1, 1.7, -3.0, 8.0]):
    yield Case(name, W, **settings[n % 4])
  yield Case(name, -8.0, inputs="noise", steps=40, U=0.5, b=0.2)


def long_cases():
  """Terms far below the range of a Double."""
  yield Case("tanh", 0.5, 5000, thetas="W", stride=5)
  yield Case("tanh", 0.05, 5000, thetas="W", stride=11)
  yield Case("tanh", -0.1, 5000, inputs="noise", thetas="Wb", stride=11)
  yield Case("sigmoid", 0.3, 5000, thetas="W", stride=11)
  yield Case("sigmoid", -0.8, 5000, inputs="noise", thetas="Wb", stride=11)
  yield Case("softplus", 0.25, 4000, thetas="W", stride=11)
  yield Case("softsign", 0.2, 4000, thetas="W", stride=11)
  yield Case("gelu", 0.3, 3000, inputs="noise", thetas="W", stride=11)
  yield Case("sine", 0.4, 4000, thetas="W", stride=11)


def saturated_cases():
  """f' next to 0 at every step, where 1 - tanh^2 has few digits or none."""
  yield Case("tanh", 3.0, 2000, inputs="one", thetas="W", stride=7)
  yield Case("tanh", 3.0, 1500, inputs="zero", thetas="Wb", stride=7)
  yield Case("tanh", 8.0, 500, inputs="zero", thetas="Wb", stride=3)
  yield Case("tanh", 8.0, 500, thetas="Wb", stride=3)
  yield Case("tanh", -8.0, 300, inputs="one", U=25.0, b=3.0, thetas="W", stride=3)
  yield Case("sigmoid", 8.0, 1000, b=6.0, thetas="Wb", stride=7)
  yield Case("sigmoid", 8.0, 300, b=-30.0, thetas="W", stride=3)
  yield Case("silu", 2.0, 200, inputs="one", b=-60.0, thetas="Wb")


def exploding_cases():
  """Large states, and flows beyond the range of a Double over states that stay at 0."""
  yield Case("identity", 1.05, 3000, thetas="Wb", stride=11)
  yield Case("identity", 2.0, 900, thetas="Wb", stride=11)
  yield Case("relu", 1.1, 2000, inputs="one", thetas="Wb", stride=11)
  yield Case("leakyrelu", 2.0, 500, inputs="one", thetas="Wb", stride=5)
  yield Case("elu", 1.2, 500, inputs="one", thetas="Wb", stride=5)
  for name in ["identity", "tanh", "elu", "softsign"]:
    yield Case(name, 7.3, 5000, inputs="zero", s0=0.0, thetas="Wb", stride=97)
  yield Case("sine", -7.3, 5000, inputs="zero", s0=0.0, thetas="Wb", stride=97)


def classic_cases():
  """Pascanu's logistic unit at its unstable fixed point; a power law (tanh, W = 1); chaos without input; units never at rest."""
  yield Case("sigmoid", 5.0, 60, inputs="zero", b=-2.612296656009273, s0=0.6224593312018546, thetas="Wb")
  yield Case("sine", 2.5, 60, inputs="zero", thetas="Wb")
  yield Case("relu", 0.9, 60, b=2.5)
  yield Case("relu", -0.4, 60, inputs="noise", b=3.0)
  yield Case("hardtanh", 0.95, 60, U=0.02)
  yield Case("hardtanh", -0.7, 60, inputs="noise", U=0.2, b=0.1)
  yield Case("tanh", 1.0, 1000, inputs="zero", thetas="W", stride=7)


def make():
  write("inputs.txt", input_lines())
  for activation in ACTIVATIONS:
    write_cases(f"trajectories-{activation}.txt", ordinary_cases(activation))
  write_cases("trajectories-saturated.txt", saturated_cases())
  write_cases("trajectories-exploding.txt", exploding_cases())
  write_cases("trajectories-classic.txt", classic_cases())
  write_cases("trajectories-long.txt", long_cases())
