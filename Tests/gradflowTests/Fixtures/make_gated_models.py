"""Small GRUs and LSTMs as PyTorch and safetensors write them, and their gradients by automatic differentiation.

    python3 make_gated_models.py        (needs torch, numpy and safetensors; sample.txt is make_models.py's)

Writes beside itself lstm.safetensors (one layer), gru.safetensors (two layers) and both.safetensors (an LSTM of two layers
in both directions), each with a torch.nn.Linear behind it, and gated.txt, four lines for each case:

    case ARGUMENT …          of `gradflow table`
    state h_k …              of the layer that is looked at, by the module itself; of a reverse direction at its own step k
    total ‖G‖                what `backward` leaves in the module's own parameter: its .grad, or those rows of it
    norms ‖C_1‖ … ‖C_k‖      with a copy of the layer's parameters for each step of a loop written out here

A loss is that of the whole model: behind the layers above the one that is looked at, or of both directions of the last layer;
the loss of a reverse direction's step k is that of the step of the sequence that it reads then. `total` and `norms` of the
whole state are over the gradients of all its units. An LSTM's c is none of the module's outputs but
the last: there `total` is the loop's.
"""

from pathlib import Path

import torch
from safetensors.torch import save_file

HERE = Path(__file__).resolve().parent
TEXT = (HERE / "sample.txt").read_text()
VOCABULARY = "".join(sorted(set(TEXT)))[::-1]
HIDDEN = 4
GATES = {"gru": "rzn", "lstm": "ifgo"}
NAMES = {"W": "weight_hh", "U": "weight_ih", "b": "bias_ih", "bh": "bias_hh"}

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)


class Characters(torch.nn.Module):
  def __init__(self, cell, layers, bidirectional=False):
    super().__init__()
    module = torch.nn.LSTM if cell == "lstm" else torch.nn.GRU
    self.rnn = module(len(VOCABULARY), HIDDEN, layers, bidirectional=bidirectional)
    self.head = torch.nn.Linear(HIDDEN * (2 if bidirectional else 1), len(VOCABULARY))
    self.cell, self.layers = cell, layers


SYMBOLS = torch.tensor([VOCABULARY.index(c) for c in TEXT])
INPUTS = torch.nn.functional.one_hot(SYMBOLS, len(VOCABULARY)).double()
CLASSES = [*SYMBOLS[1:], None]


