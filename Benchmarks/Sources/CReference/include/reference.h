#pragma once

/* A term as significand x 2^exponent. */
struct scaled { double significand; long exponent; };

/* The forward pass of s_t = tanh(U x_t + W s_{t-1} + b) over `steps` inputs and every term of d s_steps / d W, into
   `terms`; returns the sum of the terms as a double. Allocates and frees what it needs, as a caller would. */
double reference_terms(double W, double U, double b, double s0, const double *inputs, long steps, struct scaled *terms);
