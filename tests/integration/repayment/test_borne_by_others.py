"""Campaigns, the treasury and partners bear their parts, on real servers."""

import asyncio
import csv
import io
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from granary.repayment.v1 import interest_relief_service_pb2 as relief
from granary.repayment.v1 import ledger_pb2, settlement_pb2
from granary.repayment.v1 import ledger_service_pb2 as ledger
from granary.repayment.v1 import loan_adjustment_pb2 as adjustments
from granary.repayment.v1 import loan_adjustment_service_pb2 as adjusting
from granary.repayment.v1 import settlement_service_pb2 as settling

from chassis.command import RequestKey
from chassis.errors import DomainError, NotAllowed
from chassis.ports import new_id, utc_now
from services.repayment.domain.history import EntryKind
from services.repayment.domain.ledger.settlement import SettlementKind
from services.repayment.domain.loan import Loan
from services.repayment.settlement_repository import SettlementRepository
from services.repayment.use_cases.settlements import Recorded, SettlementUseCases
from tests.integration.repayment.clients import Clients
from tests.integration.repayment.suite import Suite
from tests.integration.repayment.test_books_follow_loans import (
    another_executor,
    entry,
    let_happen,
    shares,
    with_a_partner,
)
from tests.integration.repayment.test_loan_adjustments import about, approved, the_books_agree
from tests.integration.repayment.test_reconciliation import differences, on_paper, resolving
from tests.integration.repayment.told import FIRST_DAY, a_paid_drawdown
from tests.integration.sandbox.conftest import World

FIRST_DUE = date(2026, 12, 23)


def a_coupon(loan: Loan, **changes: Any) -> relief.ApplyCouponRequest:
    fields = about(
        loan,
        coupon_id=str(new_id()),
        free_nights=15,
        principal_minor=500_000,
        valid_from="2026-11-01",
        valid_to="2026-12-31",
    )
    return relief.ApplyCouponRequest(**fields | changes)


async def test_a_coupon_is_used_once_however_many_people_apply_it(
    suite: Suite, loan: Loan, clients: Clients, world: World
) -> None:
    await world.fault("debit", "reject", count=3, reason="AC04")
    await suite.close_until(FIRST_DUE)
    await suite.settled_collections(loan)
    staff = [await clients.staff(name) for name in ("li", "wang", "zhao")]
    coupon_id = str(new_id())

    outcomes = await asyncio.gather(
        *(one.relief.ApplyCoupon(a_coupon(loan, coupon_id=coupon_id)) for one in staff),
        return_exceptions=True,
    )

    done = [o.adjustment for o in outcomes if not isinstance(o, BaseException)]
    refused = [getattr(o, "reason", repr(o)) for o in outcomes if isinstance(o, BaseException)]
    assert refused == ["COUPON_USED", "COUPON_USED"]
    assert [(a.amount_minor, a.coupon_id, a.state) for a in done] == [
        (3_750, coupon_id, adjustments.LOAN_ADJUSTMENT_STATE_DONE)
    ]
    books = await suite.books()
    assert (books["coupon_cost"], books["interest_receivable"]) == (3_750, 11_250)
    assert (await suite.reload(loan)).owed(FIRST_DUE).interest_minor == 11_250
    await the_books_agree(suite, loan)
    with pytest.raises(DomainError) as later:
        await staff[0].relief.ApplyCoupon(a_coupon(loan, valid_to="2026-12-01"))
    assert later.value.reason == "COUPON_NOT_APPLICABLE"
    customer = await clients.customer(loan.customer_id)
    with pytest.raises(NotAllowed):
        await customer.relief.ApplyCoupon(a_coupon(loan))


def recorded(reference: str = "", **fields: Any) -> dict[str, Any]:
    common = {"request_id": str(new_id()), "currency": "CNY", "note": "advice of the bank"}
    return common | ({"bank_reference": reference} if reference else {}) | fields


def approval(asked: Any) -> settling.ApproveSettlementRequest:
    return settling.ApproveSettlementRequest(
        request_id=str(new_id()), settlement_id=asked.settlement_id
    )


async def claims_of(staff: Any, month: str) -> list[dict[str, str]]:
    pieces = staff.settling.ExportSubsidyClaims(settling.ExportSubsidyClaimsRequest(month=month))
    content = b"".join([piece.content async for piece in pieces]).decode()
    return list(csv.DictReader(io.StringIO(content)))


