"""Loans, terms and repayments for tests; every argument has a sensible default."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from services.repayment.domain.allocation_order import (
    AllocationRule,
    Cell,
    Direction,
    Part,
    Purpose,
    Timing,
)
from services.repayment.domain.collection import AutoDebit, RepaymentKind, RequestRepayment
from services.repayment.domain.debit_windows import DebitWindows, RefusalKind
from services.repayment.domain.history import EntryKind, HistoryEntry, PrepaymentEffect
from services.repayment.domain.life import Happened, happened
from services.repayment.domain.loan import Loan
from services.repayment.domain.loan_opening import OpenLoan, open_loan
from services.repayment.domain.terms import DisclosedFee, LoanTerms

CUSTOMER = UUID("0198b3c2-0000-7000-8000-00000000000a")
LOAN = UUID("0198b3c2-0000-7000-8000-0000000000b1")
CREDIT_LINE = UUID("0198b3c2-0000-7000-8000-0000000000c1")
CONTRACT = UUID("0198b3c2-0000-7000-8000-0000000000d1")
CARD = UUID("0198b3c2-0000-7000-8000-0000000000e1")
AT = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DISBURSED_ON = date(2026, 11, 23)


def repayment_id(number: int) -> UUID:
    return UUID(int=0x0198B3C200007000800000000000F000 + number)


def some_terms(
    *,
    daily_rate_ppm: int = 500,
    instalments: int = 10,
    penalty_factor_pct: int = 150,
    cap_annual_ppm: int = 240_000,
    grace_days: int = 1,
    allocation_order: tuple[Part, ...] = (Part.PENALTY, Part.INTEREST, Part.PRINCIPAL),
    prepayment_from_day: int = 1,
    fee_items: tuple[str, ...] = (),
    **others: Any,
) -> LoanTerms:
    return LoanTerms(
        daily_rate_ppm=daily_rate_ppm,
        instalments=instalments,
        penalty_factor_pct=penalty_factor_pct,
        cap_annual_ppm=cap_annual_ppm,
        grace_days=grace_days,
        allocation=allocation_rules(allocation_order),
        prepayment_from_day=prepayment_from_day,
        lending_policy_version="2026-11",
        repayment_policy_version="2026-08",
        fees=tuple(DisclosedFee(item, 1_000_000) for item in fee_items),
        **others,
    )


def allocation_rules(
    order: tuple[Part, ...], direction: Direction = Direction.BY_INSTALMENT
) -> tuple[AllocationRule, ...]:
    """The same order of parts, fees before them, for what is past due, due and ahead."""
    parts = (Part.FEE, *order)
    cells = tuple(Cell(f"{timing}/{part}") for timing in Timing for part in parts)
    recovery = sorted(cells, key=lambda cell: cell.part is not Part.PRINCIPAL)
    return (
        AllocationRule(Purpose.REPAYMENT, direction, cells),
        AllocationRule(Purpose.RECOVERY, Direction.BY_PART, tuple(recovery)),
    )


def open_loan_command(
    *,
    principal_minor: int = 1_000_000,
    terms: LoanTerms | None = None,
    disbursed_on: date = DISBURSED_ON,
    opened_on: date | None = None,
    loan_id: UUID = LOAN,
    customer_id: UUID = CUSTOMER,
) -> OpenLoan:
    return OpenLoan(
        customer_id=customer_id,
        loan_id=loan_id,
        credit_line_id=CREDIT_LINE,
        contract_id=CONTRACT,
        card_id=CARD,
        currency="CNY",
        principal_minor=principal_minor,
        terms=terms or some_terms(),
        disbursed_on=disbursed_on,
        opened_on=opened_on or disbursed_on,
    )


def a_loan(
    *,
    principal_minor: int = 1_000_000,
    terms: LoanTerms | None = None,
    disbursed_on: date = DISBURSED_ON,
    on: date | None = None,
) -> Loan:
    """10,000.00 over 10 instalments at 0.05 % a day unless said otherwise, brought to a date."""
    command = open_loan_command(
        principal_minor=principal_minor, terms=terms, disbursed_on=disbursed_on
    )
    loan = open_loan(None, command).reply
    return loan if on is None else loan.brought_to(on)[0]


def a_request(
    amount_minor: int,
    *,
    kind: RepaymentKind = RepaymentKind.DUE,
    on: date,
    number: int = 1,
) -> RequestRepayment:
    return RequestRepayment(
        repayment_id=repayment_id(number),
        kind=kind,
        amount_minor=amount_minor,
        card_id=CARD,
        on=on,
        at=AT,
    )


def an_auto_debit(number: int = 900, debit_days: tuple[int, ...] = (0, 1)) -> AutoDebit:
    return AutoDebit(repayment_id(number), AT, debit_days)


def some_windows(**changes: Any) -> DebitWindows:
    """Four windows a day; a part will do from the second try on."""
    fields: dict[str, Any] = {
        "starts": (time(6), time(12), time(18), time(22, 30)),
        "cut_off": time(23),
        "most_tries": 5,
        "technical_wait": timedelta(minutes=10),
        "partial_from_try": 2,
        "kinds": (
            ("AM04", RefusalKind.INSUFFICIENT_FUNDS),
            ("AB06", RefusalKind.TECHNICAL),
            ("AC04", RefusalKind.PERMANENT),
            ("MD01", RefusalKind.PERMANENT),
        ),
    }
    return DebitWindows(**fields | changes)


def paid(
    loan: Loan,
    amount_minor: int,
    on: date,
    *,
    effect: PrepaymentEffect = PrepaymentEffect.SMALLER_INSTALMENTS,
    number: int = 1,
    booked_on: date | None = None,
    **others: Any,
) -> Happened:
    """What a repayment makes of a loan."""
    entry = HistoryEntry(
        kind=EntryKind.REPAYMENT,
        entry_id=repayment_id(number),
        on=on,
        booked_on=booked_on or on,
        amount_minor=amount_minor,
        label="PREPAY",
        effect=effect,
        **others,
    )
    return happened(loan, entry)
