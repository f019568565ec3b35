"""Reference values of gated cells from PyTorch's automatic differentiation; writes pytorch-gated.txt (needs torch and
numpy; about a minute).

    python3 pytorch_gated.py

Each case is a `torch.nn.GRU` or `torch.nn.LSTM` with a `torch.nn.Linear` behind it, in float64. Contribution i is the
gradient with respect to the copy of the parameters that step i of a loop written out here has to itself. Before anything
is written the loop's states are held against the layer's own, and what its copies' gradients add up to against what
`backward` leaves in the layer's parameters. An LSTM's b is its two biases together: `bias_hh` is 0.

The file is lines of words; weights and inputs have three decimals, other numbers 15 digits. Matrices are row by row, in
PyTorch's order of rows, steps count from 1, units and classes from 0. A case is

    case NAME
    cell gru|lstm
    shape n m p T
    W … | U … | b … | bh … | V … | c … | s0 …   R·n, R·m, R, R (a GRU), p·n, p, and n (2n: h and c) numbers; R is 3n or 4n
    inputs …                                    T·m numbers
    classes …                                   T class indices, -1 for a step without a target
    state …                                     h_T, and c_T of an LSTM
    losses …                                    L_1 … L_T, 0 for a step without a target
    flow k σ                                    σ_max of ∂s_k/∂s_1, s being all that the units keep

and then a block for each (observable, target step k), where an observable is state, unit:R, cell, cell:R, loss or
total-loss:

    observable NAME k STEP …        some of the steps 1 … k
    norms θ LARGEST …               ‖C_i‖ of these, behind the largest of all; θ is W, U, b, bh, and rows of a gate: W.f
    signed θ …                      <C_i, G>/‖G‖
    total θ ‖G‖ STRIDE …            elements 0, STRIDE, 2·STRIDE, … of G row by row; of `state` and `cell` none

    end

`norms` and `signed` are of the whole vector (Frobenius) or of what the scalar sees (2-norm of the gradient's elements).
"""

import random
from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).resolve().parent
CLASSES = 3
ENTRIES = 6
GATES = {"gru": "rzn", "lstm": "ifgo"}
LAYER = {"W": "weight_hh_l0", "U": "weight_ih_l0", "b": "bias_ih_l0", "bh": "bias_hh_l0"}
# Rows of one gate, beside the whole matrices: each gate at least once.
ROWS = {"gru": ["W.r", "U.z", "W.n", "bh.n"], "lstm": ["W.f", "U.i", "b.o", "W.g"]}

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


