#pragma once

/// Lets a process that a trap ends write what it has covered; without coverage it changes nothing. The process still
/// ends by the signal of the trap.
void keep_coverage_at_death(void);