async def test_what_the_treasury_bears_is_not_collected_and_is_claimed_until_it_answers(
    suite: Suite, loan: Loan, clients: Clients
) -> None:
    li, wang = await clients.staff("li"), await clients.staff("wang")
    told = settling.TellEligibleSpendingRequest(
        **about(loan, principal_minor=1_000_000, note="invoices of the payout account")
    )
    await li.settling.TellEligibleSpending(told)
    too_much = settling.TellEligibleSpendingRequest(**about(loan, principal_minor=1_000_001))
    with pytest.raises(DomainError) as more:
        await li.settling.TellEligibleSpending(too_much)
    assert more.value.reason == "REQUEST_INVALID"

    twice = settling.TellEligibleSpendingRequest(
        **about(loan, principal_minor=999_999, note="counted again")
    )
    corrected = await wang.settling.TellEligibleSpending(twice)
    assert [(one.principal_minor, one.told_by) for one in corrected.earlier] == [(1_000_000, "li")]
    told.request_id = str(new_id())
    third = await li.settling.TellEligibleSpending(told)
    assert [one.note for one in third.earlier] == [told.note, "counted again"]

    await suite.close_until(FIRST_DUE)
    (collected,) = await suite.settled_collections(loan)

    # 10,000.00 x 1 % x 30 / 365 = 8.22 of the 150.00 that fell due.
    assert collected.amount_minor == 115_000 - 822
    books = await suite.books()
    assert (books["subsidy_receivable"], books["interest_receivable"]) == (822, 0)
    (claim,) = await claims_of(li, "2026-12")
    assert (claim["loan_id"], claim["amount_minor"], claim["nights"], claim["annual_ppm"]) == (
        str(loan.loan_id),
        "822",
        "30",
        "10000",
    )
    assert (claim["evidence"], claim["told_by"]) == ("invoices of the payout account", "li")
    assert await claims_of(li, "2026-11") == []
    await the_books_agree(suite, loan)

    refusing = settling.RecordSubsidyRefusedRequest(
        **recorded(month="2026-12", amount_minor=22, note="no invoice for 200.00")
    )
    refused = (await li.settling.RecordSubsidyRefused(refusing)).settlement
    assert refused.state == settlement_pb2.SETTLEMENT_STATE_BOOKED
    received = settling.RecordSubsidyReceivedRequest(
        **recorded("TREASURY-1", month="2026-12", amount_minor=800)
    )
    outcomes = await asyncio.gather(
        *(
            staff.settling.RecordSubsidyReceived(
                settling.RecordSubsidyReceivedRequest(
                    **recorded("TREASURY-1", month="2026-12", amount_minor=800)
                )
            )
            for staff in (li, wang)
        ),
        return_exceptions=True,
    )
    reasons = [getattr(o, "reason", "BOOKED") for o in outcomes]
    assert sorted(reasons) == ["BOOKED", "SUBSIDY_CLAIM_SMALLER"]
    with pytest.raises(DomainError) as again:
        await li.settling.RecordSubsidyReceived(received)
    assert again.value.reason == "SUBSIDY_CLAIM_SMALLER"
    month = await li.settling.GetSubsidyMonth(settling.GetSubsidyMonthRequest(month="2026-12"))
    assert (month.granted_minor, month.received_minor, month.refused_minor, month.open_minor) == (
        822,
        800,
        22,
        0,
    )
    books = await suite.books()
    assert (books["subsidy_receivable"], books["subsidy_cost"]) == (0, 22)


