"""Small models as PyTorch and safetensors write them, and their gradients by automatic differentiation.

    python3 make_models.py        (needs torch and safetensors)

Writes beside itself the models *.safetensors, the text sample.txt that they read, and autograd.txt:

    case ARGUMENT …          of `gradflow table`, the model's name without its folder
    total ‖G‖                from nn.RNN, in float64
    norms ‖C_1‖ … ‖C_k‖      from the same network unrolled with a copy of its parameters for each step
"""

from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file

HERE = Path(__file__).resolve().parent
RESOURCES = HERE.parents[2] / "Sources" / "RNNFiles" / "Resources"
TEXT = "the gradient of the state\ndies in the past, or it does not.\n"
VOCABULARY = "".join(sorted(set(TEXT)))[::-1]
HIDDEN = 6
NAMES = {"W": "weight_hh", "U": "weight_ih", "b": "bias_ih"}

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)


class CharacterRNN(torch.nn.Module):
  def __init__(self, layers, nonlinearity="tanh", bias=True):
    super().__init__()
    self.rnn = torch.nn.RNN(len(VOCABULARY), HIDDEN, layers, nonlinearity=nonlinearity, bias=bias)
    self.head = torch.nn.Linear(HIDDEN, len(VOCABULARY), bias=bias)


def characters():
  symbols = torch.tensor([VOCABULARY.index(c) for c in TEXT])
  return torch.nn.functional.one_hot(symbols, len(VOCABULARY)).double(), symbols[1:].tolist() + [None]


def sunspots(levels):
  numbers = np.genfromtxt(RESOURCES / "sunspots.csv", delimiter=",", names=True)["SUNACTIVITY"]
  x = (numbers - numbers.mean()) / numbers.std()
  classes = np.searchsorted(levels, x, side="right")[101:145].tolist()
  return torch.tensor(x[100:144, None]), classes


class Reference:
  """One layer of an nn.RNN with the layers below run, in float64."""

  def __init__(self, weights, x, classes, layer=None, nonlinearity="tanh"):
    prefix = next(name for name in weights if name.endswith("weight_hh_l0"))[:-len("weight_hh_l0")]
    self.weights = {name: tensor.double() for name, tensor in weights.items()}
    self.f = torch.tanh if nonlinearity == "tanh" else torch.relu
    count = sum("weight_hh_l" in name for name in weights)
    self.layer = count - 1 if layer is None else layer
    self.is_last, self.x, self.classes = self.layer == count - 1, x, classes
    for below in range(self.layer):
      self.x, _ = self.run([self.part(prefix, below)] * len(x))
    self.own = self.part(prefix, self.layer)

  def part(self, prefix, layer):
    get = lambda name: self.weights.get(f"{prefix}{name}_l{layer}", torch.zeros(HIDDEN))
    return {"W": get("weight_hh"), "U": get("weight_ih"), "b": get("bias_ih") + get("bias_hh")}

  def run(self, parameters):
    """States of the layer with parameters for each step, and those parameters as leaves."""
    leaves = [{name: p.clone().requires_grad_() for name, p in step.items()} for step in parameters]
    state, states = torch.zeros(len(leaves[0]["W"])), []
    for x, step in zip(self.x, leaves):
      state = self.f(step["U"] @ x + step["W"] @ state + step["b"])
      states.append(state)
    return torch.stack(states), leaves

  def library(self):
    """States of an nn.RNN with the layer's weights, and its parameters."""
    n, m = self.own["U"].shape
    rnn = torch.nn.RNN(m, n, nonlinearity="tanh" if self.f is torch.tanh else "relu")
    with torch.no_grad():
      for name, tensor in self.own.items():
        getattr(rnn, NAMES[name] + "_l0").copy_(tensor)
      rnn.bias_hh_l0.zero_()
    states, _ = rnn(self.x.detach())
    return states, {name: getattr(rnn, NAMES[name] + "_l0") for name in NAMES}

  def loss(self, states, k):
    head = next(name for name in self.weights if name.endswith("weight") and "_l" not in name)
    logits = self.weights[head] @ states[k - 1] + self.weights.get(head[:-6] + "bias", 0)
    return torch.nn.functional.cross_entropy(logits, torch.tensor(self.classes[k - 1]))

  def scalar(self, states, observable, k):
    if observable == "loss":
      return self.loss(states, k)
    if observable == "total-loss":
      return sum(self.loss(states, t) for t in range(1, k + 1) if self.classes[t - 1] is not None)
    return states[k - 1][int(observable.split(":")[1])]

  def lines(self, observable, k, theta):
    states, parameters = self.library()
    total = torch.autograd.grad(self.scalar(states, observable, k), parameters[theta])[0].norm()
    states, leaves = self.run([self.own] * len(self.x))
    terms = torch.autograd.grad(self.scalar(states, observable, k), [step[theta] for step in leaves[:k]])
    return [f"total {total.item()!r}", "norms " + " ".join(repr(term.norm().item()) for term in terms)]


def write_models():
  torch.manual_seed(3)
  metadata = {"vocabulary": VOCABULARY}
  deep = CharacterRNN(2).state_dict()
  save_file(deep, HERE / "deep.safetensors", metadata)
  bare = CharacterRNN(1, "relu", bias=False).state_dict()
  save_file(bare, HERE / "bare.safetensors", metadata | {"nonlinearity": "relu"})
  for name, dtype in [("half", torch.float16), ("bfloat", torch.bfloat16)]:
    save_file({key: tensor.to(dtype) for key, tensor in deep.items()}, HERE / f"{name}.safetensors", metadata)
  (HERE / "sample.txt").write_text(TEXT)


def main():
  write_models()
  x, classes = characters()
  lines = []
  text = ["--text", "sample.txt"]
  cases = [
    ("deep", {}, "loss", 30), ("deep", {}, "total-loss", 40), ("deep", {"layer": 0}, "unit:2", 25),
    ("bare", {"nonlinearity": "relu"}, "loss", 30), ("half", {}, "loss", 20), ("bfloat", {}, "total-loss", 20),
  ]
  for name, options, observable, k in cases:
    reference = Reference(load_file(HERE / f"{name}.safetensors"), x, classes, **options)
    flags = ["--model", f"{name}.safetensors"] + text + (["--layer", "0"] if "layer" in options else [])
    for theta in NAMES:
      words = flags + ["--of", observable, "--target", str(k), "--wrt", theta]
      lines += [f"case {' '.join(words)}"] + reference.lines(observable, k, theta)
  weights = load_file(RESOURCES / "sunspots-rnn.safetensors")
  from safetensors import safe_open
  with safe_open(RESOURCES / "sunspots-rnn.safetensors", "pt") as file:
    levels = [float(word) for word in file.metadata()["levels"].split()]
  for observable in ["loss", "total-loss"]:
    reference = Reference(weights, *sunspots(levels))
    for theta in NAMES:
      words = ["--model", "builtin:sunspots", "--of", observable, "--target", "20", "--wrt", theta]
      lines += [f"case {' '.join(words)}"] + reference.lines(observable, 20, theta)
  (HERE / "autograd.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
  main()
