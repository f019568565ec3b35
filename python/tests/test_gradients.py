"""The gradients that follow from a trace are PyTorch's own, of every case; and recording changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

np = pytest.importorskip("numpy", reason="numpy is not installed: the reference cannot be computed here")
torch = pytest.importorskip("torch", reason="torch is not installed: the recorder cannot be tested here")
safetensors = pytest.importorskip("safetensors", reason="safetensors is not installed: the recorder cannot be tested here")

import gradflow_trace
from reference import SEQUENCES, STATES, bptt
from trace_cases import CASES, Case, Model, gradients

FIXTURES = Path(__file__).resolve().parents[2] / "Tests" / "gradflowTests" / "Fixtures" / "traces"


def read(path: Path) -> tuple[dict[str, Any], dict[str, str]]:
  with safetensors.safe_open(path, "np") as file:
    return {name: file.get_tensor(name) for name in file.keys()}, file.metadata()


def tolerance(case: Case) -> float:
  return 1e-11 if case.dtype == torch.float64 else 1e-5


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_gradients_of_the_trace_are_those_of_pytorch(case: Case, tmp_path: Path) -> None:
  model = Model(case)
  with gradflow_trace.record(model.rnn, tmp_path / "trace.safetensors"):
    model.run()
  y, found = bptt(*read(tmp_path / "trace.safetensors"))
  own = gradients(model.rnn)
  assert found.keys() == own.keys()
  for name, grad in own.items():
    scale = max(1.0, grad.abs().max().item())
    assert grad.abs().max() > 0, name
    np.testing.assert_allclose(found[name], grad.numpy(), rtol=0, atol=tolerance(case) * scale, err_msg=name)
  np.testing.assert_allclose(y, read(tmp_path / "trace.safetensors")[0]["y"], rtol=0, atol=tolerance(case))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_recording_changes_no_bit(case: Case, tmp_path: Path) -> None:
  """But for a GRUCell in a loop, whose h_t is used three times: there the three gradients may be added in another order."""
  plain, recorded = Model(case), Model(case)
  without = plain.run()
  with gradflow_trace.record(recorded.rnn, tmp_path / "trace.safetensors"):
    with_it = recorded.run()
  assert torch.equal(without, with_it)
  for a, b in zip(plain.parameters(), recorded.parameters()):
    assert (a.grad is None) == (b.grad is None)
    if case.kind == "GRUCell" and a.grad is not None:
      assert torch.allclose(a.grad, b.grad, rtol=0, atol=1e-15)
    else:
      assert a.grad is None or torch.equal(a.grad, b.grad)


@pytest.mark.parametrize("case", [case for case in CASES if case.batch], ids=lambda case: case.name)
def test_sequences_of_a_batch_have_the_gradients_that_are_kept(case: Case) -> None:
  """The fixtures' gradients of each sequence, by PyTorch, against the reference on that sequence alone."""
  trace, metadata = read(FIXTURES / f"{case.name}.safetensors")
  kept, _ = read(FIXTURES / f"{case.name}.grad.safetensors")
  for b in range(case.batch):
    _, found = bptt({name: value[b] if name in SEQUENCES + STATES else value for name, value in trace.items()}, metadata)
    for name, value in found.items():
      np.testing.assert_allclose(value, kept[f"{b}.{name}"], rtol=0, atol=tolerance(case), err_msg=f"{b}.{name}")
