#include <cblas.h>
#include <lapacke.h>

/* OpenBLAS's own; not in the reference cblas.h that some distributions link here. */
void openblas_set_num_threads(int number_of_threads);
