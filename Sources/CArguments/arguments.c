#include "arguments.h"

#include <features.h>

// Swift reads its arguments from /proc/self/cmdline, which a chroot, a container or a hardened service may not have, and
// makes an empty list of what it cannot read. The C library hands them to every constructor as well, straight from the
// kernel.

static int count;
static char **words;

#ifdef __GLIBC__
__attribute__((constructor)) static void keep(int argc, char **argv) {
  count = argc;
  words = argv;
}
#endif

int started_with_count(void) { return count; }

const char *started_with(int place) { return words[place]; }
