"""What the recorder refuses, what it leaves behind, and what stands in the file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Callable

import pytest

torch = pytest.importorskip("torch", reason="torch is not installed: the recorder cannot be tested here")
safetensors = pytest.importorskip("safetensors", reason="safetensors is not installed: the recorder cannot be tested here")

from torch import nn

import gradflow_trace


def read(path: Path) -> tuple[dict[str, Any], dict[str, str]]:
  with safetensors.safe_open(path, "pt") as file:
    return {name: file.get_tensor(name) for name in file.keys()}, file.metadata()


def hooks(module: nn.Module) -> int:
  return len(module._forward_hooks) + len(module._forward_pre_hooks)


def refused(module: nn.Module, block: Callable[[], Any], path: Path, words: str) -> None:
  """One line that has `words`, no file, no hook."""
  with pytest.raises(ValueError, match=words) as caught:
    with gradflow_trace.record(module, path):
      block()
  assert str(caught.value).startswith("gradflow_trace: ") and "\n" not in str(caught.value)
  assert list(path.parent.iterdir()) == [] and hooks(module) == 0


@pytest.fixture
def path(tmp_path: Path) -> Path:
  return tmp_path / "trace.safetensors"


def test_another_module(path: Path) -> None:
  for module in (nn.Linear(2, 3), nn.Sequential(nn.Linear(2, 3), nn.ReLU()), nn.LSTM(2, 4, proj_size=3)):
    refused(module, lambda: None, path, "pass an nn.RNN, GRU, LSTM or cell, without proj_size")


def test_packed_sequences(path: Path) -> None:
  rnn = nn.GRU(2, 3)
  packed = nn.utils.rnn.pack_padded_sequence(torch.randn(5, 2, 2), [5, 3])
  refused(rnn, lambda: rnn(packed), path, "packed sequences")


def test_dropout_between_layers(path: Path) -> None:
  rnn = nn.LSTM(2, 3, 2, dropout=0.1)
  refused(rnn, lambda: rnn(torch.randn(5, 2)), path, "dropout")
  rnn.eval()
  with gradflow_trace.record(rnn, path):
    rnn(torch.randn(5, 2))[0].sum().backward()
  assert path.exists()


@pytest.mark.filterwarnings("ignore:dropout option")
def test_dropout_of_one_layer_does_nothing(path: Path) -> None:
  rnn = nn.GRU(2, 3, 1, dropout=0.5)
  with gradflow_trace.record(rnn, path):
    rnn(torch.randn(5, 2))[0].sum().backward()
  assert path.exists()


def test_a_bidirectional_module_has_one_call(path: Path) -> None:
  """Its reverse direction cannot go on where it ended, whatever state it is given."""
  rnn = nn.GRU(2, 3, bidirectional=True)
  def chunks() -> None:
    h = None
    for _ in range(2):
      y, h = rnn(torch.randn(5, 2), h)
      y.sum().backward()
      h = h.detach()
  refused(rnn, chunks, path, "second sequence")


def test_no_call_and_no_backward(path: Path) -> None:
  rnn = nn.RNN(2, 3)
  words = "no gradient reached a call of the module in the block"
  refused(rnn, lambda: None, path, words)
  refused(rnn, lambda: rnn(torch.randn(5, 2)), path, words)
  with torch.no_grad():
    refused(rnn, lambda: rnn(torch.randn(5, 2)), path, words)


def test_backward_after_the_block_is_too_late(path: Path) -> None:
  rnn, seen = nn.RNN(2, 3), []
  refused(rnn, lambda: seen.append(rnn(torch.randn(5, 2))[0]), path, "no gradient")
  seen[0].sum().backward()
  assert rnn.weight_hh_l0.grad is not None


def test_a_second_sequence(path: Path) -> None:
  for rnn in (nn.RNN(2, 3), nn.LSTM(2, 3), nn.GRU(2, 3, bidirectional=True)):
    def twice() -> None:
      for _ in range(2):
        rnn(torch.randn(5, 2))[0].sum().backward()
    refused(rnn, twice, path, "second sequence")


def test_a_state_that_is_not_the_one_handed_out(path: Path) -> None:
  cell = nn.GRUCell(2, 3)
  for change in (lambda h: h * 0.5, lambda h: h.detach() * 0.5, lambda h: torch.zeros_like(h), lambda h: h[:1].expand(4, 3)):
    def loop() -> None:
      h = torch.zeros(4, 3)
      for _ in range(3):
        h = change(cell(torch.randn(len(h), 2), h))
      h.sum().backward()
    refused(cell, loop, path, "does not start from the state of the one before")


def test_an_lstm_whose_h_alone_is_detached(path: Path) -> None:
  cell = nn.LSTMCell(2, 3)
  def loop() -> None:
    h, c = cell(torch.randn(2))
    cell(torch.randn(2), (h.detach(), c))
  refused(cell, loop, path, "does not start")


def test_a_state_changed_in_place(path: Path) -> None:
  cell = nn.GRUCell(2, 3)
  def loop() -> None:
    h = cell(torch.randn(2))
    h *= 0.5
    (cell(torch.randn(2), h).sum() + h.sum()).backward()
  refused(cell, loop, path, "changed in place")


def test_weights_changed_between_calls(path: Path) -> None:
  rnn = nn.GRU(2, 3)
  optimizer = torch.optim.SGD(rnn.parameters(), lr=0.1)
  def chunks() -> None:
    h = None
    for _ in range(2):
      y, h = rnn(torch.randn(5, 2), h)
      y.sum().backward()
      optimizer.step()
      h = h.detach()
  refused(rnn, chunks, path, "one block for each update")


def test_a_state_amid_the_sequence_that_has_no_place_in_the_file(path: Path) -> None:
  cell, rnn = nn.LSTMCell(2, 3), nn.GRU(2, 3, 2)
  def cell_loop() -> None:
    h, c = cell(torch.randn(2))
    last, _ = cell(torch.randn(2), (h, c))
    (last.sum() + c.sum()).backward()
  refused(cell, cell_loop, path, "a state amid the sequence")
  def lower_layer() -> None:
    _, h = rnn(torch.randn(4, 2))
    y, _ = rnn(torch.randn(4, 2), h)
    (y.sum() + h[0].sum()).backward()
  refused(rnn, lower_layer, path, "a state amid the sequence")


def test_an_exception_leaves_no_file_no_hook_and_the_old_file(path: Path) -> None:
  rnn = nn.RNN(2, 3)
  path.write_bytes(b"the last good one")
  with pytest.raises(KeyError):
    with gradflow_trace.record(rnn, path):
      rnn(torch.randn(5, 2))[0].sum().backward()
      raise KeyError("a fault of the script")
  assert path.read_bytes() == b"the last good one" and os.listdir(path.parent) == [path.name] and hooks(rnn) == 0


def test_other_hooks_stay_and_what_they_change_belongs_to_the_rest(path: Path) -> None:
  rnn = nn.RNN(2, 3)
  rnn.register_forward_hook(lambda module, args, output: (output[0] * 2, output[1]))
  with gradflow_trace.record(rnn, path):
    rnn(torch.randn(5, 2))[0].sum().backward()
  tensors, _ = read(path)
  assert hooks(rnn) == 1 and torch.equal(tensors["dy"], torch.full((5, 3), 2.0)) and tensors["y"].abs().max() <= 1


def test_an_output_changed_in_place(path: Path) -> None:
  """What reaches it is then not what reaches the module's output."""
  for rnn in (nn.GRU(2, 3), nn.GRU(2, 3, batch_first=True, bidirectional=True)):
    refused(rnn, lambda: rnn(torch.randn(5, 2))[0].mul_(3).sum().backward(), path, "changed in place")
    refused(rnn, lambda: rnn(torch.randn(4, 5, 2))[0].relu_().sum().backward(), path, "changed in place")
  cell = nn.GRUCell(2, 3)
  refused(cell, lambda: cell(torch.randn(2)).mul_(2).sum().backward(), path, "changed in place")


