#include <cblas.h>
#include <lapacke.h>
#include <malloc.h>

/* OpenBLAS's own; not in the reference cblas.h that some distributions link here. */
void openblas_set_num_threads(int number_of_threads);
int openblas_get_num_threads(void);

/* Ends the worker threads; the next call that may use several starts them anew. OpenBLAS exports it without declaring
   it, hence weak. */
int blas_thread_shutdown_(void) __attribute__((weak));
static inline void openblas_rest(void) {
  if (blas_thread_shutdown_) blas_thread_shutdown_();
}

/* Freed blocks of up to this many bytes stay with the process. Swift's Glibc module does not know malloc.h. */
static inline void keep_freed_memory(int bytes) {
  mallopt(M_MMAP_THRESHOLD, bytes);
  mallopt(M_TRIM_THRESHOLD, bytes);
}

/* Gives back what is free, wherever it lies. */
static inline void release_freed_memory(void) { malloc_trim(0); }
