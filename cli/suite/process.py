"""One process of the suite, kept running."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from chassis.embedded.child import spawn
from cli.errors import CommandError
from cli.suite.plan import ProcessPlan

PROJECT = Path(__file__).parents[2]
"""Where `python -m services.x` finds its packages, installed or not."""
POLL_S = 0.05
FIRST_BACK_OFF_S = 0.25
LONGEST_BACK_OFF_S = 10.0
FAILED_STARTS_ALLOWED = 3
"""A process may fail this often before it was ever ready; a peer may just not be there yet."""
WRONG_SETTINGS = 2
"""The exit status of a process whose settings are wrong; another try would not help."""
STOP_PATIENCE_S = 20.0


class SupervisedProcess:
    """Starts a planned process, starts it again when it ends by itself, stops it in order."""

    def __init__(
        self,
        plan: ProcessPlan,
        *,
        log_file: Path,
        report: Callable[[str], None],
        changed: Callable[[], None],
    ) -> None:
        self.plan = plan
        self.log_file = log_file
        self.crashes = 0
        self._report = report
        self._changed = changed
        self._child: subprocess.Popen[bytes] | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._failure = ""
        self._was_ready = False

    @property
    def pid(self) -> int:
        """The process id, 0 while it does not run."""
        return self._child.pid if self._child is not None and self._child.poll() is None else 0

    async def start(self) -> None:
        """Migrate if the plan says so, then start; raises CommandError when the migration fails."""
        if self._keeper is not None:
            return
        if self.plan.migrates:
            await self._migrate()
        self._failure = ""
        self._was_ready = False
        self._spawn()
        self._keeper = asyncio.create_task(self._keep_running(), name=f"keep {self.plan.name}")

    async def wait_ready(self) -> None:
        """Return when /readyz says 200; raises CommandError when the process keeps failing."""
        while not (self.pid and await answers_ready(self.plan.ready_address)):
            if self._failure:
                raise CommandError(self._failure)
            await asyncio.sleep(POLL_S)
        self._was_ready = True

    async def stop(self) -> None:
        """Ask it to drain and end, wait, and kill it if it does not; stays stopped."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
            self._keeper = None
        child = self._child
        if child is None:
            return
        if child.poll() is None:
            child.terminate()
            try:
                async with asyncio.timeout(STOP_PATIENCE_S):
                    await _ended(child)
            except TimeoutError:
                self._report(f"{self.plan.name} did not stop in {STOP_PATIENCE_S:.0f} s: killed")
        if child.poll() is None:
            child.kill()
            child.wait()
        self._changed()

    def kill(self) -> None:
        """End it at once, as kill -9; it is started again unless it was stopped before."""
        if self._child is not None:
            self._child.kill()

    async def _migrate(self) -> None:
        process = self._launch((*self.plan.module, "migrate"))
        try:
            status = await _ended(process)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        if status != 0:
            raise CommandError(f"the migration of {self.plan.name} failed{self._end_of_log()}")

    def _spawn(self) -> None:
        self._child = self._launch(self.plan.module)
        self._changed()

    def _launch(self, module: tuple[str, ...]) -> subprocess.Popen[bytes]:
        return spawn(
            [sys.executable, "-m", *module],
            log=self.log_file,
            cwd=PROJECT,
            env={**os.environ, **self.plan.env},
            # A service that is stuck must not outlive us either; all survive a kill by design.
            death_signal=signal.SIGKILL,
        )

    async def _keep_running(self) -> None:
        back_off_s = FIRST_BACK_OFF_S
        while True:
            assert self._child is not None
            status = await _ended(self._child)
            self.crashes += 1
            if self._was_ready:
                back_off_s = FIRST_BACK_OFF_S
            elif status == WRONG_SETTINGS or self.crashes >= FAILED_STARTS_ALLOWED:
                self._failure = f"{self.plan.name} does not start{self._end_of_log()}"
                return
            self._was_ready = False
            self._report(
                f"{self.plan.name} ended {_in_words(status)}; starts again in {back_off_s:g} s"
            )
            self._changed()
            await asyncio.sleep(back_off_s)
            back_off_s = min(2 * back_off_s, LONGEST_BACK_OFF_S)
            self._spawn()

    def _end_of_log(self) -> str:
        lines = self.log_file.read_text(errors="replace").strip().splitlines()
        return f"; the end of {self.log_file}:\n" + "\n".join(lines[-8:])


async def _ended(process: subprocess.Popen[bytes]) -> int:
    while (status := process.poll()) is None:  # noqa: ASYNC110 - no event tells of its end
        await asyncio.sleep(POLL_S)
    return status


def _in_words(status: int) -> str:
    if status < 0:
        return f"by {signal.Signals(-status).name}"
    return f"with status {status}"


async def answers_ready(address: str) -> bool:
    """Whether GET /readyz at the address answers 200."""
    host, _, port = address.rpartition(":")
    try:
        async with asyncio.timeout(3):
            reader, writer = await asyncio.open_connection(host, int(port))
            try:
                writer.write(b"GET /readyz HTTP/1.0\r\n\r\n")
                status_line = await reader.readline()
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False
    return status_line.split()[1:2] == [b"200"]
