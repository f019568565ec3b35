#include <cblas.h>
#include <lapacke.h>

/* OpenBLAS's own; not in the reference cblas.h that some distributions link here. */
void openblas_set_num_threads(int number_of_threads);

/* Ends the worker threads; the next call that may use several starts them anew. OpenBLAS exports it without declaring
   it, hence weak. */
int blas_thread_shutdown_(void) __attribute__((weak));
static inline void openblas_rest(void) {
  if (blas_thread_shutdown_) blas_thread_shutdown_();
}
