"""A transfer nobody ordered: taken in once, assigned as it came, sent back by two people."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.frozen import replace
from services.repayment.domain.errors import (
    SecondPersonNeeded,
    SuspenseAmountDiffers,
    SuspenseNotOpen,
)
from services.repayment.domain.incoming_transfer import (
    Arrived,
    IncomingTransfer,
    TransferState,
    approve_return,
    decline_return,
    loan_named,
    masked_name,
    not_posted,
    propose_return,
    release,
    return_refused,
    returned,
    take_in,
    virtual_account_of,
)
from services.repayment.domain.ledger.events import TransferArrived, TransferReturnApproved
from services.repayment.domain.transfer_claim import MoneyDirection, TransferClaim
from tests.builders.changing_lives import balances
from tests.builders.loans import CUSTOMER, LOAN

TODAY = date(2026, 12, 24)
ARRIVED = Arrived("TR-7", 115_000, "CNY", date(2026, 12, 23), "王**", "card-7", LOAN, CUSTOMER)


def taken(**more: Any) -> tuple[IncomingTransfer, TransferClaim]:
    decision = take_in(None, None, replace(ARRIVED, **more), TODAY)
    transfer, claimed = (change.state for change in decision.changes)
    return transfer, claimed


def test_a_transfer_enters_suspense_once_whatever_message_comes_twice() -> None:
    decision = take_in(None, None, ARRIVED, TODAY)
    transfer, claimed = taken()

    assert balances(*decision.transfers) == {
        "bank_clearing": 115_000,
        "suspense_receipts": -115_000,
    }
    assert (transfer.state, transfer.why) == (TransferState.SUSPENDED, "")
    assert decision.changes[0].events == (
        TransferArrived(CUSTOMER, LOAN, "TR-7", 115_000, TODAY, "CNY"),
    )
    assert claimed == TransferClaim("TR-7", MoneyDirection.IN, None, transfer.transfer_id, TODAY)
    again = take_in(transfer, claimed, ARRIVED, TODAY)
    assert (again.reply, again.changes, again.transfers) == (transfer, (), ())


def test_what_a_person_recorded_before_the_bank_told_of_it_is_not_taken_in() -> None:
    recorded = TransferClaim("TR-7", MoneyDirection.IN, CUSTOMER, UUID(int=9), TODAY)

    decision = take_in(None, recorded, ARRIVED, TODAY)

    assert (decision.reply, decision.changes) == (None, ())


def test_a_transfer_that_names_nobody_waits_for_people() -> None:
    transfer, _ = taken(customer_id=None)
    decision = take_in(None, None, replace(ARRIVED, customer_id=None), TODAY)

    assert transfer.why == "LOAN_NOT_NAMED"
    # The loan that does not exist is named nowhere else.
    assert decision.changes[0].events == (
        TransferArrived(None, None, "TR-7", 115_000, TODAY, "CNY"),
    )


@given(st.uuids(), st.text(max_size=20), st.text(max_size=20))
def test_a_loan_is_named_by_its_account_or_its_id_in_the_text(
    loan_id: UUID, before: str, after: str
) -> None:
    assert loan_named(virtual_account_of(loan_id), f"{before}{after}") == loan_id
    assert loan_named("", f"还款 {loan_id} 谢谢") == loan_id
    assert loan_named("", f"还款:{loan_id.hex.upper()}。") == loan_id


@pytest.mark.parametrize(
    "text",
    [
        "",
        "还款",
        f"{UUID(int=1)} {UUID(int=2)}",
        f"x{UUID(int=1).hex}",
        f"{UUID(int=1).hex}0",
        str(UUID(int=1)).replace("-", "_"),
    ],
)
def test_a_text_that_names_none_or_several_names_nobody(text: str) -> None:
    assert loan_named("", text) is None


def test_an_account_of_the_lender_that_is_no_loans_is_not_read_as_one() -> None:
    assert loan_named("VA123", str(LOAN)) is None
    assert loan_named("LENDER-SETTLEMENT-01", str(LOAN)) == LOAN


def test_a_name_is_kept_by_its_first_character() -> None:
    assert (masked_name("王小明"), masked_name(" Li Lei "), masked_name(" ")) == ("王**", "L**", "")


def test_money_leaves_suspense_for_what_takes_it_in_and_is_that_ones_from_then_on() -> None:
    transfer, claimed = taken()
    repayment = UUID(int=9)

    decision = release(
        transfer,
        claimed,
        amount_minor=115_000,
        customer_id=CUSTOMER,
        subject_id=repayment,
        on=TODAY,
    )

    after, moved = (change.state for change in decision.changes)
    assert (after.state, after.subject_id, after.ended_on) == ("ASSIGNED", repayment, TODAY)
    assert (moved.customer_id, moved.subject_id) == (CUSTOMER, repayment)
    assert balances(*decision.transfers) == {
        "bank_clearing": -115_000,
        "suspense_receipts": 115_000,
    }
    assert not after.is_open


def test_another_amount_or_money_that_is_gone_is_not_assigned() -> None:
    transfer, claimed = taken()
    asked: dict[str, Any] = {"customer_id": CUSTOMER, "subject_id": UUID(int=9), "on": TODAY}

    with pytest.raises(SuspenseAmountDiffers) as differs:
        release(transfer, claimed, amount_minor=115_001, **asked)
    assert differs.value.metadata == {"amount_minor": "115000"}
    with pytest.raises(SuspenseNotOpen):
        release(propose_return(transfer, "", "li").reply, claimed, amount_minor=115_000, **asked)


def test_a_loan_that_does_not_take_its_money_leaves_it_to_people() -> None:
    transfer, _ = taken()
    proposed = propose_return(transfer, "", "li").reply

    assert not_posted(transfer, "PAST_UNKNOWN").reply.why == "PAST_UNKNOWN"
    assert not_posted(proposed, "PAST_UNKNOWN").changes == ()


def test_money_is_sent_back_by_two_people_and_leaves_the_books_when_the_rail_paid() -> None:
    transfer, _ = taken()
    proposed = propose_return(transfer, "not ours", "li").reply
    with pytest.raises(SecondPersonNeeded):
        approve_return(proposed, "li")

    agreed = approve_return(proposed, "wang")
    paid = returned(agreed.reply, TODAY)

    assert (agreed.reply.state, agreed.reply.decided_by) == ("RETURNING", "wang")
    assert agreed.reply.return_id is not None
    assert agreed.changes[0].events == (
        TransferReturnApproved("TR-7", agreed.reply.return_id, 115_000, "CNY"),
    )
    assert agreed.transfers == ()
    assert (paid.reply.state, paid.reply.ended_on) == ("RETURNED", TODAY)
    assert balances(*paid.transfers) == {"bank_clearing": -115_000, "suspense_receipts": 115_000}
    assert returned(paid.reply, TODAY).changes == ()


def test_a_return_the_rail_refuses_is_in_suspense_again_and_the_next_has_another_key() -> None:
    transfer, _ = taken()
    first = approve_return(propose_return(transfer, "", "li").reply, "wang").reply

    refused = return_refused(first, "AC04")
    second = approve_return(propose_return(refused.reply, "", "li").reply, "wang").reply

    assert (refused.reply.state, refused.reply.why) == ("SUSPENDED", "AC04")
    assert refused.transfers == ()
    assert first.return_id != second.return_id
    assert return_refused(refused.reply, "AC04").changes == ()


def test_a_return_that_was_declined_can_be_asked_for_again() -> None:
    transfer, _ = taken()
    proposed = propose_return(transfer, "", "li").reply

    declined = decline_return(proposed, "wang").reply

    assert (declined.state, declined.decided_by) == ("SUSPENDED", "wang")
    for bad in (
        lambda: decline_return(declined, "wang"),
        lambda: approve_return(declined, "wang"),
        lambda: propose_return(proposed, "", "li"),
    ):
        with pytest.raises(SuspenseNotOpen):
            bad()
