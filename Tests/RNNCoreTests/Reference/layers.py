"""Reference values of stacked layers, and of both directions of one, from PyTorch's automatic differentiation; writes
layers.txt and bidirectional.txt (needs torch).

    python3 layers.py

Each case is a `torch.nn.RNN`, `GRU` or `LSTM` of two or three layers with a `torch.nn.Linear` on the last one, in float64.
Contribution i to a parameter of a layer comes from the same network unrolled with a copy of that layer's parameters for
each step: the gradient with respect to copy i. The script checks that the unrolled network says what the module says,
and that contributions add up to what `backward` leaves in the module's parameters.

The file is lines of words; matrices are row by row, steps count from 1, layers and classes from 0:

    case CELL LAYERS
    shape n m p T
    layer L, then U …, W …, b … and bh …     bh of a GRU (b is bias_ih then), else the sum of both biases and no bh
    V … | c … | inputs … | classes …          T class indices, -1 for a step without a target
    observable loss|total-loss k L            seen of layer L
    norms θ … | signed θ …                    ‖C_i‖ and <C_i, G>/‖G‖ of contribution i = 1 … k
    end

Of bidirectional.txt each case is one bidirectional layer whose head reads both directions: `layer 0` is the forward one,
`layer 1` the reverse one, V has 2n columns, and an observable is seen by one of the two, whose steps count in the order
in which it reads: step k of the reverse one is step T + 1 − k, and its total loss is of the steps up to there.
"""

from pathlib import Path

import torch

HERE = Path(__file__).resolve().parent
MODULES = {"elman": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}
N, M, CLASSES, STEPS = 4, 2, 3, 12

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def step(cell, x, state, W, U, b_ih, b_hh):
  h, c = state
  if cell == "elman":
    return torch.tanh(U @ x + W @ h + b_ih + b_hh), c
  if cell == "gru":
    x_r, x_z, x_n = (U @ x + b_ih).chunk(3)
    h_r, h_z, h_n = (W @ h + b_hh).chunk(3)
    r, z = torch.sigmoid(x_r + h_r), torch.sigmoid(x_z + h_z)
    return (1 - z) * torch.tanh(x_n + r * h_n) + z * h, c
  i, f, g, o = (U @ x + W @ h + b_ih + b_hh).chunk(4)
  c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
  return torch.sigmoid(o) * torch.tanh(c), c


def parameters(module, layer):
  return [getattr(module, f"{name}_l{layer}") for name in ("weight_hh", "weight_ih", "bias_ih", "bias_hh")]


def unrolled(cell, module, head, inputs, layers, copied):
  """The logits of every step, and the copies of the parameters of layer `copied`, step by step."""
  copies = [[p.detach().clone().requires_grad_() for p in parameters(module, copied)] for _ in range(STEPS)]
  states = [(torch.zeros(N), torch.zeros(N)) for _ in range(layers)]
  logits = []
  for t in range(STEPS):
    x = inputs[t]
    for layer in range(layers):
      used = copies[t] if layer == copied else [p.detach() for p in parameters(module, layer)]
      states[layer] = step(cell, x, states[layer], *used)
      x = states[layer][0]
    logits.append(head.weight.detach() @ x + head.bias.detach())
  return torch.stack(logits), copies


def words(numbers):
  return " ".join(repr(float(x)) for x in numbers)


def write_case(out, cell, layers, generator):
  module = MODULES[cell](M, N, layers)
  head = torch.nn.Linear(N, CLASSES)
  for p in list(module.parameters()) + list(head.parameters()):
    p.data = 0.8 * torch.randn(p.shape, generator=generator)
  inputs = torch.randn(STEPS, M, generator=generator)
  classes = [int(torch.randint(-1, CLASSES, (1,), generator=generator)) for _ in range(STEPS)]
  classes[4] = classes[STEPS - 1] = 1
  out.append(f"case {cell} {layers}")
  out.append(f"shape {N} {M} {CLASSES} {STEPS}")
  for layer in range(layers):
    W, U, b_ih, b_hh = (p.detach() for p in parameters(module, layer))
    out.append(f"layer {layer}")
    out.append("U " + words(U.flatten()))
    out.append("W " + words(W.flatten()))
    out.append("b " + words(b_ih if cell == "gru" else b_ih + b_hh))
    if cell == "gru":
      out.append("bh " + words(b_hh))
  out.append("V " + words(head.weight.detach().flatten()))
  out.append("c " + words(head.bias.detach()))
  out.append("inputs " + words(inputs.flatten()))
  out.append("classes " + " ".join(map(str, classes)))
  for observable, k in [("loss", STEPS), ("loss", 5), ("total-loss", STEPS), ("total-loss", 7)]:
    steps = [k - 1] if observable == "loss" else [t for t in range(k) if classes[t] >= 0]

    def loss_of(logits):
      return sum(torch.nn.functional.cross_entropy(logits[t], torch.tensor(classes[t])) for t in steps)

    module.zero_grad()
    said = head(module(inputs)[0])
    loss_of(said).backward()
    for layer in range(layers):
      logits, copies = unrolled(cell, module, head, inputs, layers, layer)
      assert (logits - said).abs().max() < 1e-13
      loss = loss_of(logits)
      flat = [p for copy in copies[:k] for p in copy]
      gradients = [g.flatten() for g in torch.autograd.grad(loss, flat)]
      out.append(f"observable {observable} {k} {layer}")
      for place, name in enumerate(["W", "U", "b"] + (["bh"] if cell == "gru" else [])):
        contributions = gradients[place::4]
        total = sum(contributions)
        assert (total - parameters(module, layer)[place].grad.flatten()).abs().max() < 1e-13
        out.append(f"norms {name} " + words(g.norm() for g in contributions))
        out.append(f"signed {name} " + words((g @ total) / total.norm() for g in contributions))
  out.append("end")


