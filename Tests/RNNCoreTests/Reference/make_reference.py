"""Reference values for the tests of RNNCore: run `python3 make_reference.py` (needs mpmath and numpy; some minutes).

Everything is computed at 80 significant digits from inputs that are exact Doubles; the Swift code takes no part in it.
The text files written beside this script are what the tests read:

    activations.txt       a, f(a), f'(a) and the magnitudes f'(a) is the sum of, on a grid of exact Doubles
    decimals.txt          significand x 2^exponent, correctly rounded (half to even) to n digits
    inputs.txt            the input series, every value as the shortest decimal that names its Double
    trajectories-*.txt    cases: a scalar network, its inputs, and for the steps i of target k = T the flow P(k,i) and
                          the contributions to ds_k/dW, ds_k/dU, ds_k/db
    matrices.txt          networks with several units: every view of the contributions, by way of full tensors
    orbits.txt            networks whose states rounding decides after a while, and some where it never does: the exact states
    spectra.txt           eigenvalues of W, and the singular values of P(k,i) at a few lags however far they spread
    gated.txt             scalar GRU and LSTM: every contribution to the last state, of every parameter (60 digits)
    nonnormal.txt         the same singular values of networks far from normal, where Doubles lose them

pytorch.txt and pytorch-gated.txt are written by pytorch.py and pytorch_gated.py alone, which need PyTorch.
"""

from mpmath import mp

mp.dps = 80  # before the modules below make their constants

import activations  # noqa: E402
import decimals  # noqa: E402
import gated  # noqa: E402
import matrices  # noqa: E402
import nonnormal  # noqa: E402
import orbits  # noqa: E402
import spectra  # noqa: E402
import trajectory_cases  # noqa: E402

if __name__ == "__main__":
  for part in [activations, decimals, gated, matrices, nonnormal, orbits, spectra, trajectory_cases]:
    part.make()
