"""What compose.yaml describes, run as plain processes: its secrets, database, bus and settings."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import asyncpg
import pytest

from chassis.embedded.nats import program as nats_program
from chassis.embedded.postgres import SUPERUSER, EmbeddedPostgres, programs
from chassis.embedded.server import LOOPBACK, free_port
from deploy.checks import compose
from deploy.checks.settings import ROOT
from deploy.compose.prepare import SERVICES, Installation

PROGRAMS = (*SERVICES, "gateway")


def own_policy(folder: Path) -> Path:
    """The policy that ships, in the name of a lender of one's own, as production asks for."""
    shutil.copytree(ROOT / "services/lending/policy", folder)
    house = folder / "house.toml"
    text = house.read_text("utf-8")
    assert "A placeholder" in text
    house.write_text(text.replace("A placeholder", "The register of lenders"), "utf-8")
    return folder


class World:
    """The installation's folder, and where each host name of compose.yaml is on this machine."""

    def __init__(self, folder: Path, postgres: EmbeddedPostgres) -> None:
        self.folder = folder
        self.secrets = folder / "secrets"
        self.postgres = postgres
        self.nats_port = free_port()
        self.ports = {name: (free_port(), free_port()) for name in PROGRAMS}
        Installation(folder).prepare()
        self.policy_dir = own_policy(folder / "policy")
        for file in self.secrets.glob("*-url"):
            text = file.read_text().replace("@postgres:5432", f"@{LOOPBACK}:{postgres.port}")
            file.chmod(0o600)
            file.write_text(text.replace("@nats:4222", f"@{LOOPBACK}:{self.nats_port}"))

    def environment(self, service: dict[str, Any], program: str) -> dict[str, str]:
        """A service's variables, its host names and mounts replaced by what stands for them."""
        own, observability = self.ports.get(program, (0, 0))
        replaced = {
            "0.0.0.0:9000": f"{LOOPBACK}:{own}",
            "0.0.0.0:8080": f"{LOOPBACK}:{own}",
            "0.0.0.0:9100": f"{LOOPBACK}:{observability}",
            "/run/secrets": str(self.secrets),
            "/etc/granary/public-keys": str(self.secrets / "public-keys"),
            **{f"{name}:9000": f"{LOOPBACK}:{self.ports[name][0]}" for name in SERVICES},
        }
        variables = {}
        for name, value in service["environment"].items():
            text = str(value)
            for old, new in replaced.items():
                text = text.replace(old, new)
            variables[name] = text
        own_lender = {"GRANARY_LENDING_POLICY_DIR": str(self.policy_dir)}
        return {**os.environ, **variables, **own_lender}

    @asynccontextmanager
    async def runs(self, service: dict[str, Any], program: str) -> AsyncIterator[Any]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            *service["command"],
            cwd=ROOT,
            env=self.environment(service, program),
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(tmp_path_factory.mktemp("postgres"), throwaway=True)
    server.start_blocking()
    yield server
    server.stop_blocking()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, postgres: EmbeddedPostgres) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("installation")
    world = World(folder, postgres)
    script = ROOT / "deploy/compose/postgres/create_databases.sh"
    connection = {
        "PATH": f"{programs(None)}:{os.environ['PATH']}",
        "PGHOST": LOOPBACK,
        "PGPORT": str(postgres.port),
        "PGPASSWORD": postgres.password,
        "PGDATABASE": "postgres",
        "POSTGRES_USER": SUPERUSER,
        "SECRETS": str(world.secrets),
    }
    subprocess.run([str(script)], env=connection, check=True)
    text = (ROOT / "deploy/nats/nats.conf").read_text()
    text = text.replace("0.0.0.0:4222", f"{LOOPBACK}:{world.nats_port}")
    text = text.replace("127.0.0.1:8222", f"{LOOPBACK}:{free_port()}")
    text = text.replace('"/data"', f'"{folder}/data/nats"')
    (folder / "nats.conf").write_text(text)
    passwords = (world.secrets / "nats-passwords.conf").read_text()
    (folder / "passwords.conf").write_text(passwords)
    nats = subprocess.Popen(
        [str(nats_program(None)), "-c", str(folder / "nats.conf")], stderr=subprocess.DEVNULL
    )
    yield world
    nats.terminate()
    nats.wait()


async def test_each_service_reaches_its_own_database_and_no_other(world: World) -> None:
    for service in SERVICES:
        url = (world.secrets / f"{service}-database-url").read_text().strip()
        other = SERVICES[SERVICES.index(service) - 1]

        connection = await asyncpg.connect(url)
        assert await connection.fetchval("select current_user") == service
        await connection.close()
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(url.removesuffix(service) + other)


async def test_the_whole_suite_becomes_ready_in_the_order_of_the_compose_file(
    world: World,
) -> None:
    services = compose.read()["services"]
    async with world.runs(services["nats-streams"], "") as job:
        assert await job.wait() == 0
    for name in SERVICES:
        async with world.runs(services[f"migrate-{name}"], name) as job:
            assert await job.wait() == 0

    async with _all(world, services), aiohttp.ClientSession() as http:
        answers = {name: await _ready(http, world.ports[name][1]) for name in PROGRAMS}

    assert answers == dict.fromkeys(PROGRAMS, "ready\n")


@asynccontextmanager
async def _all(world: World, services: dict[str, Any]) -> AsyncIterator[None]:
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            *services[name]["command"],
            cwd=ROOT,
            env=world.environment(services[name], name),
        )
        for name in PROGRAMS
    ]
    try:
        yield
    finally:
        for process in processes:
            process.terminate()
        await asyncio.gather(*(process.wait() for process in processes))


async def _ready(http: aiohttp.ClientSession, port: int) -> str:
    """What /readyz says in the end; a process that is starting is asked again."""
    async with asyncio.timeout(60):
        while True:
            try:
                async with http.get(f"http://{LOOPBACK}:{port}/readyz") as answer:
                    if answer.status == 200:
                        return await answer.text()
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.2)
