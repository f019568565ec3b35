#pragma once

// What the Swift importer cannot see in ncurses' own headers: macros with casts, and global variables.
#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#include <term.h>
#include <wchar.h>

extern int wcwidth(wchar_t);

static const attr_t curses_normal = A_NORMAL;
static const attr_t curses_bold = A_BOLD;
static const attr_t curses_dim = A_DIM;
static const attr_t curses_reverse = A_REVERSE;
/* The bits of an attribute that hold a small colour pair. */
static const attr_t curses_color = A_COLOR;

static inline WINDOW *curses_screen(void) { return stdscr; }
static inline WINDOW *curses_terminal(void) { return curscr; }
static inline int curses_colors(void) { return COLORS; }

/// Columns of a character in the current locale: 2, 1, 0 for a combining mark, -1 for what cannot be shown.
static inline int curses_width(wchar_t character) { return wcwidth(character); }

/// `newterm` for a type of terminal on standard output, with keys from a file.
static inline SCREEN *curses_start(const char *type, FILE *keys) {
  fflush(stdout);
  return newterm(type, stdout, keys);
}
