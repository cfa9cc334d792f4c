"""Money held for a customer: kept once, refunded once, never lost between the two."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.frozen import replace
from services.repayment.domain.collection import RepaymentStatus, request_repayment
from services.repayment.domain.customer_credit import (
    CustomerCredit,
    Refund,
    RefundStatus,
    RequestRefund,
    hold_receipt,
    refund_paid,
    refund_refused,
    refund_unknown,
    request_refund,
)
from services.repayment.domain.errors import AmountImpossible, CreditTooSmall
from services.repayment.domain.events import (
    OverpaymentHeld,
    OverpaymentRefunded,
    RefundRefused,
    RefundRequested,
    RefundUnknown,
)
from tests.builders.loans import AT, CARD, CUSTOMER, a_loan, a_request, repayment_id

DAY = date(2026, 12, 23)
REFUSED = replace(
    request_repayment(a_loan(on=DAY), a_request(115_000, on=DAY)).reply,
    status=RepaymentStatus.FAILED,
    failure_code="AM04",
)
HELD = CustomerCredit(CUSTOMER, "CNY", held_minor=115_000)


def events_of(decision: Any) -> list[Any]:
    return [event for change in decision.changes for event in change.events]


def credit_after(decision: Any) -> CustomerCredit:
    return next(c.state for c in decision.changes if isinstance(c.state, CustomerCredit))


def wish(amount_minor: int) -> RequestRefund:
    return RequestRefund(repayment_id(50), CARD, amount_minor, AT)


def a_refund(amount_minor: int = 15_000) -> tuple[Refund, CustomerCredit]:
    decision = request_refund(HELD, wish(amount_minor))
    return decision.reply, credit_after(decision)


def test_money_paid_after_a_refusal_is_held_once_as_the_customers() -> None:
    decision = hold_receipt(None, None, REFUSED, 115_000, DAY)
    again = hold_receipt(credit_after(decision), decision.reply, REFUSED, 115_000, DAY)

    (held,) = events_of(decision)
    assert isinstance(held, OverpaymentHeld)
    assert (held.amount_minor, held.held_minor) == (115_000, 115_000)
    assert credit_after(decision).held_minor == 115_000
    assert [(t.debit, t.credit, t.amount_minor) for t in decision.transfers] == [
        ("bank_clearing", "customer_credit", 115_000)
    ]
    assert again.changes == ()


def test_what_is_held_adds_up() -> None:
    assert credit_after(hold_receipt(HELD, None, REFUSED, 5, DAY)).held_minor == 115_005


def test_nothing_is_not_held() -> None:
    with pytest.raises(AmountImpossible):
        hold_receipt(None, None, REFUSED, 0, DAY)


def test_a_refund_sets_its_money_apart_at_once() -> None:
    decision = request_refund(HELD, wish(15_000))

    after = credit_after(decision)
    assert [type(event) for event in events_of(decision)] == [RefundRequested]
    assert (after.held_minor, after.refunding_minor) == (100_000, 15_000)
    assert decision.transfers == ()


@pytest.mark.parametrize(
    ("credit", "amount_minor", "refusal"),
    [
        (HELD, 115_001, CreditTooSmall),
        (None, 1, CreditTooSmall),
        (HELD, 0, AmountImpossible),
        (HELD, -1, AmountImpossible),
    ],
)
def test_more_than_is_held_cannot_be_refunded(
    credit: CustomerCredit | None, amount_minor: int, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        request_refund(credit, wish(amount_minor))


def test_a_paid_refund_leaves_the_books_once() -> None:
    refund, credit = a_refund()

    decision = refund_paid(refund, credit, DAY)
    again = refund_paid(decision.reply, credit_after(decision), DAY)

    assert [type(event) for event in events_of(decision)] == [OverpaymentRefunded]
    assert decision.reply.status is RefundStatus.PAID
    assert [(t.debit, t.credit, t.amount_minor) for t in decision.transfers] == [
        ("customer_credit", "bank_clearing", 15_000)
    ]
    assert again.changes == ()
    assert refund_refused(decision.reply, credit_after(decision), "AC04").changes == ()


def test_a_refused_refund_is_held_again() -> None:
    refund, credit = a_refund()

    decision = refund_refused(refund_unknown(refund).reply, credit, "AC04")

    assert [type(event) for event in events_of(decision)] == [RefundRefused]
    assert replace(credit_after(decision), version=HELD.version) == HELD


def test_a_silent_rail_is_a_state_told_once() -> None:
    refund, _ = a_refund()

    unknown = refund_unknown(refund)

    assert [type(event) for event in events_of(unknown)] == [RefundUnknown]
    assert refund_unknown(unknown.reply).changes == ()


@given(st.lists(st.tuples(st.integers(1, 60_000), st.booleans()), max_size=6))
def test_held_and_refunding_and_refunded_are_all_that_came_in(
    wishes: list[tuple[int, bool]],
) -> None:
    credit, gone = HELD, 0
    for amount_minor, is_paid in wishes:
        if amount_minor > credit.held_minor:
            continue
        asked = request_refund(credit, wish(amount_minor))
        under_way = credit_after(asked)
        assert under_way.held_minor + under_way.refunding_minor + gone == 115_000
        ended = (
            refund_paid(asked.reply, under_way, DAY)
            if is_paid
            else refund_refused(asked.reply, under_way, "AC04")
        )
        credit, gone = credit_after(ended), gone + sum(t.amount_minor for t in ended.transfers)
        assert credit.refunding_minor == 0
        assert credit.held_minor + gone == 115_000
