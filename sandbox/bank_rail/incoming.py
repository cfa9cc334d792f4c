"""Transfers that somebody makes to the lender: one step inside the store's transaction."""

import sqlite3

from sandbox.bank_rail.book import booking_day, number_of, row_of
from sandbox.bank_rail.orders import Incoming, Kind, Status


def take_in(connection: sqlite3.Connection, money: Incoming, *, notices: int) -> bool:
    """Book a transfer to the lender, once for its id; False when its payer has too little."""
    known = row_of(connection, Kind.INCOMING, money.end_to_end_id)
    if known is not None:
        return True
    # An account at another bank has what it pays.
    connection.execute(
        "INSERT OR IGNORE INTO card_account (card_token, card_number, balance_minor)"
        " VALUES (?, ?, ?)",
        (money.payer_account, money.payer_account, money.amount_minor),
    )
    left_minor = number_of(
        connection,
        "SELECT balance_minor FROM card_account WHERE card_token = ?",
        money.payer_account,
    )
    if left_minor < money.amount_minor:
        return False
    connection.execute(
        "UPDATE card_account SET balance_minor = balance_minor - ? WHERE card_token = ?",
        (money.amount_minor, money.payer_account),
    )
    connection.execute(
        "UPDATE settlement_account SET balance_minor = balance_minor + ?", (money.amount_minor,)
    )
    number = connection.execute(
        "INSERT INTO payment_order (kind, end_to_end_id, fingerprint, message_id, amount_minor,"
        " currency, card_token, requested_on, status, reason, callbacks, booked_on)"
        " VALUES (?, ?, '', '', ?, 'CNY', ?, ?, ?, '', ?, ?)",
        (
            Kind.INCOMING,
            money.end_to_end_id,
            money.amount_minor,
            money.payer_account,
            money.paid_on.isoformat(),
            Status.SETTLED,
            notices,
            booking_day(connection, money.paid_on.isoformat()),
        ),
    ).lastrowid
    connection.execute(
        "INSERT INTO incoming_transfer (order_number, payer_name, virtual_account, remittance)"
        " VALUES (?, ?, ?, ?)",
        (number, money.payer_name, money.virtual_account, money.remittance),
    )
    connection.executemany("INSERT INTO notice (order_number) VALUES (?)", [(number,)] * notices)
    return True
