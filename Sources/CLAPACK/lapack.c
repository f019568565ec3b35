#define _GNU_SOURCE  // program_invocation_short_name
#include "CLAPACK.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static void end(void) {
  fprintf(stderr, "%s: %s: install libopenblas0 and liblapacke, or mend LD_LIBRARY_PATH\n", program_invocation_short_name, dlerror());
  exit(2);
}

static void *library(const char *name) {
  void *handle = dlopen(name, RTLD_LAZY | RTLD_GLOBAL);
  if (handle == NULL) end();
  return handle;
}

static void *routine(void *library, const char *name) {
  void *address = dlsym(library, name);
  if (address == NULL) end();
  return address;
}

struct lapack lapack_load(void) {
  // The first of the two has the factorisations that the second one calls.
  void *blas = library("libopenblas.so.0"), *lapacke = library("liblapacke.so.3");
#define BLAS(name) .name = routine(blas, #name)
#define LAPACKE(name) .name = routine(lapacke, #name)
  return (struct lapack){
      BLAS(cblas_ddot),
      BLAS(cblas_dnrm2),
      BLAS(cblas_dger),
      BLAS(cblas_dgemv),
      BLAS(cblas_dgemm),
      BLAS(cblas_dsyrk),
      BLAS(cblas_dtrsm),
      LAPACKE(LAPACKE_dbdsdc),
      LAPACKE(LAPACKE_dgeev),
      LAPACKE(LAPACKE_dgeqp3),
      LAPACKE(LAPACKE_dgeqrf),
      LAPACKE(LAPACKE_dgesvd),
      LAPACKE(LAPACKE_dorgqr),
      LAPACKE(LAPACKE_dpotrf_work),
      BLAS(openblas_set_num_threads),
      BLAS(openblas_get_num_threads),
      .blas_thread_shutdown = dlsym(blas, "blas_thread_shutdown_"),
  };
}
