#!/usr/bin/env python3
"""Writes scripts/start.order: the functions that the release runs from its start to its first frame, by name.

The linker lays them side by side, and the program then takes a third of the memory: the kernel maps sixteen pages around
each one that is needed. A name that is out of date is passed over, and one that is missing costs its sixteen pages, so the
list is made anew before a release, or when `scripts/bench` says that memory has grown. Needs valgrind."""
import os, pathlib, pty, re, select, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = ROOT / ".build/release/gradflow"
ORDER = ROOT / "scripts/start.order"


def watch(program, profile):
    """Runs the program on a terminal until it draws its last word, and leaves it."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ |= {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "LINES": "30", "COLUMNS": "100"}
        words = ["--tool=callgrind", "--demangle=no", f"--callgrind-out-file={profile}", "--log-file=/dev/null"]
        os.execvp("valgrind", ["valgrind", *words, program])
    seen = b""
    while b"quit" not in seen:
        if not select.select([terminal], [], [], 60)[0]:
            sys.exit("start_order: no frame within a minute")
        seen += os.read(terminal, 1 << 16)
    os.write(terminal, b"q")
    try:
        while os.read(terminal, 1 << 16):
            pass
    except OSError:  # the terminal's end
        pass
    os.waitpid(pid, 0)


def functions(profile, program):
    """The names of what was run of the program itself. A name is written out where it first stands, then by its number."""
    names, of_object, inside = {}, {}, False
    for kind, number, name in re.findall(r"^c?(ob|fn)=\((\d+)\)(?: (.*))?$", profile.read_text(), re.MULTILINE):
        (names if kind == "fn" else of_object).setdefault(number, name)
    for kind, number in re.findall(r"^(ob|fn)=\((\d+)\)", profile.read_text(), re.MULTILINE):
        if kind == "ob":
            inside = of_object[number] == program
        elif inside:
            yield re.sub(r"('\d+)+$", "", names[number])  # recursion


subprocess.run([ROOT / "scripts/setup", "valgrind"], check=True)
subprocess.run([ROOT / "scripts/build"], check=True)
with tempfile.TemporaryDirectory() as folder:
    program, profile = f"{folder}/gradflow", pathlib.Path(folder, "profile")
    subprocess.run(["strip", "--strip-debug", "-o", program, PROGRAM], check=True)
    watch(program, profile)
    found = sorted({name for name in functions(profile, program) if not name.startswith(("0x", "("))})
ORDER.write_text("\n".join(found) + "\n")
PROGRAM.unlink()  # to be linked anew
print(f"{len(found)} functions")
