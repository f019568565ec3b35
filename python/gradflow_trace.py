"""Records what PyTorch really did with a recurrent module, for `gradflow --model trace.safetensors` (README.md says more):

    with gradflow_trace.record(model.rnn, "trace.safetensors"):
      criterion(model(x), targets).backward()

The file (safetensors; B, T, m, n: batch, steps, inputs, units; L·D: layers × directions, in the order l0, l0_reverse, l1 …):
    metadata  gradflow_trace = 1; cell = elman | gru | lstm; nonlinearity = tanh | relu (elman); name, step, loss where given;
              boundaries = the steps k, 0 < k < T, apart by blanks, after which the state was detached, where it was
    weights   weight_ih_l0 … bias_hh_l1_reverse; of a cell weight_ih … bias_hh: as they were in the forward pass
    x         T×m or B×T×m: what entered the module; a batch is the first dimension whatever `batch_first` says
    y, dy     T×(D·n) or B×T×(D·n): the module's output, and ∂L/∂y_t by the rest of the model, without the way through time
    h0, c0    (L·D)×n or B×(L·D)×n: the state before the first step, where it is not 0
    dhn, dcn  as h0: what reached h_n and c_n from the rest of the model, beside dy, where they were used"""
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Iterator

import torch
from safetensors.torch import save
from torch import Tensor, nn

KINDS = {nn.RNN: "elman", nn.GRU: "gru", nn.LSTM: "lstm", nn.RNNCell: "elman", nn.GRUCell: "gru", nn.LSTMCell: "lstm"}


