"""The twelve activations and their derivatives, with PyTorch's conventions at the kinks; writes activations.txt."""

from math import nextafter

from mpmath import mp, mpf

from numbers_text import decimal, write


def normal_density(a):
  return mp.exp(-a * a / 2) / mp.sqrt(2 * mp.pi)


def normal_distribution(a):
  return mp.erfc(-a / mp.sqrt(2)) / 2


def sigmoid(a):
  return 1 / (1 + mp.exp(-a))


def sigmoid_slope(a):
  q = mp.exp(-abs(a))
  return q / (1 + q) ** 2


def tanh(a):
  return mp.expm1(2 * a) / (mp.exp(2 * a) + 1)


LEAK = mpf(0.01)  # the Double nearest to 1/100: the slope is a parameter of the program, not the real number

ACTIVATIONS = {
  "tanh": (tanh, lambda a: 1 / mp.cosh(a) ** 2),
  "sigmoid": (sigmoid, sigmoid_slope),
  "relu": (lambda a: max(a, mpf(0)), lambda a: mpf(1 if a > 0 else 0)),
  "leakyrelu": (lambda a: a if a > 0 else LEAK * a, lambda a: mpf(1) if a > 0 else LEAK),
  "identity": (lambda a: a, lambda a: mpf(1)),
  "softplus": (lambda a: mp.log1p(mp.exp(a)), sigmoid),
  "elu": (lambda a: a if a > 0 else mp.expm1(a), lambda a: mpf(1) if a > 0 else mp.exp(a)),
  "gelu": (lambda a: a * normal_distribution(a), lambda a: normal_distribution(a) + a * normal_density(a)),
  "silu": (lambda a: a * sigmoid(a), lambda a: sigmoid(a) + a * sigmoid_slope(a)),
  "softsign": (lambda a: a / (1 + abs(a)), lambda a: 1 / (1 + abs(a)) ** 2),
  "hardtanh": (lambda a: max(min(a, mpf(1)), mpf(-1)), lambda a: mpf(1 if abs(a) < 1 else 0)),
  "sine": (mp.sin, mp.cos),
}


def grid():
  plain = "1e-300 1e-160 1e-17 1e-8 1e-4 1e-3 0.01 0.1 0.25 0.5 0.7517915246935645 0.7518 1 1.2784645427610738 1.2784 "
  plain += "1.5 2 3 5 8 10 12 15 18 19 19.5 20 22 25 30 36 36.7 37 38 38.5 40 50 100 200 354 355 372 373 400 500 "
  plain += "700 708 709 709.75 710 744 745 "
  plain += "354.3 354.6 354.9 37.55 37.6 37.65 37.7 37.75 38.2 712.5 713.5 714.5 715"  # where a factor is subnormal first
  points = [float(p) for p in plain.split()]
  points += [5e-324, 2.2250738585072014e-308, nextafter(1, 0), nextafter(1, 2)]
  points += [k / 4 + 1 / 64 for k in range(0, 30)]
  return [-p for p in sorted(points, reverse=True)] + [-0.0, 0.0] + sorted(points)


def summands(name, a):
  """The sum of the magnitudes of what f'(a) is made of: larger than |f'| near a zero of gelu' or silu'."""
  if name == "gelu":
    return normal_distribution(a) + abs(a) * normal_density(a)
  if name == "silu":
    return sigmoid(a) + abs(a) * sigmoid_slope(a)
  return abs(ACTIVATIONS[name][1](a))


def activation_lines():
  for name, (value, derivative) in ACTIVATIONS.items():
    yield f"activation {name}"
    for a in grid():
      x = mpf(a)
      yield f"{a!r} {decimal(value(x))} {decimal(derivative(x))} {decimal(summands(name, x), 10)}"


def make():
  write("activations.txt", activation_lines())
