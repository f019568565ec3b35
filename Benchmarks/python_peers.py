#!/usr/bin/env python3
"""The same scalar problem in NumPy and, when it is installed, PyTorch: forward pass and gradient of one target, T = 1000."""
import statistics, time

STEPS, W, U, S0 = 1000, 0.9, 0.8, 0.1


def median(work, rounds):
    times = []
    for _ in range(rounds + 2):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times[2:]) * 1e6


def row(name, value):
    print(f"{name:<58}{value}")


def numpy_terms(np, x):
    a, s = np.empty(STEPS), np.empty(STEPS + 1)
    s[0] = S0
    for t in range(STEPS):
        a[t] = U * x[t] + W * s[t]
        s[t + 1] = np.tanh(a[t])
    q = np.exp(-2 * np.abs(a))
    derivative = 4 * q / (1 + q) ** 2
    flow = np.ones(STEPS)
    flow[:-1] = np.cumprod((derivative * W)[:0:-1])[::-1]
    return flow * derivative * s[:-1]


def torch_gradient(torch, x):
    w = torch.tensor(W, dtype=torch.float64, requires_grad=True)
    s = torch.tensor(S0, dtype=torch.float64)
    for t in range(STEPS):
        s = torch.tanh(U * x[t] + w * s)
    return torch.autograd.grad(s, w)[0]


try:
    import numpy as np
    inputs = np.random.default_rng(1).standard_normal(STEPS)
    row("forward pass and all terms, T = 1000, NumPy", f"{median(lambda: numpy_terms(np, inputs), 9):.0f} µs")
except ImportError:
    row("NumPy", "not installed")
def torch_network(torch, cell, hidden, steps=256):
    """A layer with a linear one for eight classes in float64: forward pass and gradients of the summed cross-entropy."""
    rnn, output = getattr(torch.nn, cell)(1, hidden).double(), torch.nn.Linear(hidden, 8).double()
    x = torch.randn(steps, 1, dtype=torch.float64)
    classes = torch.arange(steps) % 8

    def run():
        rnn.zero_grad()
        output.zero_grad()
        torch.nn.functional.cross_entropy(output(rnn(x)[0]), classes, reduction="sum").backward()

    return run


def torch_row(torch, cell, hidden, wanted):
    """The better of one and two threads."""
    times = {}
    for threads in (1, 2):
        torch.set_num_threads(threads)
        times[threads] = median(torch_network(torch, cell, hidden), 31 if hidden < 500 else 9) / 1000
    best = min(times, key=times.get)
    row(f"nn.{cell}, n = {hidden}, T = 256, PyTorch",
        f"{times[best]:.1f} ms, {best} thread{'s' if best > 1 else ''}".ljust(26) + wanted)


try:
    import torch
    for cell, wanted in [("RNN", (40, 15, 5, 3.5)), ("LSTM", (20, 8, 3, 2))]:
        for hidden, times in zip((16, 64, 256, 512), wanted):
            torch_row(torch, cell, hidden, f"wanted here: {times} times faster")
    for hidden in (16, 64, 256):
        torch_row(torch, "GRU", hidden, "")
    torch.set_num_threads(1)
    values = torch.randn(STEPS, dtype=torch.float64)
    row("forward pass and total gradient only, T = 1000, PyTorch", f"{median(lambda: torch_gradient(torch, values), 7):.0f} µs")
except ImportError:
    row("PyTorch", "not installed")
