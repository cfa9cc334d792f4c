"""Apply numbered SQL files once, in order, under a lock; a changed old file is refused.

Forward only: each release first widens the schema and narrows it a release later, so that the
running version and the next one both work with it.
"""

import hashlib
from pathlib import Path
from typing import Any

import asyncpg

CHASSIS = Path(__file__).parent / "migrations"
_LOCK_ID = 0x6772616E617279  # "granary" in ASCII; any number every migration run agrees on.


class MigrationChanged(Exception):
    """An applied migration file was edited; restore it and write a new one instead."""


async def apply(url: str, *folders: Path) -> list[str]:
    """Bring the database up to date from the chassis' and the given folders.

    Returns what was applied now. Raises MigrationChanged when an applied file differs.
    """
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("select pg_advisory_lock($1)", _LOCK_ID)
        await connection.execute(
            "create table if not exists migration "
            "(name text primary key, checksum text not null, applied_at timestamptz default now())"
        )
        files = [
            (f"{folder.parent.name}/{file.name}", file)
            for folder in (CHASSIS, *folders)
            for file in sorted(folder.glob("*.sql"))
        ]
        return [name for name, file in files if await _apply_file(connection, name, file)]
    finally:
        await connection.close()


async def _apply_file(connection: "asyncpg.Connection[Any]", name: str, file: Path) -> bool:
    sql = file.read_text()
    checksum = hashlib.sha256(sql.encode()).hexdigest()
    known = await connection.fetchval("select checksum from migration where name = $1", name)
    if known == checksum:
        return False
    if known is not None:
        raise MigrationChanged(f"{name} was edited after it was applied; write a new file instead")
    async with connection.transaction():
        await connection.execute(sql)
        await connection.execute(
            "insert into migration (name, checksum) values ($1, $2)", name, checksum
        )
    return True
