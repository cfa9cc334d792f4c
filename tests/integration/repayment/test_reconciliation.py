"""Differences with the rail's statement: found, shown, resolved by people, never found twice."""

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from aiohttp import web
from granary.repayment.v1 import events_pb2, ledger_pb2
from granary.repayment.v1 import ledger_service_pb2 as pb

from chassis.bank_rail import BankRail
from chassis.errors import DomainError
from chassis.ports import new_id, utc_now
from services.repayment.domain.collection import RepaymentStatus
from services.repayment.domain.loan import Loan
from tests.integration.repayment.clients import Clients, Stubs
from tests.integration.repayment.suite import Suite
from tests.integration.repayment.told import FIRST_DAY
from tests.integration.sandbox.conftest import World
from tests.unit.chassis.test_statement_totals import HEAD, TAIL

NEXT_DAY = FIRST_DAY + timedelta(days=1)
FIRST_DUE = date(2026, 12, 23)


@dataclass
class PaperRail:
    """A rail whose statements a test writes by hand; the real client reads them."""

    entries: dict[str, list[tuple[str, str, int, str]]] = field(default_factory=dict)
    """Per day: key, CRDT or DBIT, fen, currency."""
    missing_fen: int = 0
    """How much each closing balance is wrong by."""

    async def statement(self, request: web.Request) -> web.Response:
        day = request.match_info["day"]
        rows = self.entries.get(day, [])
        moved = sum(fen if way == "CRDT" else -fen for _, way, fen, _ in rows)
        opening = 10**9
        body = [
            HEAD,
            _balance("OPBD", opening, day),
            _balance("CLBD", opening + moved + self.missing_fen, day),
            *(_entry(*row, day) for row in rows),
            TAIL,
        ]
        return web.Response(text="".join(body), content_type="application/xml")


def _balance(code: str, fen: int, day: str) -> str:
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">{fen / 100:.2f}'
        f"</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def _entry(key: str, way: str, fen: int, currency: str, day: str) -> str:
    return (
        f'<Ntry><Amt Ccy="{currency}">{fen / 100:.2f}</Amt><CdtDbtInd>{way}</CdtDbtInd>'
        f"<BookgDt><Dt>{day}</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>{key}"
        "</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>"
    )


@asynccontextmanager
async def on_paper(suite: Suite) -> AsyncIterator[PaperRail]:
    """Statements of a paper rail, read by the real client, in place of the sandbox's."""
    paper = PaperRail()
    application = web.Application()
    application.router.add_get("/rail/statements/{day}", paper.statement)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    step = suite.jobs._steps["reconcile"]
    step._rail = BankRail(suite.rail._session, f"http://{host}:{port}")  # type: ignore[attr-defined]
    try:
        yield paper
    finally:
        await runner.cleanup()


async def differences(staff: Stubs, *states: "ledger_pb2.DifferenceState") -> list[Any]:
    request = pb.ListRailDifferencesRequest(states=states)
    return list((await staff.ledger.ListRailDifferences(request)).differences)


async def announced(suite: Suite, kind: type) -> int:
    count = await suite.pool.fetchval(
        "select count(*) from outbox where message_type = $1",
        kind.DESCRIPTOR.full_name,  # type: ignore[attr-defined]
    )
    return int(count)


def resolving(difference: Any, reason: str) -> pb.ResolveRailDifferenceRequest:
    return pb.ResolveRailDifferenceRequest(
        request_id=str(new_id()),
        difference_id=difference.difference_id,
        reason=f"RESOLUTION_REASON_{reason}",
        note="the rail refused, and paid all the same",
    )


async def refused_and_paid(suite: Suite, loan: Loan, paper: PaperRail, world: World) -> UUID:
    """The rail refused the first debit, and its statement has it all the same."""
    paper.entries[str(FIRST_DAY)] = [(loan.loan_id.hex, "DBIT", 1_000_000, "CNY")]
    await world.fault("debit", "reject", count=1, reason="AM04")
    await suite.close_until(FIRST_DUE)
    (refused,) = await suite.settled_collections(loan)
    assert refused.status is RepaymentStatus.FAILED
    paper.entries[str(FIRST_DUE)] = [(refused.repayment_id.hex, "CRDT", 115_000, "CNY")]
    return refused.repayment_id


