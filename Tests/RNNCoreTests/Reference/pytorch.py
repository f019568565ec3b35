"""Reference values from PyTorch's automatic differentiation; writes pytorch.txt (needs torch and numpy; about a minute).

    python3 pytorch.py

Each case is a `torch.nn.RNN` with a `torch.nn.Linear` behind it, in float64, with the bias in `bias_ih` and zeros in
`bias_hh`. Totals are what `backward` leaves in its parameters. Contribution i comes from the same network unrolled with
a copy of its parameters for each step: the gradient with respect to copy i. The script checks that those add up to the
totals of `nn.RNN` before it writes anything.

The file is lines of words; every number is the shortest decimal that names its Double. Matrices are row by row, steps
count from 1, units and classes from 0. A case is

    case NAME
    activation tanh|relu
    shape n m p T
    W … | U … | b … | V … | c … | s0 …      n*n, n*m, n, p*n, p, n numbers
    inputs …                                 T*m numbers
    classes …                                T class indices, -1 for a step without a target
    state …                                  s_T
    losses …                                 L_1 … L_T, 0 for a step without a target

and then one block for each (observable, target step k), where an observable is state, unit:R, loss or total-loss:

    observable NAME k
    norms θ …          ‖C_i‖ of contribution i = 1 … k; θ is W, U, b
    signed θ …         <C_i, G>/‖G‖, which sum to ‖G‖
    total θ ‖G‖ STRIDE …    elements 0, STRIDE, 2·STRIDE, … of G row by row; of `state`, ‖G‖ alone and no elements.
                            θ is W, U, b, and for loss and total-loss also V, c

    end

`norms` and `signed` are of the whole state (Frobenius) or of what the scalar sees (2-norm of the gradient's elements).
For a scalar network a norm is the magnitude of a contribution, and a signed bar is it with the total's sign taken out.
"""

import random
from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).resolve().parent
PARAMETERS = ["W", "U", "b"]
CLASSES = 3
ENTRIES = 48

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def recurrent_weights(kind, n, gain, generator):
  if kind == "random":
    return gain * torch.randn(n, n, generator=generator) / n**0.5
  if kind == "orthogonal":
    Q, R = torch.linalg.qr(torch.randn(n, n, generator=generator))
    return gain * Q * torch.sign(torch.diagonal(R))
  noise = torch.randn(n, n, generator=generator) / n**0.5
  return gain * (torch.diag(torch.ones(n - 1), -1) + 0.2 * noise)


