"""A bidirectional LSTM marks where a pattern lies, of which it must see both ends. Writes bidirectional.safetensors, .csv, a trace."""

import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import gradflow_trace


class Tagger(nn.Module):
  def __init__(self, hidden=16):
    super().__init__()
    self.lstm = nn.LSTM(1, hidden, batch_first=True, bidirectional=True)
    self.head = nn.Linear(2 * hidden, 2)

  def forward(self, x):
    return self.head(self.lstm(x)[0])


def problems(count, steps=24):
  """+1 opens and −1 closes; the steps between are of class 1."""
  ends = torch.rand(count, steps).argsort(1)[:, :2].sort(1).values
  t = torch.arange(steps)
  x = (t == ends[:, :1]).float() - (t == ends[:, 1:]).float() + 0.1 * torch.randn(count, steps)
  return x.unsqueeze(2), ((t > ends[:, :1]) & (t < ends[:, 1:])).long()


def main():
  folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
  torch.manual_seed(1)
  torch.set_num_threads(1)
  model = Tagger()
  optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
  for _ in range(200):
    x, classes = problems(32)
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(x).flatten(0, 1), classes.flatten()).backward()
    optimizer.step()

  optimizer.zero_grad()
  x, classes = problems(1)
  with gradflow_trace.record(model.lstm, folder / "bidirectional.trace.safetensors", name="bidirectional", step=200) as trace:
    trace.loss = nn.functional.cross_entropy(model(x)[0], classes[0], reduction="sum")
    trace.loss.backward()
  save_file(model.state_dict(), folder / "bidirectional.safetensors")
  rows = [f"{v!r},{k}" for v, k in zip(x[0, :, 0].tolist(), classes[0].tolist())]
  (folder / "bidirectional.csv").write_text("\n".join(["x,class", *rows]) + "\n")
  grads = [getattr(model.lstm, f"weight_hh_l0{way}").grad.norm() for way in ("", "_reverse")]
  print(f"loss {trace.loss.item():.6f} (sum of 24 steps), |dL/dW| {grads[0]:.6e} forward, {grads[1]:.6e} reverse; "
        f"bidirectional.safetensors, .csv and bidirectional.trace.safetensors in {folder.resolve()}")


main()
