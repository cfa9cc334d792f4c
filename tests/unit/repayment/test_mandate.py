"""Mandates: who may be debited by itself, on which card, and until when."""

from typing import Any
from uuid import UUID

import pytest

from chassis.frozen import replace
from services.repayment.domain.collection import AutoDebit, start_debit
from services.repayment.domain.debit_tries import missed_at_bank, refuse_debit, stopping
from services.repayment.domain.errors import CardNotBound, ConsentToDebitMissing
from services.repayment.domain.events import (
    MandateAccepted,
    MandateAmended,
    MandateCancelled,
    MandateRejected,
    MandateRequested,
)
from services.repayment.domain.mandate import (
    BankRequest,
    Mandate,
    MandateReason,
    MandateStatus,
    Permission,
    StepKind,
    accepted_by_bank,
    amend,
    authorise,
    cancel,
    refused_by_bank,
    unknown_to_bank,
)
from tests.builders.loans import AT, CARD, CONTRACT, a_loan, repayment_id, some_windows

OTHER_CARD = UUID("0198b3c2-0000-7000-8000-0000000000e2")
GIVEN = Permission(agreed=True, card_is_bound=True, at=AT)
NO_CONSENT = replace(GIVEN, agreed=False)
NO_CARD = replace(GIVEN, card_is_bound=False)


def requested() -> Mandate:
    return authorise(None, a_loan(), GIVEN).reply


def standing() -> Mandate:
    """One that the bank has accepted."""
    return accepted_by_bank(requested(), 1, AT).reply


def events_of(decision: Any) -> list[Any]:
    return [event for change in decision.changes for event in change.events]


def test_a_loan_whose_customer_agreed_gets_a_mandate_under_its_contract_once_the_bank_agrees() -> (
    None
):
    decision = authorise(None, a_loan(), GIVEN)
    asked = decision.reply
    agreed = accepted_by_bank(asked, 1, AT)

    assert [type(event) for event in events_of(decision)] == [MandateRequested]
    assert (asked.mandate_id, asked.status) == (CONTRACT, MandateStatus.REQUESTED)
    assert (asked.for_bank, asked.message_id) == (BankRequest.INITIATE, f"{CONTRACT.hex[:28]}-1")
    assert not asked.covers(CARD)
    assert [type(event) for event in events_of(agreed)] == [MandateAccepted]
    assert agreed.reply.covers(CARD)
    assert not agreed.reply.covers(OTHER_CARD)
    assert agreed.reply.for_bank is None
    assert accepted_by_bank(agreed.reply, 1, AT).changes == ()


@pytest.mark.parametrize(
    ("given", "reason"),
    [(NO_CONSENT, MandateReason.NO_CONSENT), (NO_CARD, MandateReason.CARD_NOT_BOUND)],
)
def test_without_consent_or_card_the_mandate_is_rejected_and_nothing_is_covered(
    given: Permission, reason: MandateReason
) -> None:
    decision = authorise(None, a_loan(), given)
    again = authorise(decision.reply, a_loan(), given)
    later = authorise(decision.reply, a_loan(), GIVEN)

    (rejected,) = events_of(decision)
    assert isinstance(rejected, MandateRejected)
    assert rejected.reason == reason
    assert not decision.reply.covers(CARD)
    assert again.changes == ()
    assert later.reply.status is MandateStatus.REQUESTED
    assert [step.kind for step in later.reply.steps] == [StepKind.REJECTED, StepKind.REQUESTED]


def test_a_mandate_that_stands_is_not_decided_again() -> None:
    assert authorise(standing(), a_loan(), NO_CONSENT).changes == ()
    assert authorise(requested(), a_loan(), GIVEN).changes == ()


