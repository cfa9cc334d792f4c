"""Contacts, promises, easier terms, reminders and warnings on real servers."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from granary.repayment.v1 import collection_contact_service_pb2 as pb
from granary.repayment.v1 import delinquency_pb2 as events

from chassis.command import RequestKey
from chassis.errors import NotAllowed, StateForbids
from chassis.ports import SHANGHAI, new_id
from services.repayment.domain.collection import RepaymentKind
from services.repayment.domain.loan import Loan
from services.repayment.use_cases.loans import Repay
from tests.integration.repayment.clients import Clients
from tests.integration.repayment.suite import Suite
from tests.integration.repayment.test_late_loans import LATE_FROM, an_unpaid_loan, announced
from tests.integration.repayment.waiting import until

NOON = datetime(2026, 12, 25, 12, 0, tzinfo=SHANGHAI)


@pytest.fixture
def noon(suite: Suite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever the test runs, it is noon for the contact governor."""
    monkeypatch.setattr(suite.late.contacts, "_clock", lambda: NOON)


def a_call(loan: Loan, **more: Any) -> pb.AskToContactRequest:
    fields: dict[str, Any] = {
        "request_id": str(new_id()),
        "customer_id": str(loan.customer_id),
        "loan_id": str(loan.loan_id),
        "channel": pb.CONTACT_CHANNEL_CALL,
        "party": pb.CONTACT_PARTY_DEBTOR,
    }
    return pb.AskToContactRequest(**fields | more)


@pytest.mark.usefixtures("noon")
async def test_of_ten_calls_asked_for_at_once_three_are_allowed_and_all_are_logged(
    suite: Suite, clients: Clients
) -> None:
    loan = await an_unpaid_loan(suite)
    await suite.close_until(LATE_FROM)
    staff = await clients.staff()

    answers = await asyncio.gather(
        *(staff.contacts.AskToContact(a_call(loan)) for _ in range(10)), return_exceptions=True
    )

    refused = [answer for answer in answers if isinstance(answer, NotAllowed)]
    assert len(refused) == 7
    assert {error.reason for error in refused} == {"CONTACT_REFUSED"}
    assert {error.metadata["why"] for error in refused} == {"DAILY_LIMIT"}
    log = await staff.contacts.ListContacts(
        pb.ListContactsRequest(customer_id=str(loan.customer_id))
    )
    calls = [c for c in log.contacts if c.channel == pb.CONTACT_CHANNEL_CALL]
    assert len(calls) == 10
    assert sorted({contact.refusal for contact in calls}) == ["", "DAILY_LIMIT"]


@pytest.mark.usefixtures("noon")
async def test_a_missed_call_gives_its_place_back_and_is_recorded_once(
    suite: Suite, clients: Clients
) -> None:
    loan = await an_unpaid_loan(suite)
    await suite.close_until(LATE_FROM)
    staff = await clients.staff()
    asked = a_call(loan)
    first = (await staff.contacts.AskToContact(asked)).contact
    again = (await staff.contacts.AskToContact(asked)).contact
    outcome = {
        "customer_id": str(loan.customer_id),
        "contact_id": first.contact_id,
        "outcome": pb.CONTACT_OUTCOME_NO_ANSWER,
    }

    recorded = await staff.contacts.RecordContact(
        pb.RecordContactRequest(request_id=str(new_id()), **outcome)
    )
    with pytest.raises(StateForbids) as twice:
        await staff.contacts.RecordContact(
            pb.RecordContactRequest(request_id=str(new_id()), **outcome)
        )

    assert again.contact_id == first.contact_id
    assert recorded.contact.outcome == pb.CONTACT_OUTCOME_NO_ANSWER
    assert twice.value.reason == "CONTACT_OUTCOME_KNOWN"


