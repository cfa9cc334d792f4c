"""The rail's own book: orders, card accounts, closed days, notices to send.

Every function here is one step inside the store's transaction.
"""

import sqlite3
from datetime import date, timedelta

from sandbox.bank_rail import mandates
from sandbox.bank_rail.orders import (
    SETTLEMENT_ACCOUNT,
    Answer,
    Kind,
    Movement,
    Order,
    Plan,
    Reason,
    Statement,
    Status,
)
from sandbox.faults import FAULTS_SCHEMA
from sandbox.people import Person

START_BALANCE_MINOR = 100_000_000_000_00
"""What the lender has at the rail before anything moves, fen."""

_FURTHEST_DAY = timedelta(days=400)

SCHEMA = (
    FAULTS_SCHEMA  # noqa: S608 - only our own constants are joined in
    + mandates.SCHEMA
    + """
CREATE TABLE IF NOT EXISTS payment_order (
    number              INTEGER PRIMARY KEY,
    kind                TEXT NOT NULL,
    end_to_end_id       TEXT NOT NULL,
    fingerprint         TEXT NOT NULL,
    message_id          TEXT NOT NULL,
    amount_minor        INTEGER NOT NULL CHECK (amount_minor > 0),
    currency            TEXT NOT NULL,
    card_token          TEXT NOT NULL,
    requested_on        TEXT NOT NULL,
    status              TEXT NOT NULL,
    reason              TEXT NOT NULL,
    asks_left           INTEGER,        -- questions until it settles; NULL when status is final
    callbacks           INTEGER NOT NULL,
    booked_on           TEXT,           -- the day its money moved; NULL while it has not
    UNIQUE (kind, end_to_end_id),
    CHECK ((status = 'ACSC') = (booked_on IS NOT NULL))
);
CREATE INDEX IF NOT EXISTS booked ON payment_order (booked_on, kind, amount_minor)
    WHERE booked_on IS NOT NULL;
-- A debit that may collect less than was ordered, and what it did collect.
CREATE TABLE IF NOT EXISTS partial_order (
    order_number        INTEGER PRIMARY KEY,
    collected_minor     INTEGER         -- NULL until it settled, and when it settled in full
);
-- What is known of a transfer that somebody made to the lender.
CREATE TABLE IF NOT EXISTS incoming_transfer (
    order_number        INTEGER PRIMARY KEY,
    payer_name          TEXT NOT NULL,
    virtual_account     TEXT NOT NULL,
    remittance          TEXT NOT NULL
);
-- moved_minor: what an order moves, which is less than ordered when it was collected in part.
CREATE VIEW IF NOT EXISTS rail_order AS
    SELECT o.*, coalesce(p.collected_minor, o.amount_minor) AS moved_minor,
        p.order_number IS NOT NULL AS may_be_partial, coalesce(i.payer_name, '') AS payer_name,
        coalesce(i.virtual_account, '') AS virtual_account,
        coalesce(i.remittance, '') AS remittance
    FROM payment_order o LEFT JOIN partial_order p ON p.order_number = o.number
        LEFT JOIN incoming_transfer i ON i.order_number = o.number;
CREATE TABLE IF NOT EXISTS card_account (
    card_token          TEXT PRIMARY KEY,
    card_number         TEXT NOT NULL UNIQUE,
    balance_minor       INTEGER NOT NULL CHECK (balance_minor >= 0)
);
CREATE TABLE IF NOT EXISTS settlement_account (
    account             TEXT PRIMARY KEY,
    balance_minor       INTEGER NOT NULL CHECK (balance_minor >= 0)
);
CREATE TABLE IF NOT EXISTS closed_day (
    day                 TEXT PRIMARY KEY,
    closing_minor       INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS notice (
    number              INTEGER PRIMARY KEY,
    order_number        INTEGER NOT NULL,
    attempts            INTEGER NOT NULL DEFAULT 0,
    due_at              REAL NOT NULL DEFAULT 0   -- seconds since the epoch; sent rows are deleted
);
"""
    + "INSERT OR IGNORE INTO settlement_account (account, balance_minor)"
    + f" VALUES ('{SETTLEMENT_ACCOUNT}', {START_BALANCE_MINOR});"
)

_ORDER_COLUMNS = (
    "number, kind, end_to_end_id, fingerprint, message_id, amount_minor, currency, card_token,"
    " requested_on, status, reason, asks_left, callbacks, booked_on, moved_minor, may_be_partial"
)


