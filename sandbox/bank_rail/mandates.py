"""The rail's mandates: requests read, acceptance reports written, and who may be debited.

Reads pain.009.001.06, pain.010.001.06 and pain.011.001.06; writes pain.012.001.06. A request names
itself by its message id: the same one gets its first answer again.
"""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sandbox.bank_rail.iso20022 import MessageRefused, Reader, child, document, texts, xml_bytes
from sandbox.bank_rail.orders import SETTLEMENT_ACCOUNT, Order, Reason

PAIN_009 = "pain.009.001.06"
PAIN_010 = "pain.010.001.06"
PAIN_011 = "pain.011.001.06"
PAIN_012 = "pain.012.001.06"

SCHEMA = """
CREATE TABLE IF NOT EXISTS mandate (
    mandate_id          TEXT PRIMARY KEY,
    card_token          TEXT NOT NULL,
    is_active           INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS mandate_request (
    message_id          TEXT PRIMARY KEY,
    message_name        TEXT NOT NULL,
    mandate_id          TEXT NOT NULL,
    card_token          TEXT NOT NULL,  -- empty in a cancellation
    reason              TEXT NOT NULL   -- why it was refused; empty when it was accepted
);
"""


class Wish(StrEnum):
    """What a request asks for, by its message."""

    INITIATE = PAIN_009
    AMEND = PAIN_010
    CANCEL = PAIN_011


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request about a mandate, as its message said it."""

    wish: Wish
    message_id: str
    mandate_id: str
    card_token: str  # empty in a cancellation


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the rail says to a request."""

    request: Request
    reason: str  # empty: accepted


def read_request(body: bytes) -> Request:
    """Read a request of any of the three kinds. Raises MessageRefused."""
    for wish, root in (
        (Wish.INITIATE, "MndtInitnReq"),
        (Wish.AMEND, "MndtAmdmntReq"),
        (Wish.CANCEL, "MndtCxlReq"),
    ):
        if f"xsd:{wish}".encode() in body[:400]:
            return _read(Reader.of(body, wish).only(root), wish)
    raise MessageRefused("WRONG_NAMESPACE", f"Send {PAIN_009}, {PAIN_010} or {PAIN_011}.")


def _read(message: Reader, wish: Wish) -> Request:
    message_id = message.identification("GrpHdr/MsgId")
    if wish is Wish.CANCEL:
        mandate_id = message.identification("UndrlygCxlDtls/OrgnlMndt/OrgnlMndtId")
        return Request(wish=wish, message_id=message_id, mandate_id=mandate_id, card_token="")
    mandate = message.only("Mndt" if wish is Wish.INITIATE else "UndrlygAmdmntDtls/Mndt")
    mandate.expect("Ocrncs/SeqTp", "RCUR")
    mandate.expect("CdtrAcct/Id/Othr/Id", SETTLEMENT_ACCOUNT)
    return Request(
        wish=wish,
        message_id=message_id,
        mandate_id=mandate.identification("MndtId"),
        card_token=mandate.text("DbtrAcct/Id/Othr/Id"),
    )


def write_report(report: Report, *, written_at: datetime) -> bytes:
    """Write a MandateAcceptanceReport about one request."""
    request = report.request
    root, message = document(PAIN_012, "MndtAccptncRpt")
    texts(
        child(message, "GrpHdr"),
        MsgId=f"A-{request.message_id}"[:35],
        CreDtTm=written_at.isoformat(timespec="milliseconds"),
    )
    details = child(message, "UndrlygAccptncDtls")
    texts(child(details, "OrgnlMsgInf"), MsgId=request.message_id, MsgNmId=request.wish)
    result = child(details, "AccptncRslt")
    texts(result, Accptd="false" if report.reason else "true")
    if report.reason:
        texts(child(result, "RjctRsn"), Cd=report.reason)
    texts(child(details, "OrgnlMndt"), OrgnlMndtId=request.mandate_id)
    return xml_bytes(root)


def take(connection: sqlite3.Connection, request: Request, *, refuse_with: str = "") -> Report:
    """Carry a request out, once for its message id; one step inside the store's transaction."""
    known = connection.execute(
        "SELECT message_name, mandate_id, card_token, reason FROM mandate_request"
        " WHERE message_id = ?",
        (request.message_id,),
    ).fetchone()
    if known is not None:
        said = (request.wish, request.mandate_id, request.card_token)
        is_same = tuple(known)[:3] == said
        return Report(request=request, reason=known["reason"] if is_same else Reason.DUPLICATION)
    reason = refuse_with or _objection(connection, request) or ""
    if not reason:
        _carry_out(connection, request)
    connection.execute(
        "INSERT INTO mandate_request (message_id, message_name, mandate_id, card_token, reason)"
        " VALUES (?, ?, ?, ?, ?)",
        (request.message_id, request.wish, request.mandate_id, request.card_token, reason),
    )
    return Report(request=request, reason=reason)


def covers(connection: sqlite3.Connection, order: Order) -> bool:
    """Whether an account may be debited again and again under an order's mandate."""
    found = connection.execute(
        "SELECT 1 FROM mandate WHERE mandate_id = ? AND card_token = ? AND is_active",
        (order.mandate_id, order.card_token),
    ).fetchone()
    return found is not None


def active(connection: sqlite3.Connection) -> list[dict[str, str]]:
    """Every mandate that stands."""
    rows = connection.execute(
        "SELECT mandate_id, card_token FROM mandate WHERE is_active ORDER BY mandate_id"
    )
    return [dict(row) for row in rows]


def _objection(connection: sqlite3.Connection, request: Request) -> Reason | None:
    stands = connection.execute(
        "SELECT 1 FROM mandate WHERE mandate_id = ? AND is_active", (request.mandate_id,)
    ).fetchone()
    if request.wish is not Wish.INITIATE and stands is None:
        return Reason.NO_MANDATE
    if request.wish is Wish.CANCEL:
        return None
    known = connection.execute(
        "SELECT 1 FROM card_account WHERE card_token = ?", (request.card_token,)
    ).fetchone()
    return Reason.INCORRECT_ACCOUNT if known is None else None


def _carry_out(connection: sqlite3.Connection, request: Request) -> None:
    if request.wish is Wish.CANCEL:
        connection.execute(
            "UPDATE mandate SET is_active = 0 WHERE mandate_id = ?", (request.mandate_id,)
        )
        return
    connection.execute(
        "INSERT INTO mandate (mandate_id, card_token, is_active) VALUES (?, ?, 1)"
        " ON CONFLICT (mandate_id) DO UPDATE SET card_token = excluded.card_token, is_active = 1",
        (request.mandate_id, request.card_token),
    )
