#pragma once

// Gives the terminal back however the process dies, and turns signals into bytes on a pipe. One terminal per process;
// call from the main thread. A process that is told to end by TERM, HUP or INT and does not within a second dies of it.

/// Saves the modes of a terminal and takes over the signals. Returns a descriptor that is readable when a signal waits,
/// or -1: not a terminal, or one is open already.
int terminal_guard_open(int terminal);

/// What to write to the terminal to bring it back: alternate screen, cursor, colours, mouse, paste.
void terminal_guard_set_reset(const char *sequence);

/// What to say after a trap, below the runtime's own message.
void terminal_guard_set_report(const char *text);

/// The screen is taken from here on: standard error, where it is a terminal, is kept in a file.
void terminal_guard_take(void);

/// The screen has been given back: saved modes again, and what was kept of standard error is shown.
void terminal_guard_give_back(void);

/// Makes Ctrl-\ a signal again in raw mode, so that it works while the program is busy; no other key is one.
void terminal_guard_let_quit_through(void);

/// Stops the process (or its whole group, as Ctrl-Z does) until SIGCONT.
void terminal_guard_stop(int whole_group);

/// The next waiting signal among TERM, HUP, INT, TSTP, CONT and WINCH, or 0.
int terminal_guard_next_signal(void);

/// Puts everything back as it was before `terminal_guard_open`.
void terminal_guard_close(void);
