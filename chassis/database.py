"""The connection pool to a service's own database."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import asyncpg

# Quoted: the classes are generic in their stubs only.
Connection: TypeAlias = "asyncpg.pool.PoolConnectionProxy[Any]"
Pool: TypeAlias = "asyncpg.Pool[Any]"

UNAVAILABLE = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    # A connection lost between two steps of one operation: "cannot switch to state ...".
    asyncpg.InternalClientError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.ReadOnlySQLTransactionError,
)
"""What a lost, restarting or failing-over PostgreSQL looks like: the outcome may be unknown."""


@asynccontextmanager
async def open_pool(
    url: str, *, max_size: int = 4, command_timeout_s: float = 5.0
) -> AsyncIterator[Pool]:
    """Open a pool that grows on demand and drops broken connections by itself."""
    pool = await asyncpg.create_pool(
        url,
        min_size=1,
        max_size=max_size,
        command_timeout=command_timeout_s,
        reset=_leave_as_it_is,
        server_settings={"timezone": "UTC", "application_name": "granary"},
    )
    try:
        yield pool
    finally:
        # Waits for running statements; a stuck one must not hold up the shutdown for ever.
        try:
            async with asyncio.timeout(command_timeout_s):
                await pool.close()
        except TimeoutError:
            pool.terminate()


async def _leave_as_it_is(_: Any) -> None:
    """Spare each use of a connection a round trip: no code here leaves session state behind.

    A transaction left open is still rolled back, and listeners are removed, by the driver itself.
    """


async def add_rows(
    connection: Any, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> bool:
    """Copy new rows into a table; False, with the transaction over, when one was there before."""
    if not rows:
        return True
    try:
        await connection.copy_records_to_table(table, records=rows, columns=columns)
    except asyncpg.UniqueViolationError:
        return False
    return True
