"""The lender's side of ISO 20022: orders written, reports about them read. Pure.

Writes pain.001.001.09 and pain.008.001.08 with a single transaction; reads pain.002.001.10. What
the bank tells of the account is in `iso20022_account`. The rail reads the same standard by itself.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from xml.etree import ElementTree as ET

from chassis.iso20022_xml import (
    Element,
    MalformedMessage,
    child,
    decimal_text,
    document,
    texts,
    xml_bytes,
)

_PAIN_001 = "pain.001.001.09"
_PAIN_002 = "pain.002.001.10"
_PAIN_008 = "pain.008.001.08"

PARTIAL = "PARTIAL"
"""The local instrument of a debit that may collect less than was asked."""

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,34}", re.ASCII)


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
    # One of many under a mandate the bank has accepted; else the customer ordered this one alone.
    is_recurring: bool = False

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


def write_payment(
    instruction: PaymentInstruction, *, settlement_account: str, lender: str, written_at: datetime
) -> bytes:
    """The instruction as a CustomerCreditTransferInitiation, pain.001.001.09."""
    root, message = document(_PAIN_001, "CstmrCdtTrfInitn")
    _header(message, instruction, lender, written_at)
    payment = _payment_information(message, instruction, method="TRF")
    texts(child(payment, "ReqdExctnDt"), Dt=instruction.execution_date.isoformat())
    _party(payment, "Dbtr", settlement_account, name=lender)
    transfer = child(payment, "CdtTrfTxInf")
    texts(child(transfer, "PmtId"), EndToEndId=instruction.end_to_end_id)
    _money(child(transfer, "Amt"), "InstdAmt", instruction)
    texts(child(transfer, "CdtrAcct", "Id", "Othr"), Id=instruction.card_token)
    _remittance(transfer, instruction.remittance)
    return xml_bytes(root)


def write_debit(
    instruction: DebitInstruction, *, settlement_account: str, lender: str, written_at: datetime
) -> bytes:
    """The instruction as a CustomerDirectDebitInitiation, pain.008.001.08."""
    root, message = document(_PAIN_008, "CstmrDrctDbtInitn")
    _header(message, instruction, lender, written_at)
    payment = _payment_information(message, instruction, method="DD")
    texts(payment, ReqdColltnDt=instruction.collection_date.isoformat())
    _party(payment, "Cdtr", settlement_account, name=lender)
    debit = child(payment, "DrctDbtTxInf")
    texts(child(debit, "PmtId"), EndToEndId=instruction.end_to_end_id)
    kind = child(debit, "PmtTpInf")
    if instruction.may_be_partial:
        # The standard has no element for it; a local instrument agreed with the rail says it.
        texts(child(kind, "LclInstrm"), Prtry=PARTIAL)
    texts(kind, SeqTp="RCUR" if instruction.is_recurring else "OOFF")
    _money(debit, "InstdAmt", instruction)
    texts(
        child(debit, "DrctDbtTx", "MndtRltdInf"),
        MndtId=instruction.mandate_id,
        DtOfSgntr=instruction.mandate_signed_on.isoformat(),
    )
    _agent(debit, "DbtrAgt")
    # The rail knows the debtor by the account alone, so that no name leaves the lender.
    child(debit, "Dbtr")
    texts(child(debit, "DbtrAcct", "Id", "Othr"), Id=instruction.card_token)
    _remittance(debit, instruction.remittance)
    return xml_bytes(root)


def read_status_report(body: bytes) -> StatusReport:
    """Read a CustomerPaymentStatusReport about a single order. Raises MalformedMessage."""
    report = Element.of(body, _PAIN_002).only("CstmrPmtStsRpt")
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
    header = child(message, "GrpHdr")
    texts(
        header,
        MsgId=instruction.end_to_end_id,
        CreDtTm=written_at.isoformat(timespec="milliseconds"),
        NbOfTxs="1",
        CtrlSum=decimal_text(instruction.amount_minor),
    )
    texts(child(header, "InitgPty"), Nm=lender)


def _payment_information(
    message: ET.Element, instruction: PaymentInstruction | DebitInstruction, *, method: str
) -> ET.Element:
    payment = child(message, "PmtInf")
    texts(
        payment,
        PmtInfId=instruction.end_to_end_id,
        PmtMtd=method,
        NbOfTxs="1",
        CtrlSum=decimal_text(instruction.amount_minor),
    )
    return payment


def _party(payment: ET.Element, tag: str, account: str, *, name: str) -> None:
    texts(child(payment, tag), Nm=name)
    texts(child(payment, f"{tag}Acct", "Id", "Othr"), Id=account)
    _agent(payment, f"{tag}Agt")


def _agent(parent: ET.Element, tag: str) -> None:
    """The standard asks for the bank; on this rail the account alone says which one it is."""
    texts(child(parent, tag, "FinInstnId", "Othr"), Id="NOTPROVIDED")


def _remittance(parent: ET.Element, text: str) -> None:
    if text:
        texts(child(parent, "RmtInf"), Ustrd=text[:140])


def _money(
    parent: ET.Element, tag: str, instruction: PaymentInstruction | DebitInstruction
) -> None:
    money = ET.SubElement(parent, tag, Ccy=instruction.currency)
    money.text = decimal_text(instruction.amount_minor)
