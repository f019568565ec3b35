#pragma once

#include <cblas.h>
#include <lapacke.h>
#include <malloc.h>

/* What is used of BLAS and LAPACK. The libraries are looked for when the first of it is needed, and not when the process
   starts: to load them takes longer than all else that a program does before it draws a network of one unit. */
struct lapack {
  __typeof__(cblas_ddot) *_Nonnull cblas_ddot;
  __typeof__(cblas_dnrm2) *_Nonnull cblas_dnrm2;
  __typeof__(cblas_dger) *_Nonnull cblas_dger;
  __typeof__(cblas_dgemv) *_Nonnull cblas_dgemv;
  __typeof__(cblas_dgemm) *_Nonnull cblas_dgemm;
  __typeof__(cblas_dsyrk) *_Nonnull cblas_dsyrk;
  __typeof__(cblas_dtrsm) *_Nonnull cblas_dtrsm;
  __typeof__(LAPACKE_dbdsdc) *_Nonnull LAPACKE_dbdsdc;
  __typeof__(LAPACKE_dgeev) *_Nonnull LAPACKE_dgeev;
  __typeof__(LAPACKE_dgeqp3) *_Nonnull LAPACKE_dgeqp3;
  __typeof__(LAPACKE_dgeqrf) *_Nonnull LAPACKE_dgeqrf;
  __typeof__(LAPACKE_dgesvd) *_Nonnull LAPACKE_dgesvd;
  __typeof__(LAPACKE_dorgqr) *_Nonnull LAPACKE_dorgqr;
  __typeof__(LAPACKE_dpotrf_work) *_Nonnull LAPACKE_dpotrf_work;
  /* OpenBLAS's own; not in the reference cblas.h that some distributions have. */
  void (*_Nonnull openblas_set_num_threads)(int number_of_threads);
  int (*_Nonnull openblas_get_num_threads)(void);
  /* Ends the worker threads; the next call that may use several starts them anew. OpenBLAS exports it without declaring
     it. */
  int (*_Nullable blas_thread_shutdown)(void);
};

/* Loads both libraries. Without them the process ends as one does whose libraries the dynamic linker does not find: with
   a line on standard error that says which is missing, and exit code 2. */
struct lapack lapack_load(void);

/* Freed blocks of up to this many bytes stay with the process. Swift's Glibc module does not know malloc.h. */
static inline void keep_freed_memory(int bytes) {
  mallopt(M_MMAP_THRESHOLD, bytes);
  mallopt(M_TRIM_THRESHOLD, bytes);
}

/* Gives back what is free, wherever it lies. */
static inline void release_freed_memory(void) { malloc_trim(0); }
