"""Back-propagation through time in numpy, written out by hand: the gradients of a trace's parameters from the trace alone.

Independent of torch and of gradflow. Everything is computed in float64, one sequence at a time, from

    x, h0, c0, dy, dhn, dcn, the parameters and the boundaries

with the formulas of the cells as PyTorch documents them: `forward` keeps what each step computed, `backward` walks it back.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[np.float64]]
STATES = ("h0", "c0", "dhn", "dcn")
SEQUENCES = ("x", "y", "dy")


def sigmoid(a: Array) -> Array:
  return 1 / (1 + np.exp(-a))


class Direction:
  """One direction of one layer: parameters W (weight_hh), U (weight_ih), b (bias_ih), bh (bias_hh)."""

  def __init__(self, cell: str, nonlinearity: str, own: dict[str, Array]) -> None:
    self.cell, self.is_relu = cell, nonlinearity == "relu"
    self.U, self.W = own["weight_ih"], own["weight_hh"]
    zero = np.zeros(len(self.U))
    self.b, self.bh = own.get("bias_ih", zero), own.get("bias_hh", zero)
    self.gradients = {name: np.zeros_like(value) for name, value in own.items()}

  def forward(self, x: Array, h: Array, c: Array) -> Array:
    """h_1 … h_T from x_1 … x_T, in the order in which this direction reads."""
    self.x, self.steps, states = x, [], []
    for x_t in x:
      ax, ah, h_before, c_before = self.U @ x_t + self.b, self.W @ h + self.bh, h, c
      if self.cell == "elman":
        parts: tuple[Array, ...] = (ax + ah,)
        h = np.maximum(ax + ah, 0) if self.is_relu else np.tanh(ax + ah)
      elif self.cell == "gru":
        (rx, zx, nx), (rh, zh, nh) = np.split(ax, 3), np.split(ah, 3)
        r, z = sigmoid(rx + rh), sigmoid(zx + zh)
        n = np.tanh(nx + r * nh)
        parts, h = (r, z, n, nh), (1 - z) * n + z * h
      else:
        i, f, g, o = np.split(ax + ah, 4)
        i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
        c = f * c + i * g
        parts, h = (i, f, g, o, np.tanh(c)), o * np.tanh(c)
      self.steps.append((h_before, c_before, h, parts))
      states.append(h)
    return np.array(states)

  def backward(self, dy: Array, dhn: Array, dcn: Array, boundaries: set[int]) -> Array:
    """Adds to the gradients; ∂L/∂x_1 … ∂L/∂x_T. At a boundary k nothing crosses from step k + 1 to step k."""
    dx, dh, dc = np.zeros_like(self.x), dhn, dcn
    for t in reversed(range(len(self.x))):
      if t + 1 in boundaries:
        dh, dc = np.zeros_like(dh), np.zeros_like(dc)
      h_before, c_before, h, parts = self.steps[t]
      dh = dh + dy[t]
      if self.cell == "elman":
        at_x = at_h = dh * ((parts[0] > 0) if self.is_relu else 1 - h * h)
        passed = np.zeros_like(dh)
      elif self.cell == "gru":
        r, z, n, nh = parts
        at_n = dh * (1 - z) * (1 - n * n)
        at_r, at_z = at_n * nh * r * (1 - r), dh * (h_before - n) * z * (1 - z)
        at_x, at_h, passed = np.concatenate([at_r, at_z, at_n]), np.concatenate([at_r, at_z, at_n * r]), dh * z
      else:
        i, f, g, o, tanh_c = parts
        dc = dc + dh * o * (1 - tanh_c * tanh_c)
        at_x = at_h = np.concatenate([dc * g * i * (1 - i), dc * c_before * f * (1 - f), dc * i * (1 - g * g),
                                      dh * tanh_c * o * (1 - o)])
        passed, dc = np.zeros_like(dh), dc * f
      self.add(at_x, at_h, self.x[t], h_before)
      dx[t], dh = self.U.T @ at_x, self.W.T @ at_h + passed
    return dx

  def add(self, at_x: Array, at_h: Array, x: Array, h_before: Array) -> None:
    terms = {"weight_ih": np.outer(at_x, x), "weight_hh": np.outer(at_h, h_before), "bias_ih": at_x, "bias_hh": at_h}
    for name in self.gradients:
      self.gradients[name] += terms[name]


def directions(trace: dict[str, Array], metadata: dict[str, str]) -> list[list[tuple[str, Direction]]]:
  """A list for each layer of its directions, each with what stands behind the names of its parameters."""
  endings = {name.removeprefix("weight_hh") for name in trace if name.startswith("weight_hh")}
  layers: dict[str, list[tuple[str, Direction]]] = {}
  for ending in sorted(endings):
    own = {name.removesuffix(ending): value for name, value in trace.items()
           if name.startswith(("weight_", "bias_")) and name.endswith(ending) and name.count("_") == 1 + ending.count("_")}
    one = Direction(metadata["cell"], metadata.get("nonlinearity", ""), own)
    layers.setdefault(ending.removesuffix("_reverse"), []).append((ending, one))
  return list(layers.values())


def sequence(trace: dict[str, Array], metadata: dict[str, str]) -> tuple[Array, dict[str, Array]]:
  """y and the gradients of the parameters, of a trace without a batch."""
  layers = directions(trace, metadata)
  n, boundaries = layers[0][0][1].W.shape[1], {int(k) for k in metadata.get("boundaries", "").split()}
  rows = sum(map(len, layers))
  h0, c0, dhn, dcn = (trace.get(name, np.zeros((rows, n))) for name in STATES)
  y, row = trace["x"], 0
  for layer in layers:
    outputs = []
    for d, (_, one) in enumerate(layer):
      order = slice(None, None, -1 if d else 1)
      outputs.append(one.forward(y[order], h0[row], c0[row])[order])
      row += 1
    y = np.concatenate(outputs, 1)
  below = trace["dy"]
  for layer in reversed(layers):
    row -= len(layer)
    parts = []
    for d, (_, one) in enumerate(layer):
      order = slice(None, None, -1 if d else 1)
      parts.append(one.backward(below[order, d * n:(d + 1) * n], dhn[row + d], dcn[row + d], boundaries)[order])
    below = sum(parts)
  return y, {name + ending: value for layer in layers for ending, one in layer for name, value in one.gradients.items()}


def bptt(trace: dict[str, Array], metadata: dict[str, str]) -> tuple[Array, dict[str, Array]]:
  """y, and the gradients of the parameters summed over the batch."""
  trace = {name: np.asarray(value, np.float64) for name, value in trace.items()}
  if trace["x"].ndim == 2:
    return sequence(trace, metadata)
  own = [sequence({k: v[b] if k in SEQUENCES + STATES else v for k, v in trace.items()}, metadata) for b in range(len(trace["x"]))]
  return np.array([y for y, _ in own]), {name: sum(g[name] for _, g in own) for name in own[0][1]}
