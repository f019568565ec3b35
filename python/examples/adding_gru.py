"""The adding task (Hochreiter and Schmidhuber 1997): a GRU, squared error at the last step only. Writes adding_gru.safetensors,
.csv (one sequence) and a trace of a batch."""

import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import gradflow_trace

STEPS = 30


class Adder(nn.Module):
  def __init__(self, hidden=32):
    super().__init__()
    self.gru = nn.GRU(2, hidden, batch_first=True)
    self.head = nn.Linear(hidden, 1)

  def forward(self, x):
    return self.head(self.gru(x)[0][:, -1]).squeeze(1)


def problems(count):
  values, marks = torch.rand(count, STEPS), torch.zeros(count, STEPS)
  marks.scatter_(1, torch.rand(count, STEPS).argsort(1)[:, :2], 1)
  return torch.stack([values, marks], 2), (values * marks).sum(1)


def main():
  folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
  torch.manual_seed(1)
  torch.set_num_threads(1)
  model = Adder()
  optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
  for _ in range(400):
    x, sums = problems(32)
    optimizer.zero_grad()
    nn.functional.mse_loss(model(x), sums).backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()

  optimizer.zero_grad()
  x, sums = problems(8)
  with gradflow_trace.record(model.gru, folder / "adding_gru.trace.safetensors", name="adding_gru", step=400) as trace:
    trace.loss = nn.functional.mse_loss(model(x), sums)
    trace.loss.backward()
  save_file(model.state_dict(), folder / "adding_gru.safetensors")
  rows = [f"{v!r},{m!r},{sums[0].item() if t == STEPS - 1 else ''}" for t, (v, m) in enumerate(x[0].tolist())]
  (folder / "adding_gru.csv").write_text("\n".join(["value,mark,sum", *rows]) + "\n")
  print(f"squared error {trace.loss.item():.6f} (saying 1 always: 0.1667), |dL/dW| {model.gru.weight_hh_l0.grad.norm():.6e}; "
        f"adding_gru.safetensors, .csv and adding_gru.trace.safetensors in {folder.resolve()}")


main()
