"""A difference with the rail: found, followed, ended once, by one person or by two."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from chassis.frozen import replace
from services.repayment.domain.collection import (
    Repayment,
    RepaymentKind,
    RepaymentOrigin,
    RepaymentStatus,
)
from services.repayment.domain.customer_credit import HeldBecause, hold_receipt
from services.repayment.domain.errors import (
    DifferenceEnded,
    DifferenceUnderWay,
    NothingProposed,
    ResolutionImpossible,
    SecondPersonNeeded,
    TransferRecordedAlready,
)
from services.repayment.domain.ledger.rail_difference import (
    HOUSE,
    Compared,
    DifferenceKind,
    DifferenceState,
    Ours,
    RailDifference,
    ResolutionReason,
    Resolve,
    agree,
    confirm,
    difference_id,
    order_of,
    resolve,
    take_note,
)
from services.repayment.domain.transfer_claim import MoneyDirection, TransferClaim

CUSTOMER, LOAN, ORDER = UUID(int=1), UUID(int=2), UUID(int=3)
DAY, LATER = date(2026, 12, 23), date(2026, 12, 26)
UNBOOKED = Compared(
    rail_key=ORDER.hex,
    direction=MoneyDirection.IN,
    kind=DifferenceKind.MISSING_IN_BOOKS,
    book_amount_minor=0,
    rail_amount_minor=115_000,
    currency="CNY",
    customer_id=CUSTOMER,
    loan_id=LOAN,
)
COLLECTION = Repayment(
    customer_id=CUSTOMER,
    repayment_id=ORDER,
    loan_id=LOAN,
    card_id=UUID(int=4),
    currency="CNY",
    amount_minor=115_000,
    kind=RepaymentKind.DUE,
    origin=RepaymentOrigin.AUTO_DEBIT,
    requested_on=DAY,
    requested_at=datetime(2026, 12, 23, tzinfo=UTC),
    status=RepaymentStatus.FAILED,
    failure_code="AM04",
)


OURS = Ours(COLLECTION)


def a_difference(**changes: object) -> RailDifference:
    return take_note(None, replace(UNBOOKED, **changes), DAY).reply


def said(reason: ResolutionReason, *, by: str = "li", most: int = 10**12) -> Resolve:
    return Resolve(reason, "the rail paid after it refused", by, LATER, most)


def test_a_difference_is_announced_when_it_is_found() -> None:
    decision = take_note(None, UNBOOKED, DAY)

    (change,) = decision.changes
    assert decision.reply.state is DifferenceState.OPEN
    assert decision.reply.difference_id == difference_id(UNBOOKED, DAY)
    assert [type(event).__name__ for event in change.events] == ["RailDifferenceFound"]
    assert decision.reply.age_days(LATER) == 3


def test_a_difference_that_stays_the_same_is_not_announced_again() -> None:
    assert take_note(a_difference(), UNBOOKED, LATER).changes == ()


def test_other_amounts_open_the_question_again() -> None:
    proposed = resolve(a_difference(), Ours(), said(ResolutionReason.EXPLAINED, most=1)).reply
    assert proposed.state is DifferenceState.PROPOSED

    decision = take_note(proposed, replace(UNBOOKED, rail_amount_minor=230_000), LATER)

    after = decision.reply
    assert (after.state, after.rail_amount_minor, after.proposed_by) == ("OPEN", 230_000, "")
    assert (after.reason, after.note, after.found_on) == (None, "", DAY)
    assert len(decision.changes[0].events) == 1


def test_books_and_rail_that_agree_again_end_a_difference() -> None:
    ended = agree(a_difference(), LATER).reply

    assert (ended.state, ended.ended_on) == (DifferenceState.MATCHED, LATER)
    assert agree(ended, LATER).changes == ()
    assert take_note(ended, UNBOOKED, LATER).changes == ()


def test_money_of_a_refused_collection_becomes_its_customers_credit() -> None:
    decision = resolve(a_difference(), OURS, said(ResolutionReason.CREDIT_CUSTOMER))

    (entry,) = decision.transfers
    assert decision.reply.state is DifferenceState.RESOLVED
    assert decision.reply.resolved_by == "li"
    assert (entry.debit, entry.credit, entry.amount_minor) == (
        "bank_clearing",
        "customer_credit",
        115_000,
    )
    assert (entry.customer_id, entry.subject_id, entry.business_date) == (CUSTOMER, ORDER, LATER)
    assert [type(e).__name__ for e in decision.changes[0].events] == ["RailDifferenceResolved"]
    _, held, credit = (change.state for change in decision.changes[1:])
    assert (held.because, held.amount_minor) == (HeldBecause.FOUND_BY_PERSON, 115_000)
    assert credit.held_minor == 115_000


def test_money_nobody_knows_is_held_under_a_name_of_its_own() -> None:
    unknown = a_difference(rail_key="FOREIGN-7", customer_id=None, loan_id=None)

    decision = resolve(unknown, Ours(), said(ResolutionReason.HOLD_IN_SUSPENSE))

    (entry,) = decision.transfers
    assert (entry.credit, entry.customer_id) == ("suspense_receipts", HOUSE)
    assert entry.subject_id == unknown.subject_id != HOUSE


@pytest.mark.parametrize(
    ("changes", "entry"),
    [
        (
            {
                "kind": DifferenceKind.MISSING_AT_RAIL,
                "book_amount_minor": 500,
                "rail_amount_minor": 0,
            },
            ("reconciliation_cost", "bank_clearing", 500),
        ),
        (
            {"direction": MoneyDirection.OUT},
            ("reconciliation_cost", "bank_clearing", 115_000),
        ),
    ],
)
def test_money_that_is_gone_is_the_lenders_cost(
    changes: dict[str, object], entry: tuple[str, str, int]
) -> None:
    decision = resolve(a_difference(**changes), Ours(), said(ResolutionReason.BEAR_LOSS))

    assert [(t.debit, t.credit, t.amount_minor) for t in decision.transfers] == [entry]


def test_what_was_explained_posts_nothing() -> None:
    decision = resolve(a_difference(), Ours(), said(ResolutionReason.EXPLAINED))

    assert decision.transfers == ()
    assert decision.reply.note == "the rail paid after it refused"


LACKING = {"kind": DifferenceKind.MISSING_AT_RAIL, "book_amount_minor": 9, "rail_amount_minor": 0}
PAID_LESS = {"direction": MoneyDirection.OUT, "book_amount_minor": 9, "rail_amount_minor": 0}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"customer_id": None}, ResolutionReason.CREDIT_CUSTOMER),
        (LACKING, ResolutionReason.CREDIT_CUSTOMER),
        (LACKING, ResolutionReason.HOLD_IN_SUSPENSE),
        ({}, ResolutionReason.BEAR_LOSS),
        (PAID_LESS, ResolutionReason.BEAR_LOSS),
        ({"direction": MoneyDirection.OUT}, ResolutionReason.CREDIT_CUSTOMER),
        ({"direction": MoneyDirection.OUT}, ResolutionReason.HOLD_IN_SUSPENSE),
    ],
)
def test_a_difference_cannot_have_been_what_its_amounts_deny(
    changes: dict[str, object], reason: ResolutionReason
) -> None:
    with pytest.raises(ResolutionImpossible):
        resolve(a_difference(**changes), Ours(), said(reason))


@pytest.mark.parametrize("status", [RepaymentStatus.COLLECTING, RepaymentStatus.UNKNOWN])
def test_a_collection_that_may_still_be_posted_is_waited_for(status: RepaymentStatus) -> None:
    collection = replace(COLLECTION, status=status, failure_code="")

    with pytest.raises(DifferenceUnderWay):
        resolve(a_difference(), Ours(collection), said(ResolutionReason.CREDIT_CUSTOMER))


def test_money_that_is_held_for_its_customer_already_is_not_credited_twice() -> None:
    held = hold_receipt(None, None, COLLECTION, 115_000, DAY).reply
    proposed = resolve(a_difference(), OURS, said(ResolutionReason.CREDIT_CUSTOMER, most=1)).reply
    with pytest.raises(DifferenceUnderWay):
        confirm(proposed, replace(OURS, held=held), "wang", LATER)
    with pytest.raises(DifferenceUnderWay):
        resolve(a_difference(), replace(OURS, held=held), said(ResolutionReason.CREDIT_CUSTOMER))


def test_above_the_policys_amount_a_second_person_confirms() -> None:
    decision = resolve(a_difference(), OURS, said(ResolutionReason.CREDIT_CUSTOMER, most=114_999))
    assert decision.reply.state is DifferenceState.PROPOSED
    assert decision.transfers == ()

    with pytest.raises(SecondPersonNeeded):
        confirm(decision.reply, OURS, "li", LATER)
    confirmed = confirm(decision.reply, OURS, "wang", LATER)

    assert (confirmed.reply.proposed_by, confirmed.reply.resolved_by) == ("li", "wang")
    assert [entry.amount_minor for entry in confirmed.transfers] == [115_000]


def test_up_to_the_policys_amount_one_person_is_enough() -> None:
    decision = resolve(a_difference(), OURS, said(ResolutionReason.CREDIT_CUSTOMER, most=115_000))

    assert decision.reply.state is DifferenceState.RESOLVED


def test_there_is_nothing_to_confirm_before_somebody_said_something() -> None:
    with pytest.raises(NothingProposed):
        confirm(a_difference(), OURS, "wang", LATER)


@pytest.mark.parametrize("ended", ["RESOLVED", "MATCHED"])
def test_a_difference_that_ended_is_not_opened_again(ended: str) -> None:
    difference = replace(
        a_difference(), state=DifferenceState(ended), ended_on=DAY, proposed_by="li"
    )

    with pytest.raises(DifferenceEnded):
        resolve(difference, Ours(), said(ResolutionReason.EXPLAINED))
    with pytest.raises(DifferenceEnded):
        confirm(difference, OURS, "wang", LATER)


@pytest.mark.parametrize("key", ["", "FOREIGN-7", ORDER.hex.upper()[:-1] + "G", ORDER.hex[:-1]])
def test_a_key_we_never_gave_out_is_no_order_of_ours(key: str) -> None:
    assert order_of(key) is None
    assert order_of(ORDER.hex) == ORDER


# --- money that came by transfer


@pytest.mark.parametrize(
    ("direction", "reason"),
    [
        (MoneyDirection.IN, ResolutionReason.HOLD_IN_SUSPENSE),
        (MoneyDirection.OUT, ResolutionReason.BEAR_LOSS),
    ],
)
def test_what_a_person_says_of_money_claims_it_whichever_way_it_went(
    direction: MoneyDirection, reason: ResolutionReason
) -> None:
    decision = resolve(a_difference(direction=direction), Ours(), said(reason))

    claims = [c.state for c in decision.changes if isinstance(c.state, TransferClaim)]
    found = decision.reply
    assert claims == [TransferClaim(ORDER.hex, direction, CUSTOMER, found.difference_id, LATER)]


def test_a_transfer_that_was_recorded_since_is_not_booked_again_as_a_difference() -> None:
    claimed = Ours(claim=TransferClaim(ORDER.hex, MoneyDirection.IN, CUSTOMER, LOAN, DAY))

    with pytest.raises(TransferRecordedAlready):
        resolve(a_difference(), claimed, said(ResolutionReason.HOLD_IN_SUSPENSE))
    # The part of its money that the books lack is another matter.
    more = a_difference(kind=DifferenceKind.AMOUNT, book_amount_minor=100_000)
    decision = resolve(more, claimed, said(ResolutionReason.HOLD_IN_SUSPENSE))
    assert [t.amount_minor for t in decision.transfers] == [15_000]
    assert not any(isinstance(c.state, TransferClaim) for c in decision.changes)
