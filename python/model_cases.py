"""Models as people train them, tiny, with their inputs and the gradients of their losses by PyTorch's autograd.

`make(folder)` writes of each NAME.safetensors, its state dict; NAME.csv or NAME.txt, what it reads, with targets; and
NAME.grad.safetensors, `.grad` of every parameter that has one, under the state dict's names, and `loss`. Everything is float64.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

F = nn.functional
Row = list[Any]
TEXT = "the gradient of a loss flows back through time, and fades or grows on its way."
LINES: list[str] = []


class Recurrent(nn.Module):
  """An embedding or none, a recurrent module, dropout, a linear head."""

  def __init__(self, rnn: Any, outputs: int, vocabulary: int = 0, dropout: float = 0) -> None:
    super().__init__()
    if vocabulary:
      self.embedding = nn.Embedding(vocabulary, rnn.input_size)
    self.rnn, self.dropout = rnn, nn.Dropout(dropout)
    self.head = nn.Linear(rnn.hidden_size * (2 if rnn.bidirectional else 1), outputs)

  def forward(self, x: Tensor) -> Tensor:
    y, _ = self.rnn(self.embedding(x) if hasattr(self, "embedding") else x)
    return self.head(self.dropout(y))


class Loop(nn.Module):
  """A GRUCell in a loop."""

  def __init__(self, inputs: int, units: int, outputs: int) -> None:
    super().__init__()
    self.cell, self.head = nn.GRUCell(inputs, units), nn.Linear(units, outputs)

  def forward(self, x: Tensor) -> Tensor:
    h, logits = torch.zeros(self.cell.hidden_size), []
    for x_t in x:
      h = self.cell(x_t, h)
      logits.append(self.head(h))
    return torch.stack(logits)


def write_csv(path: Path, header: list[str], rows: list[Row]) -> None:
  lines = [",".join(header)] + [",".join("" if v is None else repr(v) for v in row) for row in rows]
  path.write_text("\n".join(lines) + "\n")


def keep(folder: Path, name: str, model: nn.Module, loss: Tensor, says: str, metadata: dict[str, str] | None = None) -> None:
  """Writes the state dict and the gradients of the loss, and a line for the README."""
  loss.backward()
  grads = {key: p.grad for key, p in model.named_parameters() if p.grad is not None}
  save_file(model.state_dict(), folder / f"{name}.safetensors", metadata)
  save_file({**grads, "loss": loss.detach().reshape(1)}, folder / f"{name}.grad.safetensors")
  LINES.append(f"| `{name}` | {says} | {loss.item()!r} |")


def character_rnn(folder: Path) -> nn.Module:
  vocabulary = "".join(sorted(set(TEXT)))
  (folder / "character-rnn.txt").write_text(TEXT)
  model = Recurrent(nn.RNN(3, 5), len(vocabulary), len(vocabulary))
  symbols = torch.tensor([vocabulary.index(c) for c in TEXT])
  loss = F.cross_entropy(model(symbols[:-1]), symbols[1:])
  write_csv(folder / "character-rnn.csv", ["token", "next"],
            [[s, t] for s, t in zip(symbols.tolist(), [*symbols[1:].tolist(), None])])
  keep(folder, "character-rnn", model, loss, "nn.RNN (tanh) on an embedding, head of "
       f"{len(vocabulary)} characters; character-rnn.txt, or tokens in character-rnn.csv; cross-entropy, mean over the steps",
       {"vocabulary": vocabulary, "nonlinearity": "tanh"})
  return model


def lstm_dropout_head(folder: Path) -> None:
  model = Recurrent(nn.LSTM(3, 4, 2, dropout=0.2), 3, dropout=0.5).eval()
  x, classes = torch.randn(15, 3), torch.randint(3, (15,))
  write_csv(folder / "lstm-dropout-head.csv", ["a", "b", "c", "class"], [[*r, k] for r, k in zip(x.tolist(), classes.tolist())])
  keep(folder, "lstm-dropout-head", model, F.cross_entropy(model(x), classes, reduction="sum"),
       "nn.LSTM of 2 layers with dropout between them and before the head, in eval(); cross-entropy, sum over the steps")


def adding_gru(folder: Path) -> None:
  """Hochreiter and Schmidhuber's adding task: two marked numbers, their sum at the last step."""
  model, steps, batch = Recurrent(nn.GRU(2, 4, batch_first=True), 1), 12, 3
  x = torch.zeros(batch, steps, 2)
  x[:, :, 0] = torch.rand(batch, steps)
  for b, (first, second) in enumerate([(1, 8), (4, 6), (0, 11)]):
    x[b, first, 1] = x[b, second, 1] = 1
  sums = (x[:, :, 0] * x[:, :, 1]).sum(1)
  targets = torch.full((batch, steps, 1), torch.nan)
  targets[:, -1, 0] = sums
  save_file({"x": x, "y": targets, "sums": sums}, folder / "adding-gru.input.safetensors")
  write_csv(folder / "adding-gru.csv", ["value", "mark", "sum"],
            [[*row, sums[0].item() if t == steps - 1 else None] for t, row in enumerate(x[0].tolist())])
  keep(folder, "adding-gru", model, F.mse_loss(model(x)[0, -1, 0], sums[0]),
       "nn.GRU (batch_first), head of 1; squared error at the last step only; adding-gru.csv is sequence 0 of `x` in "
       "adding-gru.input.safetensors (3×12×2; `y` 3×12×1 is NaN where there is no target, `sums` 3); gradients of sequence 0")
  model.zero_grad()
  loss = F.mse_loss(model(x)[:, -1, 0], sums)
  loss.backward()
  save_file({**{k: p.grad for k, p in model.named_parameters()}, "loss": loss.detach().reshape(1)},
            folder / "adding-gru.batch.grad.safetensors")


