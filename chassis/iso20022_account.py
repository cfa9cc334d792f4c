"""What the bank tells of the lender's account: the statement of a day and notices of movements.

Reads camt.053.001.08 and camt.054.001.08.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chassis.iso20022_xml import Element, MalformedMessage

_CAMT_053 = "camt.053.001.08"
_CAMT_054 = "camt.054.001.08"
_SETTLEMENT_CURRENCY = "CNY"


class StatementTotalsWrong(MalformedMessage):
    """The entries of a statement do not lead to its closing balance, or are not those it counts."""


class StatementCurrencyWrong(MalformedMessage):
    """A statement of the settlement account has an entry in another currency."""


class Direction(StrEnum):
    """Which way money moved on the lender's account."""

    OUT = "DBIT"  # paid to a customer
    IN = "CRDT"  # collected from a customer


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """Who transferred money to the lender, as the bank says it."""

    name: str  # in clear: mask it before it is kept
    account: str  # the rail's name of the account; a bound card's token where it is one
    credited_account: str  # the virtual account that was named; empty for the account itself
    remittance: str  # what the payer wrote; may hold anything


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementEntry:
    """One movement of the lender's settlement account."""

    end_to_end_id: str
    direction: Direction
    amount_minor: int  # fen
    currency: str
    booked_on: date
    payer: Payer | None = None  # of a transfer to the lender; None for what the lender ordered


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The rail's account of one closed day."""

    business_date: date
    opening_minor: int  # fen
    closing_minor: int  # fen
    entries: tuple[StatementEntry, ...]


def read_notification(body: bytes) -> tuple[StatementEntry, ...]:
    """Read a BankToCustomerDebitCreditNotification. Raises MalformedMessage.

    StatementCurrencyWrong for an entry that is not in the settlement account's currency.
    """
    message = Element.of(body, _CAMT_054).only("BkToCstmrDbtCdtNtfctn")
    entries = tuple(_entry(entry) for entry in message.each("Ntfctn/Ntry"))
    _check_currency(entries)
    return entries


def read_statement(body: bytes) -> Statement:
    """Read a BankToCustomerStatement of one day. Raises MalformedMessage.

    StatementTotalsWrong when the entries do not lead from the opening to the closing balance, or
    are not as many, or not of that sum, as the statement says; StatementCurrencyWrong for an entry
    that is not in the settlement account's currency.
    """
    page = Element.of(body, _CAMT_053).only("BkToCstmrStmt").only("Stmt")
    balances = {
        balance.text("Tp/CdOrPrtry/Cd"): (_signed_amount(balance), balance.only("Dt/Dt").day())
        for balance in page.each("Bal")
    }
    if not {"OPBD", "CLBD"} <= balances.keys():
        raise MalformedMessage("the statement lacks its opening or closing balance")
    (opening_minor, _), (closing_minor, business_date) = balances["OPBD"], balances["CLBD"]
    entries = tuple(_entry(entry) for entry in page.each("Ntry"))
    _check_currency(entries)
    moved = sum(e.amount_minor if e.direction is Direction.IN else -e.amount_minor for e in entries)
    if opening_minor + moved != closing_minor:
        raise StatementTotalsWrong("the entries do not lead to the closing balance")
    _check_summary(page, entries)
    return Statement(
        business_date=business_date,
        opening_minor=opening_minor,
        closing_minor=closing_minor,
        entries=entries,
    )


def _check_currency(entries: tuple[StatementEntry, ...]) -> None:
    if any(entry.currency != _SETTLEMENT_CURRENCY for entry in entries):
        raise StatementCurrencyWrong(f"an entry is not in {_SETTLEMENT_CURRENCY}")


def _check_summary(page: Element, entries: tuple[StatementEntry, ...]) -> None:
    """What the statement says of its entries, if it says it."""
    count = page.find("TxsSummry/TtlNtries/NbOfNtries")
    if count is not None and count.own_text() != str(len(entries)):
        raise StatementTotalsWrong("the statement does not have as many entries as it says")
    total = page.find("TxsSummry/TtlNtries/Sum")
    if total is not None and total.minor_units() != sum(entry.amount_minor for entry in entries):
        raise StatementTotalsWrong("the entries do not add up to the sum the statement says")


def _entry(entry: Element) -> StatementEntry:
    amount, details = entry.only("Amt"), entry.only("NtryDtls/TxDtls")
    direction = _direction(entry)
    return StatementEntry(
        end_to_end_id=details.text("Refs/EndToEndId"),
        direction=direction,
        payer=_payer(details) if direction is Direction.IN else None,
        amount_minor=amount.minor_units(),
        currency=amount.currency(),
        booked_on=entry.only("BookgDt/Dt").day(),
    )


def _payer(details: Element) -> Payer | None:
    """Who paid, where the bank says from which account."""
    account = details.find("RltdPties/DbtrAcct/Id/Othr/Id")
    if account is None:
        return None
    return Payer(
        name=details.text_or_empty("RltdPties/Dbtr/Pty/Nm"),
        account=account.own_text(),
        credited_account=details.text_or_empty("RltdPties/CdtrAcct/Id/Othr/Id"),
        remittance=details.text_or_empty("RmtInf/Ustrd"),
    )


def _direction(element: Element) -> Direction:
    text = element.text("CdtDbtInd")
    if text not in set(Direction):
        raise MalformedMessage("CdtDbtInd is neither CRDT nor DBIT")
    return Direction(text)


def _signed_amount(balance: Element) -> int:
    amount_minor = balance.only("Amt").minor_units()
    return amount_minor if _direction(balance) is Direction.IN else -amount_minor
