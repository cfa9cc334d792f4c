"""A fee that the cost sheet lists can be charged on the loan it was drawn as, and no other."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from granary.repayment.v1 import loan_adjustment_service_pb2 as pb
from granary.repayment.v1.loan_adjustment_service_pb2_grpc import (
    LoanAdjustmentInternalServiceStub,
)

from chassis.errors import DomainError
from chassis.grpc_client import PeerChannel
from chassis.ports import new_id
from cli.commands.token import staff_token
from tests.builders.whole_suite import World, whole_suite


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with whole_suite(tmp_path) as world:
        yield world


async def test_a_disclosed_fee_is_charged_inside_the_cap_and_nothing_else_is(world: World) -> None:
    customer = await world.customer()
    contract = await customer.prepare(1_000_000, 10)
    loan_id = await world.drawn(customer, contract)
    token = staff_token(world.suite.folder.path, "li", hours=1)

    async with PeerChannel(world.address("repayment"), token=lambda: token) as channel:
        staff = LoanAdjustmentInternalServiceStub(channel)

        async def charge(item: str, amount_minor: int) -> str:
            request: dict[str, Any] = {
                "request_id": str(new_id()),
                "customer_id": customer.customer_id,
                "loan_id": loan_id,
                "item": item,
                "amount_minor": amount_minor,
                "note": "asked for by letter",
            }
            try:
                await staff.ChargeFee(pb.ChargeFeeRequest(**request))
            except DomainError as refused:
                return refused.reason
            return "CHARGED"

        assert await charge("paper_statement", 1_000) == "CHARGE_ABOVE_CAP"
        await world.close_days(await world.days_from_today(10))
        assert await charge("paper_statement", 1_001) == "CHARGE_NOT_DISCLOSED"
        assert await charge("service_fee", 1) == "CHARGE_NOT_DISCLOSED"
        assert await charge("paper_statement", 1_000) == "CHARGED"

    balance = await world.desk.trial_balance()
    accounts = {one.account: one.debit_minor - one.credit_minor for one in balance.accounts}
    assert accounts["fee_receivable"] == 1_000
    assert accounts["fee_income"] == -1_000
    await world.assert_every_invariant_holds()
