"""A customer's credit and the partners of joint loans follow the ledger, on real servers."""

import asyncio
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from granary.repayment.v1 import ledger_service_pb2 as pb

from chassis.command import Command, Key, Loaded, RequestKey
from chassis.dated_policy import DatedParameters
from chassis.decision import Change, Decision
from chassis.errors import DomainError
from chassis.executor import Executor, open_executor
from chassis.ports import new_id, utc_now
from services.repayment.books_repository import BooksRepository
from services.repayment.domain.customer_credit import CustomerCredit, HeldReceipt
from services.repayment.domain.history import EntryKind, HistoryEntry
from services.repayment.domain.journal import transfers_of
from services.repayment.domain.ledger.policy import BooksPolicyRegistry
from services.repayment.domain.ledger.rail_difference import ResolutionReason
from services.repayment.domain.life import happened
from services.repayment.domain.loan import Loan
from services.repayment.policy_file import BOOKS_DEFAULT
from services.repayment.proto_mapping import paid_drawdown
from services.repayment.published_events import announcer
from services.repayment.repository import TABLES
from services.repayment.use_cases.customer_credits import CustomerCredits
from tests.integration.repayment.clients import Clients
from tests.integration.repayment.suite import Suite
from tests.integration.repayment.told import FIRST_DAY, a_delivery, a_paid_drawdown
from tests.integration.repayment.waiting import until
from tests.integration.sandbox.conftest import World

FIRST_DUE = date(2026, 12, 23)


def with_a_partner() -> BooksPolicyRegistry:
    """The policy file, and a bank that funds four tenths for a third of the interest."""
    document = tomllib.loads(BOOKS_DEFAULT.read_text("utf-8"))
    document["joint_lending"][0]["effective_from"] = date(2022, 1, 1)
    document["joint_lending"][0]["value"] = [
        {"name": "bank-a", "principal_ppm": 400_000, "interest_ppm": 333_333}
    ]
    return BooksPolicyRegistry(DatedParameters.of(document))


def entry(kind: EntryKind, amount_minor: int, on: date, **more: Any) -> HistoryEntry:
    return HistoryEntry(kind, new_id(), on, on, amount_minor, **more)


async def let_happen(suite: Suite, loan: Loan, event: HistoryEntry) -> Loan:
    """Something happens on the loan, as a use case lets it: nothing is said of credit or shares."""
    key = Key(Loan, (loan.customer_id, loan.loan_id))

    def decide(loaded: Loaded) -> Decision[int]:
        done = happened(loaded.get(key), event)
        transfers = transfers_of(
            done.events,
            customer_id=loan.customer_id,
            loan_id=loan.loan_id,
            business_date=event.booked_on,
        )
        return Decision(0, (Change(done.loan, done.events),), transfers)

    await suite.execute(Command(a_delivery(), (key,), decide, int))
    return await suite.reload(loan)


async def test_what_is_paid_beyond_all_that_is_owed_is_the_customers_and_can_be_paid_back(
    suite: Suite, loan: Loan
) -> None:
    owed = loan.payoff(FIRST_DAY).total_minor
    payment = entry(EntryKind.REPAYMENT, owed + 700, FIRST_DAY, label="PAYOFF", keep_excess=True)

    settled = await let_happen(suite, loan, payment)
    credit = await suite.credits.held_for(loan.customer_id)

    assert settled.settled_on == FIRST_DAY
    assert credit is not None
    assert credit.held_minor == 700
    assert (await suite.books())["customer_credit"] == -700
    request = RequestKey("customer:test", new_id(), b"body")
    asked = await suite.credits.request_refund(loan.customer_id, loan.card_id, 700, request)

    async def is_paid() -> bool:
        return (await suite.reads.refund(loan.customer_id, asked.refund_id)).is_final

    await until(is_paid)
    assert (await suite.books())["customer_credit"] == 0


async def a_receipt_with_two_finders(suite: Suite, world: World) -> tuple[Any, UUID]:
    """The rail collected 1,150.00 after it had refused; the close has found the difference."""
    event = a_paid_drawdown()
    suite.cards.tokens[UUID(event.card_id)] = await world.card()
    await suite.loans.open_loan(paid_drawdown(event), a_delivery())
    loan = await suite.repository.loan(UUID(event.customer_id), UUID(event.drawdown_id))
    await suite.pay_out(loan)
    await world.fault("debit", "refused_then_paid", count=1, reason="AM04", pending_asks=0)
    await suite.close_until(FIRST_DUE)
    (asked,) = await suite.repayments(loan)
    await suite.collections.collect(asked.customer_id, asked.repayment_id)
    # Somebody asks the rail, which makes it pay; the statement of the day has it.
    await suite.rail.debit_status(asked.repayment_id.hex)
    await suite.close_until(date(2026, 12, 24))
    (failed,) = [r for r in await suite.repayments(loan) if r.repayment_id == asked.repayment_id]
    (difference,) = await suite.reads.differences_of(failed.repayment_id)
    return failed, difference


async def collect_all(suite: Suite) -> None:
    """The consumer's work, once: every collection under way is brought to its end."""
    for waiting in await suite.reads.stuck(utc_now(), 100):
        await suite.collections.collect(waiting.customer_id, waiting.repayment_id)


@asynccontextmanager
async def another_executor(suite: Suite) -> AsyncIterator[Executor]:
    """The executor of a second process."""
    async with open_executor(
        suite.pool, tables=TABLES, announce=announcer(utc_now), clock=utc_now, new_id=new_id
    ) as execute:
        yield execute


