"""Small files as torch.save writes them, and what torch.load reads from them.

    python3 make_checkpoints.py        (needs torch, numpy and safetensors)

Writes beside itself *.pt, *.pth and *.ckpt, the same models as *.safetensors where the program reads both, and values.txt:

    file NAME            of a file
    TENSOR TYPE [SHAPE] BITS …     of each tensor of its state dict, in order; the bits of each element as a Double, in hexadecimal,
                         of the types that weights have
"""

import argparse
import collections
import datetime
import pathlib
import struct

import numpy as np
import torch
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).resolve().parent
TYPES = {
  torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64",
  torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.uint16: "U16", torch.bool: "BOOL",
  torch.complex64: "C64", torch.float8_e4m3fn: "F8_E4M3",
}
WEIGHTS = {torch.float64, torch.float32, torch.float16, torch.bfloat16}

torch.set_num_threads(1)


class CharacterModel(torch.nn.Module):
  """A recurrent module and a head, as a training script has them."""

  def __init__(self, cell=torch.nn.LSTM, layers=1, symbols=3, hidden=2):
    super().__init__()
    self.rnn = cell(symbols, hidden, layers)
    self.fc = torch.nn.Linear(hidden, symbols)

  def forward(self, x):
    return self.fc(self.rnn(x)[0])


def trained(*arguments, **options):
  """A model, and the optimizer and scheduler that made one step with it."""
  model = CharacterModel(*arguments, **options)
  optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
  schedule = torch.optim.lr_scheduler.StepLR(optimizer, 3)
  model(torch.eye(3).unsqueeze(1)).square().sum().backward()
  optimizer.step()
  schedule.step()
  return model, optimizer, schedule


def types():
  numbers = torch.tensor([0.1, -2.5, 65504.0, 6e-8, 0.0, float("inf"), float("-inf"), float("nan")], dtype=torch.float64)
  state = {str(kind).removeprefix("torch."): numbers.to(kind) for kind in WEIGHTS}
  state["small"] = torch.tensor([1e-310, 5e-324], dtype=torch.float64)
  for kind in (torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool):
    state[str(kind).removeprefix("torch.")] = torch.tensor([1, 0, 1]).to(kind)
  state["uint16"] = torch.tensor([1, 2], dtype=torch.uint16)
  state["complex64"] = torch.tensor([1 + 2j])
  state["float8"] = torch.tensor([1.0, 2.0]).to(torch.float8_e4m3fn)
  return dict(sorted(state.items()))


def views():
  """Strides and offsets of every kind; all but one are of one storage."""
  base = torch.arange(24, dtype=torch.float32)
  matrix = base.reshape(4, 6)
  return collections.OrderedDict(
    whole=matrix, transposed=matrix.t(), column=matrix[:, 2], row=matrix[2], inner=matrix[1:3, 2:5],
    every=base[1::5], cube=base.reshape(2, 3, 4).permute(2, 0, 1), expanded=base[3:4].expand(2, 5),
    rows=base[6:9].unsqueeze(0).expand(3, 3), diagonal=matrix.diagonal(), overlapping=base.as_strided((3, 4), (1, 2), 5),
    scalar=base[7], none=torch.empty(0), nothing=torch.zeros(3, 0, 2), one=matrix[3:4, 5:6],
    parameter=torch.nn.Parameter(torch.tensor([1.5, -1.5], dtype=torch.float64)))


