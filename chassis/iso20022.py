"""The lender's side of ISO 20022: orders written, reports and statements read. Pure.

Writes pain.001.001.09 and pain.008.001.08 with a single transaction; reads pain.002.001.10 and
camt.053.001.08. The rail has its own reading of the same standard.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from xml.etree import ElementTree as ET

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"
_PAIN_001 = "pain.001.001.09"
_PAIN_002 = "pain.002.001.10"
_PAIN_008 = "pain.008.001.08"
_CAMT_053 = "camt.053.001.08"

PARTIAL = "PARTIAL"
"""The local instrument of a debit that may collect less than was asked."""
_SETTLEMENT_CURRENCY = "CNY"

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,34}", re.ASCII)
_AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,2})?", re.ASCII)


class MalformedMessage(ValueError):
    """What came back is not the message that was expected."""


class StatementTotalsWrong(MalformedMessage):
    """The entries of a statement do not lead to its closing balance, or are not those it counts."""


class StatementCurrencyWrong(MalformedMessage):
    """A statement of the settlement account has an entry in another currency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentInstruction:
    """Pay a customer from the lender's settlement account. Raises ValueError on an absurd one."""

    end_to_end_id: str  # the key at the rail, the same for ever: 1 to 35 letters, digits, . or -
    amount_minor: int  # fen
    card_token: str  # the customer's account, as the four-factor check named it
    execution_date: date  # the lender's business date
    currency: str = "CNY"
    remittance: str = ""  # what the customer reads, up to 140 characters

    def __post_init__(self) -> None:
        _check(self.end_to_end_id, self.amount_minor)


@dataclass(frozen=True, slots=True, kw_only=True)
class DebitInstruction:
    """Collect from a customer's card under a mandate. Raises ValueError on an absurd one."""

    end_to_end_id: str  # the key at the rail, the same for ever: 1 to 35 letters, digits, . or -
    amount_minor: int  # fen
    card_token: str  # the customer's account, as the four-factor check named it
    mandate_id: str  # the customer's consent to be debited, up to 35 characters
    mandate_signed_on: date
    collection_date: date  # the lender's business date
    currency: str = "CNY"
    remittance: str = ""  # what the customer reads, up to 140 characters
    # The rail may collect less when the card has less; the report then says how much.
    may_be_partial: bool = False

    def __post_init__(self) -> None:
        _check(self.end_to_end_id, self.amount_minor)


class TransactionStatus(StrEnum):
    """The outcome of one order (ExternalPaymentTransactionStatus1Code, as far as it matters)."""

    SETTLED = "ACSC"
    IN_PROCESS = "ACSP"
    ACCEPTED = "ACTC"
    PENDING = "PDNG"
    REJECTED = "RJCT"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReport:
    """What a pain.002 says about one order."""

    end_to_end_id: str
    status: TransactionStatus
    reason_code: str | None  # ExternalStatusReason1Code
    amount_minor: int | None  # fen that were ordered; None when the report does not repeat it
    settled_minor: int | None  # fen that moved; None when the report does not say it apart
    currency: str | None
    booked_on: date | None  # the rail's settlement date


class Direction(StrEnum):
    """Which way money moved on the lender's account."""

    OUT = "DBIT"  # paid to a customer
    IN = "CRDT"  # collected from a customer


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementEntry:
    """One movement of the lender's settlement account."""

    end_to_end_id: str
    direction: Direction
    amount_minor: int  # fen
    currency: str
    booked_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The rail's account of one closed day."""

    business_date: date
    opening_minor: int  # fen
    closing_minor: int  # fen
    entries: tuple[StatementEntry, ...]


def write_payment(
    instruction: PaymentInstruction, *, settlement_account: str, lender: str, written_at: datetime
) -> bytes:
    """The instruction as a CustomerCreditTransferInitiation, pain.001.001.09."""
    root, message = _document(_PAIN_001, "CstmrCdtTrfInitn")
    _header(message, instruction, lender, written_at)
    payment = _payment_information(message, instruction, method="TRF")
    _texts(_child(payment, "ReqdExctnDt"), Dt=instruction.execution_date.isoformat())
    _party(payment, "Dbtr", settlement_account, name=lender)
    transfer = _child(payment, "CdtTrfTxInf")
    _texts(_child(transfer, "PmtId"), EndToEndId=instruction.end_to_end_id)
    _money(_child(transfer, "Amt"), "InstdAmt", instruction)
    _texts(_child(transfer, "CdtrAcct", "Id", "Othr"), Id=instruction.card_token)
    _remittance(transfer, instruction.remittance)
    return _bytes(root)


