"""Reference values for matrix networks, by brute force; writes matrices.txt.

Every derivative of the state with respect to W is formed as the whole n x n x n tensor ds_k[r]/dW[r',c], which the
program never does, and every view is read off that tensor. NumPy holds arrays of mpmath numbers, so the values carry
no rounding error of their own.

    contribution i of target k   C_i = (J_k ... J_{i+1}) . ds_i/dW_*          a tensor for each theta in {W, U, b}
    whole state                  ||C_i||_F
    seen by a covector v         v . C_i, a matrix (a vector for b): its norm, and its signed bar <v.C_i, v.G>/||v.G||_F
"""

import random

import numpy as np
from mpmath import mp, mpf

from activations import ACTIVATIONS
from numbers_text import decimal, write


def numbers(array):
  """Exact Doubles as mpmath numbers."""
  return np.vectorize(mpf, otypes=[object])(np.asarray(array, dtype=float))


class Network:
  def __init__(self, activation, n, m, p, scale, seed):
    generator = random.Random(seed)
    draw = lambda rows, columns: [[scale * generator.gauss(0, 1) for _ in range(columns)] for _ in range(rows)]
    self.activation, self.n, self.m, self.p = activation, n, m, p
    self.W, self.U, self.V = draw(n, n), draw(n, m), draw(p, n)
    self.b, self.c, self.s0 = draw(n, 1), draw(p, 1), draw(n, 1)
    self.draw = draw

  def run(self, inputs):
    """States s_0...s_T and slopes f'(a_1)...f'(a_T)."""
    value, slope = (np.vectorize(f, otypes=[object]) for f in ACTIVATIONS[self.activation])
    W, U, b = numbers(self.W), numbers(self.U), numbers(self.b)[:, 0]
    states, slopes = [numbers(self.s0)[:, 0]], [None]
    for x in inputs:
      a = U.dot(numbers(x)) + W.dot(states[-1]) + b
      states.append(value(a))
      slopes.append(slope(a))
    return states, slopes


def identity(n):
  return numbers(np.eye(n))


def immediate(theta, slope, before, x):
  """ds_i/dtheta_* in full: [r, r', c] for W and U, [r, r'] for b."""
  diagonal = identity(len(slope)) * slope[:, None]
  if theta == "b":
    return diagonal
  return np.multiply.outer(diagonal, before if theta == "W" else numbers(x))


def frobenius(array):
  return mp.sqrt(mp.fsum(v * v for v in array.flatten()))


def flows(network, slopes, k):
  """P(k,i) for i = k...1, later steps on the left."""
  W, P = numbers(network.W), identity(network.n)
  result = {}
  for i in range(k, 0, -1):
    result[i] = P
    P = P.dot(slopes[i][:, None] * W)
  return result


def total_by_recursion(network, theta, states, slopes, inputs, k):
  """ds_k/dtheta by the forward recursion: a check of the sum of contributions, kept inside this script."""
  W, D = numbers(network.W), None
  for i in range(1, k + 1):
    step = immediate(theta, slopes[i], states[i - 1], inputs[i - 1])
    D = step if D is None else np.tensordot(slopes[i][:, None] * W, D, axes=1) + step
  return D


def output_error(network, state, target):
  """o - onehot(y) for o = softmax(V s + c)."""
  z = numbers(network.V).dot(state) + numbers(network.c)[:, 0]
  weights = np.array([mp.exp(v) for v in z], dtype=object)
  error = weights / mp.fsum(weights)
  error[target] = error[target] - 1
  return error, -mp.log(weights[target] / mp.fsum(weights))


def covectors(network, states, k, target):
  for r in range(network.n):
    yield f"unit-{r}", identity(network.n)[r]
  error, _ = output_error(network, states[k], target)
  yield "loss", numbers(network.V).T.dot(error)


def largest_singular_value(P):
  n = len(P)
  return mp.svd_r(mp.matrix([list(row) for row in P]), compute_uv=False)[0] if n > 1 else abs(P[0, 0])


def array_line(name, array):
  flat = np.asarray(array, dtype=float).flatten()
  return f"{name} " + " ".join(repr(float(v)) for v in flat)


def value_line(name, array):
  return f"{name} " + " ".join(decimal(v, 20) for v in np.asarray(array, dtype=object).flatten())


