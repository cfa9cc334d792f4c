"""What the credit bureau is told of a loan: one code a month, and the rights around it.

The codes follow from the loan's life alone. A negative month is reported only when the customer
was told long enough before (征信业管理条例 art. 15), leaves the record five years after the arrears
ended (art. 16), and can be disputed; the dispute is answered within 20 days (art. 25).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from chassis.decision import Change, Decision
from chassis.frozen import replace
from services.repayment.domain.errors import (
    CreditMonthNotOver,
    DisputeAnswered,
    DisputeOpen,
)
from services.repayment.domain.events import (
    CreditDisputeAnswered,
    CreditDisputeOpened,
    NegativeCreditNotice,
)
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.loan_life import LoanLife, life_of, lives_at

NOT_OPEN_YET = "/"
SHORTEST, LONGEST = 24, 60
"""Months that a record tells: at least two years, at most five."""


class MonthCode(StrEnum):
    """How a loan stood at the end of a month."""

    PAID = "N"  # all that was due is paid
    NONE_DUE = "*"  # nothing fell due
    UNKNOWN = "#"  # not known, or not to be told
    LATE_1 = "1"  # 1 to 30 days past due
    LATE_2 = "2"  # 31 to 60
    LATE_3 = "3"  # 61 to 90
    LATE_4 = "4"  # 91 to 120
    LATE_5 = "5"  # 121 to 150
    LATE_6 = "6"  # 151 to 180
    LATE_7 = "7"  # more than 180
    CURED = "M"  # paid late in the month and nothing overdue at its end
    BAD_DEBT = "B"  # written off
    CLOSED = "C"  # paid in full
    ENDED = "G"  # ended otherwise: paid after it was written off

    @property
    def is_negative(self) -> bool:
        """Whether it speaks against the customer."""
        return self in _NEGATIVE


_NEGATIVE = frozenset(
    {*(MonthCode(str(n)) for n in range(1, 8)), MonthCode.BAD_DEBT, MonthCode.ENDED}
)
_FINAL = frozenset({MonthCode.CLOSED, MonthCode.ENDED})
_DAYS_A_CODE = 30


@dataclass(frozen=True, slots=True)
class CreditRules:
    """What policy says about reporting."""

    notice_days: int
    """Days between telling the customer and the first report of a negative month."""
    negative_kept_years: int
    dispute_answer_days: int
    tells_cured_months: bool
    """Whether a month that was paid late and cured has the code M; else it counts as paid."""


@dataclass(frozen=True, slots=True)
class Notice:
    """That the customer was told of arrears before they are reported."""

    unpaid_since: date
    given_on: date


@dataclass(frozen=True, slots=True)
class Correction:
    """The right code of a month, as a dispute found."""

    month: date
    code: MonthCode


@dataclass(frozen=True, slots=True)
class CreditRecord:
    """What is known about a loan's reporting besides the loan itself."""

    customer_id: UUID
    loan_id: UUID
    notices: tuple[Notice, ...] = ()
    corrections: tuple[Correction, ...] = ()
    disputed_by: UUID | None = None
    """The open dispute, while there is one: the record is marked."""
    version: int = 0

    def was_told(self, unpaid_since: date | None, on: date, rules: CreditRules) -> bool:
        """Whether the customer was told of these arrears long enough before a date."""
        return any(
            notice.unpaid_since == unpaid_since
            and notice.given_on + timedelta(days=rules.notice_days) <= on
            for notice in self.notices
        )


class CreditClaim(StrEnum):
    """What a customer says is wrong with a month."""

    PAID_IN_TIME = "PAID_IN_TIME"
    NOT_TOLD = "NOT_TOLD"
    AMOUNT_WRONG = "AMOUNT_WRONG"
    NOT_MINE = "NOT_MINE"


class DisputeStatus(StrEnum):
    """How a dispute stands."""

    OPEN = "OPEN"  # waits for an answer -> CORRECTED or UPHELD
    CORRECTED = "CORRECTED"  # the month has another code now; final
    UPHELD = "UPHELD"  # the record stands; final


@dataclass(frozen=True, slots=True)
class CreditDispute:
    """A customer's word against a month of a loan's record."""

    customer_id: UUID
    dispute_id: UUID
    loan_id: UUID
    month: date
    claim: CreditClaim
    opened_on: date
    answer_by: date
    """The last day for the answer."""
    status: DisputeStatus = DisputeStatus.OPEN
    corrected_to: str = ""
    reasons: str = ""
    answered_on: date | None = None
    answered_by: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class ToldMonth:
    """A month as the bureau is told it."""

    month: date
    code: MonthCode
    is_withheld: bool = False
    """Negative in truth, and told as unknown because the customer was not told before."""


