"""A message that was given up on: shown, given back, and the collection it holds up goes on."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from granary.lending.v1.events_pb2 import DrawdownPaid
from granary.repayment.v1 import collection_service_pb2 as collections
from granary.repayment.v1 import dead_letter_service_pb2 as pb

from chassis.errors import DomainError
from chassis.ports import new_id
from cli.commands.dead_letters import every_letter
from services.repayment.domain.collection import RepaymentStatus
from services.repayment.domain.errors import CollectionsUnderWay
from services.repayment.domain.loan import Loan
from tests.integration.repayment.clients import Clients
from tests.integration.repayment.suite import Suite
from tests.integration.repayment.told import a_paid_drawdown
from tests.integration.repayment.waiting import until

FIRST_DUE = date(2026, 12, 23)


class Broken(Exception):
    """The cause that somebody has to mend."""


async def letters_of(staff: Any, count: int) -> list[Any]:
    async def there() -> bool:
        return len(await every_letter(staff.letters)) >= count

    await until(there)
    return await every_letter(staff.letters)


async def test_a_collection_that_was_given_up_on_holds_its_day_open_until_it_is_given_back(
    suite: Suite, loan: Loan, clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff = await clients.staff()

    async def broken(*_: Any) -> None:
        raise Broken

    with monkeypatch.context() as patched:
        patched.setattr(suite.collections, "collect", broken)
        await suite.close_until(FIRST_DUE)
        (letter,) = await letters_of(staff, 1)
    suite.jobs._collection_patience_s = 0.1
    with pytest.raises(CollectionsUnderWay):
        await suite.close_until(date(2026, 12, 24))
    shown = await staff.stuck.ListStuckCollections(collections.ListStuckCollectionsRequest())
    (repayment,) = await suite.repayments(loan)

    assert (letter.consumer, letter.error_kind) == ("repayment", "Broken")
    assert letter.message_type == "granary.repayment.v1.CollectionRequested"
    assert (letter.customer_id, letter.is_own) == (str(loan.customer_id), True)
    assert [one.end_to_end_id for one in shown.collections] == [repayment.repayment_id.hex]

    asked = pb.ReplayDeadLetterRequest(sequence=letter.sequence)
    again = await staff.letters.ReplayDeadLetter(asked)
    (posted,) = await suite.settled_collections(loan)

    assert again.message_id == letter.message_id
    assert posted.status is RepaymentStatus.POSTED
    assert await every_letter(staff.letters) == []
    shown = await staff.stuck.ListStuckCollections(collections.ListStuckCollectionsRequest())
    assert list(shown.collections) == []
    await suite.close_until(date(2026, 12, 24))
    with pytest.raises(DomainError) as gone:
        await staff.letters.ReplayDeadLetter(asked)
    assert gone.value.reason == "NOT_FOUND"


async def test_a_message_of_another_service_is_shown_and_not_given_back_here(
    suite: Suite, clients: Clients
) -> None:
    staff = await clients.staff()
    event: DrawdownPaid = a_paid_drawdown(disbursed_on="no date")
    suite.cards.tokens[UUID(event.card_id)] = ""
    await suite.publish(event, new_id())

    (letter,) = await letters_of(staff, 1)
    with pytest.raises(DomainError) as refused:
        await staff.letters.ReplayDeadLetter(pb.ReplayDeadLetterRequest(sequence=letter.sequence))

    assert not letter.is_own
    assert refused.value.reason == "DEAD_LETTER_OF_ANOTHER"


async def test_the_list_goes_by_pages_and_refuses_a_token_it_never_gave(clients: Clients) -> None:
    staff = await clients.staff()

    with pytest.raises(DomainError) as refused:
        await staff.letters.ListDeadLetters(pb.ListDeadLettersRequest(page_token="x"))

    assert list((await staff.letters.ListDeadLetters(pb.ListDeadLettersRequest())).letters) == []
    assert refused.value.reason == "REQUEST_INVALID"
