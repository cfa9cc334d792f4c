"""Who was asked about, with which consent: a bureau shows every query to the person."""

import sqlite3
from typing import Any

from sandbox.faults import FAULTS_SCHEMA

SCHEMA = f"""
{FAULTS_SCHEMA}
CREATE TABLE IF NOT EXISTS query (
    number      INTEGER PRIMARY KEY,
    id_number   TEXT NOT NULL,
    consent_id  TEXT NOT NULL,
    asked_at    TEXT NOT NULL      -- instant, UTC
);
CREATE INDEX IF NOT EXISTS query_of_person ON query (id_number, number);
"""


def record(
    connection: sqlite3.Connection, *, id_number: str, consent_id: str, asked_at: str
) -> int:
    """Keep a query; its number."""
    done = connection.execute(
        "INSERT INTO query (id_number, consent_id, asked_at) VALUES (?, ?, ?)",
        (id_number, consent_id, asked_at),
    )
    assert done.lastrowid is not None
    return done.lastrowid


def newest_first(connection: sqlite3.Connection, id_number: str) -> list[dict[str, Any]]:
    rows = connection.execute(
        "SELECT number AS query_number, consent_id, asked_at FROM query WHERE id_number = ?"
        " ORDER BY number DESC LIMIT 1000",
        (id_number,),
    )
    return [dict(row) for row in rows]