def copy_masked(folder: Path) -> None:
  """Arjovsky, Shah and Bengio's copy task, small: 3 symbols of 4, 4 blanks, a signal, then the symbols are asked for."""
  model = Recurrent(nn.LSTM(3, 5), 4, vocabulary=6)
  symbols = torch.tensor([2, 0, 3])
  tokens = torch.cat([symbols, torch.full((4,), 4), torch.tensor([5]), torch.full((3,), 4)])
  targets = torch.cat([torch.full((8,), -100), symbols])
  write_csv(folder / "copy-masked.csv", ["token", "target"], [list(r) for r in zip(tokens.tolist(), targets.tolist())])
  write_csv(folder / "copy-masked-blank.csv", ["token", "target"],
            [[a, None if b == -100 else b] for a, b in zip(tokens.tolist(), targets.tolist())])
  save_file({"tokens": tokens, "targets": targets, "x": model.embedding(tokens).detach()}, folder / "copy-masked.input.safetensors")
  keep(folder, "copy-masked", model, F.cross_entropy(model(tokens), targets, ignore_index=-100),
       "nn.LSTM on an embedding; cross-entropy with ignore_index −100, mean over the 3 steps with a target; "
       "copy-masked-blank.csv has blanks for −100; tensors in copy-masked.input.safetensors")


def bidirectional_lstm(folder: Path) -> None:
  model = Recurrent(nn.LSTM(2, 3, bidirectional=True), 3)
  x, classes = torch.randn(10, 2), torch.randint(3, (10,))
  write_csv(folder / "bidirectional-lstm.csv", ["a", "b", "class"], [[*r, k] for r, k in zip(x.tolist(), classes.tolist())])
  keep(folder, "bidirectional-lstm", model, F.cross_entropy(model(x), classes, reduction="sum"),
       "nn.LSTM in both directions, head on both; cross-entropy, sum over the steps")


def grucell_loop(folder: Path) -> None:
  model = Loop(2, 4, 3)
  x, classes = torch.randn(9, 2), torch.randint(3, (9,))
  write_csv(folder / "grucell-loop.csv", ["a", "b", "class"], [[*r, k] for r, k in zip(x.tolist(), classes.tolist())])
  keep(folder, "grucell-loop", model, F.cross_entropy(model(x), classes),
       "nn.GRUCell in a loop (`cell.weight_hh`), head; cross-entropy, mean over the steps")


def rnncell_squared_errors(folder: Path) -> None:
  cell = nn.RNNCell(2, 3, nonlinearity="relu")
  x, values, h, loss = torch.randn(8, 2), torch.randn(8, 3), torch.zeros(3), torch.zeros(())
  for x_t, target in zip(x, values):
    h = cell(x_t, h)
    loss = loss + F.mse_loss(h, target)
  write_csv(folder / "rnncell-squared-errors.csv", ["a", "b", "p", "q", "r"], [[*r, *v] for r, v in zip(x.tolist(), values.tolist())])
  keep(folder, "rnncell-squared-errors", cell, loss,
       "nn.RNNCell (relu) by itself, without a head: squared errors of h_t against p, q, r, mean over the units, sum over the steps")


def lightning_checkpoint(folder: Path, model: nn.Module) -> None:
  """What Lightning's Trainer writes, of the character RNN: a state dict among much else, under the LightningModule's names."""
  optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
  optimizer.step()  # gives it state; the weights written are those of before
  torch.save({
    "epoch": 3, "global_step": 120, "pytorch-lightning_version": "2.6.6",
    "state_dict": {f"model.{name}": value for name, value in WEIGHTS_BEFORE.items()},
    "loops": {"fit_loop": {"state_dict": {}, "epoch_progress": {"total": {"ready": 4, "completed": 3}}}},
    "callbacks": {"ModelCheckpoint{'monitor': None}": {"best_model_score": None, "best_model_path": "last.ckpt"}},
    "optimizer_states": [optimizer.state_dict()], "lr_schedulers": [], "hparams_name": "kwargs",
    "hyper_parameters": {"hidden": 5, "rate": 1e-3, "cell": "rnn"},
  }, folder / "character-rnn.ckpt")
  torch.save(WEIGHTS_BEFORE, folder / "character-rnn.pt")


WEIGHTS_BEFORE: dict[str, Tensor] = {}


def make(folder: Path) -> None:
  default = torch.get_default_dtype()
  torch.set_default_dtype(torch.float64)
  torch.manual_seed(16)
  LINES.clear()
  character = character_rnn(folder)
  WEIGHTS_BEFORE.update({name: value.detach().clone() for name, value in character.state_dict().items()})
  others: list[Callable[[Path], None]] = [lstm_dropout_head, adding_gru, copy_masked, bidirectional_lstm, grucell_loop,
                                          rnncell_squared_errors]
  for one in others:
    one(folder)
  lightning_checkpoint(folder, character)
  torch.set_default_dtype(default)
  (folder / "README.md").write_text("""# Models and the gradients of their losses

Made by `python3 python/make_fixtures.py`; float64. Of each: `NAME.safetensors` (the state dict), `NAME.csv` (what it reads),
`NAME.grad.safetensors` (`.grad` by PyTorch under the state dict's names, and `loss`).
`character-rnn.ckpt` is the character RNN as Lightning's Trainer writes it (names under `model.`), `character-rnn.pt` its state
dict by `torch.save`; both hold the weights of `character-rnn.safetensors`.

| name | model, targets, loss | loss |
|---|---|---|
""" + "\n".join(LINES) + "\n")
