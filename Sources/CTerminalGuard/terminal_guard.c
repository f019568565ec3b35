#define _GNU_SOURCE  // memfd_create, gettid
#include "terminal_guard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

enum {
  count_of_signals = 65,
  seconds_to_end = 1,           // between a signal that ends the program and its death
  patience_in_milliseconds = 500  // with a terminal that takes nothing
};

// A bug of this program: the report is shown.
static const int traps[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGSYS};
// Anything else that ends a process by default and is no event.
static const int killers[] = {SIGQUIT, SIGPIPE,   SIGUSR1, SIGUSR2, SIGXCPU,  SIGXFSZ,
                              SIGPROF, SIGVTALRM, SIGIO,   SIGPWR,  SIGSTKFLT};
// Told to the program as events.
static const int notices[] = {SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT, SIGWINCH};
#define COUNT(list) (sizeof(list) / sizeof *(list))

static int terminal = -1;
static int wake[2] = {-1, -1};
static struct termios modes;
static struct sigaction before[count_of_signals];
static stack_t stack_before;
static char *stack;
static char reset[512];
static char *volatile report;
static volatile sig_atomic_t taken;
static volatile sig_atomic_t ending;
static atomic_int rescuer;
static volatile sig_atomic_t waiting[count_of_signals];
static int error_file = -1, error_output = -1;

// Everything down to `die` runs in signal handlers: only async-signal-safe calls.

static int takes_more(int descriptor) {
  struct pollfd output = {.fd = descriptor, .events = POLLOUT};
  int ready;
  do ready = poll(&output, 1, patience_in_milliseconds);
  while (ready < 0 && errno == EINTR);
  return ready > 0;
}

// Gives up on a terminal that is held, so that a dying program always dies.
static void write_all(int descriptor, const char *bytes, size_t count) {
  int flags = fcntl(descriptor, F_GETFL);
  fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
  for (int attempts = 1000; count > 0 && attempts > 0 && takes_more(descriptor); attempts--) {
    ssize_t written = write(descriptor, bytes, count);
    if (written < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (written <= 0) break;
    bytes += written;
    count -= (size_t)written;
  }
  fcntl(descriptor, F_SETFL, flags);
}

static void release_errors(void) {
  if (error_file < 0) return;
  dup2(error_output, STDERR_FILENO);
  lseek(error_file, 0, SEEK_SET);
  char bytes[1024];
  ssize_t count;
  while ((count = read(error_file, bytes, sizeof bytes)) > 0) write_all(STDERR_FILENO, bytes, (size_t)count);
  close(error_output);
  close(error_file);
  error_file = error_output = -1;
}

void terminal_guard_give_back(void) {
  if (!taken) return;
  taken = 0;
  tcsetattr(terminal, TCSANOW, &modes);
  release_errors();
}

static void rescue(void) {
  if (!taken) return;
  write_all(terminal, reset, strlen(reset));
  tcflush(terminal, TCIFLUSH);
  terminal_guard_give_back();
}

static int is_trap(int number) {
  for (size_t i = 0; i < COUNT(traps); i++) {
    if (traps[i] == number) return 1;
  }
  return 0;
}

static void give_back_once(int number) {
  int nobody = 0, me = gettid();
  if (atomic_compare_exchange_strong(&rescuer, &nobody, me)) {
    signal(SIGTTOU, SIG_IGN);
    rescue();
    const char *text = report;
    if (is_trap(number) && text != NULL) write_all(STDERR_FILENO, text, strlen(text));
  } else if (nobody != me) {
    for (;;) pause();  // another thread is at it, and ends the process
  }
}

static void die(int number) {
  give_back_once(number);
  signal(number, SIG_DFL);
  raise(number);  // blocked until the handler returns
}

static void expire(int number) { die(ending ? ending : number); }

static void notice(int number) {
  int error = errno;
  int ends = number == SIGTERM || number == SIGHUP || number == SIGINT;
  if (waiting[number] && ends) {
    die(number);  // asked for a second time, and the program has not even seen the first
  } else if (!waiting[number]) {
    waiting[number] = 1;
    char byte = (char)number;
    while (write(wake[1], &byte, 1) < 0 && errno == EINTR) {}
  }
  if (ends && !ending) {
    ending = number;
    alarm(seconds_to_end);
  }
  errno = error;
}

// A handler that ends the process is not disturbed: a fault in it then kills at once.
static void handle(int number, void (*handler)(int)) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_ONSTACK | SA_RESTART};
  if (handler == notice) sigemptyset(&action.sa_mask);
  else sigfillset(&action.sa_mask);
  sigaction(number, &action, NULL);
}

