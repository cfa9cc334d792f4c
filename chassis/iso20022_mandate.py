"""Mandates at the bank, the lender's side of ISO 20022. Pure.

Writes pain.009.001.06 (initiation), pain.010.001.06 (amendment) and pain.011.001.06 (cancellation)
of a single mandate; reads pain.012.001.06, the bank's acceptance report.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from xml.etree import ElementTree as ET

from chassis.iso20022_xml import Element, MalformedMessage, child, document, texts, xml_bytes

_PAIN_009 = "pain.009.001.06"
_PAIN_010 = "pain.010.001.06"
_PAIN_011 = "pain.011.001.06"
_PAIN_012 = "pain.012.001.06"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,34}", re.ASCII)


class MandateRequest(StrEnum):
    """What the bank is asked for."""

    INITIATE = "INITIATE"
    AMEND = "AMEND"  # another account under the same mandate
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateInstruction:
    """One request about a mandate. Raises ValueError on an absurd one."""

    request: MandateRequest
    message_id: str  # the request's key, the same for ever: 1 to 35 letters, digits, . or -
    mandate_id: str  # the mandate at the bank, the same for ever; of the same form
    card_token: str  # the customer's account, as the four-factor check named it
    signed_on: date
    reason: str = ""  # CANCEL: why, in a word

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.message_id) or not _ID.fullmatch(self.mandate_id):
            raise ValueError("an id at the bank is 1 to 35 letters, digits, dots or dashes")


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateReport:
    """What a pain.012 says about one request."""

    message_id: str  # of the request it answers
    mandate_id: str
    is_accepted: bool
    reason_code: str | None  # why not: ExternalMandateReason1Code, MD01...


def write_mandate(
    instruction: MandateInstruction, *, settlement_account: str, lender: str, written_at: datetime
) -> bytes:
    """The request as the message of its kind."""
    match instruction.request:
        case MandateRequest.INITIATE:
            root, message = document(_PAIN_009, "MndtInitnReq")
            _header(message, instruction, lender, written_at)
            _mandate(child(message, "Mndt"), instruction, settlement_account, lender)
        case MandateRequest.AMEND:
            root, message = document(_PAIN_010, "MndtAmdmntReq")
            _header(message, instruction, lender, written_at)
            details = child(message, "UndrlygAmdmntDtls")
            texts(child(details, "AmdmntRsn", "Rsn"), Prtry="ACCOUNT_CHANGED")
            _mandate(child(details, "Mndt"), instruction, settlement_account, lender)
            texts(child(details, "OrgnlMndt"), OrgnlMndtId=instruction.mandate_id)
        case MandateRequest.CANCEL:
            root, message = document(_PAIN_011, "MndtCxlReq")
            _header(message, instruction, lender, written_at)
            details = child(message, "UndrlygCxlDtls")
            texts(child(details, "CxlRsn", "Rsn"), Prtry=(instruction.reason or "CANCELLED")[:35])
            texts(child(details, "OrgnlMndt"), OrgnlMndtId=instruction.mandate_id)
    return xml_bytes(root)


def read_acceptance(body: bytes) -> MandateReport:
    """Read a MandateAcceptanceReport about a single request. Raises MalformedMessage."""
    details = Element.of(body, _PAIN_012).only("MndtAccptncRpt").only("UndrlygAccptncDtls")
    result = details.only("AccptncRslt")
    accepted = result.text("Accptd")
    if accepted not in ("true", "false"):
        raise MalformedMessage("Accptd is neither true nor false")
    return MandateReport(
        message_id=details.text("OrgnlMsgInf/MsgId"),
        mandate_id=details.text("OrgnlMndt/OrgnlMndtId"),
        is_accepted=accepted == "true",
        reason_code=result.text_or_empty("RjctRsn/Cd") or None,
    )


def _header(
    message: ET.Element, instruction: MandateInstruction, lender: str, written_at: datetime
) -> None:
    header = child(message, "GrpHdr")
    texts(
        header,
        MsgId=instruction.message_id,
        CreDtTm=written_at.isoformat(timespec="milliseconds"),
    )
    texts(child(header, "InitgPty"), Nm=lender)


def _mandate(
    mandate: ET.Element, instruction: MandateInstruction, settlement_account: str, lender: str
) -> None:
    texts(mandate, MndtId=instruction.mandate_id, MndtReqId=instruction.message_id)
    texts(child(mandate, "Ocrncs"), SeqTp="RCUR")
    texts(child(mandate, "Cdtr"), Nm=lender)
    texts(child(mandate, "CdtrAcct", "Id", "Othr"), Id=settlement_account)
    # The bank knows the debtor by the account alone, so that no name leaves the lender.
    child(mandate, "Dbtr")
    texts(child(mandate, "DbtrAcct", "Id", "Othr"), Id=instruction.card_token)
    texts(child(mandate, "RfrdDoc"), RltdDt=instruction.signed_on.isoformat())