async def test_money_between_us_and_a_partner_takes_two_people_and_is_booked_once(
    suite: Suite, loan: Loan, clients: Clients
) -> None:
    suite.ledger.settlements._settlements._policies = with_a_partner()
    li, wang = await clients.staff("li"), await clients.staff("wang")
    wish = settling.RecordPartnerPaidInRequest(
        **recorded("BANK-A-1", partner="bank-a", amount_minor=400_000)
    )

    waiting = (await li.settling.RecordPartnerPaidIn(wish)).settlement
    assert waiting.state == settlement_pb2.SETTLEMENT_STATE_PROPOSED
    assert "partner_payable" not in await suite.books()
    with pytest.raises(DomainError) as alone:
        await li.settling.ApproveSettlement(approval(waiting))
    assert alone.value.reason == "SECOND_PERSON_NEEDED"
    others = [wang, await clients.staff("zhao")]
    outcomes = await asyncio.gather(
        *(one.settling.ApproveSettlement(approval(waiting)) for one in others),
        return_exceptions=True,
    )
    assert sorted(getattr(o, "reason", "BOOKED") for o in outcomes) == [
        "BOOKED",
        "SETTLEMENT_ENDED",
    ]
    books = await suite.books()
    assert books["partner_payable"] == -400_000
    out = settling.RecordPartnerPaidOutRequest(
        **recorded("OUT-1", partner="bank-a", amount_minor=90_000)
    )
    done = (await li.settling.RecordPartnerPaidOut(out)).settlement
    assert (done.state, done.decided_by) == (settlement_pb2.SETTLEMENT_STATE_BOOKED, "li")
    assert (await suite.books())["partner_payable"] == -310_000
    for request, reason in (
        (recorded("BANK-A-1", partner="bank-a", amount_minor=1), "TRANSFER_RECORDED"),
        (recorded("BANK-B-1", partner="bank-b", amount_minor=1), "PARTNER_UNKNOWN"),
    ):
        with pytest.raises(DomainError) as no:
            await li.settling.RecordPartnerPaidIn(settling.RecordPartnerPaidInRequest(**request))
        assert no.value.reason == reason
    listed = (await li.settling.ListSettlements(settling.ListSettlementsRequest())).settlements
    assert [one.bank_reference for one in listed] == ["OUT-1", "BANK-A-1"]

    second = settling.RecordPartnerPaidInRequest(
        **recorded("BANK-A-2", partner="bank-a", amount_minor=400_000)
    )
    waiting = (await li.settling.RecordPartnerPaidIn(second)).settlement
    decline = settling.DeclineSettlementRequest(
        request_id=str(new_id()), settlement_id=waiting.settlement_id
    )
    declined = (await wang.settling.DeclineSettlement(decline)).settlement
    assert declined.state == settlement_pb2.SETTLEMENT_STATE_DECLINED
    # The bank's statement of the test has none of it: the close finds both as missing at the rail.
    await suite.close_until(date(2026, 11, 25))
    missing = (await li.ledger.ListRailDifferences(ledger.ListRailDifferencesRequest())).differences
    assert {(d.end_to_end_id, d.book_amount_minor) for d in missing} == {
        ("BANK-A-1", 400_000),
        ("OUT-1", 90_000),
    }


async def test_payments_to_a_partner_from_two_processes_at_once_stay_within_what_is_payable(
    suite: Suite, world: World, clients: Clients
) -> None:
    suite.books_policies = suite.following._policies = with_a_partner()
    suite.ledger.settlements._settlements._policies = suite.books_policies
    li = await clients.staff("li")
    event = a_paid_drawdown()
    suite.cards.tokens[UUID(event.card_id)] = await world.card()
    await suite.publish(event)
    loan = await suite.loan_of(event)
    await suite.pay_out(loan)
    await suite.close_until(FIRST_DUE)
    await suite.settled_collections(loan)
    asked = settling.ListPartnerAccountsRequest()
    (before,) = (await li.settling.ListPartnerAccounts(asked)).accounts
    # It has funded 4,000.00 of the loan, and 400.00 and 49.99 were repaid for it.
    assert (before.of_loans_minor, before.payable_minor) == (-355_001, -355_001)
    early = recorded("OUT-EARLY", partner="bank-a", amount_minor=1)
    with pytest.raises(DomainError) as nothing_yet:
        await li.settling.RecordPartnerPaidOut(settling.RecordPartnerPaidOutRequest(**early))
    assert nothing_yet.value.reason == "PARTNER_OWED_LESS"
    for number in range(4):
        paid_in = recorded(f"IN-{number}", partner="bank-a", amount_minor=100_000)
        await li.settling.RecordPartnerPaidIn(settling.RecordPartnerPaidInRequest(**paid_in))

    async with another_executor(suite) as execute:
        other = SettlementUseCases(
            execute=execute,
            reads=SettlementRepository(suite.pool),
            policies=suite.books_policies,
            clock=utc_now,
            new_id=new_id,
        )
        processes = [suite.ledger.settlements._settlements, other] * 4
        # 449.99 are payable: four times 100.00 of the eight that are recorded at once.
        outcomes = await asyncio.gather(
            *(
                process.record(paid_out(number), RequestKey("staff:li", new_id(), b"body"))
                for number, process in enumerate(processes)
            ),
            return_exceptions=True,
        )

    reasons = [getattr(outcome, "reason", "BOOKED") for outcome in outcomes]
    assert sorted(reasons) == ["BOOKED"] * 4 + ["PARTNER_OWED_LESS"] * 4
    (after,) = (await li.settling.ListPartnerAccounts(asked)).accounts
    assert (after.paid_in_minor, after.paid_out_minor) == (400_000, 40_000)
    assert after.payable_minor == 4_999
    assert (await suite.books())["partner_payable"] == -after.payable_minor


def paid_out(number: int) -> Recorded:
    return Recorded(
        kind=SettlementKind.PARTNER_PAID_OUT,
        party="bank-a",
        amount_minor=10_000,
        currency="CNY",
        bank_reference=f"OUT-{number}",
        note="shares",
        by="li",
    )


