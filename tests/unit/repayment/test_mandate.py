"""Mandates: who may be debited by itself, on which card, and until when."""

from typing import Any
from uuid import UUID

import pytest

from chassis.frozen import replace
from services.repayment.domain.collection import AutoDebit, start_debit
from services.repayment.domain.debit_tries import refuse_debit, stopping
from services.repayment.domain.errors import CardNotBound, ConsentToDebitMissing
from services.repayment.domain.events import (
    MandateAccepted,
    MandateAmended,
    MandateCancelled,
    MandateRejected,
)
from services.repayment.domain.mandate import (
    Mandate,
    MandateReason,
    MandateStatus,
    Permission,
    StepKind,
    amend,
    authorise,
    cancel,
)
from tests.builders.loans import AT, CARD, CONTRACT, a_loan, repayment_id, some_windows

OTHER_CARD = UUID("0198b3c2-0000-7000-8000-0000000000e2")
GIVEN = Permission(agreed=True, card_is_bound=True, at=AT)
NO_CONSENT = replace(GIVEN, agreed=False)
NO_CARD = replace(GIVEN, card_is_bound=False)


def standing() -> Mandate:
    return authorise(None, a_loan(), GIVEN).reply


def events_of(decision: Any) -> list[Any]:
    return [event for change in decision.changes for event in change.events]


def test_a_loan_whose_customer_agreed_gets_a_mandate_under_its_contract() -> None:
    decision = authorise(None, a_loan(), GIVEN)

    (accepted,) = events_of(decision)
    assert isinstance(accepted, MandateAccepted)
    assert (decision.reply.mandate_id, decision.reply.status) == (CONTRACT, MandateStatus.ACTIVE)
    assert decision.reply.covers(CARD)
    assert not decision.reply.covers(OTHER_CARD)


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
    assert later.reply.covers(CARD)
    assert [step.kind for step in later.reply.steps] == [StepKind.REJECTED, StepKind.ACCEPTED]


def test_a_mandate_that_stands_is_not_decided_again() -> None:
    assert authorise(standing(), a_loan(), NO_CONSENT).changes == ()


def test_a_withdrawn_consent_ends_it_once_and_a_new_one_begins_it_again() -> None:
    ended = cancel(standing(), MandateReason.CONSENT_WITHDRAWN, AT)
    again = cancel(ended.reply, MandateReason.CARD_UNBOUND, AT)
    renewed = authorise(ended.reply, a_loan(), GIVEN)

    (cancelled,) = events_of(ended)
    assert isinstance(cancelled, MandateCancelled)
    assert not ended.reply.covers(CARD)
    assert again.changes == ()
    assert renewed.reply.covers(CARD)
    assert renewed.reply.reason == ""


def test_a_card_the_bank_refused_is_not_debited_again_whatever_the_customer_agrees_to() -> None:
    refused = cancel(standing(), MandateReason.REFUSED_BY_BANK, AT, "AC04").reply

    assert authorise(refused, a_loan(), GIVEN).changes == ()
    assert amend(refused, a_loan(), OTHER_CARD, GIVEN).reply.card_id == OTHER_CARD


def test_another_own_card_takes_the_place_of_the_first() -> None:
    decision = amend(standing(), a_loan(), OTHER_CARD, GIVEN)
    again = amend(decision.changes[0].state, decision.reply, OTHER_CARD, GIVEN)

    (amended,) = events_of(decision)
    assert isinstance(amended, MandateAmended)
    assert decision.changes[0].state.covers(OTHER_CARD)
    assert not decision.changes[0].state.covers(CARD)
    assert decision.reply.card_id == OTHER_CARD
    assert again.changes == ()


def test_naming_another_card_begins_a_mandate_where_none_stands() -> None:
    decision = amend(None, a_loan(), OTHER_CARD, GIVEN)

    assert decision.changes[0].state.covers(OTHER_CARD)
    assert [type(event) for event in decision.changes[1].events] == [MandateAccepted]


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