@pytest.mark.usefixtures("noon")
async def test_a_customer_in_time_is_not_contacted_and_wishes_are_kept(
    suite: Suite, clients: Clients
) -> None:
    loan = await suite.open_loan()
    staff = await clients.staff()
    customer = await clients.customer(loan.customer_id)
    wish = pb.ContactPreferences(
        agreed_from="18:30",
        agreed_until="22:30",
        refused_channels=[pb.CONTACT_CHANNEL_BOT_CALL],
    )

    with pytest.raises(NotAllowed) as refused:
        await staff.contacts.AskToContact(a_call(loan))
    await customer.wishes.SetContactPreferences(
        pb.SetContactPreferencesRequest(
            request_id=str(new_id()),
            agreed_from=wish.agreed_from,
            agreed_until=wish.agreed_until,
            refused_channels=wish.refused_channels,
        )
    )
    kept = await customer.wishes.GetContactPreferences(pb.GetContactPreferencesRequest())

    assert refused.value.metadata["why"] == "NOT_OVERDUE"
    assert kept.preferences == wish


async def test_a_promise_is_kept_by_money_and_broken_by_the_night(
    suite: Suite, loan: Loan, clients: Clients
) -> None:
    token = suite.cards.tokens.pop(loan.card_id)
    await suite.close_until(LATE_FROM)
    await suite.settled_collections(loan)
    suite.cards.tokens[loan.card_id] = token
    staff = await clients.staff()
    ids = {"customer_id": str(loan.customer_id), "loan_id": str(loan.loan_id)}

    async def promise(amount_minor: int, pay_by: str) -> None:
        await staff.contacts.NotePromise(
            pb.NotePromiseRequest(
                request_id=str(new_id()), amount_minor=amount_minor, pay_by=pay_by, **ids
            )
        )

    await promise(50_000, "2026-12-25")
    await promise(90_000, "2026-12-26")
    await suite.loans.repay(
        Repay(
            customer_id=loan.customer_id,
            loan_id=loan.loan_id,
            amount_minor=60_000,
            card_id=loan.card_id,
            kind=RepaymentKind.DUE,
        ),
        RequestKey("test", new_id(), b""),
    )

    async def statuses() -> list[int]:
        found = await staff.contacts.ListPromises(pb.ListPromisesRequest(**ids))
        return [it.status for it in found.promises]

    async def first_is_kept() -> bool:
        return (await statuses())[0] == pb.PROMISE_STATUS_KEPT

    await until(first_is_kept)
    suite.cards.tokens.pop(loan.card_id)
    await suite.close_until(date(2026, 12, 27))

    assert await statuses() == [pb.PROMISE_STATUS_KEPT, pb.PROMISE_STATUS_BROKEN]
    ended = await announced(suite, loan, events.PromiseEnded)
    assert [event.status for event in ended] == ["KEPT", "BROKEN"]


async def test_each_instalment_is_reminded_of_once_a_kind_and_loans_share_a_message(
    suite: Suite,
) -> None:
    loan = await an_unpaid_loan(suite)
    other = await suite.open_loan(
        customer_id=str(loan.customer_id), card_id=str(loan.card_id), amount_minor=500_000
    )
    suite.cards.tokens.pop(loan.card_id, None)
    await suite.close_until(LATE_FROM + timedelta(days=1))

    for one in (loan, other):
        told = [
            event
            for event in await announced(suite, one, events.ReminderDue)
            if event.loan_id == str(one.loan_id)
        ]
        assert [(event.kind, event.business_date) for event in told] == [
            ("BEFORE_DUE", "2026-12-20"),
            ("BEFORE_DUE", "2026-12-22"),
            ("DUE_TODAY", "2026-12-23"),
            ("OVERDUE", "2026-12-25"),
        ]
    notices = await announced(suite, loan, events.CustomerNoticeDue)
    assert [notice.loans for notice in notices] == [2, 2, 2, 2]
    assert notices[0].total_minor == 172_500

    before = await suite.pool.fetchval("select count(*) from reminder")
    day = await suite.repository.business_day()
    step = next(step for step in suite.late.steps if step.name == "remind")
    assert await step(day) == 0
    assert await suite.pool.fetchval("select count(*) from reminder") == before


async def test_failed_debits_and_new_lateness_raise_an_early_warning(suite: Suite) -> None:
    loan = await an_unpaid_loan(suite)
    await suite.close_until(LATE_FROM)

    async def acted() -> bool:
        raised = await announced(suite, loan, events.EarlyWarningRaised)
        return any(event.level == "ACT" for event in raised)

    await until(acted)
    first = (await announced(suite, loan, events.EarlyWarningRaised))[0]
    assert (first.signal, first.score, first.level) == ("NO_MANDATE", 250, "WATCH")