static void handle_unless_ignored(int number, void (*handler)(int)) {
  sigaction(number, NULL, &before[number]);
  if (before[number].sa_handler != SIG_IGN) handle(number, handler);
}

static void handle_always(int number, void (*handler)(int)) {
  sigaction(number, NULL, &before[number]);
  handle(number, handler);
}

static void unhandle(int number) { sigaction(number, &before[number], NULL); }

// What the processor saves of itself may be large: the kernel says how much a handler needs at least.
static void use_own_stack(void) {
  long least = sysconf(_SC_MINSIGSTKSZ);
  size_t size = (least > 0 ? (size_t)least : 0) + (1 << 16);
  if (stack == NULL) stack = malloc(size);
  stack_t own = {.ss_sp = stack, .ss_size = size};
  if (stack != NULL) sigaltstack(&own, &stack_before);
}

static void handle_all(void) {
  for (size_t i = 0; i < COUNT(traps); i++) handle_always(traps[i], die);
  for (size_t i = 0; i < COUNT(killers); i++) handle_unless_ignored(killers[i], die);
  for (int number = SIGRTMIN; number <= SIGRTMAX; number++) handle_unless_ignored(number, die);
  for (size_t i = 0; i < COUNT(notices); i++) handle_unless_ignored(notices[i], notice);
  handle_always(SIGALRM, expire);
}

static void unhandle_all(void) {
  alarm(0);
  unhandle(SIGALRM);
  for (size_t i = 0; i < COUNT(notices); i++) unhandle(notices[i]);
  for (int number = SIGRTMIN; number <= SIGRTMAX; number++) unhandle(number);
  for (size_t i = 0; i < COUNT(killers); i++) unhandle(killers[i]);
  for (size_t i = 0; i < COUNT(traps); i++) unhandle(traps[i]);
}

static int open_pipe(void) {
  if (pipe(wake) != 0) return -1;
  for (int i = 0; i < 2; i++) {
    fcntl(wake[i], F_SETFD, FD_CLOEXEC);
    fcntl(wake[i], F_SETFL, O_NONBLOCK);
  }
  return 0;
}

int terminal_guard_open(int descriptor) {
  static int registered;
  if (terminal >= 0 || tcgetattr(descriptor, &modes) != 0 || open_pipe() != 0) return -1;
  terminal = descriptor;
  memset((void *)waiting, 0, sizeof waiting);
  ending = 0;
  use_own_stack();
  handle_all();
  if (!registered) registered = atexit(rescue) == 0;
  return wake[0];
}

void terminal_guard_set_reset(const char *sequence) { strncpy(reset, sequence, sizeof reset - 1); }

// A new copy each time: a signal finds either the old report or the new one, whole.
void terminal_guard_set_report(const char *text) {
  char *old = report;
  report = strdup(text);
  free(old);
}

static void keep_errors(void) {
  if (!isatty(STDERR_FILENO)) return;
  error_output = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  error_file = memfd_create("standard error", MFD_CLOEXEC);  // in memory: the disk may be full
  if (error_file >= 0 && error_output >= 0) {
    dup2(error_file, STDERR_FILENO);
  } else {
    close(error_output);
    close(error_file);
    error_file = error_output = -1;
  }
}

void terminal_guard_take(void) {
  if (terminal < 0 || taken) return;
  keep_errors();
  taken = 1;
}

void terminal_guard_let_quit_through(void) {
  struct termios raw;
  if (tcgetattr(terminal, &raw) != 0) return;
  raw.c_lflag |= ISIG;
  raw.c_cc[VINTR] = raw.c_cc[VSUSP] = _POSIX_VDISABLE;
  tcsetattr(terminal, TCSADRAIN, &raw);
}

void terminal_guard_stop(int whole_group) {
  sigaction(SIGTSTP, &before[SIGTSTP], NULL);
  sigaction(SIGCONT, &before[SIGCONT], NULL);
  kill(whole_group ? 0 : getpid(), SIGTSTP);
  if (before[SIGTSTP].sa_handler != SIG_IGN) handle(SIGTSTP, notice);
  handle(SIGCONT, notice);
}

int terminal_guard_next_signal(void) {
  unsigned char byte;
  if (wake[0] < 0 || read(wake[0], &byte, 1) != 1) return 0;
  waiting[byte] = 0;
  return byte;
}

void terminal_guard_close(void) {
  if (terminal < 0) return;
  terminal_guard_give_back();
  unhandle_all();
  if (stack != NULL) sigaltstack(&stack_before, NULL);
  close(wake[0]);
  close(wake[1]);
  wake[0] = wake[1] = terminal = -1;
}