class Case:
  def __init__(self, kind, activation, n, m, steps, gain, seed):
    self.name = f"{kind} {activation} n={n} m={m} T={steps}"
    self.kind, self.activation, self.n, self.m, self.steps = kind, activation, n, m, steps
    generator = torch.Generator().manual_seed(seed)
    draw = lambda *shape: torch.randn(*shape, generator=generator)
    self.W = recurrent_weights(kind, n, gain, generator)
    self.U, self.b = draw(n, m) / m**0.5, 0.1 * draw(n)
    self.V, self.c = draw(CLASSES, n) / n**0.5, 0.1 * draw(CLASSES)
    self.s0, self.x = 0.3 * draw(n), draw(steps, m)
    chooser = random.Random(seed)
    # The last step and the middle one have a target, so that each can be looked at.
    self.classes = [chooser.choice([-1, 0, 1, 2]) for _ in range(steps)]
    self.classes[-1], self.classes[steps // 2 - 1] = chooser.randrange(CLASSES), chooser.randrange(CLASSES)

  def losses(self, states):
    """L_t for the steps that have a target, from s_1 … s_T and leaves for V, c."""
    V, c = self.V.clone().requires_grad_(), self.c.clone().requires_grad_()
    logits = torch.nn.functional.linear(states, V, c)
    losses = [
      torch.nn.functional.cross_entropy(logits[t], torch.tensor(y)) if y >= 0 else torch.zeros(())
      for t, y in enumerate(self.classes)
    ]
    return losses, V, c

  def layer(self):
    """nn.RNN, and its parameters under their names here."""
    rnn = torch.nn.RNN(self.m, self.n, nonlinearity=self.activation)
    with torch.no_grad():
      rnn.weight_hh_l0.copy_(self.W)
      rnn.weight_ih_l0.copy_(self.U)
      rnn.bias_ih_l0.copy_(self.b)
      rnn.bias_hh_l0.zero_()
    return rnn, {"W": rnn.weight_hh_l0, "U": rnn.weight_ih_l0, "b": rnn.bias_ih_l0}

  def library(self):
    """nn.RNN's states, and its parameters."""
    rnn, parameters = self.layer()
    states, _ = rnn(self.x, self.s0[None])
    return states, parameters

  def unrolled(self):
    """The same states, with a copy of each parameter for each step."""
    f = torch.tanh if self.activation == "tanh" else torch.relu
    leaves = {theta: [] for theta in PARAMETERS}
    state, states = self.s0, []
    for t in range(self.steps):
      W, U, b = (leaf.clone().requires_grad_() for leaf in (self.W, self.U, self.b))
      for theta, leaf in zip(PARAMETERS, (W, U, b)):
        leaves[theta].append(leaf)
      state = f(U @ self.x[t] + W @ state + b)
      states.append(state)
    return torch.stack(states), leaves


def scalars(case, states, losses, observable, k):
  """What a gradient is taken of; the whole state is all its units."""
  if observable == "state":
    return list(states[k - 1])
  if observable == "loss":
    return [losses[k - 1]]
  if observable == "total-loss":
    return [torch.stack(losses[:k]).sum()]
  return [states[k - 1, int(observable.split(":")[1])]]


def gradient(scalar, leaves):
  found = torch.autograd.grad(scalar, leaves, retain_graph=True, allow_unused=True)
  return [torch.zeros_like(leaf) if g is None else g for g, leaf in zip(found, leaves)]


def words(numbers):
  return " ".join(repr(float(number)) for number in np.ravel(numbers))


def block(case, observable, k):
  states, leaves = case.unrolled()
  losses, _, _ = case.losses(states)
  library_states, parameters = case.library()
  library_losses, V, c = case.losses(library_states)
  lines = [f"observable {observable} {k}"]
  for theta in PARAMETERS:
    # Terms [step, unit, …] and the total [unit, …], each unit being one scalar.
    terms = np.stack([
      np.stack([g.numpy().ravel() for g in gradient(scalar, leaves[theta][:k])])
      for scalar in scalars(case, states, losses, observable, k)
    ], axis=1)
    total = np.stack([
      gradient(scalar, [parameters[theta]])[0].numpy().ravel()
      for scalar in scalars(case, library_states, library_losses, observable, k)
    ])
    magnitude = np.linalg.norm(terms, axis=(1, 2))
    assert np.linalg.norm(terms.sum(axis=0) - total) <= 1e-13 * magnitude.sum(), (case.name, observable, k, theta)
    norm = np.linalg.norm(total)
    signed = np.tensordot(terms, total, axes=2) / norm if norm > 0 else 0 * magnitude
    lines += [f"norms {theta} {words(magnitude)}", f"signed {theta} {words(signed)}"]
    lines.append(total_line(theta, norm, [] if observable == "state" else total[0]))
  if "loss" in observable:
    scalar = scalars(case, library_states, library_losses, observable, k)[0]
    for theta, g in zip("Vc", gradient(scalar, [V, c])):
      lines.append(total_line(theta, np.linalg.norm(g.numpy()), g.numpy().ravel()))
  return lines


def total_line(theta, norm, elements):
  stride = max(1, -(-len(elements) // ENTRIES))
  return f"total {theta} {words(norm)} {stride} {words(elements[::stride])}".rstrip()


def observables(case):
  last, middle = case.steps, case.steps // 2
  yield from [("state", last), ("unit:0", last), ("loss", last), ("total-loss", last), ("loss", middle)]
  if case.n > 1:
    yield f"unit:{case.n - 1}", middle


def text(case):
  states, _ = case.library()
  losses, _, _ = case.losses(states)
  lines = [f"case {case.name}", f"activation {case.activation}",
           f"shape {case.n} {case.m} {CLASSES} {case.steps}"]
  for name in ["W", "U", "b", "V", "c", "s0"]:
    lines.append(f"{name} {words(getattr(case, name).numpy())}")
  lines += [f"inputs {words(case.x.numpy())}", "classes " + " ".join(map(str, case.classes)),
            f"state {words(states[-1].detach().numpy())}", f"losses {words([loss.item() for loss in losses])}"]
  for observable, k in observables(case):
    lines += block(case, observable, k)
  return lines + ["end"]


def cases():
  """Gains near 1, where a trajectory forgets its rounding errors and its gradients stay well inside a Double."""
  gains = {("random", "tanh"): 1.0, ("random", "relu"): 1.2, ("orthogonal", "tanh"): 1.0, ("orthogonal", "relu"): 1.0,
           ("non-normal", "tanh"): 1.1, ("non-normal", "relu"): 1.0}
  seed = 0
  for n in [1, 2, 7, 32]:
    for m in [1, 5]:
      for (kind, activation), gain in gains.items():
        seed += 1
        if kind == "non-normal" and n == 1:
          continue
        steps = 200 if m == 1 and n in (7, 32) and (kind, activation) != ("random", "relu") else 12 + 2 * n
        yield Case(kind, activation, n, m, min(steps, 200), gain, seed)


if __name__ == "__main__":
  lines = [line for case in cases() for line in text(case)]
  contents = "\n".join(lines) + "\n"
  (HERE / "pytorch.txt").write_text(contents)
  print(f"pytorch.txt {len(contents)} bytes")
