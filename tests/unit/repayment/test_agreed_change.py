"""Plans are changed exactly as previewed, with the customer's yes to a new cost, and taken back."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.errors import DomainError
from chassis.frozen import replace
from services.repayment.domain.agreed_change import (
    AgreedChange,
    ApplyChange,
    apply_change,
    open_date,
    undo_change,
)
from services.repayment.domain.business_day import SUITE, BusinessDay, DayPhase
from services.repayment.domain.errors import (
    BusinessDayBeingClosed,
    CostNotConfirmed,
    PastUnknown,
    PlanChangeNotAllowed,
    PlanPreviewStale,
    RepaymentInProgress,
    UndoImpossible,
)
from services.repayment.domain.events import LoanRestated, PlanChanged
from services.repayment.domain.history import PlanChange, PlanChangeKind
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.plan_preview import PlanPreview, outline_of, preview_of
from services.repayment.domain.terms import Method
from services.repayment.policy_file import read_policy
from tests.builders.changing_lives import ACTS, CHANGE_KINDS, LOANS, RandomLife, a_change, balances
from tests.builders.loans import AT, DISBURSED_ON, a_loan, paid, repayment_id, some_terms

RULES = read_policy().on(DISBURSED_ON).plan_self_service
CHANGE_ID = repayment_id(700)
TODAY = date(2026, 12, 1)
TO_THE_28TH = PlanChange(PlanChangeKind.CHANGE_DUE_DAY, due_day=28)
TWO_MORE = PlanChange(PlanChangeKind.EXTEND, instalments=2)


def apply_command(preview: PlanPreview, **changes: Any) -> ApplyChange:
    fields: dict[str, Any] = {
        "change_id": CHANGE_ID,
        "change": preview.change,
        "preview_hash": preview.preview_hash,
        "cost_sheet_hash": preview.cost_sheet_hash,
        "at": AT,
    }
    return ApplyChange(**fields | changes)


def applied(loan: Loan, change: PlanChange, on: date, **changes: Any) -> tuple[Loan, AgreedChange]:
    decision = apply_change(loan, apply_command(preview_of(loan, change, on), **changes), on, RULES)
    return loan_of(decision), decision.reply


def loan_of(decision: Any) -> Loan:
    loan = decision.changes[0].state
    assert isinstance(loan, Loan)
    return loan


def refusal(loan: Loan, change: PlanChange, on: date) -> dict[str, Any]:
    with pytest.raises(PlanChangeNotAllowed) as refused:
        applied(loan, change, on)
    return dict(refused.value.metadata)


def test_a_preview_shows_plan_and_cost_before_and_after() -> None:
    preview = preview_of(a_loan(), TWO_MORE, TODAY)

    assert (preview.before.instalments_to_come, preview.after.instalments_to_come) == (10, 12)
    assert preview.before.cost.interest_minor == 83_300
    assert preview.after.cost.interest_minor == sum(r.interest_minor for r in preview.after.rows)
    assert preview.after.cost.total_minor > preview.before.cost.total_minor
    assert preview.after.cost.annual_rate_ppm == preview.before.cost.annual_rate_ppm == 182_500
    assert preview.after.last_due_on == date(2027, 11, 23)
    assert sum(row.principal_minor for row in preview.after.rows) == 1_000_000
    assert preview.after.rows[0].total_minor == 83_333 + 15_000
    assert (preview.after.rows[0].days, preview.after.rows[0].is_due) == (30, False)
    assert preview.changes_cost


def test_a_pause_lowers_the_yearly_rate_of_the_days_to_come() -> None:
    pause = PlanChange(
        PlanChangeKind.INTEREST_PAUSE, from_on=TODAY, to_on=TODAY + timedelta(days=59)
    )
    preview = preview_of(a_loan(), pause, TODAY)

    assert preview.after.cost.annual_rate_ppm < preview.before.cost.annual_rate_ppm


def test_what_a_settled_loan_cost_has_no_rate_any_more() -> None:
    loan = a_loan(on=TODAY)
    settled = paid(loan, loan.payoff(TODAY).total_minor, TODAY).loan

    outline = outline_of(settled, TODAY)

    assert (outline.rows, outline.cost.annual_rate_ppm, outline.next_due_on) == ((), 0, None)
    assert outline.last_due_on is None
    assert outline.cost.interest_minor == 4_000


@settings(max_examples=300, deadline=None)
@given(
    loan=LOANS,
    acts=ACTS,
    kind=st.sampled_from(CHANGE_KINDS),
    size=st.integers(1, 100),
    later=st.integers(0, 40),
)
def test_what_is_previewed_is_what_is_applied_at_any_moment_of_any_life(
    loan: Loan, acts: list[Any], kind: PlanChangeKind, size: int, later: int
) -> None:
    life = RandomLife(loan, loan.disbursed_on)
    life.play(acts)
    today = life.today + timedelta(days=later)
    change = a_change(kind, size, today)
    try:
        preview = preview_of(life.loan, change, today)
    except DomainError:
        return

    decision = apply_change(life.loan, apply_command(preview), today, None)

    after = loan_of(decision)
    assert outline_of(after, today) == preview.after
    assert decision.reply.before == outline_of(life.loan.brought_to(today).loan, today)
    assert after.outstanding_principal_minor == life.loan.outstanding_principal_minor
    asked = sum(row.principal_minor for row in preview.after.rows)
    paid_of_it = sum(i.principal_paid_minor for i in after.instalments if i.state != "PAID")
    assert asked - paid_of_it == after.outstanding_principal_minor
    assert preview_of(life.loan, change, today) == preview


def test_applying_announces_the_change_and_keeps_the_old_plan_with_the_consent() -> None:
    loan = a_loan()
    preview = preview_of(loan, TO_THE_28TH, TODAY)
    decision = apply_change(loan, apply_command(preview), TODAY, RULES)
    agreed = decision.reply

    assert agreed.before.rows[0].due_on == date(2026, 12, 23)
    assert agreed.after.rows[0].due_on == date(2026, 12, 28)
    assert agreed.consent is not None
    assert agreed.consent.cost_sheet_hash == preview.cost_sheet_hash
    assert [type(e) for e in decision.changes[0].events] == [PlanChanged]
    assert loan_of(decision).history[-1].label == "CUSTOMER"


@pytest.mark.parametrize(
    "moved",
    [
        lambda loan: replace(loan, version=loan.version + 1),
        lambda loan: paid(loan.brought_to(TODAY).loan, 50_000, TODAY).loan,
    ],
    ids=["another version", "a repayment"],
)
def test_a_preview_ceases_to_hold_when_the_loan_moves(moved: Any) -> None:
    loan = a_loan()
    command = apply_command(preview_of(loan, TWO_MORE, TODAY))

    with pytest.raises(PlanPreviewStale):
        apply_change(moved(loan), command, TODAY, RULES)


def test_a_preview_ceases_to_hold_with_its_day_and_names_only_its_change() -> None:
    loan = a_loan()
    command = apply_command(preview_of(loan, TWO_MORE, TODAY))

    with pytest.raises(PlanPreviewStale):
        apply_change(loan, command, TODAY + timedelta(days=1), RULES)
    with pytest.raises(PlanPreviewStale):
        apply_change(loan, replace(command, change=TO_THE_28TH), TODAY, RULES)


def test_who_pays_more_has_to_confirm_the_new_cost_sheet() -> None:
    with pytest.raises(CostNotConfirmed):
        applied(a_loan(), TWO_MORE, TODAY, cost_sheet_hash="")
    with pytest.raises(CostNotConfirmed):
        applied(a_loan(), TWO_MORE, TODAY, cost_sheet_hash="0" * 64)


def test_a_change_that_costs_the_same_needs_no_confirmation() -> None:
    same = PlanChange(PlanChangeKind.CHANGE_TERM, instalments=10)

    _, agreed = applied(a_loan(), same, TODAY, cost_sheet_hash="")

    assert agreed.consent is None


def test_staff_alone_may_make_a_loan_cheaper_but_not_dearer() -> None:
    loan = a_loan()
    staff = {"by": "li", "note": "hardship", "agreed_with_customer": False, "cost_sheet_hash": ""}
    cheaper = PlanChange(PlanChangeKind.RATE_CHANGE, from_on=TODAY, daily_rate_ppm=300)
    preview = preview_of(loan, cheaper, TODAY)

    agreed = apply_change(loan, apply_command(preview, **staff), TODAY, None).reply

    assert (agreed.consent, agreed.made_by, agreed.note) == (None, "li", "hardship")
    with pytest.raises(CostNotConfirmed):
        apply_change(loan, apply_command(preview_of(loan, TWO_MORE, TODAY), **staff), TODAY, None)


def test_nothing_is_changed_while_a_collection_is_under_way() -> None:
    waiting = replace(a_loan(), live_repayment_id=UUID(int=1))

    with pytest.raises(RepaymentInProgress):
        preview_of(waiting, TWO_MORE, TODAY)


@pytest.mark.parametrize("phase", [DayPhase.CLOSING, DayPhase.OPENING])
def test_nothing_is_changed_while_a_day_is_closed_or_opened(phase: DayPhase) -> None:
    with pytest.raises(BusinessDayBeingClosed):
        open_date(BusinessDay(SUITE, TODAY, phase))
    assert open_date(BusinessDay(SUITE, TODAY)) == TODAY


# --- what customers may change themselves


def test_customers_do_not_forgive_or_restructure_by_themselves() -> None:
    pause = PlanChange(PlanChangeKind.INTEREST_PAUSE, from_on=TODAY, to_on=TODAY)

    assert refusal(a_loan(), pause, TODAY)["why"] == "KIND_NOT_OFFERED"


def test_an_overdue_loan_is_not_changed() -> None:
    assert refusal(a_loan(), TWO_MORE, date(2026, 12, 25))["why"] == "OVERDUE"
    loan, _ = applied(a_loan(), TWO_MORE, date(2026, 12, 24))
    assert loan.status is LoanStatus.ACTIVE


def test_a_loan_is_changed_twice_a_year() -> None:
    loan = a_loan()
    for day in (1, 2):
        loan, _ = applied(
            loan, PlanChange(PlanChangeKind.CHANGE_DUE_DAY, due_day=20 + day), date(2026, 12, day)
        )

    assert refusal(loan, TO_THE_28TH, date(2026, 12, 3)) == {
        "why": "TOO_OFTEN",
        "most_per_year": "2",
    }
    rare = replace(RULES, most_per_year=0)
    with pytest.raises(PlanChangeNotAllowed):
        apply_change(a_loan(), apply_command(preview_of(a_loan(), TWO_MORE, TODAY)), TODAY, rare)


def test_the_plan_stands_shortly_before_a_due_date() -> None:
    applied(a_loan(), TWO_MORE, date(2026, 12, 20))

    assert refusal(a_loan(), TWO_MORE, date(2026, 12, 21))["why"] == "TOO_NEAR_DUE_DATE"


def test_a_due_day_exists_in_every_month() -> None:
    late = PlanChange(PlanChangeKind.CHANGE_DUE_DAY, due_day=29)

    assert refusal(a_loan(), late, TODAY)["why"] == "DUE_DAY_TOO_LATE"


def test_one_period_is_deferred_in_the_life_of_a_loan() -> None:
    once = PlanChange(PlanChangeKind.DEFER, instalments=1)
    loan, _ = applied(a_loan(), once, TODAY)

    assert refusal(loan, once, TODAY)["why"] == "DEFERRED_TOO_LONG"
    assert refusal(a_loan(), replace(once, instalments=2), TODAY)["why"] == "DEFERRED_TOO_LONG"


def test_a_loan_has_at_most_six_instalments_more_than_its_contract() -> None:
    applied(a_loan(), replace(TWO_MORE, instalments=6), TODAY)

    assert refusal(a_loan(), replace(TWO_MORE, instalments=7), TODAY) == {
        "why": "TOO_MANY_INSTALMENTS",
        "most_instalments": "16",
    }


def test_fewer_instalments_are_always_possible_on_an_extended_loan() -> None:
    loan, _ = applied(a_loan(), replace(TWO_MORE, instalments=6), TODAY)
    shorter, _ = applied(loan, PlanChange(PlanChangeKind.CHANGE_TERM, instalments=5), TODAY)

    assert len(shorter.upcoming()) == 5


def test_a_loan_ends_within_three_years_and_one_repaid_in_a_sum_within_one() -> None:
    long = a_loan(terms=some_terms(instalments=34))
    lump = a_loan(terms=some_terms(instalments=12, method=Method.INTEREST_ONLY_BULLET))

    applied(long, TWO_MORE, TODAY)
    assert refusal(long, replace(TWO_MORE, instalments=3), TODAY)["why"] == "TERM_TOO_LONG"
    assert refusal(lump, replace(TWO_MORE, instalments=1), TODAY)["why"] == "TERM_TOO_LONG"


# --- taking a change back


@settings(max_examples=200, deadline=None)
@given(loan=LOANS, acts=ACTS, kind=st.sampled_from(CHANGE_KINDS), size=st.integers(1, 100))
def test_undoing_a_change_gives_the_exact_loan_and_books_from_before(
    loan: Loan, acts: list[Any], kind: PlanChangeKind, size: int
) -> None:
    life = RandomLife(loan, loan.disbursed_on)
    life.play(acts)
    life.bring()
    before = life.loan
    try:
        preview = preview_of(before, a_change(kind, size, life.today), life.today)
    except DomainError:
        return
    made = apply_change(before, apply_command(preview), life.today, None)

    undone = undo_change(loan_of(made), made.reply, life.today, "li", None)

    assert replace(loan_of(undone), history=before.history) == before
    assert loan_of(undone).history[-1].taken_back_on == life.today
    assert balances(*made.transfers, *undone.transfers) == {}
    restated, *_ = undone.changes[0].events
    assert isinstance(restated, LoanRestated)
    assert restated.principal_change_minor == 0
    assert (undone.reply.undone_on, undone.reply.undone_by) == (life.today, "li")


def undo_refusal(loan: Loan, agreed: AgreedChange, on: date, *, days: int | None = 0) -> str:
    with pytest.raises(UndoImpossible) as refused:
        undo_change(loan, agreed, on, "CUSTOMER", days)
    return str(refused.value.metadata["why"])


def test_a_customer_takes_an_own_change_back_on_the_same_day_and_once() -> None:
    loan, agreed = applied(a_loan(), TWO_MORE, TODAY)

    assert undo_refusal(loan, agreed, TODAY + timedelta(days=1)) == "TOO_LATE"
    assert undo_refusal(loan, replace(agreed, made_by="li"), TODAY) == "MADE_BY_STAFF"
    decision = undo_change(loan, agreed, TODAY, "CUSTOMER", 0)
    assert undo_refusal(loan_of(decision), decision.reply, TODAY) == "UNDONE_ALREADY"


def test_only_the_last_thing_that_happened_is_taken_back() -> None:
    loan, agreed = applied(a_loan(), TWO_MORE, TODAY)
    loan = paid(loan, 50_000, TODAY).loan

    assert undo_refusal(loan, agreed, TODAY) == "NOT_THE_LAST"
    assert undo_refusal(a_loan(), agreed, TODAY) == "NOT_THE_LAST"


def test_a_change_stands_once_an_instalment_fell_due_under_it_or_would_have() -> None:
    extended = applied(a_loan(), TWO_MORE, TODAY)
    moved = applied(a_loan(), TO_THE_28TH, TODAY)

    assert undo_refusal(*extended, date(2026, 12, 23), days=None) == "FELL_DUE"
    assert undo_refusal(*moved, date(2026, 12, 24), days=None) == "FELL_DUE"


def test_a_loan_whose_past_is_not_recorded_is_not_corrected() -> None:
    loan, agreed = applied(a_loan(), TWO_MORE, TODAY)
    older = replace(loan, prepaid_principal_minor=1)

    with pytest.raises(PastUnknown):
        undo_change(older, agreed, TODAY, "CUSTOMER", 0)
    with pytest.raises(RepaymentInProgress):
        undo_change(replace(loan, live_repayment_id=UUID(int=1)), agreed, TODAY, "CUSTOMER", 0)
