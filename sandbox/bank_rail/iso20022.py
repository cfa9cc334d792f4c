"""The rail's side of ISO 20022: orders read, reports written. Pure.

Reads pain.001.001.09 and pain.008.001.08 with a single transaction; writes pain.002.001.10,
camt.053.001.08 and camt.054.001.08.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from xml.etree import ElementTree as ET

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from sandbox.bank_rail.orders import (
    SETTLEMENT_ACCOUNT,
    Answer,
    Kind,
    Movement,
    Order,
    Statement,
)

_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"
PAIN_001 = "pain.001.001.09"
PAIN_002 = "pain.002.001.10"
PAIN_008 = "pain.008.001.08"
CAMT_053 = "camt.053.001.08"
CAMT_054 = "camt.054.001.08"

PARTIAL = "PARTIAL"
"""The local instrument of a debit that takes what is on the card when that is less."""

_FAMILIES = {
    Kind.PAYMENT: ("ICDT", "DMCT"),  # issued credit transfer, domestic
    Kind.DEBIT: ("IDDT", "PMDD"),  # issued direct debit, ordinary payment
    Kind.INCOMING: ("RCDT", "DMCT"),  # received credit transfer, domestic
}
_MAX_AMOUNT_MINOR = 1_000_000_000_00  # one thousand million yuan in a single order
_AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,2})?", re.ASCII)
_IDENTIFICATION = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,34}", re.ASCII)
_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", re.ASCII)


class MessageRefused(Exception):
    """The message is not one the rail can act on; nothing moved."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


def read_pain_001(body: bytes) -> Order:
    """Read a CustomerCreditTransferInitiation. Raises MessageRefused."""
    message = Reader.of(body, PAIN_001).only("CstmrCdtTrfInitn")
    group, payment = message.only("GrpHdr"), message.only("PmtInf")
    transfer = payment.only("CdtTrfTxInf")
    payment.expect("PmtMtd", "TRF")
    amount_minor, currency = transfer.amount("Amt/InstdAmt")
    _check_totals(group, payment, amount_minor)
    return Order(
        kind=Kind.PAYMENT,
        message_id=group.identification("MsgId"),
        end_to_end_id=transfer.identification("PmtId/EndToEndId"),
        amount_minor=amount_minor,
        currency=currency,
        settlement_account=payment.text("DbtrAcct/Id/Othr/Id"),
        card_token=transfer.text("CdtrAcct/Id/Othr/Id"),
        party_name=transfer.text("Cdtr/Nm", default=""),
        requested_on=payment.day("ReqdExctnDt/Dt"),
        mandate_id="",
        remittance=transfer.text("RmtInf/Ustrd", default=""),
    )


def read_pain_008(body: bytes) -> Order:
    """Read a CustomerDirectDebitInitiation. Raises MessageRefused."""
    message = Reader.of(body, PAIN_008).only("CstmrDrctDbtInitn")
    group, payment = message.only("GrpHdr"), message.only("PmtInf")
    debit = payment.only("DrctDbtTxInf")
    payment.expect("PmtMtd", "DD")
    amount_minor, currency = debit.amount("InstdAmt")
    _check_totals(group, payment, amount_minor)
    return Order(
        kind=Kind.DEBIT,
        message_id=group.identification("MsgId"),
        end_to_end_id=debit.identification("PmtId/EndToEndId"),
        amount_minor=amount_minor,
        currency=currency,
        settlement_account=payment.text("CdtrAcct/Id/Othr/Id"),
        card_token=debit.text("DbtrAcct/Id/Othr/Id"),
        party_name=debit.text("Dbtr/Nm", default=""),
        requested_on=payment.day("ReqdColltnDt"),
        mandate_id=debit.text("DrctDbtTx/MndtRltdInf/MndtId", default=""),
        remittance=debit.text("RmtInf/Ustrd", default=""),
        may_be_partial=debit.one_of("PmtTpInf/LclInstrm/Prtry", "", PARTIAL) == PARTIAL,
        is_recurring=debit.one_of("PmtTpInf/SeqTp", "", "OOFF", "RCUR") == "RCUR",
    )