def write_debit(
    instruction: DebitInstruction, *, settlement_account: str, lender: str, written_at: datetime
) -> bytes:
    """The instruction as a CustomerDirectDebitInitiation, pain.008.001.08."""
    root, message = _document(_PAIN_008, "CstmrDrctDbtInitn")
    _header(message, instruction, lender, written_at)
    payment = _payment_information(message, instruction, method="DD")
    _texts(payment, ReqdColltnDt=instruction.collection_date.isoformat())
    _party(payment, "Cdtr", settlement_account, name=lender)
    debit = _child(payment, "DrctDbtTxInf")
    _texts(_child(debit, "PmtId"), EndToEndId=instruction.end_to_end_id)
    if instruction.may_be_partial:
        # The standard has no element for it; a local instrument agreed with the rail says it.
        _texts(_child(debit, "PmtTpInf", "LclInstrm"), Prtry=PARTIAL)
    _money(debit, "InstdAmt", instruction)
    _texts(
        _child(debit, "DrctDbtTx", "MndtRltdInf"),
        MndtId=instruction.mandate_id,
        DtOfSgntr=instruction.mandate_signed_on.isoformat(),
    )
    _agent(debit, "DbtrAgt")
    # The rail knows the debtor by the account alone, so that no name leaves the lender.
    _child(debit, "Dbtr")
    _texts(_child(debit, "DbtrAcct", "Id", "Othr"), Id=instruction.card_token)
    _remittance(debit, instruction.remittance)
    return _bytes(root)


def read_status_report(body: bytes) -> StatusReport:
    """Read a CustomerPaymentStatusReport about a single order. Raises MalformedMessage."""
    report = _Element.of(body, _PAIN_002).only("CstmrPmtStsRpt")
    transaction = report.only("OrgnlPmtInfAndSts").only("TxInfAndSts")
    status = transaction.text("TxSts")
    amount = transaction.find("OrgnlTxRef/Amt/InstdAmt")
    settled = transaction.find("OrgnlTxRef/IntrBkSttlmAmt")
    booked_on = transaction.find("OrgnlTxRef/IntrBkSttlmDt")
    reason = transaction.find("StsRsnInf/Rsn/Cd")
    if status not in set(TransactionStatus):
        raise MalformedMessage(f"{status} is no status this side knows")
    return StatusReport(
        end_to_end_id=transaction.text("OrgnlEndToEndId"),
        status=TransactionStatus(status),
        reason_code=None if reason is None else reason.own_text(),
        amount_minor=None if amount is None else amount.minor_units(),
        settled_minor=None if settled is None else settled.minor_units(),
        currency=None if amount is None else amount.currency(),
        booked_on=None if booked_on is None else booked_on.day(),
    )


def read_statement(body: bytes) -> Statement:
    """Read a BankToCustomerStatement of one day. Raises MalformedMessage.

    StatementTotalsWrong when the entries do not lead from the opening to the closing balance, or
    are not as many, or not of that sum, as the statement says; StatementCurrencyWrong for an entry
    that is not in the settlement account's currency.
    """
    page = _Element.of(body, _CAMT_053).only("BkToCstmrStmt").only("Stmt")
    balances = {
        balance.text("Tp/CdOrPrtry/Cd"): (balance.signed_amount(), balance.only("Dt/Dt").day())
        for balance in page.each("Bal")
    }
    if not {"OPBD", "CLBD"} <= balances.keys():
        raise MalformedMessage("the statement lacks its opening or closing balance")
    (opening_minor, _), (closing_minor, business_date) = balances["OPBD"], balances["CLBD"]
    entries = tuple(_entry(entry) for entry in page.each("Ntry"))
    if any(entry.currency != _SETTLEMENT_CURRENCY for entry in entries):
        raise StatementCurrencyWrong(f"an entry is not in {_SETTLEMENT_CURRENCY}")
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


def _check_summary(page: "_Element", entries: tuple[StatementEntry, ...]) -> None:
    """What the statement says of its entries, if it says it."""
    count = page.find("TxsSummry/TtlNtries/NbOfNtries")
    if count is not None and count.own_text() != str(len(entries)):
        raise StatementTotalsWrong("the statement does not have as many entries as it says")
    total = page.find("TxsSummry/TtlNtries/Sum")
    if total is not None and total.minor_units() != sum(entry.amount_minor for entry in entries):
        raise StatementTotalsWrong("the entries do not add up to the sum the statement says")


def _entry(entry: "_Element") -> StatementEntry:
    amount = entry.only("Amt")
    return StatementEntry(
        end_to_end_id=entry.text("NtryDtls/TxDtls/Refs/EndToEndId"),
        direction=entry.direction(),
        amount_minor=amount.minor_units(),
        currency=amount.currency(),
        booked_on=entry.only("BookgDt/Dt").day(),
    )


