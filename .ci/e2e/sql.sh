#!/usr/bin/env bash
# The SQL prompt on a terminal: it answers, says what is wrong with a statement and nothing else,
# has the last statement under the arrow key, and ends.
set -euo pipefail
# Built before, if it must be.
bin/minhos --version >/dev/null
python3 - <<'PY'
import fcntl, os, pty, re, select, struct, sys, tempfile, termios, time

LIMIT = 300
home = tempfile.TemporaryDirectory()
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("4H", 50, 120, 0, 0))
    # The history of the prompt is kept in the user's folder.
    os.environ.update(TERM="xterm", MINHOS_JAVA_OPTS="-Duser.home=" + home.name)
    os.execvp("bin/minhos", ["bin/minhos", "sql"])
said = ""


def hear(pattern, since):
    """What was said from since on, up to and with the pattern, without escape codes."""
    global said
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[=>]|\r", "", said[since:])
        if re.search(pattern, text):
            return text
        if select.select([terminal], [], [], 1)[0]:
            said += os.read(terminal, 65536).decode("utf-8", "replace")
    sys.exit("sql: no %s after %d s:\n%s" % (pattern, LIMIT, said[since:]))


def type(keys, pattern):
    since = len(said)
    os.write(terminal, keys.encode())
    return hear(pattern, since)


hear("Flink SQL> ", 0)
type("SELECT 40 + 2 AS answer;\r", r"\|\s+42 \|[\s\S]*Flink SQL> ")
wrong = type("SELEC nonsense;\r", r"\[ERROR\][\s\S]*Flink SQL> ")
assert "Non-query expression" in wrong, wrong
assert not re.search(r"^\d\d:\d\d:\d\d |^\tat ", wrong, re.M), wrong
# Twice up, as a terminal says it to a program that reads single keys.
type("\x1bOA\x1bOA\r", r"\|\s+42 \|[\s\S]*Flink SQL> ")
os.write(terminal, b"QUIT;\r")
try:
    while os.read(terminal, 65536):
        pass
except OSError:  # the other end is closed
    pass
assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
print("sql: a prompt that answers, says what is wrong, knows what was asked, and ends")
PY