class Trace:
  """What a block records. `name`, `step` and `loss` go into the file where they are not None."""
  def __init__(self, module: Any, name: str | None, step: int | None) -> None:
    self.name, self.step, self.loss, self.module = name, step, None, module  # type: str | None, int | None, Any, Any
    self.kind = next((kind for of, kind in KINDS.items() if isinstance(module, of)), "")
    self.is_cell, self.is_lstm = isinstance(module, nn.RNNCellBase), self.kind == "lstm"
    _refuse(not self.kind or getattr(module, "proj_size", 0) > 0,
            f"{type(module).__name__}: pass an nn.RNN, GRU, LSTM or cell, without proj_size")
    self.calls: list[tuple[Tensor, Tensor, dict[str, list[Tensor]]]] = []  # x, y, and what reached dy, dhn, dcn
    self.ends: list[Tensor] = []  # h_n and c_n of the last call, which the next one is given where the caller hands on …
    self.aliases: list[Tensor] = []  # … these, which the rest of the model sees: so their gradients are from there alone
    self.outputs, self.boundaries = [], []  # type: list[tuple[Tensor, int]], list[int]
    self.handles = [module.register_forward_pre_hook(self._before, with_kwargs=True),
                    module.register_forward_hook(self._after, with_kwargs=True, prepend=True)]

  def _before(self, module: Any, args: Any, kwargs: Any) -> Any:
    x, starts = _arguments(*args, **kwargs)
    is_handed_on = self.calls and [id(start) for start in starts] == [id(alias) for alias in self.aliases]
    return ((x, tuple(self.ends) if self.is_lstm else self.ends[0]), {}) if is_handed_on else None

  def _after(self, module: Any, args: Any, kwargs: Any, output: Any) -> Any:
    (x, starts), last = _arguments(*args, **kwargs), output if self.is_cell else output[1]
    if not (last[0] if self.is_lstm else last).requires_grad:
      return None
    self._check(x, starts)
    self.ends = list(last) if self.is_lstm else [last]
    self.aliases = [end.view_as(end) for end in self.ends]
    keys, seen = (("dy", "dcn"), self.aliases) if self.is_cell else (("dy", "dhn", "dcn"), [output[0], *self.aliases])
    gradients: dict[str, list[Tensor]] = {key: [] for key in keys}
    self.outputs += [(tensor, tensor._version) for tensor in seen]
    self.handles += [tensor.register_hook(gradients[key].append) for key, tensor in zip(keys, seen)]
    self.calls.append((self._laid_out(x, "x"), self._laid_out(seen[0], "y"), gradients))
    states = tuple(self.aliases) if self.is_lstm else self.aliases[0]
    return states if self.is_cell else (output[0], states)

  def _check(self, x: Any, starts: list[Tensor]) -> None:
    module, pairs, dropout = self.module, list(zip(starts, self.ends)), getattr(self.module, "dropout", 0) > 0
    _refuse(not isinstance(x, Tensor), "packed sequences cannot be recorded: pass a padded tensor and mask the loss")
    _refuse(dropout and module.training and module.num_layers > 1, "dropout between layers is not seen: model.rnn.eval(), or dropout=0")
    if not self.calls:
      self.constants = {name: weight.detach().clone() for name, weight in module.named_parameters()}
      self.constants |= {key: self._laid_out(start, key) for key, start in zip(("h0", "c0"), starts) if start.any()}
      return
    _refuse(not all(torch.equal(weight, self.constants[name]) for name, weight in module.named_parameters()),
            "the weights changed between two calls: one block for each update")
    _refuse(getattr(module, "bidirectional", False) or len(pairs) < len(self.ends), "a second sequence: one call a block, or a batch")
    if not all(start is end for start, end in pairs):
      _refuse(not all(start.grad_fn is None and torch.equal(start.to(end), end) for start, end in pairs),
              "a call does not start from the state of the one before, as it was handed out or detached")
      self.boundaries.append(sum(y.shape[-2] for _, y, _ in self.calls))

  def _laid_out(self, tensor: Tensor, key: str) -> Tensor:
    is_ready = tensor.dim() < 3 or key in ("x", "y", "dy") and self.module.batch_first
    own = tensor.unsqueeze(-2) if self.is_cell else tensor if is_ready else tensor.transpose(0, 1)
    return own.detach().clone(memory_format=torch.contiguous_format)

  def write(self, path: Path) -> None:
    _refuse(any(t._version != version for t, version in self.outputs), "y or a state was changed in place: y = 2 * y, not y *= 2")
    _refuse(not any(any(reached.values()) for _, _, reached in self.calls), "no gradient reached a call of the module in the block")
    calls: Any = [{"x": x, "y": y, "dy": torch.zeros_like(y)} | {key: sum(self._laid_out(g, key) for g in of)
                  for key, of in reached.items() if of} for x, y, reached in self.calls]
    for own in calls[:-1]:
      if "dhn" in own:  # the last layer's h_n is its y
        own["dy"][..., -1, :] += own["dhn"][..., -1, :]
        own["dhn"][..., -1, :] = 0
      _refuse(any(own[key].any() for key in ("dhn", "dcn") if key in own), "a state amid the sequence was used beside y")
    tensors = calls[-1] | {key: torch.cat([own[key] for own in calls], -2) for key in ("x", "y", "dy")} | self.constants
    metadata = {"gradflow_trace": 1, "cell": self.kind, "nonlinearity": getattr(self.module, "nonlinearity", None),
                "name": self.name, "step": self.step, "loss": getattr(self.loss, "item", lambda: self.loss)(),
                "boundaries": " ".join(map(str, self.boundaries)) or None}
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_bytes(save({key: tensor.cpu() for key, tensor in tensors.items()},
                               {key: str(value) for key, value in metadata.items() if value is not None}))
    temporary.replace(path)


def _refuse(condition: bool, problem: str) -> None:
  if condition:
    raise ValueError(f"gradflow_trace: {problem}")


def _arguments(input: Any, hx: Any = None) -> tuple[Any, list[Tensor]]:
  return input, [] if hx is None else list(hx) if isinstance(hx, (tuple, list)) else [hx]


@contextmanager
def record(module: Any, path: str | Path, *, name: str | None = None, step: int | None = None) -> Iterator[Trace]:
  """Records the block's calls of `module` and what reaches it in backward(); replaces `path` where the block ends well."""
  trace = Trace(module, name, step)
  try:
    yield trace
    trace.write(Path(path))
  finally:
    for handle in trace.handles:
      handle.remove()
