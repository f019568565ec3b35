#include "reference.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static inline struct scaled normalised(double significand, long exponent) {
  uint64_t bits;
  memcpy(&bits, &significand, sizeof bits);
  long biased = (long)(bits >> 52 & 0x7ff);
  if (biased == 0 || biased == 0x7ff) {
    struct scaled zero = {0, 0};
    if (significand == 0) return zero;
    return normalised(significand * 0x1p64, exponent - 64);
  }
  bits = (bits & 0x800fffffffffffffu) | 0x3ff0000000000000u;
  memcpy(&significand, &bits, sizeof bits);
  struct scaled result = {significand, exponent + biased - 1023};
  return result;
}

static inline struct scaled product(struct scaled a, double b) {
  struct scaled factor = normalised(b, 0);
  return normalised(a.significand * factor.significand, a.exponent + factor.exponent);
}

static void forward(double W, double U, double b, double s0, const double *x, long T, double *a, double *s, double *d) {
  double state = s0;
  s[0] = state;
  for (long t = 0; t < T; t++) {
    a[t] = U * x[t] + W * state + b;
    state = tanh(a[t]);
    s[t + 1] = state;
    double q = exp(-2 * fabs(a[t]));
    d[t] = 4 * q / ((1 + q) * (1 + q));
    if (!isfinite(state)) break;
  }
}

double reference_terms(double W, double U, double b, double s0, const double *x, long T, struct scaled *terms) {
  double *a = malloc(sizeof *a * T), *s = malloc(sizeof *s * (T + 1)), *d = malloc(sizeof *d * T);
  struct scaled *flows = malloc(sizeof *flows * T);
  forward(W, U, b, s0, x, T, a, s, d);
  struct scaled flow = {1, 0};
  for (long i = T - 1; i >= 0; i--) {
    flows[i] = flow;
    flow = product(flow, d[i] * W);
  }
  double sum = 0, compensation = 0;
  for (long i = 0; i < T; i++) {
    terms[i] = product(flows[i], d[i] * s[i]);
    double value = ldexp(terms[i].significand, (int)terms[i].exponent), next = sum + value;
    compensation += fabs(sum) >= fabs(value) ? (sum - next) + value : (value - next) + sum;
    sum = next;
  }
  free(a), free(s), free(d), free(flows);
  return sum + compensation;
}
