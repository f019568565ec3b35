#pragma once

#include <stddef.h>

/// tanh a and sech² a of `count` finite numbers, with the digits and the bits that the formulas of `HyperbolicTangent` have
/// for several units: no sum is fused with a product, so that every processor gives the same.
void gradflow_tanh(const double *a, size_t count, double *values, double *derivatives);
