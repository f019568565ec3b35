// Swift cannot compile a function for several processors. The one that counts, which every unit of every step goes through,
// is here: for the smallest processor, and for those that hold four numbers in a register.
#include "CActivations.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

#define INLINE static inline __attribute__((always_inline))

/// 2^k of a whole number from -1022 to 1023. Added to 1.5·2⁵², k stands in the lowest bits.
INLINE double power_of_two(double k) {
  double shifted = k + 0x1.8p52;
  uint64_t bits;
  memcpy(&bits, &shifted, sizeof bits);
  bits = (bits + 1023) << 52;
  double power;
  memcpy(&power, &bits, sizeof power);
  return power;
}

/// a + b r + c r² + d r³.
INLINE double cubic(double r, double square, double a, double b, double c, double d) {
  double low = a + r * b, high = c + r * d;
  return low + square * high;
}

/// e^r - 1 - r for |r| ≤ ln 2/2: summands of like size are added first.
INLINE double series_behind_first(double r) {
  double square = r * r, fourth = square * square;
  double low = cubic(r, square, 1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120);
  double middle = cubic(r, square, 1.0 / 720, 1.0 / 5040, 1.0 / 40320, 1.0 / 362880);
  double high = cubic(r, square, 1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800);
  return square * (low + fourth * (middle + fourth * high));
}

/// As `DecayingExponential` and `HyperbolicTangent` have it, where it is told why.
INLINE void tanh_row(const double *restrict a, size_t count, double *restrict values, double *restrict derivatives) {
  for (size_t place = 0; place < count; ++place) {
    double magnitude = fabs(a[place]), y = -2 * magnitude;
    y = y < -800 ? -800 : y;
    double k = (y * 1.44269504088896340736 + 0x1.8p52) - 0x1.8p52;
    double r = (y - k * 0x1.62e42feep-1) - k * 0x1.a39ef35793c76p-33;
    double rest = series_behind_first(r), one_plus_r = 1 + r;
    double p = r + rest, power = one_plus_r + (((1 - one_plus_r) + r) + rest);
    double high = k < -900 ? -900 : k;
    double scale = power_of_two(high), remaining = power_of_two(k - high);

    double q = power * scale, q_minus_one = scale * p + (scale - 1);
    int is_large = magnitude > 0.54930614433405484570;
    double numerator = is_large ? 2 * q : 0 - q_minus_one;
    double quotient = numerator / (is_large ? 1 + q : 2 + q_minus_one);
    values[place] = copysign(is_large ? 1 - quotient : quotient, a[place]);
    derivatives[place] = power * (scale * 4) * remaining / (1 + q * (2 + q));
  }
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void tanh_row_avx2(
    const double *a, size_t count, double *values, double *derivatives) {
  tanh_row(a, count, values, derivatives);
}
#endif

void gradflow_tanh(const double *a, size_t count, double *values, double *derivatives) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return tanh_row_avx2(a, count, values, derivatives);
#endif
  tanh_row(a, count, values, derivatives);
}
