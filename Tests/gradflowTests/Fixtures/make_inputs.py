"""Inputs as people have them, tokens, batches, arrays, masks and values, and gradients by automatic differentiation.

    python3 make_inputs.py        (needs torch, numpy and safetensors; sample.txt is make_models.py's)

Writes beside itself words.safetensors (an embedding with a row for padding, an LSTM and a head), cells.safetensors (three
cells under prefixes), values.safetensors (a GRU with a head of two numbers), batch.safetensors (inputs and targets of three
sequences), batch.npy and targets.npy (the numbers of the same), steps.csv (the sequence 1 with a mask), and inputs.txt, three
lines for each case:

    case ARGUMENT …          of `gradflow table`
    state h_k …
    total ‖G‖                of W, what `backward` leaves in the module's own parameter
"""

from pathlib import Path

import numpy
import torch
from safetensors.torch import save_file
from torch.nn.functional import cross_entropy, mse_loss

HERE = Path(__file__).resolve().parent
TEXT = (HERE / "sample.txt").read_text()
VOCABULARY = "".join(sorted(set(TEXT)))[::-1]

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)


class Words(torch.nn.Module):
  def __init__(self):
    super().__init__()
    self.emb = torch.nn.Embedding(len(VOCABULARY) + 1, 3, padding_idx=len(VOCABULARY))
    self.rnn = torch.nn.LSTM(3, 4)
    self.head = torch.nn.Linear(4, len(VOCABULARY))


class Values(torch.nn.Module):
  def __init__(self):
    super().__init__()
    self.rnn = torch.nn.GRU(2, 4)
    self.head = torch.nn.Linear(4, 2)


class Cells(torch.nn.Module):
  def __init__(self):
    super().__init__()
    self.encoder, self.decoder = torch.nn.LSTMCell(2, 3), torch.nn.GRUCell(2, 3)
    self.plain = torch.nn.RNNCell(2, 3)


def line(arguments, states, k, loss, parameter):
  """The three lines of a case; of a loss, or of a unit of the state."""
  (gradient,) = torch.autograd.grad(loss, [parameter], retain_graph=True)
  state = " ".join(repr(x.item()) for x in states[k - 1])
  return [f"case {arguments} --target {k}", f"state {state}", f"total {gradient.norm().item()!r}"]


def words(model, tokens, classes, arguments, k):
  """The loss of step k, and that of all steps up to it by their sum and their mean as PyTorch takes it."""
  states = model.rnn(model.emb(tokens))[0]
  logits, W = model.head(states), model.rnn.weight_hh_l0
  known = int((classes != -100).sum())
  total = cross_entropy(logits[:k], classes[:k], reduction="sum")
  return (
    line(f"{arguments} --of loss", states, k, cross_entropy(logits[k - 1], classes[k - 1]), W)
    + line(f"{arguments} --of total-loss", states, k, total, W)
    + line(f"{arguments} --of total-loss --reduction mean", states, k, total / known, W))


def cells(model, x, batch):
  lines = []
  for name, module in (("encoder", model.encoder), ("decoder", model.decoder), ("plain", model.plain)):
    state, states = None, []
    for step in x:
      state = module(step, state)
      states.append(state[0] if name == "encoder" else state)
    flags = f"--model cells.safetensors --prefix {name} --input batch.safetensors --tensor x --sequence {batch}"
    lines += line(f"{flags} --of unit:2", states, 7, states[6][2], module.weight_hh)
  return lines


def values(model, x, y, arguments, k):
  """Squared errors of the steps whose targets are no NaN, here only; files have blanks."""
  states = model.rnn(x)[0]
  told, W = model.head(states), model.rnn.weight_hh_l0
  known = ~y.isnan().any(1)
  total = sum(mse_loss(told[t], y[t]) for t in range(k) if known[t])
  return (
    line(f"{arguments} --of loss", states, k, mse_loss(told[k - 1], y[k - 1]), W)
    + line(f"{arguments} --of total-loss --reduction mean", states, k, total / int(known.sum()), W))


def main():
  torch.manual_seed(7)
  named = {"words": Words(), "values": Values(), "cells": Cells()}
  for name, model in named.items():
    metadata = {"vocabulary": VOCABULARY} if name == "words" else {"nonlinearity": "tanh"}
    save_file(model.state_dict(), HERE / f"{name}.safetensors", metadata)
  x, y = torch.randn(3, 9, 2), torch.randn(3, 9, 2)
  tokens, classes = torch.randint(0, len(VOCABULARY) + 1, (3, 9)), torch.randint(0, len(VOCABULARY), (3, 9))
  classes[:, ::3] = -100
  last = torch.randint(0, len(VOCABULARY), (3,))
  save_file({"x": x, "y": y, "tokens": tokens, "classes": classes, "last": last}, HERE / "batch.safetensors")
  numpy.save(HERE / "batch.npy", numpy.asfortranarray(x.numpy()))
  numpy.save(HERE / "targets.npy", y.numpy().astype(">f8"))
  masked = y[1].clone()
  masked[[0, 4]] = float("nan")
  rows = [f"{a!r},{b!r},{int(t)},{'' if c == -100 else int(c)},{'' if v.isnan() else repr(v.item())},{'' if w.isnan() else repr(w.item())}"
          for (a, b), t, c, (v, w) in zip(x[1].tolist(), tokens[1], classes[1], masked)]
  (HERE / "steps.csv").write_text("\n".join(["a,b,token,class,v,w", *rows]) + "\n")

  symbols = torch.tensor([VOCABULARY.index(c) for c in TEXT])
  following = torch.cat([symbols[1:], torch.tensor([-100])])
  lines = words(named["words"], symbols, following, "--model words.safetensors --text sample.txt", 30)
  flags = "--model words.safetensors --input steps.csv --tokens token --target-column class"
  lines += words(named["words"], tokens[1], classes[1], flags, 9)
  flags = "--model words.safetensors --input batch.safetensors --tensor tokens --sequence 2 --target-tensor classes"
  lines += words(named["words"], tokens[2], classes[2], flags, 9)
  alone = torch.full((9,), -100)
  alone[8] = last[2]
  lines += words(named["words"], tokens[2], alone, flags.replace("classes", "last"), 9)
  lines += cells(named["cells"], x[2], 2)
  flags = "--model values.safetensors --input batch.npy --sequence 1 --target-tensor targets.npy"
  lines += values(named["values"], x[1], y[1], flags, 6)
  flags = "--model values.safetensors --input steps.csv --column 1-2 --target-values v --target-values w"
  lines += values(named["values"], x[1], masked, flags, 9)
  (HERE / "inputs.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
  main()
