"""The call lending makes to the credit bureau, a partner outside."""

from datetime import date
from typing import Annotated, Any

import aiohttp
import msgspec

from services.lending.domain.credit_file import CreditFile, RevolvingMonth
from services.lending.domain.errors import CreditBureauUnavailable
from services.lending.domain.loan_application import BureauReport
from services.lending.use_cases.partners import Person

_OK = 200
_NOT_FOUND = 404


_Amount = Annotated[int, msgspec.Meta(ge=-(10**15), le=10**15)]


class _Month(msgspec.Struct):
    repayment_state: Annotated[int, msgspec.Meta(ge=-2, le=120)]
    bill_minor: _Amount
    paid_minor: _Amount


class _Report(msgspec.Struct):
    """The part of the bureau's answer that lending decides on."""

    report_id: str
    accounts: int
    oldest_account_months: int
    queries_last_3_months: int
    current_overdue_minor: int
    overdue_months_last_24: int
    total_credit_debt_minor: int
    monthly_due_minor: int
    reported_on: date | None = None
    total_limit_minor: _Amount = 0
    revolving_months: tuple[_Month, ...] = ()


class CreditBureauClient:
    """Asks for credit reports, each under the person's consent."""

    def __init__(
        self, session: aiohttp.ClientSession, base_url: str, *, timeout_s: float = 2.0
    ) -> None:
        self._session = session
        self._url = f"{base_url.rstrip('/')}/bureau/reports"
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)

    async def report(self, person: Person) -> BureauReport:
        """The report on a person. Raises CreditBureauUnavailable without a clear answer.

        A person the bureau has no file on has no accounts, no debt and no history.
        """
        question = {
            "name": person.name.reveal(),
            "id_number": person.id_number.reveal(),
            "consent_id": str(person.consent_id),
        }
        try:
            async with self._session.post(
                self._url, json=question, timeout=self._timeout, allow_redirects=False
            ) as reply:
                status, body = reply.status, await reply.read()
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            # The cause may hold the question, which is personal.
            raise CreditBureauUnavailable(why=type(error).__name__) from None
        return self._read(status, body, person)

    def _read(self, status: int, body: bytes, person: Person) -> BureauReport:
        try:
            if status == _NOT_FOUND and _reason(body) == "NO_FILE":
                report = _Report("", 0, 0, 0, 0, 0, 0, 0)
            elif status == _OK:
                report = msgspec.json.decode(body, type=_Report)
            else:
                raise CreditBureauUnavailable(why=f"HTTP_{status}")
        except msgspec.MsgspecError:
            raise CreditBureauUnavailable(why="MALFORMED_ANSWER") from None
        return BureauReport(
            report_id=report.report_id,
            consent_id=person.consent_id,
            accounts=report.accounts,
            history_months=report.oldest_account_months,
            queries_last_3_months=report.queries_last_3_months,
            overdue_now_minor=report.current_overdue_minor,
            overdue_months_last_24=report.overdue_months_last_24,
            debt_minor=report.total_credit_debt_minor,
            monthly_due_minor=report.monthly_due_minor,
            credit_file=_credit_file(report),
            reported_on=report.reported_on,
        )


def _credit_file(report: _Report) -> CreditFile | None:
    """The revolving credit of a report; None when the person has none, which is a thin file."""
    if not report.revolving_months:
        return None
    months = tuple(
        RevolvingMonth(month.repayment_state, month.bill_minor, month.paid_minor)
        for month in report.revolving_months
    )
    return CreditFile(report.total_limit_minor, months)


def _reason(body: bytes) -> Any:
    answer = msgspec.json.decode(body)
    return answer.get("reason") if isinstance(answer, dict) else None
