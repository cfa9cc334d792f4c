"""Money between us, partners and the treasury: two people, once, and never more than is claimed."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.repayment.domain.errors import (
    PartnerOwedLess,
    PartnerUnknown,
    SecondPersonNeeded,
    SettlementEnded,
    SubsidyClaimSmaller,
    TransferRecordedAlready,
)
from services.repayment.domain.ledger.rail_difference import HOUSE
from services.repayment.domain.ledger.settlement import (
    Known,
    PartnerAccount,
    Settlement,
    SettlementKind,
    SettlementState,
    approve,
    decline,
    record,
)
from services.repayment.domain.ledger.subsidy_claim import SubsidyMonth
from services.repayment.domain.transfer_claim import MoneyDirection, TransferClaim
from services.repayment.policy_file import read_books_policy
from tests.builders.changing_lives import balances
from tests.builders.loans import AT

TODAY = date(2026, 12, 24)
MONTH = SubsidyMonth("2026-12", "CNY", granted_minor=822, refused_minor=22)
KNOWN = Known({"bank-a"}, None, None, None, 1_000, None, four_eyes_above_minor=100_000)
OF_TREASURY = replace(KNOWN, month=MONTH)


def a_settlement(kind: SettlementKind = SettlementKind.PARTNER_PAID_IN, **more: Any) -> Settlement:
    fields: dict[str, Any] = {
        "settlement_id": UUID(int=9),
        "kind": kind,
        "party": "bank-a" if kind.name.startswith("PARTNER") else "2026-12",
        "amount_minor": 800,
        "currency": "CNY",
        "bank_reference": "" if kind is SettlementKind.SUBSIDY_REFUSED else "TR-1",
        "note": "advice",
        "requested_by": "li",
        "requested_on": TODAY,
        "requested_at": AT,
    }
    return Settlement(**fields | more)


@pytest.mark.parametrize(
    ("kind", "books"),
    [
        (SettlementKind.PARTNER_PAID_IN, {"bank_clearing": 800, "partner_payable": -800}),
        (SettlementKind.PARTNER_PAID_OUT, {"bank_clearing": -800, "partner_payable": 800}),
        (SettlementKind.SUBSIDY_RECEIVED, {"bank_clearing": 800, "subsidy_receivable": -800}),
        (SettlementKind.SUBSIDY_REFUSED, {"subsidy_cost": 800, "subsidy_receivable": -800}),
    ],
)
def test_each_kind_has_its_accounts(kind: SettlementKind, books: dict[str, int]) -> None:
    done = record(a_settlement(kind), OF_TREASURY, TODAY)

    assert (done.reply.state, done.reply.decided_by) == (SettlementState.BOOKED, "li")
    assert balances(*done.transfers) == books
    assert {(t.customer_id, t.subject_id) for t in done.transfers} == {(HOUSE, UUID(int=9))}


def test_above_the_policys_amount_another_person_approves() -> None:
    waiting = record(a_settlement(amount_minor=100_001), KNOWN, TODAY)

    assert waiting.reply.state is SettlementState.PROPOSED
    assert (len(waiting.changes), waiting.transfers) == (1, ())
    with pytest.raises(SecondPersonNeeded):
        approve(waiting.reply, KNOWN, "li", TODAY)
    done = approve(waiting.reply, KNOWN, "wang", TODAY)
    assert (done.reply.decided_by, done.reply.decided_on) == ("wang", TODAY)
    with pytest.raises(SettlementEnded):
        approve(done.reply, KNOWN, "zhao", TODAY)
    with pytest.raises(SettlementEnded):
        decline(done.reply, "zhao", TODAY)


def test_what_is_declined_is_not_booked() -> None:
    waiting = record(a_settlement(amount_minor=100_001), KNOWN, TODAY).reply

    declined = decline(waiting, "wang", TODAY)

    assert declined.reply.state is SettlementState.DECLINED
    assert declined.transfers == ()


def test_money_of_one_transfer_is_booked_once() -> None:
    done = record(a_settlement(), KNOWN, TODAY)
    claims = [c.state for c in done.changes if isinstance(c.state, TransferClaim)]

    assert claims == [TransferClaim("TR-1", MoneyDirection.IN, None, UUID(int=9), TODAY)]
    with pytest.raises(TransferRecordedAlready):
        record(a_settlement(), replace(KNOWN, claim=claims[0]), TODAY)


def test_only_who_lends_with_us_is_a_partner() -> None:
    with pytest.raises(PartnerUnknown):
        record(a_settlement(party="bank-b"), KNOWN, TODAY)
    assert read_books_policy().partners_ever == frozenset()


def test_the_treasury_answers_no_more_than_is_claimed() -> None:
    received = record(a_settlement(SettlementKind.SUBSIDY_RECEIVED), OF_TREASURY, TODAY)
    month = next(c.state for c in received.changes if isinstance(c.state, SubsidyMonth))
    assert (month.received_minor, month.open_minor) == (800, 0)
    one_more = a_settlement(SettlementKind.SUBSIDY_REFUSED, amount_minor=1)
    for known in (replace(KNOWN, month=month), KNOWN):
        with pytest.raises(SubsidyClaimSmaller) as refusal:
            record(one_more, known, TODAY)
        assert refusal.value.metadata == {"open_minor": "0"}
    refused = record(one_more, OF_TREASURY, TODAY)
    after = next(c.state for c in refused.changes if isinstance(c.state, SubsidyMonth))
    assert (after.refused_minor, after.open_minor) == (23, 799)


def account_of(decision: Any) -> PartnerAccount:
    return next(c.state for c in decision.changes if isinstance(c.state, PartnerAccount))


def test_a_partner_is_paid_what_is_payable_to_it_and_not_a_fen_more() -> None:
    out = a_settlement(SettlementKind.PARTNER_PAID_OUT, amount_minor=900)
    paid = account_of(record(out, KNOWN, TODAY))
    rest = replace(KNOWN, account=paid)

    assert paid == PartnerAccount("bank-a", paid_out_minor=900)
    assert paid.payable_minor(1_000) == 100
    with pytest.raises(PartnerOwedLess) as more:
        record(replace(out, amount_minor=101), rest, TODAY)
    assert more.value.metadata == {"partner": "bank-a", "payable_minor": "100"}
    last = account_of(record(replace(out, amount_minor=100), rest, TODAY))
    assert last.payable_minor(1_000) == 0


def test_what_a_partner_has_yet_to_fund_is_not_payable_until_it_paid() -> None:
    out = a_settlement(SettlementKind.PARTNER_PAID_OUT, amount_minor=1)
    funded = replace(KNOWN, of_loans_minor=-400)
    with pytest.raises(PartnerOwedLess) as less:
        record(out, funded, TODAY)
    assert less.value.metadata["payable_minor"] == "0"

    came = account_of(record(a_settlement(amount_minor=401), funded, TODAY))

    assert came.payable_minor(-400) == 1
    assert record(out, replace(funded, account=came), TODAY).reply.state is SettlementState.BOOKED


def test_a_payment_that_waited_for_a_second_person_is_judged_by_what_is_payable_then() -> None:
    out = a_settlement(SettlementKind.PARTNER_PAID_OUT, amount_minor=900)
    waiting = record(out, replace(KNOWN, four_eyes_above_minor=1), TODAY).reply

    with pytest.raises(PartnerOwedLess):
        approve(waiting, replace(KNOWN, of_loans_minor=899), "wang", TODAY)