async def test_a_payment_borne_as_a_loss_is_not_paid_to_a_partner_and_what_comes_back_is_booked(
    suite: Suite, clients: Clients
) -> None:
    suite.ledger.settlements._settlements._policies = with_a_partner()
    li = await clients.staff("li")
    funded = recorded("IN-9", partner="bank-a", amount_minor=900)
    await li.settling.RecordPartnerPaidIn(settling.RecordPartnerPaidInRequest(**funded))
    async with on_paper(suite) as paper:
        paper.entries[str(FIRST_DAY)] = [
            ("IN-9", "CRDT", 900, "CNY"),
            ("OUT-9", "DBIT", 900, "CNY"),
        ]
        await suite.close_until(FIRST_DAY + timedelta(days=1))
        (gone,) = await differences(li)
        await li.ledger.ResolveRailDifference(resolving(gone, "BEAR_LOSS"))
        paid_out = settling.RecordPartnerPaidOutRequest(
            **recorded("OUT-9", partner="bank-a", amount_minor=900)
        )
        with pytest.raises(DomainError) as booked_already:
            await li.settling.RecordPartnerPaidOut(paid_out)
        paper.entries[str(FIRST_DAY + timedelta(days=1))] = [("OUT-9", "CRDT", 900, "CNY")]
        await suite.close_until(FIRST_DAY + timedelta(days=2))
        (back,) = await differences(li)
        held = await li.ledger.ResolveRailDifference(resolving(back, "HOLD_IN_SUSPENSE"))

    assert booked_already.value.reason == "TRANSFER_RECORDED"
    assert held.difference.state == ledger_pb2.DIFFERENCE_STATE_RESOLVED
    books = await suite.books()
    assert books["bank_clearing"] == 900
    assert books["suspense_receipts"] == -900
    assert books["partner_payable"] == -900


async def test_a_partner_shares_in_what_is_taken_back_and_in_what_is_recovered(
    suite: Suite, world: World, clients: Clients
) -> None:
    suite.books_policies = with_a_partner()
    suite.following._policies = suite.books_policies
    li, wang = await clients.staff("li"), await clients.staff("wang")
    event = a_paid_drawdown()
    suite.cards.tokens[UUID(event.card_id)] = await world.card()
    await suite.publish(event)
    loan = await suite.loan_of(event)
    await suite.pay_out(loan)
    await suite.close_until(FIRST_DUE)
    (repayment,) = await suite.settled_collections(loan)
    before = await partner_books(suite)
    assert before == {
        "partner_principal": -360_000,
        "partner_interest": 0,
        "partner_payable": 355_001,
    }

    reverse = adjusting.ReverseRepaymentRequest(
        **about(loan, repayment_id=str(repayment.repayment_id))
    )
    asked = (await li.adjusting.ReverseRepayment(reverse)).adjustment
    await approved(wang, asked)

    # The partner bears its four tenths again, and its third of the interest is not paid any more.
    assert await partner_books(suite) == {
        "partner_principal": -400_000,
        "partner_interest": -4_999,
        "partner_payable": 400_000,
    }
    (share,) = await shares(li, loan)
    assert (share.principal_minor, share.interest_minor) == (400_000, 4_999)

    await world.fault("debit", "reject", count=5, reason="AC04")
    await suite.close_until(date(2026, 12, 26))
    loan = await suite.reload(loan)
    today = date(2026, 12, 26)
    loan = await let_happen(suite, loan, entry(EntryKind.CHARGE_OFF, 0, today))
    written_off = await partner_books(suite)
    assert written_off["partner_principal"] == written_off["partner_interest"] == 0
    recovery = entry(EntryKind.REPAYMENT, 50_000, today, label="PREPAY")
    await let_happen(suite, loan, recovery)

    recovered = await partner_books(suite)
    parts = await suite.pool.fetch(
        "select kind, sum(amount_minor)::bigint as minor from ledger_entry"
        " where subject_id = $1 and kind like '%recovered' group by kind",
        loan.loan_id,
    )
    of = {row["kind"]: row["minor"] for row in parts}
    assert of["principal_recovered"] * 400_000 // 1_000_000 == of["partner_principal_recovered"]
    passed_on = of["partner_principal_recovered"] + of.get("partner_interest_recovered", 0)
    assert recovered["partner_payable"] == written_off["partner_payable"] - passed_on
    assert passed_on > 0


async def partner_books(suite: Suite) -> dict[str, int]:
    books = await suite.books()
    return {
        name: books[name] for name in ("partner_principal", "partner_interest", "partner_payable")
    }