def case_lines(name, network, steps, k):
  inputs = [[row[0] for row in network.draw(network.m, 1)] for _ in range(steps)]
  generator = random.Random(steps)
  targets = [generator.randrange(network.p) for _ in range(steps)]
  states, slopes = network.run(inputs)
  yield f"case {name}"
  yield f"activation {network.activation}"
  yield f"shape {network.n} {network.m} {network.p}"
  for parameter in ["W", "U", "b", "V", "c", "s0"]:
    yield array_line(parameter, getattr(network, parameter))
  yield array_line("inputs", inputs)
  yield "targets " + " ".join(str(y) for y in targets)
  yield f"target-step {k}"
  yield value_line("state", states[k])
  P = flows(network, slopes, k)
  yield value_line("flow", P[1])
  yield value_line("flow-norms", [largest_singular_value(P[i]) for i in range(1, k + 1)])
  for theta in "WUb":
    yield from theta_lines(network, theta, states, slopes, inputs, targets, P, k)
  yield from loss_lines(network, states, slopes, inputs, targets, steps)
  yield "end"


def theta_lines(network, theta, states, slopes, inputs, targets, P, k):
  parts = {i: np.tensordot(P[i], immediate(theta, slopes[i], states[i - 1], inputs[i - 1]), axes=1) for i in P}
  steps = range(1, k + 1)
  total = sum(parts[i] for i in steps)
  recursion = total_by_recursion(network, theta, states, slopes, inputs, k)
  assert frobenius(total - recursion) <= mpf("1e-45") * frobenius(total)
  yield value_line(f"whole {theta}", [frobenius(parts[i]) for i in steps])
  yield value_line(f"whole-signed {theta}", signed([parts[i] for i in steps]))
  yield value_line(f"whole-total {theta}", [frobenius(total)])
  for name, v in covectors(network, states, k, targets[k - 1]):
    seen = [np.tensordot(v, parts[i], axes=1) for i in steps]
    yield value_line(f"{name} {theta}", [frobenius(c) for c in seen])
    yield value_line(f"{name}-signed {theta}", signed(seen))
    yield value_line(f"{name}-total {theta}", sum(seen))


def signed(parts):
  total = sum(parts)
  norm = frobenius(total)
  return [mp.fsum((c * total).flatten()) / norm if norm != 0 else mpf(0) for c in parts]


def loss_lines(network, states, slopes, inputs, targets, steps):
  """The full loss, the sum of the cross-entropies of all steps, and its gradients by the total derivative of every s_t."""
  losses, gradient = [], {theta: 0 for theta in "WUb"}
  gradient["V"], gradient["c"] = 0, 0
  for t in range(1, steps + 1):
    error, loss = output_error(network, states[t], targets[t - 1])
    losses.append(loss)
    gradient["V"] = gradient["V"] + np.multiply.outer(error, states[t])
    gradient["c"] = gradient["c"] + error
    for theta in "WUb":
      D = total_by_recursion(network, theta, states, slopes, inputs, t)
      gradient[theta] = gradient[theta] + np.tensordot(numbers(network.V).T.dot(error), D, axes=1)
  yield value_line("full-loss", [mp.fsum(losses)])
  for theta in "WUbVc":
    yield value_line(f"loss-gradient {theta}", gradient[theta])


CASES = [
  # activation, n, m, p, scale, steps, target step
  ("tanh", 1, 1, 2, 0.9, 8, 8),
  ("tanh", 2, 1, 2, 0.8, 8, 8),
  ("tanh", 3, 2, 3, 0.7, 7, 6),
  ("tanh", 5, 3, 2, 0.6, 6, 6),
  ("sigmoid", 2, 3, 2, 1.5, 8, 8),
  ("sigmoid", 5, 1, 4, 1.2, 6, 5),
  ("relu", 3, 1, 2, 0.9, 8, 8),
  ("gelu", 2, 2, 3, 1.1, 8, 7),
  ("silu", 3, 3, 2, 0.9, 7, 7),
  ("identity", 2, 1, 2, 0.8, 10, 10),
  ("softsign", 5, 2, 3, 1.0, 6, 6),
  ("sine", 3, 1, 2, 0.8, 6, 6),
]


def all_lines():
  for number, (activation, n, m, p, scale, steps, k) in enumerate(CASES):
    network = Network(activation, n, m, p, scale, seed=1000 + number)
    yield from case_lines(f"{activation} n={n} m={m}", network, steps, k)


def make():
  write("matrices.txt", all_lines())