_MOVEMENT_COLUMNS = (
    "o.number, o.kind, o.end_to_end_id, o.moved_minor, o.currency, o.card_token, o.booked_on,"
    " o.payer_name, o.virtual_account, o.remittance"
)


class DayTooFar(Exception):
    """The statement asked for lies so far ahead that closing its day would be a mistake."""

    def __init__(self, last_day: date) -> None:
        super().__init__(last_day)
        self.last_day = last_day


def submit(connection: sqlite3.Connection, order: Order, plan: Plan, *, notify: bool) -> Answer:
    """Take an order once: a key that is known gets the answer of its order, or AM05."""
    row = row_of(connection, order.kind, order.end_to_end_id)
    if row is not None:
        if row["fingerprint"] != order.fingerprint:
            return _duplicate(order)
        return _asked(connection, row, notify=notify)
    objection = _objection(connection, order)
    if objection is not None:
        plan = Plan(first=Status.REJECTED, reason=objection, settles=False)
    waits = plan.settles and plan.first is not Status.SETTLED
    shown = Status.IN_PROCESS if plan.first is Status.SETTLED else plan.first
    number = connection.execute(
        "INSERT INTO payment_order (kind, end_to_end_id, fingerprint, message_id, amount_minor,"
        " currency, card_token, requested_on, status, reason, asks_left, callbacks)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            order.kind,
            order.end_to_end_id,
            order.fingerprint,
            order.message_id,
            order.amount_minor,
            order.currency,
            order.card_token,
            order.requested_on.isoformat(),
            shown,
            plan.reason,
            plan.asks if waits else None,
            plan.callbacks,
        ),
    ).lastrowid
    if order.may_be_partial:
        connection.execute("INSERT INTO partial_order (order_number) VALUES (?)", (number,))
    if plan.first is Status.SETTLED:
        _settle(connection, _known_row(connection, order.kind, order.end_to_end_id), notify=notify)
    return _answer(_known_row(connection, order.kind, order.end_to_end_id))


def ask(
    connection: sqlite3.Connection, kind: Kind, end_to_end_id: str, *, notify: bool
) -> Answer | None:
    """What became of an order; None for a key the rail does not know."""
    row = row_of(connection, kind, end_to_end_id)
    return None if row is None else _asked(connection, row, notify=notify)


def open_card_account(connection: sqlite3.Connection, person: Person) -> int:
    """Open the person's card account with its start balance if need be; the balance in fen."""
    connection.execute(
        "INSERT OR IGNORE INTO card_account (card_token, card_number, balance_minor)"
        " VALUES (?, ?, ?)",
        (person.card_token, person.card_number, person.start_balance_minor),
    )
    return number_of(
        connection,
        "SELECT balance_minor FROM card_account WHERE card_token = ?",
        person.card_token,
    )


def set_card_balance(connection: sqlite3.Connection, person: Person, balance_minor: int) -> int:
    """Put a card account at a balance, as when its owner is paid or spends; fen."""
    open_card_account(connection, person)
    connection.execute(
        "UPDATE card_account SET balance_minor = ? WHERE card_token = ?",
        (balance_minor, person.card_token),
    )
    return balance_minor


def close_day(connection: sqlite3.Connection, day: date) -> Statement:
    """Close the day and all before it, if they are open; what is booked later gets a later day.

    Raises DayTooFar for a day far beyond anything the rail has seen.
    """
    last_seen = connection.execute(
        "SELECT max(day) FROM (SELECT max(day) AS day FROM closed_day"
        " UNION ALL SELECT max(requested_on) FROM payment_order)"
    ).fetchone()[0]
    if last_seen is not None and day > date.fromisoformat(last_seen) + _FURTHEST_DAY:
        raise DayTooFar(date.fromisoformat(last_seen) + _FURTHEST_DAY)
    closed_before, opening_minor = connection.execute(
        "SELECT coalesce(max(day), ''), coalesce(max(closing_minor), ?) FROM (SELECT day,"
        " closing_minor FROM closed_day WHERE day < ? ORDER BY day DESC LIMIT 1)",
        (START_BALANCE_MINOR, day.isoformat()),
    ).fetchone()
    opening_minor += number_of(
        connection,
        "SELECT coalesce(sum(CASE kind WHEN 'payment' THEN -moved_minor ELSE moved_minor END), 0)"
        " FROM rail_order WHERE booked_on > ? AND booked_on < ?",
        closed_before,
        day.isoformat(),
    )
    found = tuple(movements(connection, day))
    closing_minor = opening_minor + sum(
        -m.amount_minor if m.kind is Kind.PAYMENT else m.amount_minor for m in found
    )
    connection.execute(
        "INSERT OR IGNORE INTO closed_day (day, closing_minor) VALUES (?, ?)",
        (day.isoformat(), closing_minor),
    )
    return Statement(
        day=day, opening_minor=opening_minor, closing_minor=closing_minor, movements=found
    )