def lightning(model, optimizer, schedule):
  """What Lightning's Trainer.save_checkpoint writes, and what scripts add to it."""
  return {
    "epoch": 3, "global_step": 1200, "pytorch-lightning_version": "2.4.0", "state_dict": model.state_dict(),
    "loops": {
      "fit_loop": {"state_dict": {}, "epoch_loop.state_dict": {"_batches_that_stepped": 1200},
                   "epoch_progress": {"total": {"ready": 4, "completed": 3}}}, "validate_loop": {"state_dict": {}},
    },
    "callbacks": {
      "ModelCheckpoint{'monitor': 'val_loss', 'mode': 'min'}": {
        "monitor": "val_loss", "best_model_score": torch.tensor(0.25), "best_model_path": "/x/best.ckpt",
        "best_k_models": {"/x/best.ckpt": torch.tensor(0.25)}, "kth_value": torch.tensor(float("inf")),
      },
      "EarlyStopping": {"wait_count": 0, "stopped_epoch": 0, "best_score": torch.tensor(0.25), "patience": 3},
    },
    "optimizer_states": [optimizer.state_dict()], "lr_schedulers": [schedule.state_dict()],
    "MixedPrecision": {"scale": 65536.0, "growth_factor": 2.0, "_growth_tracker": 7},
    "hparams_name": "kwargs", "hyper_parameters": {
      "hidden": 2, "lr": 1e-3, "layers": [1, 2], "folder": pathlib.PurePosixPath("/data/x"),
      "arguments": argparse.Namespace(seed=1, sizes=(1, 2)), "names": {"a", "b"}, "frozen": frozenset([1]),
      "mean": np.float64(0.5), "edges": np.arange(3.0), "kind": torch.float32, "device": torch.device("cpu"),
      "shape": torch.Size([3, 2]), "found": collections.defaultdict(list, {"a": [1]}), "big": 2**70, "raw": b"bytes",
      "counts": collections.Counter("aab"), "started": datetime.datetime(2024, 5, 6, 7, 8, 9), "none": None, "yes": True,
      "range": range(3), "negative": -5, "wide": -(2**40),
    },
  }


def write_values(file, name, state):
  print(f"file {name}", file=file)
  for key, tensor in state.items():
    if not isinstance(tensor, torch.Tensor):
      continue
    bits = [struct.pack(">d", v).hex() for v in tensor.detach().double().flatten().tolist()] if tensor.dtype in WEIGHTS else []
    print(key, TYPES[tensor.dtype], str(list(tensor.shape)).replace(" ", ""), *bits, file=file)


def main():
  torch.manual_seed(7)
  model, optimizer, schedule = trained()
  deep = trained(torch.nn.GRU, layers=2)[0]
  plain = torch.nn.RNN(3, 2)
  half = torch.nn.LSTM(3, 2).bfloat16()
  state = model.state_dict()
  files = {
    "lstm.pt": state, "gru.pth": deep.state_dict(), "rnn.pt": plain.state_dict(), "bfloat.pt": half.state_dict(),
    "types.pt": types(), "views.pt": views(), "lightning.ckpt": lightning(model, optimizer, schedule),
    "training.pt": {
      "model": state, "optimizer": optimizer.state_dict(), "scheduler": schedule.state_dict(), "epoch": 3, "loss": 0.1,
      "random": torch.get_rng_state()[:8],
    },
    "encoder.pt": {"encoder": dict(plain.named_parameters()), "epoch": 3},
    "tensor.pt": torch.ones(2), "list.pt": [torch.ones(2)], "module.pt": plain, "several.pt": {"model": state, "net": state},
    "nothing.pt": {"epoch": 3, "loss": 0.1}, "sparse.pt": {"w": torch.eye(2).to_sparse()},
    "conjugate.pt": {"w": torch.ones(2, dtype=torch.complex64).conj()},
    "wide.pt": {"w": torch.zeros(1).expand(1 << 13, 1 << 13)}, "bare.pickle": state,
  }
  for name, value in files.items():
    torch.save(value, HERE / name, _use_new_zipfile_serialization=name != "bare.pickle")
  for protocol in (3, 4, 5):
    torch.save(state, HERE / f"protocol{protocol}.pt", pickle_protocol=protocol)
  torch.serialization.set_crc32_options(False)
  torch.save({"w": torch.ones(2)}, HERE / "small.pt")
  torch.jit.script(torch.nn.Linear(1, 1)).save(HERE / "script.pt")
  np.savez(HERE / "arrays.npz", w=np.ones(2))
  save_file(state, HERE / "lstm.safetensors")
  save_file(deep.state_dict(), HERE / "gru.safetensors")
  save_file(plain.state_dict(), HERE / "rnn.safetensors")
  save_file(half.state_dict(), HERE / "bfloat.safetensors")
  nested = {"training.pt": "model", "lightning.ckpt": "state_dict", "encoder.pt": "encoder"}
  readable = ["lstm.pt", "gru.pth", "rnn.pt", "bfloat.pt", "types.pt", "views.pt", *nested]
  readable += [f"protocol{protocol}.pt" for protocol in (3, 4, 5)] + ["small.pt"]
  with open(HERE / "values.txt", "w") as file:
    for name in readable:
      loaded = torch.load(HERE / name, weights_only=False)
      write_values(file, name, loaded[nested[name]] if name in nested else loaded)


main()
