"""Starts a whole suite, keeps it running, and stops it in order."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any, Self

from chassis.embedded.errors import EmbeddedServerError
from chassis.embedded.nats import EmbeddedNats
from chassis.embedded.postgres import EmbeddedPostgres
from cli.errors import CommandError
from cli.suite.certificates import create_certificates
from cli.suite.data_folder import DataFolder
from cli.suite.keys import create_keys
from cli.suite.plan import (
    LOOPBACK,
    SERVICES,
    TOKEN_ISSUERS,
    Options,
    PlanMaker,
    Surroundings,
    database_url,
    plan_suite,
    port_names,
)
from cli.suite.process import SupervisedProcess

READY_WITHIN_S = 120.0
WATCH_EVERY_S = 0.2
WAIT_AFTER_FAILED_START_S = 2.0
Report = Callable[[str], None]


class Suite:
    """One running suite on one data folder; tests and the demo break and mend its parts here."""

    def __init__(
        self, options: Options, *, plan: PlanMaker = plan_suite, report: Report = print
    ) -> None:
        self.folder = DataFolder(options.data_dir)
        self.processes: dict[str, SupervisedProcess] = {}
        self.database_server_url = ""
        self.nats_url = ""
        self.ports: dict[str, int] = {}
        self.postgres: EmbeddedPostgres | None = None
        self.nats: EmbeddedNats | None = None
        self._options = options
        self._plan = plan
        self._report = report
        self._phase = "starting"
        self._watcher: asyncio.Task[None] | None = None
        self._held: set[EmbeddedPostgres | EmbeddedNats] = set()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def gateway_url(self) -> str:
        """Where an app talks to the suite."""
        return f"http://{LOOPBACK}:{self.ports['gateway']}"

    @property
    def sandbox_url(self) -> str:
        """Where the outside world is played."""
        return f"http://{LOOPBACK}:{self.ports['sandbox']}"

    def database_url(self, service: str) -> str:
        """The address of one service's database."""
        return database_url(self.database_server_url, service)

    async def start(self) -> None:
        """Start everything and return when all are ready; on failure stop what was started."""
        began = monotonic()
        self.folder.claim()
        try:
            async with asyncio.timeout(READY_WITHIN_S):
                await self._start_servers()
                self._report(f"PostgreSQL and NATS are ready after {monotonic() - began:.1f} s")
                self._make_processes()
                await _all(*(self._bring_up(one) for one in self.processes.values()))
        except BaseException as error:
            await self.stop()
            if isinstance(error, TimeoutError):
                raise CommandError(
                    f"the suite was not ready within {READY_WITHIN_S:.0f} s; see the logs in "
                    f"{self.folder.path / 'logs'}"
                ) from error
            raise
        self._set_phase("ready")
        self._report(f"all {len(self.processes)} processes are ready: {monotonic() - began:.1f} s")

    async def stop(self) -> None:
        """Stop in the reverse order of the start; does nothing when already stopped."""
        if not self.folder.is_ours:
            return
        self._set_phase("stopping")
        if self._watcher is not None:
            self._watcher.cancel()
            await asyncio.gather(self._watcher, return_exceptions=True)
        stages = sorted({one.plan.stage for one in self.processes.values()}, reverse=True)
        for stage in stages:
            members = [one for one in self.processes.values() if one.plan.stage == stage]
            await asyncio.gather(*(one.stop() for one in members))
        for server in (self.nats, self.postgres):
            if server is not None:
                await server.stop()
        self._set_phase("stopped")
        self.folder.release()

    def kill(self, name: str) -> None:
        """Kill one process as kill -9 would; it is started again."""
        self.processes[name].kill()

    async def stop_process(self, name: str) -> None:
        """Stop one process in order; it stays stopped until `start_process`."""
        await self.processes[name].stop()

    async def start_process(self, name: str) -> None:
        """Start a stopped process and wait until it is ready."""
        await self._bring_up(self.processes[name])

    async def wait_ready(self, *names: str) -> None:
        """Wait until these processes (default: all) answer that they are ready."""
        waiting = names or tuple(self.processes)
        await _all(*(self.processes[name].wait_ready() for name in waiting))

    async def stop_postgres(self) -> None:
        """Stop PostgreSQL in order; it stays stopped until `start_postgres`."""
        await self._hold(self._embedded(self.postgres))

    async def start_postgres(self) -> None:
        await self._let_go(self._embedded(self.postgres))

    def kill_postgres(self) -> None:
        """Kill PostgreSQL as kill -9 would; it is started again."""
        self._embedded(self.postgres).kill()

    async def stop_nats(self) -> None:
        """Stop NATS in order; it stays stopped until `start_nats`."""
        await self._hold(self._embedded(self.nats))

    async def start_nats(self) -> None:
        await self._let_go(self._embedded(self.nats))

    def kill_nats(self) -> None:
        """Kill NATS as kill -9 would; it is started again."""
        self._embedded(self.nats).kill()

    async def _start_servers(self) -> None:
        options = self._options
        self.database_server_url = options.database_server_url
        self.nats_url = options.nats_url
        starts = []
        if not self.database_server_url:
            self.postgres = EmbeddedPostgres(
                self.folder.path / "postgres", options.ports.get("postgres")
            )
            starts.append(self.postgres.start())
        if not self.nats_url:
            self.nats = EmbeddedNats(self.folder.path / "nats", options.ports.get("nats"))
            starts.append(self.nats.start())
        await _all(*starts)
        if self.postgres is not None:
            self.database_server_url = self.postgres.server_url
        if self.nats is not None:
            self.nats_url = self.nats.url
        self._watcher = asyncio.create_task(self._watch_servers(), name="watch servers")
        # Imported here because the driver takes longer to load than the servers to start.
        from cli.suite.databases import ensure_databases

        await ensure_databases(self.database_server_url, SERVICES)

    def _make_processes(self) -> None:
        self.ports = self.folder.ports(port_names(), _without_servers(self._options.ports))
        keys = create_keys(self.folder.path / "keys", TOKEN_ISSUERS)
        create_certificates(keys.certificates, "Granary development lender")
        around = Surroundings(
            data_dir=self.folder.path,
            keys=keys,
            ports=self.ports,
            database_server_url=self.database_server_url,
            nats_url=self.nats_url,
            first_business_date=self.folder.first_business_date(
                os.environ.get("GRANARY_FIRST_BUSINESS_DATE", "")
            ),
        )
        for plan in self._plan(around):
            extra = self._options.extra_env.get(plan.name, {})
            self.processes[plan.name] = SupervisedProcess(
                replace(plan, env={**plan.env, **extra}),
                log_file=self.folder.log_file(plan.name),
                report=self._report,
                changed=self._write_state,
            )

    async def _bring_up(self, process: SupervisedProcess) -> None:
        await process.start()
        await process.wait_ready()

    async def _watch_servers(self) -> None:
        """Start an embedded server again that ended by itself."""
        while True:
            await asyncio.sleep(WATCH_EVERY_S)
            for server in (self.postgres, self.nats):
                if server is None or server.running or server in self._held:
                    continue
                self._report(f"{server.name} ended; starts again")
                try:
                    await server.start()
                except EmbeddedServerError as error:
                    self._report(str(error))
                    await asyncio.sleep(WAIT_AFTER_FAILED_START_S)
                self._write_state()

    async def _hold(self, server: EmbeddedPostgres | EmbeddedNats) -> None:
        self._held.add(server)
        await server.stop()
        self._write_state()

    async def _let_go(self, server: EmbeddedPostgres | EmbeddedNats) -> None:
        await server.start()
        self._held.discard(server)
        self._write_state()

    def _embedded(
        self, server: EmbeddedPostgres | EmbeddedNats | None
    ) -> EmbeddedPostgres | EmbeddedNats:
        if server is None:
            raise CommandError("this suite uses the lender's own server, which we do not stop")
        return server

    def _set_phase(self, phase: str) -> None:
        self._phase = phase
        self._write_state()

    def _write_state(self) -> None:
        servers = {"postgres": self.postgres, "nats": self.nats}
        state: dict[str, Any] = {
            "phase": self._phase,
            "supervisor_pid": os.getpid(),
            "gateway_url": self.gateway_url if self.ports else "",
            "sandbox_url": self.sandbox_url if self.ports else "",
            "database_server_url": self.database_server_url,
            "nats_url": self.nats_url,
            "ports": self.ports,
            "public_keys_dir": str(self.folder.path / "keys" / "public"),
            "servers": {
                name: {"pid": server.pid, "port": server.port}
                for name, server in servers.items()
                if server is not None
            },
            "processes": {
                name: {
                    "pid": process.pid,
                    "crashes": process.crashes,
                    "ready_address": process.plan.ready_address,
                    "log": str(process.log_file),
                }
                for name, process in self.processes.items()
            },
        }
        self.folder.write_state(state)


def _without_servers(ports: Mapping[str, int]) -> dict[str, int]:
    return {name: port for name, port in ports.items() if name not in {"postgres", "nats"}}


@asynccontextmanager
async def running_suite(
    data_dir: Path,
    *,
    options: Options | None = None,
    plan: PlanMaker = plan_suite,
    report: Report = lambda _: None,
) -> AsyncIterator[Suite]:
    """A suite on the folder for the length of the block."""
    chosen = replace(options or Options(data_dir=data_dir), data_dir=data_dir)
    async with Suite(chosen, plan=plan, report=report) as suite:
        yield suite


async def _all(*steps: Coroutine[Any, Any, None]) -> None:
    """Run the steps together; when one fails, stop the others and raise its error alone."""
    try:
        async with asyncio.TaskGroup() as group:
            for step in steps:
                group.create_task(step)
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from None