async def test_a_rail_that_refused_and_paid_all_the_same_becomes_the_customers_credit(
    suite: Suite, loan: Loan, world: World, clients: Clients
) -> None:
    first, second = await clients.staff("li"), await clients.staff("wang")
    async with on_paper(suite) as paper:
        order = await refused_and_paid(suite, loan, paper, world)
        await suite.close_until(FIRST_DUE + timedelta(days=1))
        (found,) = await differences(first)
        assert found.kind == ledger_pb2.DIFFERENCE_KIND_MISSING_IN_BOOKS
        assert (found.customer_id, found.loan_id) == (str(loan.customer_id), str(loan.loan_id))
        assert (found.rail_amount_minor, found.age_days) == (115_000, 1)
        assert found.age_bucket == ledger_pb2.AGE_BUCKET_TO_1_DAY
        assert await announced(suite, events_pb2.ReconciliationDifferenceFound) == 1

        # 1,150.00 is above the policy's amount, so the first person only proposes.
        request = resolving(found, "CREDIT_CUSTOMER")
        proposed = (await first.ledger.ResolveRailDifference(request)).difference
        again = (await first.ledger.ResolveRailDifference(request)).difference
        assert proposed.state == again.state == ledger_pb2.DIFFERENCE_STATE_PROPOSED
        assert "customer_credit" not in await suite.books()
        confirm = pb.ConfirmRailDifferenceRequest(
            request_id=str(new_id()), difference_id=found.difference_id
        )
        assert await refusal(first.ledger.ConfirmRailDifference(confirm)) == "SECOND_PERSON_NEEDED"
        done = (await second.ledger.ConfirmRailDifference(confirm)).difference
        repeated = (await second.ledger.ConfirmRailDifference(confirm)).difference

        assert done.state == repeated.state == ledger_pb2.DIFFERENCE_STATE_RESOLVED
        assert (done.proposed_by, done.resolved_by) == ("li", "wang")
        assert (await suite.books())["customer_credit"] == -115_000
        assert (
            await refusal(first.ledger.ResolveRailDifference(resolving(found, "EXPLAINED")))
            == "DIFFERENCE_ENDED"
        )
        assert await announced(suite, events_pb2.ReconciliationDifferenceResolved) == 1

        # The debit of the day of grace collected the instalment; both days agree from now on.
        (later,) = [r for r in await suite.settled_collections(loan, 2) if r.repayment_id != order]
        day = str(later.posted_on)
        paper.entries.setdefault(day, []).append((later.repayment_id.hex, "CRDT", 115_000, "CNY"))
        await suite.close_until(FIRST_DUE + timedelta(days=3))
        after = await suite.ledger.reconciliations.reconciliation(FIRST_DUE + timedelta(days=2))
        assert after is not None
        assert after.differences == ()
        assert await differences(first) == []


async def refusal(call: Awaitable[Any]) -> str:
    with pytest.raises(DomainError) as refused:
        await call
    return refused.value.reason


async def test_a_key_nobody_knows_is_held_in_suspense(suite: Suite, clients: Clients) -> None:
    staff = await clients.staff()
    async with on_paper(suite) as paper:
        paper.entries[str(FIRST_DAY)] = [("FOREIGN-7", "CRDT", 900, "CNY")]
        await suite.close_until(NEXT_DAY + timedelta(days=3))
        (found,) = await differences(staff)
        assert (found.end_to_end_id, found.customer_id, found.age_days) == ("FOREIGN-7", "", 4)
        assert found.age_bucket == ledger_pb2.AGE_BUCKET_TO_7_DAYS
        assert await announced(suite, events_pb2.ReconciliationDifferenceFound) == 1
        assert (
            await refusal(staff.ledger.ResolveRailDifference(resolving(found, "CREDIT_CUSTOMER")))
            == "RESOLUTION_IMPOSSIBLE"
        )

        resolved = await staff.ledger.ResolveRailDifference(resolving(found, "HOLD_IN_SUSPENSE"))
        await suite.close_until(NEXT_DAY + timedelta(days=5))

        assert resolved.difference.state == ledger_pb2.DIFFERENCE_STATE_RESOLVED
        assert await suite.books() == {"bank_clearing": 900, "suspense_receipts": -900}
        assert await differences(staff) == []


async def test_a_key_moved_again_on_another_day_is_a_difference_of_its_own(
    suite: Suite, loan: Loan, clients: Clients
) -> None:
    staff = await clients.staff()
    payout = (loan.loan_id.hex, "DBIT", 1_000_000, "CNY")
    async with on_paper(suite) as paper:
        paper.entries = {str(FIRST_DAY): [payout], str(NEXT_DAY): [payout]}
        await suite.close_until(NEXT_DAY + timedelta(days=1))

        (found,) = await differences(staff)

    assert found.kind == ledger_pb2.DIFFERENCE_KIND_MISSING_IN_BOOKS
    assert (found.direction, found.rail_amount_minor) == (ledger_pb2.MONEY_DIRECTION_OUT, 1_000_000)