def write_bidirectional(out, cell, generator):
  module = MODULES[cell](M, N, bidirectional=True)
  head = torch.nn.Linear(2 * N, CLASSES)
  for p in list(module.parameters()) + list(head.parameters()):
    p.data = 0.8 * torch.randn(p.shape, generator=generator)
  inputs = torch.randn(STEPS, M, generator=generator)
  classes = [int(torch.randint(0, CLASSES, (1,), generator=generator)) for _ in range(STEPS)]
  classes[3] = -1
  names = ["weight_hh_l0", "weight_ih_l0", "bias_ih_l0", "bias_hh_l0"]
  directions = [[getattr(module, name + suffix) for name in names] for suffix in ("", "_reverse")]
  out.append(f"case {cell} 2")
  out.append(f"shape {N} {M} {CLASSES} {STEPS}")
  for number, (W, U, b_ih, b_hh) in enumerate(directions):
    out.append(f"layer {number}")
    out.append("U " + words(U.flatten()))
    out.append("W " + words(W.flatten()))
    out.append("b " + words(b_ih if cell == "gru" else b_ih + b_hh))
    if cell == "gru":
      out.append("bh " + words(b_hh))
  out.append("V " + words(head.weight.detach().flatten()))
  out.append("c " + words(head.bias.detach()))
  out.append("inputs " + words(inputs.flatten()))
  out.append("classes " + " ".join(map(str, classes)))
  for observable, k in [("loss", STEPS), ("loss", 5), ("total-loss", STEPS), ("total-loss", 7)]:
    for direction in (0, 1):
      order = list(range(STEPS)) if direction == 0 else list(reversed(range(STEPS)))
      steps = [order[k - 1]] if observable == "loss" else [t for t in order[:k] if classes[t] >= 0]
      said = module(inputs)[0].detach()
      copies = [[p.detach().clone().requires_grad_() for p in directions[direction]] for _ in range(STEPS)]
      state, states = (torch.zeros(N), torch.zeros(N)), {}
      for place, t in enumerate(order):
        state = step(cell, inputs[t], state, *copies[place])
        states[t] = state[0]
      own = slice(direction * N, (direction + 1) * N)
      assert max((states[t] - said[t, own]).abs().max() for t in order) < 1e-13

      def logits(t):
        parts = [states[t], said[t, N:]] if direction == 0 else [said[t, :N], states[t]]
        return head.weight.detach() @ torch.cat(parts) + head.bias.detach()

      loss = sum(torch.nn.functional.cross_entropy(logits(t), torch.tensor(classes[t])) for t in steps)
      module.zero_grad()
      whole = head(module(inputs)[0])
      sum(torch.nn.functional.cross_entropy(whole[t], torch.tensor(classes[t])) for t in steps).backward()
      gradients = [g.flatten() for g in torch.autograd.grad(loss, [p for copy in copies[:k] for p in copy])]
      out.append(f"observable {observable} {k} {direction}")
      for place, name in enumerate(["W", "U", "b"] + (["bh"] if cell == "gru" else [])):
        contributions = gradients[place::4]
        total = sum(contributions)
        assert (total - directions[direction][place].grad.flatten()).abs().max() < 1e-13
        out.append(f"norms {name} " + words(g.norm() for g in contributions))
        out.append(f"signed {name} " + words((g @ total) / total.norm() for g in contributions))
  out.append("end")


def main():
  generator = torch.Generator().manual_seed(15)
  out = []
  for cell in MODULES:
    for layers in (2, 3):
      write_case(out, cell, layers, generator)
  (HERE / "layers.txt").write_text("\n".join(out) + "\n")
  out = []
  for cell in MODULES:
    write_bidirectional(out, cell, generator)
  (HERE / "bidirectional.txt").write_text("\n".join(out) + "\n")


if __name__ == "__main__":
  main()