def test_inputs_changed_later_stand_as_they_entered(path: Path) -> None:
  rnn, x = nn.RNN(2, 3), torch.ones(5, 2)
  with gradflow_trace.record(rnn, path):
    rnn(x)[0].sum().backward()
    x.zero_()
  assert torch.equal(read(path)[0]["x"], torch.ones(5, 2))


def test_weights_are_those_of_the_forward_pass(path: Path) -> None:
  rnn = nn.RNN(2, 3)
  before = rnn.weight_hh_l0.detach().clone()
  with gradflow_trace.record(rnn, path):
    rnn(torch.randn(5, 2))[0].sum().backward()
    torch.optim.SGD(rnn.parameters(), lr=1.0).step()
  assert torch.equal(read(path)[0]["weight_hh_l0"], before) and not torch.equal(rnn.weight_hh_l0, before)


def test_backward_passes_add_up(path: Path) -> None:
  rnn = nn.RNN(2, 3)
  with gradflow_trace.record(rnn, path):
    y, _ = rnn(torch.randn(5, 2))
    y.sum().backward(retain_graph=True)
    (2 * y[-1]).sum().backward()
  expected = torch.ones(5, 3)
  expected[-1] = 3
  assert torch.equal(read(path)[0]["dy"], expected)


def test_calls_without_gradients_are_passed_over(path: Path) -> None:
  """A state that was warmed up with no_grad is a start."""
  rnn = nn.GRU(2, 3)
  with gradflow_trace.record(rnn, path):
    with torch.no_grad():
      _, h = rnn(torch.randn(7, 2))
    rnn(torch.randn(5, 2), hx=h)[0].sum().backward()
  tensors, metadata = read(path)
  assert tensors["x"].shape == (5, 2) and torch.equal(tensors["h0"], h) and "boundaries" not in metadata


