#ifndef GRADFLOW_ARGUMENTS_H
#define GRADFLOW_ARGUMENTS_H

/// How many words the program was started with, its own name included; 0 where the C library does not tell.
int started_with_count(void);

/// The word at a place from 0 to below the count; it lives as long as the program.
const char *started_with(int place);

#endif
