#!/usr/bin/env python3
"""Peak memory of a whole run by the length of the sequence: what a step costs."""
import os, sys

PROGRAM = sys.argv[1]


def peak(*flags):
    pid = os.posix_spawn(PROGRAM, [PROGRAM, "render", "--input", "noise", *flags], os.environ,
                         file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)])
    return os.wait4(pid, 0)[2].ru_maxrss * 1024


long, short = 1_000_000, 10_000
once = (peak("--steps", str(long)) - peak("--steps", str(short))) / (long - short)
keyed = (peak("--steps", str(long), "--keys", "<Up><Up>") - peak("--steps", str(short))) / (long - short)
for name, value in (("bytes a step, T = 10⁶, first frame", once), ("bytes a step, T = 10⁶, after turning W twice", keyed)):
    print(f"{name:<58}{value:<26.1f}≤ 48")