def write_pain_002(answer: Answer, *, written_at: datetime) -> bytes:
    """Write a CustomerPaymentStatusReport about one order."""
    root, report = document(PAIN_002, "CstmrPmtStsRpt")
    texts(
        child(report, "GrpHdr"),
        MsgId=f"S-{answer.message_id}"[:35],
        CreDtTm=_instant(written_at),
    )
    name = PAIN_001 if answer.kind is Kind.PAYMENT else PAIN_008
    texts(child(report, "OrgnlGrpInfAndSts"), OrgnlMsgId=answer.message_id, OrgnlMsgNmId=name)
    original = child(report, "OrgnlPmtInfAndSts")
    texts(original, OrgnlPmtInfId=answer.message_id)
    transaction = child(original, "TxInfAndSts")
    texts(transaction, OrgnlEndToEndId=answer.end_to_end_id, TxSts=answer.status)
    if answer.reason:
        texts(child(transaction, "StsRsnInf", "Rsn"), Cd=answer.reason)
    reference = child(transaction, "OrgnlTxRef")
    if answer.moved_minor != answer.amount_minor:
        _money(reference, "IntrBkSttlmAmt", answer.moved_minor, answer.currency)
    _money(child(reference, "Amt"), "InstdAmt", answer.amount_minor, answer.currency)
    if answer.booked_on is not None:
        texts(reference, IntrBkSttlmDt=answer.booked_on.isoformat())
    if answer.kind is Kind.PAYMENT:
        texts(child(reference, "ReqdExctnDt"), Dt=answer.requested_on.isoformat())
    else:
        texts(reference, ReqdColltnDt=answer.requested_on.isoformat())
    return xml_bytes(root)


def write_camt_053(statement: Statement, *, written_at: datetime) -> bytes:
    """Write a BankToCustomerStatement of one closed day."""
    root, message = document(CAMT_053, "BkToCstmrStmt")
    identification = f"STMT-{statement.day:%Y%m%d}"
    texts(child(message, "GrpHdr"), MsgId=identification, CreDtTm=_instant(written_at))
    page = child(message, "Stmt")
    texts(page, Id=identification, CreDtTm=_instant(written_at))
    _account(page)
    for code, amount_minor in (
        ("OPBD", statement.opening_minor),
        ("CLBD", statement.closing_minor),
    ):
        balance = child(page, "Bal")
        texts(child(balance, "Tp", "CdOrPrtry"), Cd=code)
        _money(balance, "Amt", abs(amount_minor), "CNY")
        texts(balance, CdtDbtInd="CRDT" if amount_minor >= 0 else "DBIT")
        texts(child(balance, "Dt"), Dt=statement.day.isoformat())
    _entries(page, statement.movements)
    return xml_bytes(root)


def write_camt_054(movement: Movement, *, written_at: datetime) -> bytes:
    """Write a BankToCustomerDebitCreditNotification about one movement."""
    root, message = document(CAMT_054, "BkToCstmrDbtCdtNtfctn")
    # The same movement notified twice is the same notification.
    identification = f"NTFCTN-{movement.number}"
    texts(child(message, "GrpHdr"), MsgId=identification, CreDtTm=_instant(written_at))
    notification = child(message, "Ntfctn")
    texts(notification, Id=identification, CreDtTm=_instant(written_at))
    _account(notification)
    _entries(notification, (movement,))
    return xml_bytes(root)


class Reader:
    """Walks one element of a message; every miss names the path that was looked for."""

    def __init__(self, element: ET.Element, namespace: str) -> None:
        self._element = element
        self._namespace = namespace

    @classmethod
    def of(cls, body: bytes, name: str) -> "Reader":
        try:
            root = fromstring(body, forbid_dtd=True)
        except (ET.ParseError, DefusedXmlException, ValueError, LookupError) as error:
            raise MessageRefused("MALFORMED_XML", "The body is not well-formed XML.") from error
        if root.tag != f"{{{_NAMESPACE}{name}}}Document":
            raise MessageRefused("WRONG_NAMESPACE", f"Send a Document of {_NAMESPACE}{name}.")
        return cls(root, f"{{{_NAMESPACE}{name}}}")

    def _find(self, path: str) -> list[ET.Element]:
        return self._element.findall("/".join(self._namespace + tag for tag in path.split("/")))

    def only(self, path: str) -> "Reader":
        found = self._find(path)
        if len(found) != 1:
            reason = "MISSING_FIELD" if not found else "ONE_TRANSACTION_ONLY"
            raise MessageRefused(reason, f"Give {path} exactly once.")
        return Reader(found[0], self._namespace)

    def text(self, path: str, *, default: str | None = None) -> str:
        found = self._find(path)
        text = (found[0].text or "").strip() if found else ""
        if len(found) > 1 or len(text) > 140:  # noqa: PLR2004 - Max140Text
            raise MessageRefused("MALFORMED_FIELD", f"{path} is one text of up to 140 characters.")
        if not text and default is None:
            raise MessageRefused("MISSING_FIELD", f"{path} is missing.")
        return text or (default or "")

    def expect(self, path: str, value: str) -> None:
        if self.text(path) != value:
            raise MessageRefused("MALFORMED_FIELD", f"{path} is {value} in this message.")

    def one_of(self, path: str, *values: str) -> str:
        text = self.text(path, default="")
        if text not in values:
            raise MessageRefused("MALFORMED_FIELD", f"{path} is not known to this rail.")
        return text

    def identification(self, path: str) -> str:
        text = self.text(path)
        if not _IDENTIFICATION.fullmatch(text) or text == "NOTPROVIDED":
            raise MessageRefused("MALFORMED_FIELD", f"{path} is 1 to 35 letters, digits, . or -.")
        return text

    def day(self, path: str) -> date:
        try:
            return business_day(self.text(path))
        except ValueError as error:
            raise MessageRefused("MALFORMED_FIELD", f"{path} is a date, YYYY-MM-DD.") from error

    def amount(self, path: str) -> tuple[int, str]:
        """Fen and currency; refuses what is not an exact positive amount of CNY."""
        amount_minor = minor_units(self.text(path))
        currency = self._find(path)[0].get("Ccy", "")
        if currency != "CNY":
            raise MessageRefused("WRONG_CURRENCY", f"{path} is in CNY.")
        if not 0 < amount_minor <= _MAX_AMOUNT_MINOR:
            raise MessageRefused("AMOUNT_OUT_OF_RANGE", f"{path} is from 0.01 to 1000000000.00.")
        return amount_minor, currency


