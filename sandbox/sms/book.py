"""The messages the SMS partner took."""

import sqlite3
from typing import Any

from sandbox.faults import FAULTS_SCHEMA

SCHEMA = f"""
{FAULTS_SCHEMA}
CREATE TABLE IF NOT EXISTS message (
    number      INTEGER PRIMARY KEY,
    phone       TEXT NOT NULL,
    text        TEXT NOT NULL,
    template    TEXT NOT NULL,
    taken_at    TEXT NOT NULL      -- instant, UTC
);
CREATE INDEX IF NOT EXISTS message_of_phone ON message (phone, number);
"""


def take(
    connection: sqlite3.Connection, *, phone: str, text: str, template: str, taken_at: str
) -> int:
    """Keep a message; its number."""
    done = connection.execute(
        "INSERT INTO message (phone, text, template, taken_at) VALUES (?, ?, ?, ?)",
        (phone, text, template, taken_at),
    )
    assert done.lastrowid is not None
    return done.lastrowid


def newest_first(connection: sqlite3.Connection, phone: str, limit: int) -> list[dict[str, Any]]:
    rows = connection.execute(
        "SELECT number AS message_number, phone, text, template, taken_at FROM message"
        " WHERE phone = ? ORDER BY number DESC LIMIT ?",
        (phone, limit),
    )
    return [dict(row) for row in rows]
