"""Runs tests on one mutant, and stops at the first that fails."""
import contextlib
import os
import re
import resource
import signal
import subprocess
import sys
import threading
import time

MEMORY = 6 << 30
FAILURE = re.compile(r"recorded an issue|failed after")
NO_TESTS_FOUND = 69


def limit_resources():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def end(process):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def run_tests(binary, mutant, limit, filter=None):
    """What killed the mutant, or None where every test passed; 0 is the program as it is.

    `limit` is in seconds; a run without an end counts as killed, as does one that wants more than MEMORY.
    """
    command = [str(binary), "--testing-library", "swift-testing", *(["--filter", filter] if filter else [])]
    environment = {
        **os.environ, "ACTIVE_MUTANT": str(mutant), "SWIFT_BACKTRACE": "enable=no", "OPENBLAS_NUM_THREADS": "1"}
    began = time.monotonic()
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace", start_new_session=True, preexec_fn=limit_resources)
    timer = threading.Timer(limit, end, [process])
    timer.start()
    failure = next((line.strip() for line in process.stdout if FAILURE.search(line)), None)
    if failure:
        end(process)
    process.wait()
    timer.cancel()
    process.stdout.close()
    if process.returncode == NO_TESTS_FOUND:
        sys.exit(f"mutate: no test matches {filter}")
    if failure or process.returncode == 0:
        return failure
    if time.monotonic() - began >= limit:
        return "no end within the time limit"
    return f"ended with status {process.returncode}"