def movements(connection: sqlite3.Connection, day: date | None = None) -> list[Movement]:
    """The lender's money that moved, on one day or ever, in the order it was ordered."""
    rows = connection.execute(
        f"SELECT {_MOVEMENT_COLUMNS}"  # noqa: S608
        " FROM rail_order o WHERE booked_on IS NOT NULL AND booked_on = coalesce(?, booked_on)"
        " ORDER BY number",
        (None if day is None else day.isoformat(),),
    )
    return [_movement(row) for row in rows]


def orders(connection: sqlite3.Connection) -> list[Answer]:
    """Every order the rail ever took, with where it stands."""
    rows = connection.execute(f"SELECT {_ORDER_COLUMNS} FROM rail_order ORDER BY number")  # noqa: S608
    return [_answer(row) for row in rows]


def settlement_balance(connection: sqlite3.Connection) -> int:
    """What the lender has at the rail now, fen."""
    return number_of(
        connection,
        "SELECT balance_minor FROM settlement_account WHERE account = ?",
        SETTLEMENT_ACCOUNT,
    )


def due_notices(
    connection: sqlite3.Connection, now: float, limit: int
) -> list[tuple[int, int, Movement]]:
    """Notices to send now: number, attempts so far, movement."""
    rows = connection.execute(
        f"SELECT n.number AS notice_number, n.attempts, {_MOVEMENT_COLUMNS}"  # noqa: S608
        " FROM notice n JOIN rail_order o ON o.number = n.order_number"
        " WHERE n.due_at <= ? ORDER BY n.number LIMIT ?",
        (now, limit),
    )
    return [(row["notice_number"], row["attempts"], _movement(row)) for row in rows]


def drop_notice(connection: sqlite3.Connection, number: int) -> None:
    connection.execute("DELETE FROM notice WHERE number = ?", (number,))


def postpone_notice(connection: sqlite3.Connection, number: int, due_at: float) -> None:
    connection.execute(
        "UPDATE notice SET attempts = attempts + 1, due_at = ? WHERE number = ?", (due_at, number)
    )


def _objection(connection: sqlite3.Connection, order: Order) -> Reason | None:
    """Why an order can never settle, whatever the balances."""
    if order.settlement_account != SETTLEMENT_ACCOUNT:
        if order.kind is Kind.PAYMENT:
            return Reason.WRONG_DEBTOR_ACCOUNT
        return Reason.WRONG_CREDITOR_ACCOUNT
    known = connection.execute(
        "SELECT 1 FROM card_account WHERE card_token = ?", (order.card_token,)
    ).fetchone()
    if known is None:
        return Reason.INCORRECT_ACCOUNT
    if order.kind is Kind.DEBIT and not order.mandate_id:
        return Reason.NO_MANDATE
    if order.is_recurring and not mandates.covers(connection, order):
        return Reason.NO_MANDATE
    return None


def _asked(connection: sqlite3.Connection, row: sqlite3.Row, *, notify: bool) -> Answer:
    """One more question about an order: a waiting one comes a step nearer to its outcome."""
    if row["asks_left"] is None:
        return _answer(row)
    if row["asks_left"] > 0:
        connection.execute(
            "UPDATE payment_order SET asks_left = asks_left - 1 WHERE number = ?", (row["number"],)
        )
        return _answer(row)
    _settle(connection, row, notify=notify)
    return _answer(_known_row(connection, row["kind"], row["end_to_end_id"]))


