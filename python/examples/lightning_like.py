"""A GRU trained by Lightning, whose Trainer writes lightning_like.ckpt (where it is not installed, a dictionary laid out so);
writes lightning_like.csv too, and a trace."""

import sys
from pathlib import Path

import torch
from torch import nn
try:
  import lightning
except ImportError:
  lightning = None
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import gradflow_trace


class Parity(lightning.LightningModule if lightning else nn.Module):
  def __init__(self, hidden=24):
    super().__init__()
    self.gru, self.head = nn.GRU(1, hidden, batch_first=True), nn.Linear(hidden, 2)

  def training_step(self, batch, _):
    return nn.functional.cross_entropy(self.head(self.gru(batch[0])[0]).flatten(0, 1), batch[1].flatten())

  def configure_optimizers(self):
    return torch.optim.Adam(self.parameters(), lr=1e-2)


def train(model, data, path, epochs=30):
  if lightning:
    quiet = dict.fromkeys(("logger", "enable_checkpointing", "enable_progress_bar", "enable_model_summary"), False)
    trainer = lightning.Trainer(max_epochs=epochs, accelerator="cpu", **quiet)
    trainer.fit(model, data)
    return trainer.save_checkpoint(path)
  optimizer = model.configure_optimizers()
  for batch in [batch for _ in range(epochs) for batch in data]:
    model.training_step(batch, 0).backward()
    optimizer.step()
    optimizer.zero_grad()
  torch.save({"epoch": epochs, "state_dict": model.state_dict(), "optimizer_states": [optimizer.state_dict()]}, path)


def main():
  folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
  torch.manual_seed(1)
  bits = torch.randint(2, (256, 16, 1)).float()
  classes = bits.squeeze(2).cumsum(1).long() % 2  # is the number of ones so far odd?
  model, data = Parity(), torch.utils.data.DataLoader(torch.utils.data.TensorDataset(bits, classes), 32)
  train(model, data, folder / "lightning_like.ckpt")
  model.zero_grad()
  with gradflow_trace.record(model.gru, folder / "lightning_like.trace.safetensors", name="lightning_like") as trace:
    trace.loss = model.training_step((bits[:1], classes[:1]), 0)
    trace.loss.backward()
  rows = [f"{int(x)},{k}" for x, k in zip(bits[0, :, 0].tolist(), classes[0].tolist())]
  (folder / "lightning_like.csv").write_text("\n".join(["bit,odd", *rows]) + "\n")
  print(f"loss {trace.loss.item():.6f} (chance 0.6931), |dL/dW| {model.gru.weight_hh_l0.grad.norm():.6e}; "
        f"lightning_like.ckpt, .csv and .trace.safetensors in {folder.resolve()}")

main()
