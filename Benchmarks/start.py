#!/usr/bin/env python3
"""Starts the explorer on a pseudo-terminal: time to the first whole frame, resident memory, processor time while idle."""
import fcntl, os, pty, select, signal, statistics, struct, sys, termios, time

PROGRAM = sys.argv[1]
CLOCK = os.sysconf("SC_CLK_TCK")


def start():
    began = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm-256color"
        os.environ["LC_ALL"] = "C.UTF-8"
        os.execv(PROGRAM, [PROGRAM])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    seen = b""
    while b"quit" not in seen:  # the last word of the bottom line
        if not select.select([terminal], [], [], 5)[0]:
            sys.exit("no frame within 5 s")
        seen += os.read(terminal, 1 << 16)
    return pid, terminal, (time.perf_counter() - began) * 1e3


def resident(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


def processor_time(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / CLOCK


def row(name, value, wanted):
    print(f"{name:<58}{value:<26}{wanted}")


times, memory = [], []
for _ in range(15):
    pid, terminal, elapsed = start()
    times.append(elapsed)
    memory.append(resident(pid))
    os.kill(pid, signal.SIGTERM)
    os.waitpid(pid, 0)
    os.close(terminal)
row("start to first frame, median of 15", f"{statistics.median(times):.1f} ms", "≤ 10 ms")
row("resident memory with the default, median", f"{statistics.median(memory):.1f} MB", "≤ 15 MB")

pid, terminal, _ = start()
before = processor_time(pid)
time.sleep(3)
row("processor time while idle for 3 s", f"{(processor_time(pid) - before) * 1e3:.0f} ms", "0 ms")
os.kill(pid, signal.SIGTERM)
os.waitpid(pid, 0)
