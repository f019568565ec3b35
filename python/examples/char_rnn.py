"""A character RNN with an embedding: learns to say a paragraph again. Writes char_rnn.safetensors, char_rnn.txt and a trace."""

import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import gradflow_trace

TEXT = """A recurrent network reads one step after the other and keeps what it has read in its state. The gradient of a
loss goes the other way: from the step where the loss is felt back to the steps that made it. On its way it is multiplied, step
by step, with what the state of one step says about the next, and so it fades or grows.\n"""


class CharacterRNN(nn.Module):
  def __init__(self, vocabulary, width=16, hidden=48):
    super().__init__()
    self.embedding = nn.Embedding(vocabulary, width)
    self.rnn = nn.RNN(width, hidden, batch_first=True)
    self.head = nn.Linear(hidden, vocabulary)

  def forward(self, tokens):
    return self.head(self.rnn(self.embedding(tokens))[0])


def main():
  folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
  torch.manual_seed(1)
  torch.set_num_threads(1)
  vocabulary = "".join(sorted(set(TEXT)))
  tokens = torch.tensor([[vocabulary.index(c) for c in TEXT]])
  model = CharacterRNN(len(vocabulary))
  optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)

  def loss_now():
    return nn.functional.cross_entropy(model(tokens[:, :-1]).flatten(0, 1), tokens[:, 1:].flatten())

  for _ in range(300):
    optimizer.zero_grad()
    loss = loss_now()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()

  optimizer.zero_grad()
  with gradflow_trace.record(model.rnn, folder / "char_rnn.trace.safetensors", name="char_rnn", step=300) as trace:
    trace.loss = loss_now()
    trace.loss.backward()
  save_file(model.state_dict(), folder / "char_rnn.safetensors", {"vocabulary": vocabulary, "nonlinearity": "tanh"})
  torch.save(model.state_dict(), folder / "char_rnn.pt")
  (folder / "char_rnn.txt").write_text(TEXT)
  print(f"loss {trace.loss.item():.6f} nats a character, |dL/dW| {model.rnn.weight_hh_l0.grad.norm():.6e}; "
        f"char_rnn.safetensors, .pt, .txt and char_rnn.trace.safetensors in {folder.resolve()}")


main()