@asynccontextmanager
async def another_process(suite: Suite) -> AsyncIterator[CustomerCredits]:
    """The holding of money in a second process with an executor of its own."""
    async with another_executor(suite) as execute:
        yield CustomerCredits(
            execute=execute,
            reads=suite.reads,
            days=suite.repository,
            cards=suite.cards,
            rail=suite.rail,
            clock=utc_now,
            new_id=new_id,
        )


@pytest.mark.parametrize("first", ["person", "machine", "both at once"])
async def test_a_person_and_the_machine_never_book_one_receipt_twice(
    quiet_suite: Suite, world: World, first: str
) -> None:
    suite = quiet_suite
    failed, difference = await a_receipt_with_two_finders(suite, world)
    people = suite.ledger.resolutions

    async def said() -> None:
        """Two people, since the amount is above the policy's."""
        await people.resolve(
            difference,
            ResolutionReason.CREDIT_CUSTOMER,
            "refused, and paid all the same",
            by="li",
            request=RequestKey("staff:li", new_id(), b"1"),
        )
        await people.confirm(
            difference, by="wang", request=RequestKey("staff:wang", new_id(), b"2")
        )

    async with another_process(suite) as machine:
        if first == "person":
            await said()
            await machine.check_refused(failed)
        elif first == "machine":
            await machine.check_refused(failed)
            with pytest.raises(DomainError) as refused:
                await said()
            assert refused.value.reason == "DIFFERENCE_UNDER_WAY"
        else:
            outcomes = await asyncio.gather(
                *(machine.check_refused(failed) for _ in range(3)), said(), return_exceptions=True
            )
            assert {type(o).__name__ for o in outcomes} <= {"NoneType", "DifferenceUnderWay"}

    credit = await suite.credits.held_for(failed.customer_id)
    assert credit is not None
    assert credit.held_minor == 115_000
    assert (await suite.books())["customer_credit"] == -115_000
    await collect_all(suite)
    await suite.close_until(date(2026, 12, 26))
    reconciled = await suite.ledger.reconciliations.reconciliation(date(2026, 12, 25))
    assert reconciled is not None
    assert failed.repayment_id.hex not in {d.rail_key for d in reconciled.differences}


async def test_money_that_people_held_in_suspense_is_not_held_for_the_customer_as_well(
    quiet_suite: Suite, world: World
) -> None:
    suite = quiet_suite
    failed, difference = await a_receipt_with_two_finders(suite, world)
    request = RequestKey("staff:li", new_id(), b"1")
    reason = ResolutionReason.HOLD_IN_SUSPENSE
    await suite.ledger.resolutions.resolve(difference, reason, "whose?", by="li", request=request)
    request = RequestKey("staff:wang", new_id(), b"2")
    await suite.ledger.resolutions.confirm(difference, by="wang", request=request)

    await suite.credits.check_refused(failed)

    assert await suite.credits.held_for(failed.customer_id) is None
    assert (await suite.books())["suspense_receipts"] == -115_000


async def shares(staff: Any, loan: Loan) -> list[Any]:
    request = pb.GetPartnerSharesRequest(
        customer_id=str(loan.customer_id), loan_id=str(loan.loan_id)
    )
    return list((await staff.ledger.GetPartnerShares(request)).shares)


async def test_a_joint_loan_shares_its_life_with_its_partner_from_payout_to_payoff(
    suite: Suite, world: World, clients: Clients
) -> None:
    suite.books_policies = with_a_partner()
    suite.following._policies = suite.books_policies
    staff = await clients.staff()
    event = a_paid_drawdown()
    suite.cards.tokens[UUID(event.card_id)] = await world.card()
    await suite.publish(event)
    loan = await suite.loan_of(event)
    await suite.pay_out(loan)
    (share,) = await shares(staff, loan)
    assert (share.partner, share.funded_minor, share.principal_minor) == (
        "bank-a",
        400_000,
        400_000,
    )

    await suite.close_until(FIRST_DUE)
    await suite.settled_collections(loan)
    # 150.00 interest and 1,000.00 principal were paid on the due date.
    (share,) = await shares(staff, loan)
    assert (share.principal_minor, share.interest_charged_minor) == (360_000, 4_999)
    assert share.interest_minor == 0
    books = await suite.books()
    assert books["partner_principal"] == -360_000
    assert books["partner_payable"] == 400_000 - 40_000 - 4_999
    assert books["interest_shared"] == 4_999

    loan = await suite.reload(loan)
    rest = entry(EntryKind.REPAYMENT, loan.payoff(FIRST_DUE).total_minor, FIRST_DUE, label="PAYOFF")
    await let_happen(suite, loan, rest)
    books = await suite.books()
    assert books["partner_principal"] == books["partner_interest"] == 0
    assert books["partner_payable"] == -4_999
    (share,) = await shares(staff, loan)
    assert (share.principal_minor, share.interest_minor) == (0, 0)


async def test_a_loan_that_is_all_ours_has_no_shares_and_anothers_is_not_found(
    suite: Suite, loan: Loan, clients: Clients
) -> None:
    staff = await clients.staff()

    assert await shares(staff, loan) == []
    assert await BooksRepository(suite.pool).joint_loan(loan.customer_id, loan.loan_id) is None
    with pytest.raises(DomainError) as refused:
        await staff.ledger.GetPartnerShares(
            pb.GetPartnerSharesRequest(customer_id=str(new_id()), loan_id=str(loan.loan_id))
        )
    assert refused.value.reason == "NOT_FOUND"


def test_the_tables_of_what_is_kept_are_locked_after_the_loan() -> None:
    order = [table.kind for table in TABLES]

    assert order.index(Loan) < order.index(CustomerCredit) < order.index(HeldReceipt)
