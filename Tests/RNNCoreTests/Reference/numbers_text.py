"""How reference numbers are written, and where."""

from pathlib import Path

from mpmath import mp

HERE = Path(__file__).resolve().parent
DIGITS = 24


def decimal(x, digits=DIGITS):
  if x == 0:
    return "0"
  text = mp.nstr(x, digits, strip_zeros=False, min_fixed=1, max_fixed=0)
  mantissa, _, exponent = text.partition("e")
  return f"{mantissa}e{int(exponent or 0)}"


def write(name, lines):
  text = "\n".join(lines) + "\n"
  (HERE / name).write_text(text)
  print(f"{name:34} {len(text):8} bytes")