class Case:
  def __init__(self, cell, n, m, steps, seed):
    self.name, self.cell, self.n, self.m, self.steps = f"{cell} n={n} m={m} T={steps}", cell, n, m, steps
    generator = torch.Generator().manual_seed(seed)
    draw = lambda scale, *shape: torch.round(scale * torch.randn(*shape, generator=generator), decimals=3)
    rows, self.parts = len(GATES[cell]) * n, 2 if cell == "lstm" else 1
    self.parameters = {"W": draw(0.9 / n**0.5, rows, n), "U": draw(1 / m**0.5, rows, m), "b": draw(0.3, rows)}
    if cell == "gru":
      self.parameters["bh"] = draw(0.3, rows)
    self.V, self.c = draw(1 / n**0.5, CLASSES, n), draw(0.1, CLASSES)
    self.s0, self.x = draw(0.3, self.parts * n), draw(1, steps, m)
    chooser = random.Random(seed)
    # The last step and the middle one have a target, so that each can be looked at.
    self.classes = [chooser.choice([-1, 0, 1, 2]) for _ in range(steps)]
    self.classes[-1], self.classes[steps // 2 - 1] = chooser.randrange(CLASSES), chooser.randrange(CLASSES)

  def losses(self, states):
    """L_t for the steps that have a target, from h_1 … h_T and leaves for V, c."""
    V, c = self.V.clone().requires_grad_(), self.c.clone().requires_grad_()
    logits = torch.nn.functional.linear(states, V, c)
    losses = [
      torch.nn.functional.cross_entropy(logits[t], torch.tensor(y)) if y >= 0 else torch.zeros(())
      for t, y in enumerate(self.classes)
    ]
    return losses, V, c

  def library(self):
    """The states of PyTorch's layer, and its parameters under their names here."""
    layer = {"gru": torch.nn.GRU, "lstm": torch.nn.LSTM}[self.cell](self.m, self.n)
    with torch.no_grad():
      layer.bias_hh_l0.zero_()
      for theta, value in self.parameters.items():
        getattr(layer, LAYER[theta]).copy_(value)
    start = self.s0[None, : self.n]
    if self.cell == "lstm":
      start = (start, self.s0[None, self.n :])
    states, _ = layer(self.x, start)
    return states, {theta: getattr(layer, LAYER[theta]) for theta in self.parameters}

  def step(self, x, state, theta):
    """PyTorch's formulas, from its documentation."""
    h, c = state[: self.n], state[self.n :]
    if self.cell == "lstm":
      i, f, g, o = (theta["U"] @ x + theta["W"] @ h + theta["b"]).split(self.n)
      c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
      return torch.cat([torch.sigmoid(o) * torch.tanh(c), c])
    xr, xz, xn = (theta["U"] @ x + theta["b"]).split(self.n)
    hr, hz, hn = (theta["W"] @ h + theta["bh"]).split(self.n)
    r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
    return (1 - z) * torch.tanh(xn + r * hn) + z * h

  def unrolled(self):
    """All that the units keep at steps 1 … T, with a copy of each parameter for each step."""
    leaves, states, state = [], [], self.s0
    for t in range(self.steps):
      leaves.append({theta: value.clone().requires_grad_() for theta, value in self.parameters.items()})
      state = self.step(self.x[t], state, leaves[t])
      states.append(state)
    return states, leaves


def scalars(case, states, losses, observable, k):
  """What a gradient is taken of; the whole of a vector is all its numbers."""
  name, _, unit = observable.partition(":")
  if name == "loss":
    return [losses[k - 1]]
  if name == "total-loss":
    return [torch.stack(losses[:k]).sum()]
  part = states[k - 1][case.n :] if name == "cell" else states[k - 1][: case.n]
  return [part[int(unit)]] if unit else list(part)


def gradient(scalar, leaves):
  found = torch.autograd.grad(scalar, leaves, retain_graph=True, allow_unused=True)
  return [torch.zeros_like(leaf) if g is None else g for g, leaf in zip(found, leaves)]


def words(numbers):
  return " ".join(f"{float(number):.15g}" for number in np.ravel(numbers))


def rows_of(case, theta):
  """The matrix of a parameter and the range of its rows."""
  kind, _, gate = theta.partition(".")
  place = GATES[case.cell].index(gate) if gate else 0
  return kind, slice(place * case.n, (place + 1) * case.n) if gate else slice(None)


def block(case, unrolled, library, observable, k):
  states, leaves, losses = unrolled
  _, parameters, library_losses, V, c = library
  kinds = list(case.parameters)
  seen = scalars(case, states, losses, observable, k)
  # By matrix: [step, number of the observable, rows, columns], of a bias without columns.
  found = {kind: [] for kind in kinds}
  for scalar in seen:
    flat = [leaf[kind] for kind in kinds for leaf in leaves[:k]]
    gradients = gradient(scalar, flat)
    for place, kind in enumerate(kinds):
      found[kind].append(np.stack([g.numpy() for g in gradients[place * k : (place + 1) * k]]))
  if "loss" in observable:
    check_totals(case, found, library, observable, k)
  kept = sorted({int(round(step)) for step in np.linspace(1, k, 8)})
  lines = [f"observable {observable} {k} " + " ".join(map(str, kept))]
  for theta in kinds + ROWS[case.cell]:
    kind, rows = rows_of(case, theta)
    terms = np.stack([terms[:, rows].reshape(k, -1) for terms in found[kind]], axis=1)
    total = terms.sum(axis=0)
    magnitude, norm = np.linalg.norm(terms, axis=(1, 2)), np.linalg.norm(total)
    signed = np.tensordot(terms, total, axes=2) / norm if norm > 0 else 0 * magnitude
    places = [step - 1 for step in kept]
    lines += [f"norms {theta} {words([magnitude.max(), *magnitude[places]])}", f"signed {theta} {words(signed[places])}"]
    lines.append(total_line(theta, norm, total[0] if len(total) == 1 and "cell" != observable != "state" else []))
  if "loss" in observable:
    scalar = scalars(case, None, library_losses, observable, k)[0]
    for theta, g in zip("Vc", gradient(scalar, [V, c])):
      lines.append(total_line(theta, np.linalg.norm(g.numpy()), g.numpy().ravel()))
  return lines


def check_totals(case, found, library, observable, k):
  """Copies add up to what PyTorch's layer says."""
  _, parameters, losses, _, _ = library
  kinds = list(case.parameters)
  gradients = gradient(scalars(case, None, losses, observable, k)[0], [parameters[kind] for kind in kinds])
  for kind, expected in zip(kinds, gradients):
    terms = found[kind][0]
    difference = np.linalg.norm(terms.sum(axis=0) - expected.numpy())
    assert difference <= 1e-13 * sum(np.linalg.norm(term) for term in terms), (case.name, observable, k, kind)


def total_line(theta, norm, elements):
  stride = max(1, -(-len(elements) // ENTRIES))
  return f"total {theta} {words(norm)} {stride} {words(elements[::stride])}".rstrip()


def observables(case):
  last, middle, units = case.steps, case.steps // 2, case.n
  yield from [("state", last), (f"unit:{units - 1}", last), ("loss", last), ("total-loss", last)]
  yield from [("loss", middle), ("unit:0", middle)]
  if case.cell == "lstm":
    yield from [("cell", last), ("cell:0", last), (f"cell:{units - 1}", middle)]


def flow(states, k):
  rows = [gradient(number, [states[0]])[0].numpy() for number in states[k - 1]]
  return np.linalg.svd(np.stack(rows), compute_uv=False)[0]


def text(case):
  states, leaves = case.unrolled()
  visible = torch.stack(states)[:, : case.n]
  library_states, parameters = case.library()
  assert (visible - library_states).abs().max() <= 1e-14, case.name
  library_losses, V, c = case.losses(library_states)
  losses, _, _ = case.losses(visible)
  lines = [f"case {case.name}", f"cell {case.cell}", f"shape {case.n} {case.m} {CLASSES} {case.steps}"]
  for name, value in [*case.parameters.items(), ("V", case.V), ("c", case.c), ("s0", case.s0), ("inputs", case.x)]:
    lines.append(f"{name} {words(value.numpy())}")
  lines += ["classes " + " ".join(map(str, case.classes)), f"state {words(states[-1].detach().numpy())}",
            f"losses {words([loss.item() for loss in losses])}", f"flow {case.steps} {words(flow(states, case.steps))}"]
  for observable, k in observables(case):
    lines += block(case, (states, leaves, losses), (library_states, parameters, library_losses, V, c), observable, k)
  return lines + ["end"]


def cases():
  """Weights of a size at which a trajectory forgets its rounding errors and its gradients stay inside a Double."""
  seed = 0
  for cell in ["gru", "lstm"]:
    for n in [1, 2, 7, 32]:
      for m in [1, 5]:
        seed += 1
        yield Case(cell, n, m, 200 if (m == 1) == (n > 1) else 10 + 2 * n, seed)


if __name__ == "__main__":
  lines = [line for case in cases() for line in text(case)]
  contents = "\n".join(lines) + "\n"
  (HERE / "pytorch-gated.txt").write_text(contents)
  print(f"pytorch-gated.txt {len(contents)} bytes")
