"""The copy task (Arjovsky, Shah and Bengio 2016), small, its loss masked by ignore_index. Writes copy_masked.safetensors, .csv
(one sequence: token, target) and a trace of a batch."""

import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import gradflow_trace

SYMBOLS, LENGTH, BLANKS, BLANK, SIGNAL, MASKED = 4, 3, 6, 4, 5, -100


class Copier(nn.Module):
  def __init__(self, hidden=48):
    super().__init__()
    self.embedding = nn.Embedding(SYMBOLS + 2, 8)
    self.lstm = nn.LSTM(8, hidden, batch_first=True)
    self.head = nn.Linear(hidden, SYMBOLS)

  def forward(self, tokens):
    return self.head(self.lstm(self.embedding(tokens))[0])


def problems(count):
  symbols = torch.randint(SYMBOLS, (count, LENGTH))
  fill = lambda value, steps: torch.full((count, steps), value)
  tokens = torch.cat([symbols, fill(BLANK, BLANKS), fill(SIGNAL, 1), fill(BLANK, LENGTH - 1)], 1)
  return tokens, torch.cat([fill(MASKED, LENGTH + BLANKS), symbols], 1)


def main():
  folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
  torch.manual_seed(1)
  torch.set_num_threads(1)
  model = Copier()
  optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
  loss_of = lambda tokens, targets: nn.functional.cross_entropy(model(tokens).transpose(1, 2), targets, ignore_index=MASKED)
  for _ in range(400):
    optimizer.zero_grad()
    loss_of(*problems(32)).backward()
    optimizer.step()

  optimizer.zero_grad()
  tokens, targets = problems(4)
  with gradflow_trace.record(model.lstm, folder / "copy_masked.trace.safetensors", name="copy_masked", step=400) as trace:
    trace.loss = loss_of(tokens, targets)
    trace.loss.backward()
  save_file(model.state_dict(), folder / "copy_masked.safetensors")
  rows = [f"{a},{b}" for a, b in zip(tokens[0].tolist(), targets[0].tolist())]
  (folder / "copy_masked.csv").write_text("\n".join(["token,target", *rows]) + "\n")
  print(f"loss {trace.loss.item():.6f} (chance 1.3863), |dL/dW| {model.lstm.weight_hh_l0.grad.norm():.6e}; "
        f"copy_masked.safetensors, .csv and copy_masked.trace.safetensors in {folder.resolve()}")


main()