def test_a_withdrawn_consent_ends_it_once_and_a_new_one_begins_it_again() -> None:
    ended = cancel(standing(), MandateReason.CONSENT_WITHDRAWN, AT)
    again = cancel(ended.reply, MandateReason.CARD_UNBOUND, AT)
    renewed = authorise(ended.reply, a_loan(), GIVEN)

    (cancelled,) = events_of(ended)
    assert isinstance(cancelled, MandateCancelled)
    assert not ended.reply.covers(CARD)
    assert again.changes == ()
    assert (ended.reply.for_bank, ended.reply.asked) == (BankRequest.CANCEL, 2)
    assert renewed.reply.status is MandateStatus.REQUESTED
    assert renewed.reply.reason == ""
    # The bank, which still has it, is told how it is wanted now: the end is not sent any more.
    assert (renewed.reply.for_bank, renewed.reply.asked) == (BankRequest.AMEND, 3)


def test_a_card_the_bank_refused_is_not_debited_again_whatever_the_customer_agrees_to() -> None:
    refused = cancel(standing(), MandateReason.REFUSED_BY_BANK, AT, "AC04").reply

    assert authorise(refused, a_loan(), GIVEN).changes == ()
    assert amend(refused, a_loan(), OTHER_CARD, GIVEN).reply.card_id == OTHER_CARD


def test_another_own_card_takes_the_place_of_the_first() -> None:
    decision = amend(standing(), a_loan(), OTHER_CARD, GIVEN)
    again = amend(decision.changes[0].state, decision.reply, OTHER_CARD, GIVEN)

    (amended,) = events_of(decision)
    assert isinstance(amended, MandateAmended)
    asked = decision.changes[0].state
    assert (asked.for_bank, asked.covers(CARD), asked.covers(OTHER_CARD)) == (
        BankRequest.AMEND,
        False,
        False,
    )
    agreed = accepted_by_bank(asked, asked.asked, AT).reply
    assert agreed.covers(OTHER_CARD)
    assert not agreed.covers(CARD)
    assert decision.reply.card_id == OTHER_CARD
    assert again.changes == ()


def test_naming_another_card_begins_a_mandate_where_none_stands() -> None:
    decision = amend(None, a_loan(), OTHER_CARD, GIVEN)

    assert decision.changes[0].state.card_id == OTHER_CARD
    assert [type(event) for event in decision.changes[1].events] == [MandateRequested]
    another = amend(requested(), a_loan(), OTHER_CARD, GIVEN)
    assert (another.changes[0].state.for_bank, another.changes[0].state.asked) == (
        BankRequest.INITIATE,
        2,
    )
    assert authorise(requested(), replace(a_loan(), card_id=OTHER_CARD), GIVEN).reply.asked == 2


