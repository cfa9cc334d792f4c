"""Bad input to the running suite gets its typed reason and changes nothing.

Fifty draws at once, every RPC bombarded, ids replayed and altered, other people's things.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any
from uuid import UUID

import grpc
import pytest
import pytest_asyncio
from google.protobuf.descriptor import MethodDescriptor
from granary.access.v1 import options_pb2
from granary.identity.v1 import identity_service_pb2
from granary.lending.v1 import lending_service_pb2
from granary.monitoring.v1 import monitoring_service_pb2
from granary.repayment.v1 import repayment_service_pb2
from granary.support.v1 import support_service_pb2

from chassis.authentication import TokenSigner
from chassis.grpc_errors import error_reason
from chassis.ports import new_id
from cli.checker.facts import Facts
from cli.commands.token import staff_token
from cli.demo.app import Refused
from cli.demo.customer import Customer
from cli.suite.keys import KeyFiles
from cli.suite.plan import SERVICES
from tests.builders.hostile_messages import bombard
from tests.builders.whole_suite import World, refusal

pytestmark = pytest.mark.asyncio(loop_scope="module")

CONTRACTS: dict[str, Any] = {
    "identity": identity_service_pb2,
    "lending": lending_service_pb2,
    "repayment": repayment_service_pb2,
    "monitoring": monitoring_service_pb2,
    "support": support_service_pb2,
}
SIGNED_IN_AN_HOUR = 20
"""Contracts that one customer may sign within an hour: the shipped policy of identity."""
HUGE = 10**15
NOBODYS_ID = str(UUID(int=0x0198B3C27D0E7C519C3A2F1F7F8A0B11))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def prepared(world: World) -> World:
    """With two customers who have loans and contracts."""
    await world.prepare(4)
    return world


def methods_of(area: str) -> list[MethodDescriptor]:
    """Every unary RPC of a service, internal ones too."""
    services = CONTRACTS[area].DESCRIPTOR.services_by_name.values()
    return [
        method for service in services for method in service.methods if not method.server_streaming
    ]


def token_for(method: MethodDescriptor, world: World, customer: Customer) -> str:
    """A token that the access policy of the method lets in, so that the bytes are looked at."""
    options: Any = method.GetOptions()
    access = options.Extensions[options_pb2.access]
    folder = world.suite.folder.path
    if options_pb2.ROLE_CUSTOMER in access.roles:
        return customer.app.access_token
    if options_pb2.ROLE_STAFF in access.roles:
        return staff_token(folder, "tester", hours=1)
    caller = access.services[0] if access.services else "lending"
    key = KeyFiles(folder / "keys").signing(caller)
    return TokenSigner(caller, key).service_token()


def money(facts: Facts) -> tuple[Any, ...]:
    """All that is owed, drawn and moved."""
    return (
        sorted(facts.drawdowns, key=lambda one: one.drawdown_id),
        sorted(facts.credit_lines, key=lambda one: one.credit_line_id),
        sorted(facts.loans, key=lambda one: one.loan_id),
        sorted(facts.repayments, key=lambda one: one.repayment_id),
        facts.rail,
        len(facts.services["repayment"].entries),
    )


async def reason_of(call: Any) -> tuple[grpc.StatusCode, str]:
    """The status and reason with which an RPC is refused; fails when it is not."""
    try:
        await call
    except grpc.aio.AioRpcError as error:
        return error.code(), error_reason(error)
    raise AssertionError("not refused")


@pytest.mark.parametrize("area", SERVICES)
async def test_every_rpc_survives_hostile_messages_and_moves_no_money(
    prepared: World, area: str
) -> None:
    before = money(await prepared.assert_every_invariant_holds())
    customer = prepared.borrower()[0]
    crashes = prepared.suite.processes[area].crashes

    faults: list[str] = []
    async with grpc.aio.insecure_channel(prepared.address(area)) as channel:
        for number, method in enumerate(methods_of(area)):
            token = token_for(method, prepared, customer)
            outcome = await bombard(
                channel, method, token=token, messages=25, payloads=25, seed_number=number
            )
            faults += [f"{method.name}: {fault}" for fault in outcome.faults]

    assert faults == []
    assert prepared.suite.processes[area].crashes == crashes
    assert money(await prepared.assert_every_invariant_holds()) == before


@pytest.mark.parametrize("area", SERVICES)
async def test_malformed_bytes_missing_deadlines_and_missing_tokens_have_their_reasons(
    prepared: World, area: str
) -> None:
    method = methods_of(area)[-1]
    token = token_for(method, prepared, prepared.borrower()[0])
    metadata = (("authorization", f"Bearer {token}"),)
    assert method.containing_service is not None
    path = f"/{method.containing_service.full_name}/{method.name}"

    async with grpc.aio.insecure_channel(prepared.address(area)) as channel:
        call: Any = channel.unary_unary(path)
        malformed = await reason_of(call(b"\xff\xff\xff", timeout=10, metadata=metadata))
        endless = await reason_of(call(b"", metadata=metadata))
        anonymous = await reason_of(call(b"", timeout=10))
        forged = await reason_of(
            call(b"", timeout=10, metadata=(("authorization", f"Bearer {token[:-4]}AAAA"),))
        )

    assert malformed == (grpc.StatusCode.INVALID_ARGUMENT, "MALFORMED_MESSAGE")
    assert endless == (grpc.StatusCode.INVALID_ARGUMENT, "DEADLINE_REQUIRED")
    assert anonymous[0] is grpc.StatusCode.UNAUTHENTICATED
    assert forged[0] is grpc.StatusCode.UNAUTHENTICATED


async def test_as_many_draws_at_once_as_an_hour_allows_reserve_exactly_what_fits(
    prepared: World,
) -> None:
    customer = await prepared.customer()
    limit_minor = (await customer.credit_line())["limit_minor"]
    contracts = await asyncio.gather(
        *(customer.prepare(1_000_000, 5) for _ in range(SIGNED_IN_AN_HOUR))
    )
    # Without verdicts nothing is paid or freed meanwhile, so that the count is exact.
    await prepared.suite.stop_process("monitoring")

    outcomes = await asyncio.gather(*(attempt(customer, one) for one in contracts))

    line = await customer.credit_line()
    await prepared.suite.start_process("monitoring")
    fits = limit_minor // 1_000_000
    assert sorted(outcomes) == sorted(
        ["drawn"] * fits + ["LIMIT_EXCEEDED"] * (SIGNED_IN_AN_HOUR - fits)
    )
    assert line["available_minor"] == limit_minor - fits * 1_000_000
    facts = await prepared.assert_every_invariant_holds()
    own = [one for one in facts.drawdowns if str(one.customer_id) == customer.customer_id]
    assert len(own) == fits


async def attempt(customer: Customer, contract: Any) -> str:
    try:
        await customer.draw(contract)
    except Refused as refused:
        return refused.reason
    return "drawn"


async def test_a_replayed_request_gets_the_first_answer_and_an_altered_one_none(
    prepared: World,
) -> None:
    ready = prepared.take()
    other = await ready.customer.prepare(50_000, 5)
    key = str(new_id())
    body = {"contract_id": ready.contract["contract_id"], "card_id": ready.customer.card_id}

    app, path = ready.customer.app, "/v1/lending/drawdowns"

    first = await app.post(path, body, key=key)
    again = await asyncio.gather(*(app.post(path, body, key=key) for _ in range(10)))
    altered_body = {**body, "contract_id": other["contract_id"]}
    altered = await refusal(app.post(path, altered_body, key=key))
    fresh = await refusal(app.post(path, body))

    drawdown_id = first["drawdown"]["drawdown_id"]
    assert {one["drawdown"]["drawdown_id"] for one in again} == {drawdown_id}
    assert altered == "REQUEST_ID_REUSED"
    assert fresh == "CONTRACT_ALREADY_DRAWN"
    await ready.customer.drawdown_is(drawdown_id, "PAID")
    facts = await prepared.assert_every_invariant_holds()
    assert [str(one.drawdown_id) for one in facts.drawdowns].count(drawdown_id) == 1


async def test_other_peoples_things_do_not_exist(prepared: World) -> None:
    owner, loan_id = prepared.borrower()
    stranger = prepared.borrower()[0]
    assert owner is not stranger
    own_contract = await owner.prepare(50_000, 5)
    their_contract = await stranger.prepare(50_000, 5)
    before = money(await prepared.assert_every_invariant_holds())
    app = stranger.app
    draw = {"contract_id": own_contract["contract_id"], "card_id": stranger.card_id}
    steal = {"contract_id": their_contract["contract_id"], "card_id": owner.card_id}
    repay = {"amount_minor": 10_000, "card_id": stranger.card_id, "kind": "PREPAY"}
    tries: dict[str, Coroutine[Any, Any, Any]] = {
        "loan": app.get(f"/v1/repayment/loans/{loan_id}"),
        "payoff": app.get(f"/v1/repayment/loans/{loan_id}/payoff"),
        "statement": app.get(f"/v1/repayment/loans/{loan_id}/statement"),
        "repay": app.post(f"/v1/repayment/loans/{loan_id}/repayments", repay),
        "drawdown": app.get(f"/v1/lending/drawdowns/{loan_id}"),
        "contract": app.get(f"/v1/lending/contracts/{own_contract['contract_id']}"),
        "draw on their contract": app.post("/v1/lending/drawdowns", draw),
        "draw to their card": app.post("/v1/lending/drawdowns", steal),
    }

    reasons = {name: await refusal(attempted) for name, attempted in tries.items()}

    card = reasons.pop("draw to their card")
    assert card == "CARD_NOT_BOUND"
    assert all(reason.endswith("NOT_FOUND") for reason in reasons.values()), reasons
    assert money(await prepared.assert_every_invariant_holds()) == before


@pytest.mark.parametrize("amount_minor", [0, -1, -HUGE, HUGE, 2**63 - 1])
async def test_absurd_amounts_are_refused(prepared: World, amount_minor: int) -> None:
    customer, loan_id = prepared.borrower()
    before = money(await prepared.assert_every_invariant_holds())
    repay = {"amount_minor": amount_minor, "card_id": customer.card_id, "kind": "PREPAY"}

    quoted = await refusal(customer.quote(amount_minor, 5))
    repaid = await refusal(customer.app.post(f"/v1/repayment/loans/{loan_id}/repayments", repay))

    assert quoted in {"REQUEST_INVALID", "AMOUNT_ABOVE_MAXIMUM"}
    assert repaid in {"REQUEST_INVALID", "AMOUNT_ABOVE_OWED"}
    assert money(await prepared.assert_every_invariant_holds()) == before


async def test_a_code_works_once(prepared: World) -> None:
    (person,) = await prepared.outside.people(count=1, archetype="good", seed=900)
    customer = prepared.customer_of(person)
    await customer.log_in()
    code = await prepared.outside.newest_code(person["phone"])
    body = {
        "phone": person["phone"],
        "code": code,
        "device_id": "phone-again",
        "channel": "APP",
    }

    assert await refusal(customer.app.post("/v1/identity/sessions", body)) == "OTP_USED"


@pytest.mark.parametrize(
    ("raw", "status", "reason"),
    [
        (b"{", 400, "BODY_NOT_JSON"),
        (b'{"amount_minor": 1e400}', 400, "BODY_NOT_JSON"),
        (b"[" * 60_000, 400, "BODY_NOT_JSON"),
        (b" " * 70_000, 413, "BODY_TOO_LARGE"),
        (b'{"method": "ANNUITY_FROM_MARS"}', 400, "REQUEST_INVALID"),
        (b'{"customer_id": "x"}', 400, "REQUEST_INVALID"),
    ],
)
async def test_bodies_that_are_no_requests_are_refused_at_the_gateway(
    prepared: World, raw: bytes, status: int, reason: str
) -> None:
    customer = prepared.borrower()[0]
    headers = {
        "Authorization": f"Bearer {customer.app.access_token}",
        "Idempotency-Key": NOBODYS_ID,
        "Content-Type": "application/json",
    }

    url = f"{prepared.suite.gateway_url}/v1/lending/quotes"
    async with prepared.session.post(url, data=raw, headers=headers) as answer:
        problem = await answer.json(content_type=None)

    assert (answer.status, problem["reason"]) == (status, reason)
    assert "Traceback" not in str(problem)
