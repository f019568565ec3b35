"""A 2-layer LSTM with dropout and a head tells which way a noisy wave has been turning. Writes lstm_head.safetensors, .csv and a trace."""

import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import gradflow_trace


class Classifier(nn.Module):
  def __init__(self, hidden=24, classes=2):
    super().__init__()
    self.lstm = nn.LSTM(2, hidden, 2, dropout=0.2, batch_first=True)
    self.dropout = nn.Dropout(0.2)
    self.head = nn.Linear(hidden, classes)

  def forward(self, x):
    return self.head(self.dropout(self.lstm(x)[0]))


def waves(count, steps=40):
  way = torch.randint(2, (count, 1))
  angle = torch.rand(count, 1) * 6.28 + (2 * way - 1) * 0.3 * torch.arange(steps)
  return torch.stack([angle.cos(), angle.sin()], 2) + 0.5 * torch.randn(count, steps, 2), way.expand(-1, steps)


def main():
  folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
  torch.manual_seed(1)
  torch.set_num_threads(1)
  model = Classifier()
  optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
  for _ in range(120):
    x, way = waves(32)
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(x).flatten(0, 1), way.flatten()).backward()
    optimizer.step()

  model.eval()  # dropout between layers cannot be recorded
  optimizer.zero_grad()
  x, way = waves(1)
  with gradflow_trace.record(model.lstm, folder / "lstm_head.trace.safetensors", name="lstm_head", step=120) as trace:
    trace.loss = nn.functional.cross_entropy(model(x)[0], way[0], reduction="sum")
    trace.loss.backward()
  save_file(model.state_dict(), folder / "lstm_head.safetensors")
  rows = [f"{a!r},{b!r},{k}" for (a, b), k in zip(x[0].tolist(), way[0].tolist())]
  (folder / "lstm_head.csv").write_text("\n".join(["x,y,class", *rows]) + "\n")
  print(f"loss {trace.loss.item():.6f} (sum of 40 steps), |dL/dW| of layer 1 {model.lstm.weight_hh_l1.grad.norm():.6e}; "
        f"lstm_head.safetensors, .csv and lstm_head.trace.safetensors in {folder.resolve()}")


main()