def test_a_start_of_zeros_is_left_out(path: Path) -> None:
  rnn = nn.LSTM(2, 3)
  c = torch.ones(1, 3)
  with gradflow_trace.record(rnn, path):
    rnn(torch.randn(5, 2), (torch.zeros(1, 3), c))[0].sum().backward()
  tensors, _ = read(path)
  assert "h0" not in tensors and torch.equal(tensors["c0"], c)
  assert set(tensors) == {"x", "y", "dy", "c0", *dict(rnn.named_parameters())}


def test_metadata(path: Path) -> None:
  rnn = nn.RNN(2, 3, nonlinearity="relu")
  with gradflow_trace.record(rnn, path, name="a run", step=120) as trace:
    trace.loss = rnn(torch.randn(5, 2))[0].sum()
    trace.loss.backward()
  assert read(path)[1] == {"gradflow_trace": "1", "cell": "elman", "nonlinearity": "relu", "name": "a run", "step": "120",
                           "loss": repr(trace.loss.item())}
  with gradflow_trace.record(gru := nn.GRU(2, 3), str(path)):
    gru(torch.randn(5, 2))[0].sum().backward()
  assert read(path)[1] == {"gradflow_trace": "1", "cell": "gru"}


def test_boundaries_of_chunks(path: Path) -> None:
  cell = nn.RNNCell(2, 3)
  with gradflow_trace.record(cell, path):
    h = torch.zeros(3)
    for t in range(7):
      h = cell(torch.randn(2), h.detach() if t in (2, 5) else h)
    h.sum().backward()
  assert read(path)[1]["boundaries"] == "2 5"


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
def test_dtypes_as_they_are(dtype: torch.dtype, path: Path) -> None:
  rnn = nn.GRU(2, 3, dtype=dtype)
  with gradflow_trace.record(rnn, path):
    rnn(torch.randn(5, 2, dtype=dtype))[0].sum().backward()
  assert {tensor.dtype for tensor in read(path)[0].values()} == {dtype}


def test_autocast(path: Path) -> None:
  rnn, head = nn.RNN(2, 3), nn.Linear(3, 1)
  with gradflow_trace.record(rnn, path), torch.autocast("cpu", torch.bfloat16):
    head(rnn(torch.randn(5, 2))[0]).float().sum().backward()
  tensors, _ = read(path)
  assert tensors["weight_hh_l0"].dtype == torch.float32 and tensors["dy"].dtype == tensors["y"].dtype


def test_two_modules_at_once(tmp_path: Path) -> None:
  """An encoder and a decoder: what reaches the encoder's h_n is its dhn, and the decoder's start is that h_n."""
  encoder, decoder = nn.GRU(2, 3), nn.GRU(2, 3)
  with gradflow_trace.record(encoder, tmp_path / "e"), gradflow_trace.record(decoder, tmp_path / "d"):
    _, h = encoder(torch.randn(5, 2))
    h.retain_grad()
    decoder(torch.randn(4, 2), h)[0].sum().backward()
  e, d = read(tmp_path / "e")[0], read(tmp_path / "d")[0]
  assert torch.equal(e["dhn"], h.grad) and not e["dy"].any() and torch.equal(d["h0"], h.detach())


def test_the_file_has_the_usual_permissions_and_no_other_file_stays(path: Path) -> None:
  rnn, other = nn.RNN(2, 3), path.with_name("other")
  other.touch()
  with gradflow_trace.record(rnn, path):
    rnn(torch.randn(5, 2))[0].sum().backward()
  assert path.stat().st_mode == other.stat().st_mode and sorted(os.listdir(path.parent)) == ["other", path.name]


def test_the_module_is_one_short_typed_file() -> None:
  source = Path(gradflow_trace.__file__)
  assert len(source.read_text().splitlines()) < 120
  api = pytest.importorskip("mypy.api", reason="mypy is not installed: types are not checked here")
  assert api.run(["--strict", str(source)])[2] == 0