class _Element:
    """One element of a received message; whatever is not as it should be is MalformedMessage."""

    def __init__(self, element: ET.Element, namespace: str) -> None:
        self._element = element
        self._namespace = namespace

    @classmethod
    def of(cls, body: bytes, name: str) -> "_Element":
        namespace = f"{{{_NAMESPACE}{name}}}"
        try:
            root = fromstring(body, forbid_dtd=True)
        except (ET.ParseError, DefusedXmlException, ValueError, LookupError) as error:
            raise MalformedMessage("not well-formed XML") from error
        if root.tag != f"{namespace}Document":
            raise MalformedMessage(f"not a Document of {name}")
        return cls(root, namespace)

    def each(self, path: str) -> list["_Element"]:
        qualified = "/".join(self._namespace + tag for tag in path.split("/"))
        return [_Element(found, self._namespace) for found in self._element.findall(qualified)]

    def find(self, path: str) -> "_Element | None":
        found = self.each(path)
        if len(found) > 1:
            raise MalformedMessage(f"more than one {path}")
        return found[0] if found else None

    def only(self, path: str) -> "_Element":
        found = self.find(path)
        if found is None:
            raise MalformedMessage(f"{path} is missing")
        return found

    def own_text(self) -> str:
        return (self._element.text or "").strip()

    def text(self, path: str) -> str:
        text = self.only(path).own_text()
        if not text:
            raise MalformedMessage(f"{path} is empty")
        return text

    def minor_units(self) -> int:
        text = self.own_text()
        if not _AMOUNT.fullmatch(text):
            raise MalformedMessage("an amount is not digits with at most two decimals")
        yuan, _, fen = text.partition(".")
        return int(yuan) * 100 + int(fen.ljust(2, "0"))

    def currency(self) -> str:
        return self._element.get("Ccy", "")

    def direction(self) -> Direction:
        text = self.text("CdtDbtInd")
        if text not in set(Direction):
            raise MalformedMessage("CdtDbtInd is neither CRDT nor DBIT")
        return Direction(text)

    def signed_amount(self) -> int:
        amount_minor = self.only("Amt").minor_units()
        return amount_minor if self.direction() is Direction.IN else -amount_minor

    def day(self) -> date:
        try:
            return date.fromisoformat(self.own_text())
        except ValueError as error:
            raise MalformedMessage("a date is not YYYY-MM-DD") from error


def _check(end_to_end_id: str, amount_minor: int) -> None:
    if not _KEY.fullmatch(end_to_end_id):
        raise ValueError("a key at the rail is 1 to 35 letters, digits, dots or dashes")
    if amount_minor <= 0:
        raise ValueError("an amount that is moved is positive")


def _header(
    message: ET.Element,
    instruction: PaymentInstruction | DebitInstruction,
    lender: str,
    written_at: datetime,
) -> None:
    header = _child(message, "GrpHdr")
    _texts(
        header,
        MsgId=instruction.end_to_end_id,
        CreDtTm=written_at.isoformat(timespec="milliseconds"),
        NbOfTxs="1",
        CtrlSum=_decimal(instruction.amount_minor),
    )
    _texts(_child(header, "InitgPty"), Nm=lender)


def _payment_information(
    message: ET.Element, instruction: PaymentInstruction | DebitInstruction, *, method: str
) -> ET.Element:
    payment = _child(message, "PmtInf")
    _texts(
        payment,
        PmtInfId=instruction.end_to_end_id,
        PmtMtd=method,
        NbOfTxs="1",
        CtrlSum=_decimal(instruction.amount_minor),
    )
    return payment


def _party(payment: ET.Element, tag: str, account: str, *, name: str) -> None:
    _texts(_child(payment, tag), Nm=name)
    _texts(_child(payment, f"{tag}Acct", "Id", "Othr"), Id=account)
    _agent(payment, f"{tag}Agt")


def _agent(parent: ET.Element, tag: str) -> None:
    """The standard asks for the bank; on this rail the account alone says which one it is."""
    _texts(_child(parent, tag, "FinInstnId", "Othr"), Id="NOTPROVIDED")


def _remittance(parent: ET.Element, text: str) -> None:
    if text:
        _texts(_child(parent, "RmtInf"), Ustrd=text[:140])


def _money(
    parent: ET.Element, tag: str, instruction: PaymentInstruction | DebitInstruction
) -> None:
    money = ET.SubElement(parent, tag, Ccy=instruction.currency)
    money.text = _decimal(instruction.amount_minor)


def _decimal(amount_minor: int) -> str:
    yuan, fen = divmod(amount_minor, 100)
    return f"{yuan}.{fen:02d}"


def _document(name: str, child: str) -> tuple[ET.Element, ET.Element]:
    root = ET.Element("Document", xmlns=_NAMESPACE + name)
    return root, ET.SubElement(root, child)


def _child(parent: ET.Element, *path: str) -> ET.Element:
    for tag in path:
        parent = ET.SubElement(parent, tag)
    return parent


def _texts(parent: ET.Element, **texts: str) -> None:
    for tag, text in texts.items():
        ET.SubElement(parent, tag).text = text


def _bytes(root: ET.Element) -> bytes:
    result: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return result
