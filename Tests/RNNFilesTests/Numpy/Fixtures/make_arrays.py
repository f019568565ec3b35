"""Arrays as numpy.save writes them: a line for each type, order and shape.

    python3 make_arrays.py        (needs numpy)

Writes arrays.txt beside itself: the type, C or F, the shape, the file in hexadecimal, the numbers with the last index running
fastest. All of the smallest and largest numbers of whole types are there, and of floating-point ones some that round.
"""

import io
from pathlib import Path

import numpy

TYPES = ["<f8", "<f4", "<f2", ">f8", ">f4", ">f2", "<i8", ">i8", "<i4", ">i4", "<i2", "|i1", "|u1", "<u2", ">u2", "<u4", "<u8", "|b1"]


def numbers(kind, count):
  if kind.kind == "f":
    return numpy.array([0.1, -1.5, 1e-5, 2048, -0.0, 1 / 3] * count)[:count].astype(kind)
  if kind.kind == "b":
    return (numpy.arange(count) % 3 == 0).astype(kind)
  info = numpy.iinfo(kind)
  largest = min(info.max, numpy.iinfo("i8").max)
  return numpy.array([info.min, largest, 0, 1, 2, 100] * count, dtype=object)[:count].astype(kind)


def line(kind, order, shape, version=None):
  array = numbers(numpy.dtype(kind), int(numpy.prod(shape))).reshape(shape)
  array = numpy.asfortranarray(array) if order == "F" else array
  file = io.BytesIO()
  numpy.lib.format.write_array(file, array, version=version)
  told = " ".join(repr(float(x)) if array.dtype.kind == "f" else str(int(x)) for x in array.ravel("C"))
  return f"{kind} {order} {','.join(map(str, shape)) or '-'} {file.getvalue().hex()} {told}"


def main():
  lines = [line(kind, "C", (6,)) for kind in TYPES]
  lines += [line("<f8", "F", shape) for shape in [(2, 3), (2, 3, 2), (4,)]]
  lines += [line(">i2", "F", (3, 2)), line("<f4", "C", (1, 2, 3)), line("<f8", "C", ()), line("<f8", "C", (0, 2))]
  lines += [line("<f8", "C", (3,), version) for version in [(2, 0), (3, 0)]]
  (Path(__file__).resolve().parent / "arrays.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
  main()