def first_of(day: date) -> date:
    """The first day of a date's month."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return first_of(first_of(month) + timedelta(days=32))


def last_day(month: date) -> date:
    """The last day of a month."""
    return next_month(month) - timedelta(days=1)


def code_of(life: LoanLife, month: date, rules: CreditRules) -> MonthCode:
    """How a loan stood at the end of a month, from its life as booked by then."""
    loan, end = life.loan, last_day(month)
    if loan.status is LoanStatus.SETTLED:
        was_written_off = loan.charged_off_on is not None
        return MonthCode.ENDED if was_written_off else MonthCode.CLOSED
    if loan.status is LoanStatus.CHARGED_OFF:
        return MonthCode.BAD_DEBT
    late_days = loan.days_past_due(end)
    if late_days:
        return MonthCode(str(min(7, (late_days - 1) // _DAYS_A_CODE + 1)))
    in_month = [i for i in loan.instalments if month <= i.due_on <= end]
    paid_late = [
        i
        for i in loan.instalments
        if i.paid_on is not None
        and month <= i.paid_on <= end
        and i.paid_on >= i.late_from(loan.terms)
    ]
    if paid_late and rules.tells_cured_months:
        return MonthCode.CURED
    return MonthCode.PAID if in_month or paid_late else MonthCode.NONE_DUE


def told_months(
    loan: Loan, record: CreditRecord | None, last_month: date, on: date, rules: CreditRules
) -> tuple[ToldMonth, ...]:
    """The months of a loan from its first to the last that is over, as they may be told on a date.

    A negative month is told as unknown while the customer was not told of it long enough before,
    while a repayment that may undo it is still under way, and once it has lapsed.
    """
    months = []
    month = first_of(loan.opened_on)
    while month <= last_month:
        months.append(month)
        month = next_month(month)
    told: list[ToldMonth] = []
    arrears: list[date | None] = []
    for month, life in zip(months, lives_at(loan, map(last_day, months)), strict=True):
        assert life is not None
        code = code_of(life, month, rules)
        told.append(ToldMonth(month, _corrected(record, month, code)))
        arrears.append(life.loan.unpaid_since)
        if code in _FINAL:
            break
    may_tell = tuple(
        _as_allowed(loan, record, one, since, on, rules)
        for one, since in zip(told, arrears, strict=True)
    )
    return _lapsed(may_tell, on, rules)[-LONGEST:]


def codes_of(told: Sequence[ToldMonth]) -> str:
    """The codes in one string, the oldest first, at least two years of them."""
    return "".join(one.code.value for one in told).rjust(SHORTEST, NOT_OPEN_YET)


def give_notice(
    loan: Loan, record: CreditRecord | None, on: date, rules: CreditRules
) -> Decision[None]:
    """Tell the customer once of arrears that a report would name.

    Nothing is told when the loan has recovered meanwhile or these arrears were told of already.
    """
    record = record or CreditRecord(loan.customer_id, loan.loan_id)
    since = loan.unpaid_since
    told = {notice.unpaid_since for notice in record.notices}
    if since is None or since in told or not loan.days_past_due(on):
        return Decision(None)
    after = replace(record, notices=(*record.notices, Notice(since, on)))
    late = (i.owed(loan.terms, on) for i in loan.due() if i.late_from(loan.terms) <= on)
    event = NegativeCreditNotice(
        customer_id=loan.customer_id,
        loan_id=loan.loan_id,
        unpaid_since=since,
        report_from=on + timedelta(days=rules.notice_days),
        overdue_minor=sum(owed.total_minor for owed in late),
        business_date=on,
        currency=loan.currency,
    )
    return Decision(None, (Change(after, (event,)),))


@dataclass(frozen=True, slots=True)
class OpenDispute:
    """A customer disputes a month."""

    dispute_id: UUID
    month: date
    claim: CreditClaim
    on: date


def open_dispute(
    loan: Loan, record: CreditRecord | None, command: OpenDispute, rules: CreditRules
) -> Decision[CreditDispute]:
    """Open a dispute and mark the record.

    Raises DisputeOpen while another one of the loan waits, CreditMonthNotOver for a month that
    has no code: it is not over, or the loan was not open in it.
    """
    record = record or CreditRecord(loan.customer_id, loan.loan_id)
    if record.disputed_by is not None:
        raise DisputeOpen(dispute_id=record.disputed_by)
    if not first_of(loan.opened_on) <= command.month or last_day(command.month) >= command.on:
        raise CreditMonthNotOver(open=command.on)
    dispute = CreditDispute(
        customer_id=loan.customer_id,
        dispute_id=command.dispute_id,
        loan_id=loan.loan_id,
        month=command.month,
        claim=command.claim,
        opened_on=command.on,
        answer_by=command.on + timedelta(days=rules.dispute_answer_days),
    )
    event = CreditDisputeOpened(
        customer_id=loan.customer_id,
        dispute_id=dispute.dispute_id,
        loan_id=loan.loan_id,
        month=dispute.month,
        answer_by=dispute.answer_by,
    )
    marked = replace(record, disputed_by=dispute.dispute_id)
    return Decision(dispute, (Change(dispute, (event,)), Change(marked)))


def answer_dispute(
    dispute: CreditDispute,
    record: CreditRecord,
    *,
    corrected_to: MonthCode | None,
    reasons: str,
    answered_by: str,
    on: date,
) -> Decision[CreditDispute]:
    """Correct the month or say why it stands, and take the mark away. Raises DisputeAnswered."""
    if dispute.status is not DisputeStatus.OPEN:
        raise DisputeAnswered(answered_on=dispute.answered_on)
    answered = replace(
        dispute,
        status=DisputeStatus.CORRECTED if corrected_to else DisputeStatus.UPHELD,
        corrected_to=corrected_to.value if corrected_to else "",
        reasons=reasons,
        answered_on=on,
        answered_by=answered_by,
    )
    corrections = tuple(c for c in record.corrections if c.month != dispute.month)
    if corrected_to is not None:
        corrections = (*corrections, Correction(dispute.month, corrected_to))
    else:
        corrections = record.corrections
    event = CreditDisputeAnswered(
        customer_id=dispute.customer_id,
        dispute_id=dispute.dispute_id,
        loan_id=dispute.loan_id,
        month=dispute.month,
        was_corrected=corrected_to is not None,
    )
    unmarked = replace(record, corrections=corrections, disputed_by=None)
    return Decision(answered, (Change(answered, (event,)), Change(unmarked)))


def _corrected(record: CreditRecord | None, month: date, code: MonthCode) -> MonthCode:
    corrections = record.corrections if record else ()
    return next((c.code for c in corrections if c.month == month), code)


def _as_allowed(
    loan: Loan,
    record: CreditRecord | None,
    told: ToldMonth,
    unpaid_since: date | None,
    on: date,
    rules: CreditRules,
) -> ToldMonth:
    if not told.code.is_negative:
        return told
    since = unpaid_since or _written_off_since(loan)
    is_under_way = loan.live_repayment_id is not None
    if record is not None and record.was_told(since, on, rules) and not is_under_way:
        return told
    return ToldMonth(told.month, MonthCode.UNKNOWN, is_withheld=True)


def _written_off_since(loan: Loan) -> date | None:
    """The oldest unpaid due date when the loan was written off; such loans do not name it."""
    if loan.charged_off_on is None:
        return None
    life = life_of(loan, loan.charged_off_on - timedelta(days=1))
    return life.loan.unpaid_since if life else None


def _lapsed(told: Sequence[ToldMonth], on: date, rules: CreditRules) -> tuple[ToldMonth, ...]:
    """The months without what was negative and ended longer ago than the law lets it be kept.

    Arrears have ended with the first month after them that is not negative; what has not ended
    does not lapse.
    """
    kept: list[ToldMonth] = []
    for position, one in enumerate(told):
        later = told[position + 1 :]
        ended = next((m.month for m in later if not m.code.is_negative), None)
        has_ended = ended is not None or one.code is MonthCode.ENDED
        since = ended or next_month(one.month)
        has_lapsed = has_ended and _years_after(since, rules.negative_kept_years) <= on
        is_gone = one.code.is_negative and has_lapsed
        kept.append(ToldMonth(one.month, MonthCode.UNKNOWN) if is_gone else one)
    return tuple(kept)


def _years_after(month: date, years: int) -> date:
    return month.replace(year=month.year + years)
