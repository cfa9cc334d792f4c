"""The client of the bank rail, shared by the service that pays and the service that collects.

What is not a clear and matching answer is UNKNOWN, never failure: ask again with the same key.
"""

import asyncio
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import quote

import aiohttp
import orjson

from chassis.errors import Unavailable
from chassis.iso20022 import (
    DebitInstruction,
    PaymentInstruction,
    StatusReport,
    TransactionStatus,
    read_status_report,
    write_debit,
    write_payment,
)
from chassis.iso20022_account import (
    Direction,
    Payer,
    Statement,
    StatementCurrencyWrong,
    StatementEntry,
    StatementTotalsWrong,
    read_statement,
)
from chassis.iso20022_mandate import (
    MandateInstruction,
    MandateRequest,
    read_acceptance,
    write_mandate,
)
from chassis.iso20022_xml import MalformedMessage
from chassis.ports import Clock, utc_now

__all__ = [
    "AccountCheck",
    "BankRail",
    "DebitInstruction",
    "Direction",
    "MandateAnswer",
    "MandateInstruction",
    "MandateRequest",
    "Outcome",
    "Payer",
    "PaymentInstruction",
    "RailAnswer",
    "Statement",
    "StatementEntry",
    "StatementRefused",
]

_OK = 200
_NOT_FOUND = 404
# The rail's word that the key is taken by an order with other content: it says nothing about
# whether that order's money moved.
_DUPLICATION = "AM05"


class StatementRefused(Unavailable):
    """The bank rail's statement was not taken as it came; it is read again at the next close."""

    reason = "STATEMENT_MALFORMED"


class StatementWithWrongTotals(StatementRefused):
    """The entries of the bank rail's statement do not lead to its totals; nothing was taken."""

    reason = "STATEMENT_TOTALS_WRONG"


class StatementInWrongCurrency(StatementRefused):
    """The bank rail's statement has an entry in another currency; nothing was taken."""

    reason = "STATEMENT_CURRENCY_WRONG"


class Outcome(StrEnum):
    """What is known about an order at the rail."""

    PAID = "paid"  # the money moved, on booked_on
    PENDING = "pending"  # the rail has it; the money may still move
    ACCEPTED = "accepted"  # the bank has the mandate as it was asked for
    REFUSED = "refused"  # the rail says that nothing moved, or changed
    UNKNOWN = "unknown"  # no clear answer: ask again with the same key


@dataclass(frozen=True, slots=True, kw_only=True)
class RailAnswer:
    """What the rail said about one order, or that it said nothing clear."""

    outcome: Outcome
    reason_code: str | None = None  # why refused (AC04, AM04...), or what made it unknown
    booked_on: date | None = None  # when paid: the day the rail booked it on
    amount_minor: int | None = None  # fen that were ordered, as the rail repeated it
    part_minor: int | None = None  # when paid in part, as was allowed: fen that moved


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateAnswer:
    """What the bank said about one request on a mandate, or that it said nothing clear."""

    outcome: Outcome  # ACCEPTED, REFUSED or UNKNOWN
    reason_code: str | None = None  # why refused, or what made it unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCheck:
    """The four-factor check: name, identity number, card and phone belong together."""

    match: bool
    card_token: str | None = None  # names the account in payments and debits
    bank_name: str | None = None
    card_masked: str | None = None
    debit: bool = False  # a debit card, which can be paid to and collected from


