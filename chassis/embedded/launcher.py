"""Run as a script: become the server user, tie our life to the parent's, then become the server.

    python -I -S launcher.py PARENT_PID DEATH_SIGNAL UID GID PROGRAM ARGUMENT...

UID and GID are -1 to stay who we are. A separate small program, because the code that Python
can run between fork and exec may deadlock in a process with threads.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1
CANNOT_START = 71


def main() -> None:
    parent, death_signal, uid, gid = (int(text) for text in sys.argv[1:5])
    command = sys.argv[5:]
    try:
        if uid >= 0:
            os.setgroups([])
            os.setgid(gid)
            os.setuid(uid)
        if sys.platform == "linux":
            # After the change of user, because the kernel forgets the wish at such a change.
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        if os.getppid() != parent:
            # The parent died before the wish was heard; nobody would ever send the signal.
            sys.exit(CANNOT_START)
        os.execv(command[0], command)  # noqa: S606
    except OSError as error:
        sys.stderr.write(f"launcher: cannot start {command[0]}: {error}\n")
        sys.exit(CANNOT_START)


if __name__ == "__main__":
    main()
