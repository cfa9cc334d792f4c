"""Real servers for the tests that ask for them.

Each test process starts its own throw-away PostgreSQL and NATS when the first test asks, and
stops them at its end, so tests run in parallel without meeting each other.
"""

import itertools
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import nats
import pytest
import structlog
from hypothesis import settings

from chassis.embedded.nats import EmbeddedNats
from chassis.embedded.postgres import EmbeddedPostgres
from chassis.migrations import apply

# Machines are shared: how long an example takes says nothing about the code.
settings.register_profile("granary", deadline=None)
settings.load_profile("granary")
# The traces of errors that tests provoke are drawn plainly: with every local value beside every
# line, one takes a second.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.StackInfoRenderer(),
        structlog.dev.set_exc_info,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        ),
    ]
)

FreshDatabase = Callable[..., Awaitable[str]]
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[EmbeddedPostgres]:
    """One PostgreSQL for the whole test process; not durable, so fast."""
    with tempfile.TemporaryDirectory(prefix="granary-test-") as folder:
        server = EmbeddedPostgres(Path(folder), throwaway=True)
        server.start_blocking()
        yield server
        server.stop_blocking()


@pytest.fixture(scope="session")
def nats_server() -> Iterator[EmbeddedNats]:
    """One NATS for the whole test process; not durable, so fast."""
    with tempfile.TemporaryDirectory(prefix="granary-test-") as folder:
        server = EmbeddedNats(Path(folder), throwaway=True)
        server.start_blocking()
        yield server
        server.stop_blocking()


@pytest.fixture(scope="session")
def _templates() -> dict[tuple[Path, ...], str]:
    """Migration folders -> the migrated database that tests get copies of."""
    return {}


@pytest.fixture
async def fresh_database(
    postgres_server: EmbeddedPostgres, _templates: dict[tuple[Path, ...], str]
) -> AsyncIterator[FreshDatabase]:
    """`await fresh_database(folder, ...)`: the address of a new database with those migrations.

    The chassis' own migrations come first. The migrated database is made once and copied.
    """
    made: list[str] = []

    async def make(*migrations: Path) -> str:
        if migrations not in _templates:
            template = f"template_{next(_numbers)}"
            await apply(await postgres_server.create_database(template), *migrations)
            _templates[migrations] = template
        name = f"test_{next(_numbers)}"
        made.append(name)
        return await postgres_server.create_database(name, template=_templates[migrations])

    yield make
    for name in made:
        await postgres_server.drop_database(name)


@pytest.fixture
async def database_url(postgres_server: EmbeddedPostgres) -> AsyncIterator[str]:
    """The address of a new, empty database, dropped after the test."""
    name = f"test_{next(_numbers)}"
    yield await postgres_server.create_database(name)
    await postgres_server.drop_database(name)


@pytest.fixture
async def nats_url(nats_server: EmbeddedNats) -> AsyncIterator[str]:
    """The address of a NATS without streams; all that the test makes are deleted after it."""
    yield nats_server.url
    connection = await nats.connect(nats_server.url)
    jetstream = connection.jetstream()
    while streams := await jetstream.streams_info():
        for stream in streams:
            assert stream.config.name is not None
            await jetstream.delete_stream(stream.config.name)
    await connection.close()