class BankRail:
    """Speaks ISO 20022 to the rail over a session whose connections are reused."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        base_url: str,
        *,
        settlement_account: str = "LENDER-SETTLEMENT-01",
        lender: str = "Granary",
        timeout_s: float = 5.0,
        statement_timeout_s: float = 60.0,
        now: Clock = utc_now,
    ) -> None:
        self._session = session
        self._url = base_url.rstrip("/")
        self._settlement_account = settlement_account
        self._lender = lender
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)
        self._statement_timeout = aiohttp.ClientTimeout(total=statement_timeout_s)
        self._now = now

    async def pay(self, instruction: PaymentInstruction) -> RailAnswer:
        """Send a payment; sending it again with the same key never pays twice."""
        message = write_payment(
            instruction,
            settlement_account=self._settlement_account,
            lender=self._lender,
            written_at=self._now(),
        )
        return await self._send("payments", instruction, message)

    async def debit(self, instruction: DebitInstruction) -> RailAnswer:
        """Send a direct debit; sending it again with the same key never collects twice."""
        message = write_debit(
            instruction,
            settlement_account=self._settlement_account,
            lender=self._lender,
            written_at=self._now(),
        )
        return await self._send(
            "debits", instruction, message, may_be_partial=instruction.may_be_partial
        )

    async def ask_mandate(self, instruction: MandateInstruction) -> MandateAnswer:
        """Ask for a mandate, its change or its end; the same request never counts twice."""
        message = write_mandate(
            instruction,
            settlement_account=self._settlement_account,
            lender=self._lender,
            written_at=self._now(),
        )
        reply = await self._exchange(
            "POST", "/rail/mandates", data=message, headers={"Content-Type": "application/xml"}
        )
        return _judge_mandate(reply, instruction)

    async def payment_status(
        self, end_to_end_id: str, *, expected_amount_minor: int | None = None
    ) -> RailAnswer | None:
        """What became of a payment; None when the rail says it does not know the key."""
        return await self._ask("payments", end_to_end_id, expected_amount_minor)

    async def debit_status(
        self,
        end_to_end_id: str,
        *,
        expected_amount_minor: int | None = None,
        may_be_partial: bool = False,
    ) -> RailAnswer | None:
        """What became of a direct debit; None when the rail says it does not know the key."""
        return await self._ask(
            "debits", end_to_end_id, expected_amount_minor, may_be_partial=may_be_partial
        )

    async def statement(self, business_date: date) -> Statement:
        """The closed day's statement; asking closes the day.

        Raises Unavailable; StatementRefused when one came that cannot be taken.
        """
        reply = await self._exchange(
            "GET", f"/rail/statements/{business_date}", within=self._statement_timeout
        )
        if isinstance(reply, str) or reply.status != _OK:
            raise _unavailable(reply)
        try:
            # A long day takes seconds to read, and other work must go on meanwhile.
            statement = await asyncio.to_thread(read_statement, reply.body)
        except StatementTotalsWrong as error:
            raise StatementWithWrongTotals from error
        except StatementCurrencyWrong as error:
            raise StatementInWrongCurrency from error
        except MalformedMessage as error:
            raise StatementRefused from error
        if statement.business_date != business_date:
            raise StatementRefused("The bank rail sent the statement of another day.")
        return statement

    async def check_account(
        self, *, name: str, id_number: str, card_number: str, phone: str
    ) -> AccountCheck:
        """Ask whether the four belong together. Raises Unavailable."""
        factors = {
            "name": name,
            "id_number": id_number,
            "card_number": card_number,
            "phone": phone,
        }
        reply = await self._exchange("POST", "/rail/accounts:check", json=factors)
        body = None if isinstance(reply, str) or reply.status != _OK else reply.json
        match body:
            case {"match": False}:
                return AccountCheck(match=False)
            case {
                "match": True,
                "card_token": str(token),
                "bank_name": str(bank_name),
                "card_masked": str(masked),
                "debit": bool(debit),
            }:
                return AccountCheck(
                    match=True,
                    card_token=token,
                    bank_name=bank_name,
                    card_masked=masked,
                    debit=debit,
                )
            case _:
                raise _unavailable(reply)

    async def _send(
        self,
        kind: str,
        instruction: PaymentInstruction | DebitInstruction,
        message: bytes,
        *,
        may_be_partial: bool = False,
    ) -> RailAnswer:
        reply = await self._exchange(
            "POST",
            f"/rail/{kind}",
            data=message,
            headers={"Content-Type": "application/xml"},
        )
        return _judge(
            reply,
            instruction.end_to_end_id,
            instruction.amount_minor,
            may_be_partial=may_be_partial,
        )

    async def _ask(
        self,
        kind: str,
        end_to_end_id: str,
        expected_amount_minor: int | None,
        *,
        may_be_partial: bool = False,
    ) -> RailAnswer | None:
        reply = await self._exchange("GET", f"/rail/{kind}/{quote(end_to_end_id, safe='')}")
        if not isinstance(reply, str) and reply.status == _NOT_FOUND:
            match reply.json:
                # Only the rail's own word counts; a 404 may also come from something in between.
                case {"reason": "UNKNOWN_KEY"}:
                    return None
        return _judge(reply, end_to_end_id, expected_amount_minor, may_be_partial=may_be_partial)

    async def _exchange(
        self,
        method: str,
        path: str,
        *,
        within: aiohttp.ClientTimeout | None = None,
        **content: Any,
    ) -> "_Reply | str":
        """The rail's reply, or in one word why there is none."""
        try:
            async with self._session.request(
                method,
                self._url + path,
                timeout=within or self._timeout,
                allow_redirects=False,
                **content,
            ) as response:
                return _Reply(response.status, await response.read())
        except TimeoutError:
            return "TIMEOUT"
        except (aiohttp.ClientError, OSError):
            return "NO_CONNECTION"


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON; None when it is none."""
        try:
            return orjson.loads(self.body)
        except ValueError:
            return None


def _unavailable(reply: _Reply | str) -> Unavailable:
    why = reply if isinstance(reply, str) else f"HTTP_{reply.status}"
    return Unavailable("The bank rail gave no clear answer; try again later.", why=why)


def _judge_mandate(reply: _Reply | str, instruction: MandateInstruction) -> MandateAnswer:
    """What a reply proves about a request on a mandate."""
    if isinstance(reply, str):
        return MandateAnswer(outcome=Outcome.UNKNOWN, reason_code=reply)
    if reply.status != _OK:
        return MandateAnswer(outcome=Outcome.UNKNOWN, reason_code=_refusal_reason(reply))
    try:
        report = read_acceptance(reply.body)
    except MalformedMessage:
        return MandateAnswer(outcome=Outcome.UNKNOWN, reason_code="MALFORMED_ANSWER")
    asked = (instruction.message_id, instruction.mandate_id)
    if (report.message_id, report.mandate_id) != asked or report.reason_code == _DUPLICATION:
        return MandateAnswer(outcome=Outcome.UNKNOWN, reason_code="ANSWER_TO_ANOTHER")
    outcome = Outcome.ACCEPTED if report.is_accepted else Outcome.REFUSED
    return MandateAnswer(outcome=outcome, reason_code=report.reason_code)


def _judge(
    reply: _Reply | str,
    end_to_end_id: str,
    expected_amount_minor: int | None,
    *,
    may_be_partial: bool,
) -> RailAnswer:
    """What a reply proves about the order with this key and amount."""
    if isinstance(reply, str):
        return _unknown(reply)
    if reply.status != _OK:
        return _unknown(_refusal_reason(reply))
    try:
        report = read_status_report(reply.body)
    except MalformedMessage:
        return _unknown("MALFORMED_ANSWER")
    mismatch = _mismatch(
        report, end_to_end_id, expected_amount_minor, may_be_partial=may_be_partial
    )
    return _outcome(report) if mismatch is None else _unknown(mismatch)


def _mismatch(
    report: StatusReport,
    end_to_end_id: str,
    expected_amount_minor: int | None,
    *,
    may_be_partial: bool,
) -> str | None:
    """In one word, why the report is not about the order that was asked for."""
    if report.end_to_end_id != end_to_end_id:
        return "OTHER_KEY"
    if report.amount_minor is None or report.currency != "CNY":
        return "NO_AMOUNT"
    if expected_amount_minor not in {None, report.amount_minor}:
        return "OTHER_AMOUNT"
    if report.settled_minor in {None, report.amount_minor}:
        return None
    # More than was ordered, nothing, or a part nobody allowed is no answer to this order.
    if may_be_partial and 0 < (report.settled_minor or 0) < report.amount_minor:
        return None
    return "OTHER_AMOUNT"


def _outcome(report: StatusReport) -> RailAnswer:
    match report.status:
        case TransactionStatus.SETTLED if report.booked_on is None:
            return _unknown("NO_BOOKING_DATE")
        case TransactionStatus.SETTLED:
            outcome = Outcome.PAID
        case TransactionStatus.REJECTED if report.reason_code == _DUPLICATION:
            outcome = Outcome.UNKNOWN
        case TransactionStatus.REJECTED:
            outcome = Outcome.REFUSED
        case _:
            outcome = Outcome.PENDING
    return RailAnswer(
        outcome=outcome,
        reason_code=report.reason_code,
        booked_on=report.booked_on if outcome is Outcome.PAID else None,
        amount_minor=report.amount_minor,
        part_minor=_part(report) if outcome is Outcome.PAID else None,
    )


def _part(report: StatusReport) -> int | None:
    return None if report.settled_minor == report.amount_minor else report.settled_minor


def _unknown(why: str) -> RailAnswer:
    return RailAnswer(outcome=Outcome.UNKNOWN, reason_code=why)


def _refusal_reason(reply: _Reply) -> str:
    match reply.json:
        case {"reason": str(reason)}:
            return reason
    return f"HTTP_{reply.status}"