def business_day(text: str) -> date:
    """A day of this century, YYYY-MM-DD. Raises ValueError."""
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def minor_units(text: str) -> int:
    """Fen from a decimal of the message; refuses signs, exponents and more than two decimals."""
    if not _AMOUNT.fullmatch(text):
        raise MessageRefused("MALFORMED_AMOUNT", "An amount is digits with at most two decimals.")
    yuan, _, fen = text.partition(".")
    return int(yuan) * 100 + int(fen.ljust(2, "0"))


def decimal_text(amount_minor: int) -> str:
    """Fen as the standard writes an amount of CNY: 1000000 -> 10000.00."""
    yuan, fen = divmod(amount_minor, 100)
    return f"{yuan}.{fen:02d}"


def _check_totals(group: Reader, payment: Reader, amount_minor: int) -> None:
    """Refuse a message whose count or control sum is not that of its one transaction."""
    if group.text("NbOfTxs") != "1" or payment.text("NbOfTxs", default="1") != "1":
        raise MessageRefused("ONE_TRANSACTION_ONLY", "The rail takes one transaction a message.")
    for part in (group, payment):
        control_sum = part.text("CtrlSum", default="")
        if control_sum and minor_units(control_sum) != amount_minor:
            raise MessageRefused("WRONG_CONTROL_SUM", "CtrlSum is not the sum of the amounts.")


def document(name: str, child: str) -> tuple[ET.Element, ET.Element]:
    root = ET.Element("Document", xmlns=_NAMESPACE + name)
    return root, ET.SubElement(root, child)


def child(parent: ET.Element, *path: str) -> ET.Element:
    for tag in path:
        parent = ET.SubElement(parent, tag)
    return parent


def texts(parent: ET.Element, **texts: str) -> None:
    for tag, text in texts.items():
        ET.SubElement(parent, tag).text = text


def _money(parent: ET.Element, tag: str, amount_minor: int, currency: str) -> None:
    ET.SubElement(parent, tag, Ccy=currency).text = decimal_text(amount_minor)


def _account(parent: ET.Element) -> None:
    account = child(parent, "Acct")
    texts(child(account, "Id", "Othr"), Id=SETTLEMENT_ACCOUNT)
    texts(account, Ccy="CNY")


def _entries(parent: ET.Element, movements: Iterable[Movement]) -> None:
    for movement in movements:
        paid_out = movement.kind is Kind.PAYMENT
        entry = child(parent, "Ntry")
        texts(entry, NtryRef=str(movement.number))
        _money(entry, "Amt", movement.amount_minor, movement.currency)
        texts(entry, CdtDbtInd="DBIT" if paid_out else "CRDT")
        texts(child(entry, "Sts"), Cd="BOOK")
        for tag in ("BookgDt", "ValDt"):
            texts(child(entry, tag), Dt=movement.booked_on.isoformat())
        domain = child(entry, "BkTxCd", "Domn")
        texts(domain, Cd="PMNT")
        family, sub_family = _FAMILIES[movement.kind]
        texts(child(domain, "Fmly"), Cd=family, SubFmlyCd=sub_family)
        details = child(entry, "NtryDtls", "TxDtls")
        texts(child(details, "Refs"), EndToEndId=movement.end_to_end_id)
        if movement.kind is Kind.INCOMING:
            _payer(details, movement)


def _payer(details: ET.Element, movement: Movement) -> None:
    """Who transferred it, from which account, to which of the lender's, and what they wrote."""
    parties = child(details, "RltdPties")
    texts(child(parties, "Dbtr", "Pty"), Nm=movement.payer_name)
    texts(child(parties, "DbtrAcct", "Id", "Othr"), Id=movement.card_token)
    if movement.virtual_account:
        texts(child(parties, "CdtrAcct", "Id", "Othr"), Id=movement.virtual_account)
    if movement.remittance:
        texts(child(details, "RmtInf"), Ustrd=movement.remittance)


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")


def xml_bytes(root: ET.Element) -> bytes:
    result: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return result