@pytest.mark.parametrize(
    ("given", "refusal"), [(NO_CARD, CardNotBound), (NO_CONSENT, ConsentToDebitMissing)]
)
def test_another_card_needs_to_be_bound_and_agreed_to(
    given: Permission, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        amend(standing(), a_loan(), OTHER_CARD, given)


def test_a_debit_the_bank_refuses_for_good_ends_the_mandate_with_the_banks_reason() -> None:
    due, _ = a_loan().brought_to(a_loan().instalments[0].due_on)
    debit = AutoDebit(repayment_id(1), AT, windows=some_windows())
    sent = start_debit(due, due.as_of, debit, 1)
    repayment, loan = sent.changes[0].state, sent.changes[1].state

    def ended(code: str, mandate: Mandate, by: AutoDebit = debit) -> list[Any]:
        decision = refuse_debit(repayment, loan, code, due.as_of, by)
        return [
            e
            for e in events_of(stopping(decision, mandate, code, by))
            if "Mandate" in type(e).__name__
        ]

    (cancelled,) = ended("AC04", standing())
    assert (cancelled.reason, cancelled.reason_code) == ("REFUSED_BY_BANK", "AC04")
    assert ended("AM04", standing()) == []
    assert ended("AC04", replace(standing(), card_id=OTHER_CARD)) == []
    assert ended("AC04", standing(), AutoDebit(repayment_id(1), AT)) == []


def test_an_answer_to_what_is_not_asked_any_more_counts_no_more() -> None:
    withdrawn = cancel(requested(), MandateReason.CONSENT_WITHDRAWN, AT).reply

    assert accepted_by_bank(withdrawn, 1, AT).changes == ()
    assert refused_by_bank(withdrawn, 1, AT, "AC01").changes == ()
    ended = accepted_by_bank(withdrawn, 2, AT)
    assert (ended.reply.status, ended.reply.for_bank) == (MandateStatus.CANCELLED, None)
    assert events_of(ended) == []


def test_a_bank_that_knows_of_nothing_to_end_has_answered() -> None:
    withdrawn = cancel(standing(), MandateReason.CARD_UNBOUND, AT).reply

    ended = refused_by_bank(withdrawn, 2, AT, "MD01").reply

    assert (ended.status, ended.for_bank, ended.is_at_bank) == ("CANCELLED", None, False)


def test_a_card_the_bank_refuses_a_mandate_on_is_not_debited_until_another_is_named() -> None:
    refused = refused_by_bank(requested(), 1, AT, "AC06")

    (rejected,) = events_of(refused)
    assert isinstance(rejected, MandateRejected)
    assert (refused.reply.status, refused.reply.reason) == ("REJECTED", "REFUSED_BY_BANK")
    assert refused.reply.for_bank is None
    assert authorise(refused.reply, a_loan(), GIVEN).changes == ()
    other = amend(refused.reply, a_loan(), OTHER_CARD, GIVEN).changes[0].state
    assert (other.status, other.for_bank) == (MandateStatus.REQUESTED, BankRequest.INITIATE)


def test_where_the_bank_refuses_another_card_the_mandate_on_the_first_is_ended_there() -> None:
    amended = amend(standing(), a_loan(), OTHER_CARD, GIVEN).changes[0].state

    refused = refused_by_bank(amended, amended.asked, AT, "AC06").reply

    assert (refused.status, refused.for_bank) == ("REJECTED", BankRequest.CANCEL)
    assert accepted_by_bank(refused, refused.asked, AT).reply.for_bank is None


def test_a_mandate_the_bank_does_not_know_is_asked_for_anew() -> None:
    anew = unknown_to_bank(standing(), AT)

    assert [type(event) for event in events_of(anew)] == [MandateRequested]
    assert (anew.reply.for_bank, anew.reply.asked) == (BankRequest.INITIATE, 2)
    assert not anew.reply.covers(CARD)
    assert unknown_to_bank(requested(), AT).changes == ()


def test_a_debit_refused_for_want_of_a_mandate_has_it_asked_for_where_it_stands() -> None:
    due, _ = a_loan().brought_to(a_loan().instalments[0].due_on)
    sent = start_debit(due, due.as_of, AutoDebit(repayment_id(1), AT, windows=some_windows()), 1)
    repayment, loan = sent.changes[0].state, sent.changes[1].state
    debit = AutoDebit(repayment_id(2), AT, windows=some_windows())
    refused = refuse_debit(repayment, loan, "MD01", due.as_of, debit)

    def asked_for(mandate: Mandate) -> bool:
        after = missed_at_bank(refused, mandate, AT)
        return any(isinstance(e, MandateRequested) for e in events_of(after))

    assert asked_for(standing())
    assert not asked_for(requested())
    assert not asked_for(replace(standing(), card_id=OTHER_CARD))


def test_where_the_bank_has_nothing_left_to_change_the_mandate_begins_anew() -> None:
    ended = cancel(standing(), MandateReason.REFUSED_BY_BANK, AT, "AC04").reply
    moved = amend(ended, a_loan(), OTHER_CARD, GIVEN).changes[0].state
    assert (moved.for_bank, moved.asked) == (BankRequest.AMEND, 3)
    # The bank took the end, and its answer came when another card had been named.
    assert accepted_by_bank(moved, 2, AT).changes == ()

    begun = refused_by_bank(moved, 3, AT, "MD01")

    assert [type(event) for event in events_of(begun)] == [MandateRequested]
    assert (begun.reply.for_bank, begun.reply.asked) == (BankRequest.INITIATE, 4)
    assert accepted_by_bank(begun.reply, 4, AT).reply.covers(OTHER_CARD)
