"""An offer of easier terms that is taken changes the loan, once, as it was shown."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from chassis.decision import Decision
from chassis.frozen import replace
from services.repayment.domain.agreed_change import AgreedChange
from services.repayment.domain.due_dates import PeriodUnit
from services.repayment.domain.errors import (
    CostNotConfirmed,
    PlanChangeImpossible,
    PlanPreviewStale,
    RepaymentInProgress,
    WaiverImpossible,
)
from services.repayment.domain.late.errors import HardshipNotEligible, HardshipOfferClosed
from services.repayment.domain.late.hardship import (
    HardshipCause,
    HardshipRequest,
    HardshipRules,
    HardshipStatus,
    Relief,
    ReliefKind,
    decline_relief,
)
from services.repayment.domain.late.relief import (
    TakeRelief,
    plan_change_of,
    preview_relief,
    take_relief,
)
from services.repayment.domain.late.standing import LoanStanding
from services.repayment.domain.loan import Loan
from services.repayment.domain.plan_preview import PlanPreview
from tests.builders.loans import CUSTOMER, LOAN, a_loan, repayment_id

ON = date(2026, 12, 1)
LATE_ON = date(2027, 1, 4)
AT = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
CHANGE = UUID(int=8)
EVERYTHING = (
    Relief(ReliefKind.DEFERRAL, 3),
    Relief(ReliefKind.EXTENSION, 6),
    Relief(ReliefKind.INTEREST_PAUSE, 30),
    Relief(ReliefKind.PENALTY_WAIVER, 50),
)


RULES = HardshipRules(most_days_late=180, most_in_a_year=2, offer_days=7, relief={})


def a_request(**more: Any) -> HardshipRequest:
    fields: dict[str, Any] = {
        "customer_id": CUSTOMER,
        "request_id": UUID(int=9),
        "loan_id": LOAN,
        "cause": HardshipCause.ILLNESS,
        "asked_on": ON,
        "offers": EVERYTHING,
        "open_until": date(2027, 1, 10),
    }
    return HardshipRequest(**fields | more)


def seen(kind: ReliefKind, loan: Loan, on: date = ON) -> PlanPreview:
    preview = preview_relief(a_request(), kind, loan, on)
    assert preview is not None
    return preview


def taking(kind: ReliefKind, preview: PlanPreview | None = None, **more: Any) -> TakeRelief:
    fields: dict[str, Any] = {
        "kind": kind,
        "change_id": CHANGE,
        "preview_hash": preview.preview_hash if preview else "",
        "cost_sheet_hash": preview.cost_sheet_hash if preview else "",
        "at": AT,
    }
    return TakeRelief(**fields | more)


def state(decision: Decision[Any], kind: type) -> Any:
    (found,) = (change.state for change in decision.changes if isinstance(change.state, kind))
    return found


@pytest.mark.parametrize(
    "kind", [ReliefKind.DEFERRAL, ReliefKind.EXTENSION, ReliefKind.INTEREST_PAUSE]
)
def test_what_is_taken_is_what_was_shown_and_the_customer_has_agreed_to_its_cost(
    kind: ReliefKind,
) -> None:
    loan = a_loan(on=ON)
    preview = seen(kind, loan)

    taken = take_relief(a_request(), loan, None, taking(kind, preview), ON, RULES)

    change = state(taken, AgreedChange)
    assert change.after == preview.after
    assert (change.made_by, change.note) == ("HARDSHIP", f"ILLNESS {UUID(int=9)}")
    assert (change.consent.by, change.consent.cost_sheet_hash) == (
        "CUSTOMER",
        preview.cost_sheet_hash,
    )
    assert state(taken, Loan).next_due_on == preview.after.next_due_on
    assert (taken.reply.status, taken.reply.change_id) == (HardshipStatus.ACCEPTED, CHANGE)
    assert state(taken, LoanStanding).restructured_on == ON


def test_a_deferral_moves_the_due_dates_and_an_extension_adds_instalments() -> None:
    loan = a_loan(on=ON)

    assert seen(ReliefKind.DEFERRAL, loan).after.next_due_on == date(2027, 3, 23)
    assert seen(ReliefKind.EXTENSION, loan).after.instalments_to_come == 16
    paused = seen(ReliefKind.INTEREST_PAUSE, loan)
    assert paused.after.cost.interest_minor < paused.before.cost.interest_minor


def test_half_of_the_penalty_is_waived_and_the_plan_stays() -> None:
    loan = a_loan(on=LATE_ON)
    penalty = loan.owed(LATE_ON).penalty_minor

    assert preview_relief(a_request(), ReliefKind.PENALTY_WAIVER, loan, LATE_ON) is None
    taken = take_relief(a_request(), loan, None, taking(ReliefKind.PENALTY_WAIVER), LATE_ON, RULES)

    after = state(taken, Loan)
    assert after.owed(LATE_ON).penalty_minor == penalty - (penalty + 1) // 2
    assert [i.due_on for i in after.instalments] == [i.due_on for i in loan.instalments]
    assert taken.reply.change_id is None
    # Penalty is income only when it is paid, so waiving it books nothing.
    assert taken.transfers == ()


def test_a_loan_that_changed_since_it_was_shown_is_not_changed() -> None:
    loan = a_loan(on=ON)
    preview = seen(ReliefKind.DEFERRAL, loan)

    with pytest.raises(PlanPreviewStale):
        take_relief(
            a_request(),
            replace(loan, version=loan.version + 1),
            None,
            taking(ReliefKind.DEFERRAL, preview),
            ON,
            RULES,
        )


def test_who_pays_more_has_to_have_confirmed_the_new_cost_sheet() -> None:
    loan = a_loan(on=ON)
    unread = taking(ReliefKind.DEFERRAL, seen(ReliefKind.DEFERRAL, loan), cost_sheet_hash="")

    with pytest.raises(CostNotConfirmed):
        take_relief(a_request(), loan, None, unread, ON, RULES)


def test_an_offer_that_was_declined_taken_or_is_over_changes_nothing() -> None:
    loan = a_loan(on=ON)
    take = taking(ReliefKind.DEFERRAL, seen(ReliefKind.DEFERRAL, loan))
    declined = decline_relief(a_request(), ON).reply
    accepted = take_relief(a_request(), loan, None, take, ON, RULES).reply

    for closed in (declined, accepted, a_request(open_until=date(2026, 11, 30))):
        with pytest.raises(HardshipOfferClosed):
            take_relief(closed, loan, None, take, ON, RULES)
        with pytest.raises(HardshipOfferClosed):
            preview_relief(closed, ReliefKind.DEFERRAL, loan, ON)


def test_while_money_is_being_collected_nothing_is_eased() -> None:
    busy = replace(a_loan(on=LATE_ON), live_repayment_id=repayment_id(1))
    asks: tuple[Callable[[], object], ...] = (
        lambda: preview_relief(a_request(), ReliefKind.DEFERRAL, busy, LATE_ON),
        lambda: take_relief(
            a_request(), busy, None, taking(ReliefKind.PENALTY_WAIVER), LATE_ON, RULES
        ),
    )
    for ask in asks:
        with pytest.raises(RepaymentInProgress):
            ask()


def test_where_there_is_no_penalty_there_is_none_to_waive() -> None:
    with pytest.raises(WaiverImpossible):
        take_relief(a_request(), a_loan(on=ON), None, taking(ReliefKind.PENALTY_WAIVER), ON, RULES)


@pytest.mark.parametrize(
    ("every", "unit"), [(1, PeriodUnit.WEEKS), (2, PeriodUnit.MONTHS), (3, PeriodUnit.MONTHS)]
)
def test_months_are_counted_in_whole_periods(every: int, unit: PeriodUnit) -> None:
    loan = a_loan(on=ON)
    loan = replace(loan, terms=replace(loan.terms, every=every, unit=unit))
    three_months = Relief(ReliefKind.DEFERRAL, 3)

    if (every, unit) == (3, PeriodUnit.MONTHS):
        change = plan_change_of(three_months, loan, ON)
        assert change is not None
        assert change.instalments == 1
    else:
        with pytest.raises(PlanChangeImpossible):
            plan_change_of(three_months, loan, ON)


def test_of_many_offers_that_are_open_only_as_many_are_taken_as_a_year_allows() -> None:
    loan = a_loan(on=ON)
    for number in range(RULES.most_in_a_year):
        take = taking(
            ReliefKind.EXTENSION, seen(ReliefKind.EXTENSION, loan), change_id=UUID(int=20 + number)
        )
        loan = state(take_relief(a_request(), loan, None, take, ON, RULES), Loan)
    next_one = taking(ReliefKind.EXTENSION, seen(ReliefKind.EXTENSION, loan))

    with pytest.raises(HardshipNotEligible) as refused:
        take_relief(a_request(), loan, None, next_one, ON, RULES)

    assert dict(refused.value.metadata)["why"] == "TOO_OFTEN"


def test_who_is_found_a_fraud_since_the_offer_does_not_take_it() -> None:
    loan = a_loan(on=ON)
    fraud = LoanStanding(CUSTOMER, LOAN, is_fraud=True)

    with pytest.raises(HardshipNotEligible):
        take_relief(
            a_request(),
            loan,
            fraud,
            taking(ReliefKind.DEFERRAL, seen(ReliefKind.DEFERRAL, loan)),
            ON,
            RULES,
        )