def _settle(connection: sqlite3.Connection, row: sqlite3.Row, *, notify: bool) -> None:
    """Move the money, or reject the order when the paying account is short.

    A debit that may be partial takes what is there, if anything is.
    """
    moved_minor = _collectable(connection, row) or row["amount_minor"]
    to_card = moved_minor if row["kind"] == Kind.PAYMENT else -moved_minor
    short = connection.execute(
        "SELECT 1 FROM card_account c, settlement_account s WHERE c.card_token = ?"
        " AND (c.balance_minor + ? < 0 OR s.balance_minor - ? < 0)",
        (row["card_token"], to_card, to_card),
    ).fetchone()
    if short is not None:
        connection.execute(
            "UPDATE payment_order SET status = ?, reason = ?, asks_left = NULL WHERE number = ?",
            (Status.REJECTED, Reason.INSUFFICIENT_FUNDS, row["number"]),
        )
        return
    connection.execute(
        "UPDATE card_account SET balance_minor = balance_minor + ? WHERE card_token = ?",
        (to_card, row["card_token"]),
    )
    connection.execute(
        "UPDATE settlement_account SET balance_minor = balance_minor - ?", (to_card,)
    )
    connection.execute(
        "UPDATE payment_order SET status = ?, reason = '', asks_left = NULL, booked_on = ?"
        " WHERE number = ?",
        (Status.SETTLED, booking_day(connection, row["requested_on"]), row["number"]),
    )
    if moved_minor != row["amount_minor"]:
        connection.execute(
            "UPDATE partial_order SET collected_minor = ? WHERE order_number = ?",
            (moved_minor, row["number"]),
        )
    if notify:
        connection.executemany(
            "INSERT INTO notice (order_number) VALUES (?)", [(row["number"],)] * row["callbacks"]
        )


def _collectable(connection: sqlite3.Connection, row: sqlite3.Row) -> int | None:
    """What a partial debit takes: the whole, or what is on the card; None for other orders."""
    if not row["may_be_partial"]:
        return None
    balance_minor = number_of(
        connection,
        "SELECT balance_minor FROM card_account WHERE card_token = ?",
        row["card_token"],
    )
    return min(int(row["amount_minor"]), balance_minor)


def booking_day(connection: sqlite3.Connection, requested_on: str) -> str:
    """The requested day, or the first open day when that one is closed."""
    last_closed: str | None = connection.execute("SELECT max(day) FROM closed_day").fetchone()[0]
    if last_closed is None or last_closed < requested_on:
        return requested_on
    return (date.fromisoformat(last_closed) + timedelta(days=1)).isoformat()


def row_of(connection: sqlite3.Connection, kind: str, end_to_end_id: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = connection.execute(
        f"SELECT {_ORDER_COLUMNS} FROM rail_order"  # noqa: S608
        " WHERE kind = ? AND end_to_end_id = ?",
        (kind, end_to_end_id),
    ).fetchone()
    return row


def _known_row(connection: sqlite3.Connection, kind: str, end_to_end_id: str) -> sqlite3.Row:
    row = row_of(connection, kind, end_to_end_id)
    assert row is not None
    return row


def number_of(connection: sqlite3.Connection, query: str, *values: str) -> int:
    return int(connection.execute(query, values).fetchone()[0])


def _answer(row: sqlite3.Row) -> Answer:
    return Answer(
        kind=Kind(row["kind"]),
        message_id=row["message_id"],
        end_to_end_id=row["end_to_end_id"],
        status=Status(row["status"]),
        reason=row["reason"],
        amount_minor=row["amount_minor"],
        moved_minor=row["moved_minor"],
        currency=row["currency"],
        card_token=row["card_token"],
        requested_on=date.fromisoformat(row["requested_on"]),
        booked_on=None if row["booked_on"] is None else date.fromisoformat(row["booked_on"]),
    )


def _duplicate(order: Order) -> Answer:
    """The answer to a key that was used before for something else."""
    return Answer(
        kind=order.kind,
        message_id=order.message_id,
        end_to_end_id=order.end_to_end_id,
        status=Status.REJECTED,
        reason=Reason.DUPLICATION,
        amount_minor=order.amount_minor,
        moved_minor=order.amount_minor,
        currency=order.currency,
        card_token=order.card_token,
        requested_on=order.requested_on,
        booked_on=None,
    )


def _movement(row: sqlite3.Row) -> Movement:
    return Movement(
        number=row["number"],
        kind=Kind(row["kind"]),
        end_to_end_id=row["end_to_end_id"],
        amount_minor=row["moved_minor"],
        currency=row["currency"],
        card_token=row["card_token"],
        booked_on=date.fromisoformat(row["booked_on"]),
        payer_name=row["payer_name"],
        virtual_account=row["virtual_account"],
        remittance=row["remittance"],
    )
