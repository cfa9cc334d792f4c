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
CREATE TABLE IF NOT EXISTS message_key (
    message_id  TEXT PRIMARY KEY,  -- the sender's own id of a message
    number      INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS message_of_phone ON message (phone, number);
"""


def take(
    connection: sqlite3.Connection,
    *,
    phone: str,
    text: str,
    template: str,
    taken_at: str,
    message_id: str = "",
) -> int:
    """Keep a message; its number. An id that was taken before gets the number it has."""
    known = connection.execute(
        "SELECT number FROM message_key WHERE message_id = ?", (message_id,)
    ).fetchone()
    if known is not None:
        return int(known[0])
    done = connection.execute(
        "INSERT INTO message (phone, text, template, taken_at) VALUES (?, ?, ?, ?)",
        (phone, text, template, taken_at),
    )
    assert done.lastrowid is not None
    if message_id:
        connection.execute(
            "INSERT INTO message_key (message_id, number) VALUES (?, ?)",
            (message_id, done.lastrowid),
        )
    return done.lastrowid


def newest_first(connection: sqlite3.Connection, phone: str, limit: int) -> list[dict[str, Any]]:
    rows = connection.execute(
        "SELECT number AS message_number, phone, text, template, taken_at FROM message"
        " WHERE phone = ? ORDER BY number DESC LIMIT ?",
        (phone, limit),
    )
    return [dict(row) for row in rows]
