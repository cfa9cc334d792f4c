"""The tables hold what the aggregates say."""

import dataclasses
from typing import Any, cast

import pytest

from chassis.command import Command, Delivery
from chassis.decision import Change, Decision
from services.lending.domain.business_day import CALENDAR, BusinessDay
from services.lending.domain.drawdown import DrawdownStatus, StaffDecision
from services.lending.domain.events import DrawdownRequested
from services.lending.repository import CONTRACTS, TABLES
from tests.builders.lending import (
    CUSTOMER,
    NOW,
    TODAY,
    a_confirmed_quote,
    a_contract,
    a_drawdown,
    a_line,
    a_verdict,
    an_application,
)
from tests.integration.lending.conftest import World


async def test_each_table_has_exactly_the_columns_of_its_aggregate(world: World) -> None:
    for table in TABLES:
        rows = await world.pool.fetch(
            "select column_name from information_schema.columns where table_name = $1", table.name
        )
        fields = {field.name for field in dataclasses.fields(table.kind)}
        assert {row["column_name"] for row in rows} == fields | {"bucket"}, table.name


STATES: tuple[Any, ...] = (
    an_application(),
    a_line(limit_minor=500, drawn_minor=300, reserved_minor=200),
    a_confirmed_quote(),
    a_contract(),
    a_drawdown(
        status=DrawdownStatus.PAID,
        paid_on=TODAY,
        paid_at=NOW,
        verdict=a_verdict(),
        staff_decision=StaffDecision("li.ming", allowed=True, reason="known", decided_at=NOW),
    ),
    BusinessDay(CALENDAR, TODAY),
)


async def test_what_is_saved_is_what_is_read(world: World) -> None:
    event = DrawdownRequested(a_drawdown())
    changes = tuple(Change(state, events=(event,)) for state in STATES)

    await world.execute(
        Command(Delivery("test", "save"), (), lambda _: Decision(True, changes), bool)
    )

    async with world.pool.acquire() as connection:
        for state in STATES:
            table = next(table for table in TABLES if table.kind is type(state))
            loaded = await table.load(cast("Any", connection), [table.key_of(state)])
            assert loaded == {table.key_of(state): dataclasses.replace(state, version=1)}


async def test_the_database_itself_refuses_a_line_over_its_limit(world: World) -> None:
    await world.open_line()

    with pytest.raises(Exception, match="drawn_and_reserved_within_limit"):
        await world.pool.execute("update credit_line set drawn_minor = limit_minor + 1")


async def test_the_text_of_a_contract_is_stored_to_the_byte(world: World) -> None:
    await world.open_line()

    contract = await world.sign()

    stored = await world.reads.contract(CUSTOMER, contract.contract_id)
    assert stored is not None
    assert stored.text_zh == contract.text_zh
    assert CONTRACTS.bucket_of(stored) == CONTRACTS.bucket_of(contract)
