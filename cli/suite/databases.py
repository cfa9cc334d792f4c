"""The suite's databases on a lender's own PostgreSQL server."""

from collections.abc import Sequence

import asyncpg

from cli.errors import CommandError
from cli.suite.plan import database_url


async def ensure_databases(server_url: str, names: Sequence[str]) -> None:
    """Create those that do not exist."""
    try:
        connection = await asyncpg.connect(database_url(server_url, "postgres"))
    except (OSError, asyncpg.PostgresError) as error:
        raise CommandError(
            f"cannot connect to the PostgreSQL of GRANARY_DATABASE_URL: {error}; check the "
            "address, the user and the password"
        ) from error
    try:
        rows = await connection.fetch("select datname from pg_database")
        existing = {row["datname"] for row in rows}
        for name in names:
            if name not in existing:
                await connection.execute(f'create database "{name}"')
    except asyncpg.InsufficientPrivilegeError as error:
        raise CommandError(
            f"the user of GRANARY_DATABASE_URL may not create databases; create "
            f"{', '.join(names)} for it, or give it the right"
        ) from error
    finally:
        await connection.close()
