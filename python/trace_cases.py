"""Small models of every kind that a trace can hold, seeded: what the tests run and what make_fixtures.py keeps.

A case is a recurrent module with what is before it (an embedding or nothing), behind it (a head) and a loss. `Model(case)`
makes them, always the same, and `run()` is one training step up to and with backward(), as a user writes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

MASKED = -100


@dataclass(frozen=True)
class Case:
  """`batch` 0 is a sequence without a batch; `chunks` are the steps of each call, the state being detached between them;
  `loss` is classes, masked (classes), values, last (values, of the last step), state (of h_n and c_n alone) or both."""

  name: str
  kind: str  # RNN, GRU, LSTM, RNNCell, GRUCell, LSTMCell
  layers: int = 1
  bidirectional: bool = False
  batch: int = 0
  batch_first: bool = False
  steps: int = 7
  inputs: int = 3
  units: int = 4
  nonlinearity: str = "tanh"
  bias: bool = True
  dtype: torch.dtype = torch.float64
  head: str = "linear"  # or mlp: LayerNorm, Linear, ReLU, Dropout, Linear
  loss: str = "classes"
  embedding: bool = False
  carried: bool = False  # a start that is not 0
  chunks: tuple[int, ...] = ()
  single_steps: bool = False  # a module called for one step at a time, read by its state


CASES = [
  Case("elman-unbatched", "RNN"),
  Case("elman-relu-batch-first", "RNN", batch=2, batch_first=True, nonlinearity="relu"),
  Case("elman-two-layers", "RNN", layers=2, batch=2),
  Case("elman-two-layers-bidirectional", "RNN", layers=2, bidirectional=True, batch=2, units=3),
  Case("gru-unbatched", "GRU"),
  Case("gru-time-first", "GRU", batch=3, steps=6),
  Case("gru-two-layers-batch-first", "GRU", layers=2, batch=2, batch_first=True),
  Case("gru-bidirectional-unbatched", "GRU", bidirectional=True, units=3),
  Case("lstm-unbatched", "LSTM"),
  Case("lstm-no-bias", "LSTM", bias=False, batch=2),
  Case("lstm-two-layers-batch-first", "LSTM", layers=2, batch=2, batch_first=True),
  Case("lstm-three-layers", "LSTM", layers=3, steps=5, units=2),
  Case("lstm-two-layers-bidirectional", "LSTM", layers=2, bidirectional=True, batch=2, batch_first=True, units=3),
  Case("gru-layernorm-mlp-head", "GRU", batch=2, head="mlp"),
  Case("lstm-layernorm-mlp-head", "LSTM", layers=2, batch=2, batch_first=True, head="mlp"),
  Case("lstm-masked-loss", "LSTM", batch=2, batch_first=True, steps=9, loss="masked"),
  Case("elman-masked-loss-unbatched", "RNN", steps=12, loss="masked"),
  Case("lstm-embedding", "LSTM", batch=2, steps=8, embedding=True),
  Case("gru-embedding-two-layers-unbatched", "GRU", layers=2, embedding=True),
  Case("gru-last-step-squared-error", "GRU", batch=3, batch_first=True, inputs=2, steps=10, loss="last"),
  Case("elman-squared-errors", "RNN", batch=2, loss="values"),
  Case("elman-carried-state", "RNN", carried=True),
  Case("gru-carried-state", "GRU", layers=2, batch=2, carried=True),
  Case("lstm-carried-state-bidirectional", "LSTM", bidirectional=True, batch=2, units=3, carried=True),
  Case("elman-detach-4", "RNN", steps=12, chunks=(4, 4, 4)),
  Case("gru-detach-unequal-chunks", "GRU", layers=2, batch=2, batch_first=True, steps=10, chunks=(5, 2, 3)),
  Case("lstm-detach-5-carried-state", "LSTM", layers=2, batch=2, steps=12, chunks=(5, 5, 2), carried=True),
  Case("elman-last-state", "RNN", layers=2, batch=2, loss="state"),
  Case("gru-last-state-bidirectional", "GRU", bidirectional=True, batch=2, batch_first=True, units=3, loss="state"),
  Case("lstm-last-state", "LSTM", layers=2, batch=2, units=3, loss="state"),
  Case("lstm-output-and-last-state", "LSTM", layers=2, bidirectional=True, units=2, loss="both"),
  Case("rnncell-loop", "RNNCell", batch=2),
  Case("rnncell-relu-loop-unbatched", "RNNCell", nonlinearity="relu", carried=True),
  Case("grucell-loop", "GRUCell", batch=2, carried=True, embedding=True),
  Case("grucell-detach-3", "GRUCell", steps=8, chunks=(3, 3, 2)),
  Case("lstmcell-loop", "LSTMCell", batch=2),
  Case("lstmcell-loop-last-state", "LSTMCell", loss="both"),
  Case("lstmcell-detach-4-masked-loss", "LSTMCell", batch=2, steps=8, chunks=(4, 4), loss="masked"),
  Case("gru-single-steps-two-layers", "GRU", layers=2, batch=2, single_steps=True),
  Case("lstm-single-steps", "LSTM", single_steps=True),
  Case("elman-float32", "RNN", batch=2, dtype=torch.float32),
  Case("gru-two-layers-float32", "GRU", layers=2, batch=2, batch_first=True, steps=12, dtype=torch.float32),
  Case("lstm-bidirectional-float32", "LSTM", bidirectional=True, batch=2, units=5, dtype=torch.float32),
  Case("lstm-detach-4-float32", "LSTM", batch=2, steps=12, chunks=(4, 4, 4), dtype=torch.float32),
  Case("gru-masked-loss-float32", "GRU", loss="masked", steps=12, embedding=True, dtype=torch.float32),
  Case("lstmcell-loop-float32", "LSTMCell", batch=3, dtype=torch.float32),
]
CLASSES = 5


class Model:
  """A case's modules and data. Time is the first dimension of `x` and `targets`, then the batch, unless `batch_first`."""

  def __init__(self, case: Case) -> None:
    torch.manual_seed(sum(map(ord, case.name)))
    self.case = case
    size = {"dtype": case.dtype}
    self.is_cell, self.is_lstm = case.kind.endswith("Cell"), case.kind.startswith("LSTM")
    options: dict[str, Any] = {"bias": case.bias, **size}
    if case.kind.startswith("RNN"):
      options["nonlinearity"] = case.nonlinearity
    if not self.is_cell:
      options |= {"num_layers": case.layers, "bidirectional": case.bidirectional, "batch_first": case.batch_first}
    self.rnn: Any = getattr(nn, case.kind)(case.inputs, case.units, **options)
    for weight in self.rnn.parameters():  # large enough that the way through time counts
      nn.init.normal_(weight, std=0.6)
    self.embedding = nn.Embedding(CLASSES, case.inputs, **size) if case.embedding else None
    columns, outputs = case.units * (2 if case.bidirectional else 1), 1 if case.loss in ("last", "values") else CLASSES
    self.head: nn.Module = nn.Linear(columns, outputs, **size)
    if case.head == "mlp":
      self.head = nn.Sequential(nn.LayerNorm(columns, **size), nn.Linear(columns, 6, **size), nn.ReLU(), nn.Dropout(0.3),
                                nn.Linear(6, outputs, **size))
    rows = case.layers * (2 if case.bidirectional else 1)
    self.state_heads = [nn.Linear(rows * case.units, CLASSES, **size) for _ in range(2)]
    shape = [case.steps] + ([case.batch] if case.batch else [])
    self.x = torch.randint(CLASSES, shape) if case.embedding else torch.randn(*shape, case.inputs, **size)
    self.targets = torch.randint(CLASSES, shape)
    self.values = torch.randn(*shape, 1, **size)
    if case.loss == "masked":
      self.targets[torch.rand(shape) < 0.5] = MASKED
      self.targets[-1] = 1  # one is there
    if case.batch_first and case.batch:
      self.x, self.targets, self.values = (t.transpose(0, 1).contiguous() for t in (self.x, self.targets, self.values))
    state_shape = ([] if self.is_cell else [rows]) + ([case.batch] if case.batch else []) + [case.units]
    starts = [torch.randn(state_shape, **size) for _ in range(2 if self.is_lstm else 1)]
    self.start: Any = None if not case.carried else tuple(starts) if self.is_lstm else starts[0]

  @property
  def time(self) -> int:
    return 1 if self.case.batch and self.case.batch_first else 0

  def parameters(self) -> list[Tensor]:
    modules = [self.rnn, self.head, *self.state_heads] + ([self.embedding] if self.embedding else [])
    return [p for module in modules for p in module.parameters()]

  def run(self) -> Tensor:
    """A training step: the losses of all chunks, each with its own backward pass."""
    torch.manual_seed(1)  # dropout of a head
    state, total, begin = self.start, torch.zeros((), dtype=self.case.dtype), 0
    for steps in self.case.chunks or (self.case.steps,):
      y, state = self.forward(self.x.narrow(self.time, begin, steps), state)
      loss = self.loss(y, state, begin, steps)
      loss.backward()
      state = tuple(s.detach() for s in state) if self.is_lstm else state.detach()
      total, begin = total + loss.detach(), begin + steps
    return total

  def forward(self, x: Tensor, state: Any) -> tuple[Tensor, Any]:
    x = x if self.embedding is None else self.embedding(x)
    if not self.is_cell and not self.case.single_steps:
      return self.rnn(x, state) if state is not None else self.rnn(x)
    outputs = []
    for t in range(x.shape[self.time]):
      if self.is_cell:
        state = self.rnn(x.select(self.time, t), state)
        outputs.append(state[0] if self.is_lstm else state)
      else:
        _, state = self.rnn(x.narrow(self.time, t, 1), state)
        outputs.append((state[0] if self.is_lstm else state)[-1])
    return torch.stack(outputs, self.time), state

  def loss(self, y: Tensor, state: Any, begin: int, steps: int) -> Tensor:
    targets, values = (t.narrow(self.time, begin, steps) for t in (self.targets, self.values))
    cross_entropy, squared = nn.functional.cross_entropy, nn.functional.mse_loss
    if self.case.loss == "values":
      return squared(self.head(y), values)
    if self.case.loss == "last":
      return squared(self.head(y.select(self.time, -1)), values.select(self.time, -1))
    loss = y.new_zeros(())
    if self.case.loss != "state":
      loss = cross_entropy(self.head(y).reshape(-1, CLASSES), targets.reshape(-1), ignore_index=MASKED)
    if self.case.loss in ("state", "both"):
      for head, s in zip(self.state_heads, state if self.is_lstm else (state,)):
        rows = s if self.is_cell else s.transpose(0, 1) if self.case.batch else s
        loss = loss + head(rows.reshape(self.case.batch or 1, -1)).logsumexp(-1).sum()
    return loss


def gradients(module: nn.Module) -> dict[str, Tensor]:
  """`.grad` of each parameter, by name."""
  return {name: p.grad.clone() for name, p in module.named_parameters() if p.grad is not None}
