"""Makes the fixtures of the Swift tests anew, with real PyTorch: traces, and models with the gradients of their losses.

    python3 python/make_fixtures.py          (needs torch, numpy and safetensors; about half a minute)

Tests/gradflowTests/Fixtures/traces: NAME.safetensors, as gradflow_trace.py records it, of every case of trace_cases.py, and
NAME.grad.safetensors: PyTorch's own `.grad` of each parameter under its name, and of a batch, too, that of each sequence by
itself, `0.weight_hh_l0` and so on: these sum to `.grad`.

Tests/gradflowTests/Fixtures/models: see model_cases.py and the README.md that is written there.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

import gradflow_trace
import model_cases
from trace_cases import CASES, Case, Model, gradients

FIXTURES = Path(__file__).resolve().parent.parent / "Tests" / "gradflowTests" / "Fixtures"


def read(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
  with safe_open(path, "pt") as file:
    return {name: file.get_tensor(name) for name in file.keys()}, file.metadata()


def by_sequence(case: Case, trace: dict[str, Tensor], boundaries: list[int], b: int) -> dict[str, Tensor]:
  """`.grad` of what the trace says of sequence b alone, by PyTorch: L_b = Σ_t ⟨dy_t, y_t⟩ + ⟨dhn, h_n⟩ + ⟨dcn, c_n⟩."""
  rnn, is_cell, is_lstm = Model(case).rnn, case.kind.endswith("Cell"), case.kind.startswith("LSTM")
  rnn.batch_first = False
  own = {name: trace[name][b] for name in ("x", "dy", "h0", "c0", "dhn", "dcn") if name in trace}
  rows = case.layers * (2 if case.bidirectional else 1)
  zero = torch.zeros(rows, case.units, dtype=case.dtype)
  states = [own.get(name, zero) for name in (("h0", "c0") if is_lstm else ("h0",))]
  states, loss, begin = [s[0] if is_cell else s for s in states], torch.zeros((), dtype=case.dtype), 0
  for end in [*boundaries, len(own["x"])]:
    states = [s.detach() for s in states]
    for t in range(begin, end) if is_cell else [slice(begin, end)]:
      output = rnn(own["x"][t], tuple(states) if is_lstm else states[0])
      y, last = (output[0] if is_lstm else output, output) if is_cell else output
      states = list(last) if is_lstm else [last]
      loss = loss + (own["dy"][t] * y).sum()
    begin = end
  for name, state in zip(("dhn", "dcn"), states):
    loss = loss + (own.get(name, zero) * state).sum()
  loss.backward()
  return gradients(rnn)


def settle(path: Path) -> None:
  """Rewrites a safetensors file with its metadata sorted: safetensors writes them in an order that changes from run to run."""
  data = path.read_bytes()
  length = int.from_bytes(data[:8], "little")
  header = json.loads(data[8:8 + length])
  if "__metadata__" in header:
    header["__metadata__"] = dict(sorted(header["__metadata__"].items()))
  text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
  text += b" " * (-len(text) % 8)
  path.write_bytes(len(text).to_bytes(8, "little") + text + data[8 + length:])
  path.chmod(0o644)


def make_trace(case: Case, folder: Path) -> None:
  model, path = Model(case), folder / f"{case.name}.safetensors"
  with gradflow_trace.record(model.rnn, path, name=case.name, step=1) as trace:
    trace.loss = model.run()
  found, (tensors, metadata) = gradients(model.rnn), read(path)
  for b in range(case.batch):
    own = by_sequence(case, tensors, [int(k) for k in metadata.get("boundaries", "").split()], b)
    found |= {f"{b}.{name}": value for name, value in own.items()}
  for name, p in model.rnn.named_parameters():
    parts = [found[f"{b}.{name}"] for b in range(case.batch)] or [found[name]]
    assert torch.allclose(sum(parts[1:], parts[0]), p.grad, rtol=0, atol=1e-13 if case.dtype == torch.float64 else 1e-5), name
  save_file(found, folder / f"{case.name}.grad.safetensors")


def main() -> None:
  torch.set_num_threads(1)
  for name in ("traces", "models"):
    (FIXTURES / name).mkdir(parents=True, exist_ok=True)
  for case in CASES:
    make_trace(case, FIXTURES / "traces")
  model_cases.make(FIXTURES / "models")
  for path in FIXTURES.glob("*/*.safetensors"):
    settle(path)
  for name in ("traces", "models"):
    files = [path for path in (FIXTURES / name).iterdir() if path.is_file()]
    print(f"{name}: {len(files)} files, {sum(f.stat().st_size for f in files)} bytes, the largest {max(f.stat().st_size for f in files)}")


if __name__ == "__main__":
  main()
