"""A training to be watched: a checkpoint and a trace are replaced, and numbered checkpoints kept, every 25 updates.

    python3 watched.py [FOLDER [SECONDS]]          SECONDS: to wait after each (default 0)
    gradflow --model FOLDER/watched.trace.safetensors --of total-loss --watch
    gradflow --model 'FOLDER/watched-*.safetensors' --input FOLDER/watched.csv --column x --target-values next
"""

import sys
import time
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import gradflow_trace


class Forecaster(nn.Module):
  def __init__(self, hidden=24):
    super().__init__()
    self.rnn, self.head = nn.RNN(1, hidden), nn.Linear(hidden, 1)

  def forward(self, x):
    return self.head(self.rnn(x)[0])


def save(model, path):  # in one go: who watches never sees half a file
  save_file(model.state_dict(), path.with_suffix(".tmp"), {"nonlinearity": "tanh"})
  path.with_suffix(".tmp").replace(path)


def main():
  folder, seconds = Path(sys.argv[1] if len(sys.argv) > 1 else "."), float(sys.argv[2] if len(sys.argv) > 2 else 0)
  torch.manual_seed(1)
  torch.set_num_threads(1)
  t = torch.arange(81)
  wave = ((0.35 * t).sin() * (0.05 * t).cos()).unsqueeze(1)
  rows = [f"{a!r},{b!r}" for a, b in zip(wave[:-1, 0].tolist(), wave[1:, 0].tolist())]
  (folder / "watched.csv").write_text("\n".join(["x,next", *rows]) + "\n")
  model = Forecaster()
  optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
  for update in range(201):
    optimizer.zero_grad()
    if update % 25:
      nn.functional.mse_loss(model(wave[:-1]), wave[1:]).backward()
    else:
      with gradflow_trace.record(model.rnn, folder / "watched.trace.safetensors", name="watched", step=update) as trace:
        trace.loss = nn.functional.mse_loss(model(wave[:-1]), wave[1:])
        trace.loss.backward()
      save(model, folder / "watched.safetensors")
      save(model, folder / f"watched-{update}.safetensors")
      print(f"update {update}: squared error {trace.loss.item():.6f}; watched.safetensors, watched-{update}.safetensors and "
            f"watched.trace.safetensors in {folder.resolve()}", flush=True)
      time.sleep(seconds)
    optimizer.step()

main()
