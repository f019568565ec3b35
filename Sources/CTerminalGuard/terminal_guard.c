#include "terminal_guard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { count_of_signals = 65 };

// A bug of this program: the report is shown.
static const int traps[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGSYS};
// Anything else that ends a process by default and is no event.
static const int killers[] = {SIGQUIT, SIGPIPE, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF};
// Told to the program as events.
static const int notices[] = {SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT, SIGWINCH};
#define COUNT(list) (sizeof(list) / sizeof *(list))

static int terminal = -1;
static int wake[2] = {-1, -1};
static struct termios modes;
static struct sigaction before[count_of_signals];
static stack_t stack_before;
static char stack[1 << 16];
static char reset[512];
static char report[1024];
static volatile sig_atomic_t taken;
static volatile sig_atomic_t waiting[count_of_signals];
static int error_file = -1, error_output = -1;

// Everything down to `die` runs in signal handlers: only async-signal-safe calls.

static void write_all(int descriptor, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(descriptor, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    count -= (size_t)written;
  }
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

static void die(int number) {
  signal(number, SIG_DFL);
  signal(SIGTTOU, SIG_IGN);
  rescue();
  if (is_trap(number)) write_all(STDERR_FILENO, report, strlen(report));
  raise(number);  // blocked until the handler returns
}

static void notice(int number) {
  int error = errno;
  int ends = number == SIGTERM || number == SIGHUP || number == SIGINT;
  if (waiting[number] && ends) {
    die(number);  // asked for a second time, and the program has not even seen the first
  } else if (!waiting[number]) {
    waiting[number] = 1;
    char byte = (char)number;
    write_all(wake[1], &byte, 1);
  }
  errno = error;
}

static void handle(int number, void (*handler)(int), int flags) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_ONSTACK | flags};
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, NULL);
}

static void handle_all(const int *numbers, size_t count, void (*handler)(int), int even_ignored) {
  for (size_t i = 0; i < count; i++) {
    sigaction(numbers[i], NULL, &before[numbers[i]]);
    if (even_ignored || before[numbers[i]].sa_handler != SIG_IGN) handle(numbers[i], handler, SA_RESTART);
  }
}

static void unhandle_all(const int *numbers, size_t count) {
  for (size_t i = 0; i < count; i++) sigaction(numbers[i], &before[numbers[i]], NULL);
}

static void use_own_stack(void) {
  stack_t own = {.ss_sp = stack, .ss_size = sizeof stack};
  sigaltstack(&own, &stack_before);
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
  use_own_stack();
  handle_all(traps, COUNT(traps), die, 1);
  handle_all(killers, COUNT(killers), die, 0);
  handle_all(notices, COUNT(notices), notice, 0);
  if (!registered) registered = atexit(rescue) == 0;
  return wake[0];
}

static void copy(char *to, size_t size, const char *from) {
  strncpy(to, from, size - 1);
}

void terminal_guard_set_reset(const char *sequence) { copy(reset, sizeof reset, sequence); }

void terminal_guard_set_report(const char *text) { copy(report, sizeof report, text); }

static void keep_errors(void) {
  if (!isatty(STDERR_FILENO)) return;
  FILE *file = tmpfile();  // has no name, so nothing is left behind
  if (file == NULL) return;
  error_file = fcntl(fileno(file), F_DUPFD_CLOEXEC, 3);
  error_output = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  fclose(file);
  if (error_file >= 0 && error_output >= 0) dup2(error_file, STDERR_FILENO);
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
  if (before[SIGTSTP].sa_handler != SIG_IGN) handle(SIGTSTP, notice, SA_RESTART);
  handle(SIGCONT, notice, SA_RESTART);
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
  unhandle_all(notices, COUNT(notices));
  unhandle_all(killers, COUNT(killers));
  unhandle_all(traps, COUNT(traps));
  sigaltstack(&stack_before, NULL);
  close(wake[0]);
  close(wake[1]);
  wake[0] = wake[1] = terminal = -1;
}
