"""A business is verified, and only then lent to, for the business and nothing else."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from cli.demo.app import Refused
from cli.demo.customer import Customer
from tests.builders.whole_suite import World, whole_suite

APPLICATION = {
    "employer": "小微经营",
    "occupation": "个体工商户",
    "monthly_income_minor": 4_000_000,
    "truth_declared": True,
    "product_code": "micro_business",
}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with whole_suite(tmp_path) as world:
        yield world


async def test_a_verified_business_gets_a_line_of_its_own_beside_the_personal_one(
    world: World,
) -> None:
    customer, business = await customer_with_a_business(world)
    app = customer.app

    async def apply(purpose: str) -> Any:
        return await app.post("/v1/lending/applications", {**APPLICATION, "purpose": purpose})

    with pytest.raises(Refused, match="BUSINESS_NOT_VERIFIED"):
        await apply("BUSINESS_GOODS")
    mistyped = business["uscc"][:17] + ("0" if business["uscc"][17] != "0" else "1")
    with pytest.raises(Refused, match="USCC_CHECK_DIGIT"):
        await verify(app, business, uscc=mistyped)
    with pytest.raises(Refused, match="BUSINESS_NOT_CONFIRMED"):
        await verify(app, business, name="别家商行")

    verified = (await verify(app, business))["business"]
    with pytest.raises(Refused, match="PURPOSE_NOT_OFFERED"):
        await apply("TRAVEL")
    application = (await apply("BUSINESS_GOODS"))["application"]
    lines = (await app.get("/v1/lending/credit-lines"))["credit_lines"]
    free = {line["product_code"]: int(line["available_minor"]) for line in lines}
    amount_minor = min(500_000, free["micro_business"])
    quote = (
        await app.post(
            "/v1/lending/quotes",
            {
                "amount_minor": amount_minor,
                "instalments": 6,
                "method": "EQUAL_PRINCIPAL",
                "product_code": "micro_business",
            },
        )
    )["quote"]
    await customer.read_cost_sheet(quote)
    await customer.read_clauses(quote)
    contract = await customer.sign(quote)
    loan_id = await world.drawn(customer, contract)
    lines = (await app.get("/v1/lending/credit-lines"))["credit_lines"]

    assert verified["role"] == business["role"]
    assert application["outcome"] == "APPROVED", application
    assert quote["product_code"] == contract["product_code"] == "micro_business"
    assert (await customer.loan(loan_id))["status"] == "ACTIVE"
    drawn = {line["product_code"]: line["drawn_minor"] for line in lines}
    assert {code: int(amount) for code, amount in drawn.items()} == {
        "micro_business": amount_minor,
        "personal_revolving": 0,
    }
    await world.assert_every_invariant_holds()


async def customer_with_a_business(world: World) -> tuple[Customer, Any]:
    """Somebody with a personal line who runs a business; two in three do."""
    while True:
        customer = await world.customer()
        url = f"{world.suite.sandbox_url}/id-authority/businesses/{customer.person['id_number']}"
        async with world.session.get(url) as response:
            if response.status == 200:
                return customer, await response.json()


async def verify(app: Any, business: Any, *, uscc: str = "", name: str = "") -> Any:
    body = {
        "uscc": uscc or business["uscc"],
        "business_name": name or business["name"],
        "role": business["role"],
    }
    return await app.post("/v1/identity/business", body)
