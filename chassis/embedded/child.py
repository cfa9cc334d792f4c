"""Start a process that dies with us, whatever kills us."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from chassis.embedded.reach import ServerUser

LAUNCHER = Path(__file__).with_name("launcher.py")


def spawn(
    command: Sequence[str],
    *,
    log: Path,
    cwd: Path,
    env: Mapping[str, str],
    death_signal: signal.Signals = signal.SIGKILL,
    user: ServerUser | None = None,
    keep_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start the command with its output appended to `log`; it gets `death_signal` when we die.

    Call it from a thread that lives as long as the child should: Linux sends the signal when the
    *thread* that started the child ends. The child leads its own session, so a Ctrl-C at our
    terminal reaches only us and we stop our children in order. Outside Linux only the ordinary
    stop works.
    """
    launch = [
        sys.executable, "-I", "-S", str(LAUNCHER), str(os.getpid()), str(int(death_signal)),
        str(user.uid if user else -1), str(user.gid if user else -1),
    ]  # fmt: skip
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603
            [*launch, *command],
            cwd=cwd,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            pass_fds=keep_fds,
            start_new_session=True,
        )
