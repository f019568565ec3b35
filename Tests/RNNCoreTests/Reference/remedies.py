"""What PyTorch makes of truncation and clipping; writes remedies.txt (needs torch and numpy; about a minute).

    python3 remedies.py

The networks are those of pytorch.py, by their names, and the loss is the sum of the losses of all steps. A case is

    case NAME
    detach d             `h.detach()` between chunks of d steps of `nn.RNN`, one `backward` for each chunk
    window t             for every step by itself: a state t steps before, detached, t steps on, and `backward` of its loss
    adjoint c            the unrolled network with a hook on every state that clamps its gradient to -c ... c
      each followed by   total θ ‖G‖ STRIDE …    elements 0, STRIDE, 2·STRIDE, … of G row by row, for W, U, b, V and c
    norm c ‖g‖ …         `clip_grad_norm_` on all five, without detach: what it returns, then the norms of W, U, b, V, c after
    value c …            `clip_grad_value_`: the norms after
    end
"""

from pathlib import Path

import numpy as np
import torch

import pytorch
from pytorch import cases, words

HERE = Path(__file__).resolve().parent
pytorch.ENTRIES = 12


def leaves(case):
  rnn, parameters = case.layer()
  rnn.bias_hh_l0.requires_grad_(False)
  head = torch.nn.Linear(case.n, pytorch.CLASSES)
  with torch.no_grad():
    head.weight.copy_(case.V)
    head.bias.copy_(case.c)
  return rnn, head, parameters | {"V": head.weight, "c": head.bias}


def loss(case, head, states, first):
  """The losses of some steps from `first` on, 0-based."""
  total = torch.zeros(())
  for place, state in enumerate(states):
    y = case.classes[first + place]
    if y >= 0:
      total = total + torch.nn.functional.cross_entropy(head(state), torch.tensor(y))
  return total


def backward(scalar):
  if scalar.requires_grad:
    scalar.backward()


def totals(parameters):
  lines = []
  for theta, parameter in parameters.items():
    g = np.zeros(parameter.shape) if parameter.grad is None else parameter.grad.numpy()
    lines.append(pytorch.total_line(theta, np.linalg.norm(g), g.ravel()))
  return lines


def detached(case, d):
  rnn, head, parameters = leaves(case)
  h = case.s0[None]
  for first in range(0, case.steps, d):
    states, h = rnn(case.x[first:first + d], h.detach())
    backward(loss(case, head, states, first))
  return totals(parameters)


def windowed(case, t):
  rnn, head, parameters = leaves(case)
  with torch.no_grad():
    all_states, _ = rnn(case.x, case.s0[None])
  for k in range(case.steps):
    first = max(k - t + 1, 0)
    h = case.s0 if first == 0 else all_states[first - 1]
    states, _ = rnn(case.x[first:k + 1], h[None])
    backward(loss(case, head, states[-1:], k))
  return totals(parameters)


def clamped(case, c):
  _, head, parameters = leaves(case)
  f = torch.tanh if case.activation == "tanh" else torch.relu
  state, states = case.s0, []
  for x in case.x:
    state = f(parameters["U"] @ x + parameters["W"] @ state + parameters["b"])
    state.register_hook(lambda g: g.clamp(-c, c))
    states.append(state)
  backward(loss(case, head, states, 0))
  return totals(parameters)


def clipped(case, clip):
  rnn, head, parameters = leaves(case)
  states, _ = rnn(case.x, case.s0[None])
  backward(loss(case, head, states, 0))
  returned = clip(list(parameters.values()))
  norms = [np.linalg.norm(parameter.grad.numpy()) for parameter in parameters.values()]
  return ([] if returned is None else [returned.item()]) + norms


def text(case):
  lines = [f"case {case.name}"]
  for d in (1, 5):
    lines += [f"detach {d}"] + detached(case, d)
  for t in (1, 4):
    lines += [f"window {t}"] + windowed(case, t)
  for c in (0.3, 0.01):
    lines += [f"adjoint {c}"] + clamped(case, c)
  for c in (0.5, 1e6):
    lines.append(f"norm {c} {words(clipped(case, lambda p: torch.nn.utils.clip_grad_norm_(p, c)))}")
  lines.append(f"value 0.05 {words(clipped(case, lambda p: torch.nn.utils.clip_grad_value_(p, 0.05)))}")
  return lines + ["end"]


if __name__ == "__main__":
  contents = "\n".join(line for case in cases() for line in text(case)) + "\n"
  (HERE / "remedies.txt").write_text(contents)
  print(f"remedies.txt {len(contents)} bytes")
