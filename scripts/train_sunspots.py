"""Trains the sample model, sunspots-rnn.safetensors (needs torch and safetensors; about a minute).

    python3 scripts/train_sunspots.py

An `nn.RNN` of 16 tanh units reads the standardised yearly sunspot number, and a linear layer tells which of eight
levels the next year's number falls into. A level is an eighth of the 309 years: level j holds edges[j] <= x <
edges[j + 1], in standardised units, the outermost edges being infinite. The inner edges stand in the metadata.
"""

from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

RESOURCES = Path(__file__).resolve().parent.parent / "Sources" / "RNNFiles" / "Resources"
HIDDEN, LEVELS, EPOCHS = 16, 8, 1500


class SunspotRNN(torch.nn.Module):
  def __init__(self):
    super().__init__()
    self.rnn = torch.nn.RNN(1, HIDDEN)
    self.output = torch.nn.Linear(HIDDEN, LEVELS)

  def forward(self, x):
    states, _ = self.rnn(x)
    return self.output(states)


def series():
  rows = np.genfromtxt(RESOURCES / "sunspots.csv", delimiter=",", names=True)
  numbers = rows["SUNACTIVITY"]
  return (numbers - numbers.mean()) / numbers.std()


def main():
  torch.manual_seed(1)
  torch.set_num_threads(1)
  x = series()
  edges = np.round(np.quantile(x, np.arange(1, LEVELS) / LEVELS), 4)
  levels = np.searchsorted(edges, x, side="right")
  inputs, targets = torch.tensor(x[:-1, None], dtype=torch.float32), torch.tensor(levels[1:])
  model = SunspotRNN()
  optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=0.05)
  for epoch in range(EPOCHS):
    loss = torch.nn.functional.cross_entropy(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
  accuracy = (model(inputs).argmax(1) == targets).double().mean()
  print(f"loss {loss.item():.4f} nats a year (chance {np.log(LEVELS):.4f}), {accuracy:.0%} of the levels right")
  metadata = {
    "description": "nn.RNN(1, 16) and Linear(16, 8): the next year's level of the standardised yearly sunspot number",
    "nonlinearity": "tanh",
    "levels": " ".join(repr(float(edge)) for edge in edges),
  }
  path = RESOURCES / "sunspots-rnn.safetensors"
  save_file(model.state_dict(), path, metadata=metadata)
  print(f"{path.name} {path.stat().st_size} bytes, rho(W) "
        f"{np.abs(np.linalg.eigvals(model.rnn.weight_hh_l0.detach().numpy())).max():.3f}")


if __name__ == "__main__":
  main()