class View:
  """One direction of one layer of a model: its inputs in the order in which it reads them, and its parameters."""

  def __init__(self, model, layer, reverse=False):
    self.model, self.reverse = model, reverse
    self.suffix = f"_l{layer}" + ("_reverse" if reverse else "")
    inputs = INPUTS if layer == 0 else self.below(layer)
    self.inputs = inputs.flip(0) if reverse else inputs
    self.own = {name: getattr(model.rnn, part + self.suffix).detach() for name, part in NAMES.items()}
    self.is_last, self.layer = layer == model.layers - 1, layer
    self.classes = CLASSES[::-1] if reverse else CLASSES

  def below(self, layer):
    """What the layers below make, from a module of them alone."""
    rnn = self.model.rnn
    lower = type(rnn)(rnn.input_size, HIDDEN, layer, bidirectional=rnn.bidirectional)
    lower.load_state_dict({name: value for name, value in rnn.state_dict().items() if name in lower.state_dict()})
    return lower(INPUTS)[0].detach()

  def states(self):
    """h_1 … h_T by the module, in the order in which this direction reads: of the last layer its output, else of a module of
    the layers up to this one."""
    output = self.model.rnn(INPUTS)[0] if self.is_last else None
    if output is None:
      output = self.below(self.layer + 1)
    part = output[:, HIDDEN:] if self.reverse else output[:, :HIDDEN]
    return part.flip(0) if self.reverse else part

  def read(self, states):
    """What the head reads at each step of this direction, from its states."""
    rnn = self.model.rnn
    if rnn.bidirectional:
      assert self.is_last
      both = rnn(INPUTS)[0].detach()
      other = both[:, :HIDDEN] if self.reverse else both[:, HIDDEN:]
      return torch.cat([other.flip(0), states] if self.reverse else [states, other], 1)
    if self.is_last:
      return states
    upper = type(rnn)(HIDDEN, HIDDEN, self.model.layers - 1 - self.layer)
    shifted = {name: rnn.state_dict()[f"{name[:-1]}{int(name[-1]) + self.layer + 1}"] for name in upper.state_dict()}
    upper.load_state_dict(shifted)
    return upper(states)[0]

  def loss(self, read, k):
    if self.classes[k - 1] is None:
      return torch.zeros(())
    return torch.nn.functional.cross_entropy(self.model.head(read[k - 1]), self.classes[k - 1])

  def loop(self, count):
    """h and c of each step with parameters for each step, and those as leaves."""
    leaves = [{name: p.clone().requires_grad_() for name, p in self.own.items()} for _ in range(count)]
    h, c, states, cells = torch.zeros(HIDDEN), torch.zeros(HIDDEN), [], []
    for x, p in zip(self.inputs, leaves):
      ax, ah = p["U"] @ x + p["b"], p["W"] @ h + p["bh"]
      if self.model.cell == "lstm":
        i, f, g, o = (ax + ah).chunk(4)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
      else:
        (rx, zx, nx), (rh, zh, nh) = ax.chunk(3), ah.chunk(3)
        r, z = torch.sigmoid(rx + rh), torch.sigmoid(zx + zh)
        h = (1 - z) * torch.tanh(nx + r * nh) + z * h
      states.append(h)
      cells.append(c)
    return torch.stack(states), torch.stack(cells), leaves

  def rows(self, theta):
    """The parameter, and which rows of it are meant."""
    name, _, gate = theta.partition(".")
    place = GATES[self.model.cell].index(gate) if gate else None
    return name, slice(None) if place is None else slice(place * HIDDEN, (place + 1) * HIDDEN)

  def seen(self, states, cells, read, observable, k):
    """The numbers whose gradients are taken; `read` is what the head reads, of a loss."""
    kind, _, unit = observable.partition(":")
    if kind == "loss":
      return [self.loss(read, k)]
    if kind == "total-loss":
      return [sum(self.loss(read, t) for t in range(1, k + 1))]
    numbers = (cells if kind == "cell" else states)[k - 1]
    return [numbers[int(unit)]] if unit else list(numbers)

  def lines(self, observable, k, theta):
    name, rows = self.rows(theta)
    states, cells, leaves = self.loop(len(self.inputs))
    own, is_loss = self.states(), observable.endswith("loss")
    assert torch.allclose(states, own, rtol=0, atol=1e-14)
    read = self.read(states) if is_loss else None
    grads = [torch.autograd.grad(g, [step[name] for step in leaves[:k]], retain_graph=True)
             for g in self.seen(states, cells, read, observable, k)]
    terms = [torch.stack([grad[step][rows] for grad in grads]) for step in range(k)]
    total = sum(terms).norm()
    if is_loss or self.is_last and not observable.startswith("cell"):
      whole = self.model.rnn(INPUTS)[0]
      by_module = []
      for g in self.seen(own, None, whole.flip(0) if self.reverse else whole, observable, k):
        self.model.zero_grad()
        g.backward(retain_graph=True)
        by_module.append(getattr(self.model.rnn, NAMES[name] + self.suffix).grad[rows].clone())
      assert abs(torch.stack(by_module).norm() - total) < 1e-13
      total = torch.stack(by_module).norm()
    return [
      "state " + " ".join(repr(x.item()) for x in own[k - 1]), f"total {total.item()!r}",
      "norms " + " ".join(repr(term.norm().item()) for term in terms),
    ]


CASES = [
  ("lstm", 0, False, "loss", 30, ["W", "U", "b", "W.f"]), ("lstm", 0, False, "total-loss", 40, ["W", "U", "b", "U.o"]),
  ("lstm", 0, False, "state", 25, ["W", "b.g"]), ("lstm", 0, False, "cell:1", 25, ["W", "W.i"]),
  ("lstm", 0, False, "cell", 20, ["U"]),
  ("gru", 1, False, "loss", 30, ["W", "U", "b", "bh"]), ("gru", 1, False, "total-loss", 40, ["W", "U", "b", "bh", "W.z"]),
  ("gru", 0, False, "unit:2", 25, ["W", "U", "b", "bh", "bh.n"]), ("gru", 1, False, "state", 20, ["W.r"]),
  ("both", 1, False, "unit:3", 25, ["W", "U", "b"]), ("both", 1, True, "unit:0", 40, ["W", "U", "b", "W.f"]),
  ("both", 0, True, "unit:1", 25, ["W", "U"]), ("both", 1, True, "cell:2", 30, ["W"]),
  ("gru", 0, False, "loss", 30, ["W", "bh"]), ("gru", 0, False, "total-loss", 40, ["U", "b", "W.r"]),
  ("both", 1, False, "loss", 30, ["W"]), ("both", 1, False, "total-loss", 40, ["U"]),
  ("both", 1, True, "loss", 30, ["U"]), ("both", 1, True, "total-loss", 60, ["W", "b.f"]),
]


def main():
  torch.manual_seed(5)
  models = {"lstm": Characters("lstm", 1), "gru": Characters("gru", 2), "both": Characters("lstm", 2, bidirectional=True)}
  for name, model in models.items():
    save_file(model.state_dict(), HERE / f"{name}.safetensors", {"vocabulary": VOCABULARY})
  lines = []
  for name, layer, reverse, observable, k, parameters in CASES:
    view = View(models[name], layer, reverse)
    flags = ["--model", f"{name}.safetensors", "--text", "sample.txt", "--layer", str(layer)]
    flags += ["--direction", "reverse"] if reverse else []
    for theta in parameters:
      words = flags + ["--of", observable, "--target", str(k), "--wrt", theta]
      lines += [f"case {' '.join(words)}"] + view.lines(observable, k, theta)
  (HERE / "gated.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
  main()
