"""Decimal expansions of significand x 2^exponent, correctly rounded half to even; writes decimals.txt."""

import random
import sys
from fractions import Fraction
from math import ceil, inf, nextafter

from mpmath import mp, mpf

from numbers_text import write

sys.set_int_max_str_digits(0)


def leading_digits(m, exponent, digits):
  """The exact value's first digits, rounded half to even, and its decimal exponent."""
  if abs(exponent) <= 20000:
    return exact_digits(Fraction(m) * Fraction(2) ** exponent, digits)
  with mp.workdps(140):
    log = mp.log10(mpf(m)) + exponent * mp.log10(2)
    scaled = mp.power(10, log - mp.floor(log)) * mpf(10) ** (digits - 1)
    assert abs(scaled - mp.floor(scaled) - mpf(1) / 2) > mpf(10) ** -60, "too near a tie to be decided here"
    return carried(int(mp.nint(scaled)), int(mp.floor(log)), digits)


def exact_digits(value, digits):
  power = len(str(value.numerator)) - len(str(value.denominator))
  if value < Fraction(10) ** power:
    power -= 1
  return carried(round(value / Fraction(10) ** (power - digits + 1)), power, digits)


def carried(integer, power, digits):
  if integer == 10**digits:
    return 10 ** (digits - 1), power + 1
  assert 10 ** (digits - 1) <= integer < 10**digits
  return integer, power


def decimal_cases():
  generator = random.Random(1897)
  ties = [(2.5, 1), (3.5, 1), (0.125, 2), (0.375, 2), (1.5, 1), (0.5, 1), (6.25, 2), (1.0625, 4), (9.5, 1), (99.5, 2)]
  ties += [(1234567.5, 7), (1234568.5, 7), (2.0**70 + 2.0**18, 17), (4503599627370497.5, 16), (4503599627370496.5, 16)]
  for value, digits in ties:
    yield value, 0, digits
  for value in [9.999999999999998, 9.9999999999999999, 0.9999999999999999, 99999.99999999999, 1e23, 1e22, 0.1, 5e-324]:
    for digits in [1, 5, 16, 17, 25]:
      yield value, 0, digits
  exponents = [0, 1, -1, 52, 53, -52, -1022, -1074, 1023, 1024, -1100, 3321, -3322, 16610, -23513]
  exponents += [99999, -123456, 10**6, -(10**6), 10**7, -(10**7), 33219280, 10**9, -(10**9), 10**12, -(10**12)]
  for exponent in exponents:
    for m in [1.0, nextafter(2, 1), 1 + generator.random()]:
      for digits in [1, 5, 17, 25]:
        yield m, exponent, digits
  for _ in range(60):
    yield 1 + generator.random(), generator.randrange(-(10**7), 10**7), generator.choice([5, 17, 25])
  yield from near_powers_of_ten()
  yield from hard_cases()


def near_powers_of_ten():
  """The Doubles on either side of 10^p: the carry and the exponent estimate must both be right."""
  for power in [-7076, -400, -5, -1, 1, 5, 308, 4515, 6020]:
    exponent = ceil(power * mp.log(10, 2)) - 1
    m = float(mpf(10) ** power / mpf(2) ** exponent)
    for near in [nextafter(m, -inf), m, nextafter(m, inf)]:
      for digits in [1, 5, 15, 17, 25]:
        yield near, exponent, digits


def nearest_to_a_tie(exponent, shift):
  """m in 2^52...2^53 for which the fraction of m x 2^exponent x 10^shift comes nearest to one half, but is not it."""
  alpha = Fraction(2) ** exponent * Fraction(10) ** shift
  bits = 2**110
  slope = int(alpha % 1 * bits)
  u, v = (1, slope), (0, bits)
  weight = 2**6  # 2^51 steps of m then weigh as much as the 2^-53 by which they can come nearer
  length = lambda w: (w[0] * weight) ** 2 + w[1] ** 2
  while length(v) < length(u):  # Gauss's reduction of the lattice, after the first exchange
    u, v = v, u
  while True:
    dot = u[0] * v[0] * weight**2 + u[1] * v[1]
    turns = round(Fraction(dot, length(u)))
    v = (v[0] - turns * u[0], v[1] - turns * u[1])
    if length(v) >= length(u):
      break
    u, v = v, u
  start, half = 3 * 2**51, bits // 2
  determinant = u[0] * v[1] - u[1] * v[0]
  gap = (half - start * slope) % bits
  first = round(Fraction(-gap * v[0], determinant))
  second = round(Fraction(gap * u[0], determinant))
  candidates = []
  for i in range(first - 12, first + 13):
    for j in range(second - 12, second + 13):
      m = start + i * u[0] + j * v[0]
      distance = abs(m * alpha % 1 - Fraction(1, 2))
      if 2**52 <= m < 2**53 and distance != 0:
        candidates.append((distance, m))
  return min(candidates, default=(Fraction(1), 0))


def hard_cases():
  """Numbers within 2^-61 of a tie of the last digit asked for: rounding must still see on which side they lie."""
  for digits in [5, 17, 25]:
    for exponent in range(-1074, 972):
      power = int(mp.floor((exponent + 52.5) * mp.log10(2)))
      distance, m = nearest_to_a_tie(exponent, digits - 1 - power)
      if distance < Fraction(1, 2**61) and len(str(round(m * Fraction(2) ** exponent / Fraction(10) ** power))) == 1:
        yield float(m), exponent, digits


def decimal_lines():
  for m, exponent, digits in decimal_cases():
    for sign in [1, -1] if digits == 5 else [1]:
      integer, power = leading_digits(m, exponent, digits)
      yield f"{(sign * m).hex()} {exponent} {digits} {sign * integer} {power}"


def make():
  write("decimals.txt", decimal_lines())
