"""How often the ID authority answered what; personal data is not kept."""

import sqlite3

from sandbox.faults import FAULTS_SCHEMA

SCHEMA = f"""
{FAULTS_SCHEMA}
CREATE TABLE IF NOT EXISTS check_total (
    result  TEXT PRIMARY KEY,
    total   INTEGER NOT NULL
);
"""


def count(connection: sqlite3.Connection, result: str) -> None:
    connection.execute(
        "INSERT INTO check_total (result, total) VALUES (?, 1)"
        " ON CONFLICT (result) DO UPDATE SET total = total + 1",
        (result,),
    )


def totals(connection: sqlite3.Connection) -> dict[str, int]:
    rows = connection.execute("SELECT result, total FROM check_total ORDER BY result")
    return {row["result"]: row["total"] for row in rows}