async def test_an_entry_twice_in_one_statement_is_an_amount_that_differs(
    suite: Suite, loan: Loan, clients: Clients
) -> None:
    staff = await clients.staff()
    payout = (loan.loan_id.hex, "DBIT", 1_000_000, "CNY")
    async with on_paper(suite) as paper:
        paper.entries[str(FIRST_DAY)] = [payout, payout]
        await suite.close_until(NEXT_DAY)

        (found,) = await differences(staff)

    assert found.kind == ledger_pb2.DIFFERENCE_KIND_AMOUNT
    assert (found.book_amount_minor, found.rail_amount_minor) == (1_000_000, 2_000_000)


@pytest.mark.parametrize("wrong", ["STATEMENT_TOTALS_WRONG", "STATEMENT_CURRENCY_WRONG"])
async def test_a_statement_that_is_refused_stores_nothing_and_is_read_again(
    suite: Suite, loan: Loan, clients: Clients, wrong: str
) -> None:
    staff = await clients.staff()
    payout = (loan.loan_id.hex, "DBIT", 1_000_000, "CNY")
    async with on_paper(suite) as paper:
        paper.entries[str(FIRST_DAY)] = [payout]
        if wrong == "STATEMENT_TOTALS_WRONG":
            paper.missing_fen = 1
        else:
            paper.entries[str(FIRST_DAY)] = [(*payout[:3], "USD")]
        await suite.close_until(NEXT_DAY)

        assert await suite.repository.business_date() == NEXT_DAY
        assert await suite.pool.fetchval("select count(*) from rail_movement") == 0
        (day,) = (await staff.ledger.ListStatementDays(pb.ListStatementDaysRequest())).days
        assert (day.refusal_reason, day.times_refused) == (wrong, 1)
        assert not day.HasField("read_at")

        paper.missing_fen, paper.entries[str(FIRST_DAY)] = 0, [payout]
        await suite.close_until(NEXT_DAY + timedelta(days=1))

        days = (await staff.ledger.ListStatementDays(pb.ListStatementDaysRequest())).days
        assert [day.HasField("read_at") for day in days] == [True, True]
        second = await suite.ledger.reconciliations.reconciliation(NEXT_DAY)
        assert second is not None
        assert (second.matched_count, second.differences) == (1, ())


async def test_a_statement_read_twice_changes_nothing(suite: Suite, loan: Loan) -> None:
    await suite.close_until(NEXT_DAY)
    statement = await suite.rail.statement(FIRST_DAY)
    before = await suite.pool.fetch("select * from rail_movement")

    await suite.ledger.reconciliations.store_statement(statement, utc_now())

    assert await suite.pool.fetch("select * from rail_movement") == before


async def test_what_books_and_rail_agree_on_later_ends_by_itself(
    suite: Suite, clients: Clients
) -> None:
    staff = await clients.staff()
    loan = await suite.open_loan()
    async with on_paper(suite) as paper:
        await suite.close_until(NEXT_DAY)
        (found,) = await differences(staff)
        assert found.kind == ledger_pb2.DIFFERENCE_KIND_MISSING_AT_RAIL

        paper.entries[str(NEXT_DAY)] = [(loan.loan_id.hex, "DBIT", 1_000_000, "CNY")]
        await suite.close_until(NEXT_DAY + timedelta(days=1))

        assert await differences(staff) == []
        (ended,) = await differences(staff, ledger_pb2.DIFFERENCE_STATE_MATCHED)
        assert (ended.ended_on, ended.age_days) == (str(NEXT_DAY), 1)


async def test_what_is_missing_at_the_rail_and_explained_is_not_carried_on(
    suite: Suite, clients: Clients
) -> None:
    first, second = await clients.staff("li"), await clients.staff("wang")
    await suite.open_loan()
    async with on_paper(suite):
        await suite.close_until(NEXT_DAY)
        (found,) = await differences(first)
        await first.ledger.ResolveRailDifference(resolving(found, "EXPLAINED"))
        await second.ledger.ConfirmRailDifference(
            pb.ConfirmRailDifferenceRequest(
                request_id=str(new_id()), difference_id=found.difference_id
            )
        )
        await suite.close_until(NEXT_DAY + timedelta(days=2))

        assert await differences(first) == []
        assert await announced(suite, events_pb2.ReconciliationDifferenceFound) == 1


async def test_a_difference_nobody_found_cannot_be_resolved(suite: Suite, clients: Clients) -> None:
    staff = await clients.staff()
    request = resolving(pb.ConfirmRailDifferenceRequest(difference_id=str(new_id())), "EXPLAINED")

    assert await refusal(staff.ledger.ResolveRailDifference(request)) == "NOT_FOUND"
