"""The screen, the events of all areas and the alerts, over real servers."""

import asyncio
from typing import Any

import grpc
import pytest
from granary.event.v1.dead_letter_pb2 import DeadLettered
from granary.identity.v1 import events_pb2 as identity
from granary.lending.v1 import events_pb2 as lending
from granary.monitoring.v1 import alert_pb2, verdict_pb2
from granary.monitoring.v1 import monitoring_service_pb2 as pb
from granary.monitoring.v1.events_pb2 import AlertRaised, DrawdownScreenedByRules
from granary.repayment.v1 import events_pb2 as repayment
from granary.repayment.v1.delinquency_pb2 import EarlyWarningRaised
from granary.support.v1 import events_pb2 as support

from chassis.command import Delivery
from chassis.ports import new_id
from tests.integration.monitoring.conftest import QUICK, Desk, now

BLOCK = verdict_pb2.VERDICT_OUTCOME_BLOCK
ALLOW = verdict_pb2.VERDICT_OUTCOME_ALLOW
HOLD = verdict_pb2.VERDICT_OUTCOME_HOLD


def a_failed_log_in(phone_hash: str = "a" * 64) -> identity.LoginFailed:
    return identity.LoginFailed(phone_hash=phone_hash, occurred_at=now(), reason="OTP_WRONG")


def an_overdue_loan(customer_id: object = None) -> repayment.LoanOverdue:
    return repayment.LoanOverdue(
        customer_id=str(customer_id or new_id()),
        loan_id=str(new_id()),
        occurred_at=now(),
        days_past_due=1,
        overdue_minor=87_500,
    )


async def numbers(stream: Any, count: int) -> list[int]:
    """The numbers of the next alerts on a watched stream; heartbeats are passed over."""
    seen: list[int] = []
    async for response in stream:
        if response.HasField("alert"):
            seen.append(response.alert.alert_number)
            if len(seen) == count:
                break
    return seen


async def test_the_fourth_drawdown_is_blocked_and_the_verdict_is_on_record(desk: Desk) -> None:
    customer = new_id()

    verdicts = [await desk.screen(customer) for _ in range(4)]

    assert [verdict.outcome for verdict in verdicts] == [ALLOW, ALLOW, ALLOW, BLOCK]
    stored = await desk.pool.fetchval(
        "select outcome from verdict where verdict_id = $1", verdicts[3].verdict_id
    )
    assert stored == "BLOCK"
    assert list(verdicts[3].reason_codes) == ["D01_MANY_DRAWDOWNS"]


async def test_the_same_request_gets_the_same_verdict_and_other_terms_are_refused(
    desk: Desk,
) -> None:
    customer, drawdown, request = new_id(), new_id(), new_id()
    asked = {"drawdown_id": drawdown, "request_id": request}

    first = await desk.screen(customer, drawdown_id=drawdown)
    again = await desk.screen(customer, drawdown_id=drawdown)
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await desk.screen(customer, amount_minor=100_001, **asked)

    assert first == again
    assert refused.value.code() is grpc.StatusCode.ALREADY_EXISTS


async def test_after_a_restart_the_windows_are_as_before(run_desk: Any) -> None:
    customer = new_id()
    async with run_desk() as desk:
        for _ in range(3):
            await desk.screen(customer)

    async with run_desk() as desk:
        verdict = await desk.screen(customer)

    assert verdict.outcome == BLOCK


async def test_events_of_all_areas_raise_alerts(desk: Desk) -> None:
    customer = new_id()
    failed = repayment.CollectionFailed(
        customer_id=str(customer), loan_id=str(new_id()), reason_code="AM04", occurred_at=now()
    )
    letter = DeadLettered(consumer="repayment", message_id="m1", error_kind="ValueError")
    letter.occurred_at.CopyFrom(now())

    stray = repayment.ReconciliationDifferenceFound(
        difference_id=str(new_id()), end_to_end_id="FOREIGN-7", rail_amount_minor=900
    )
    stray.occurred_at.CopyFrom(now())

    warning = EarlyWarningRaised(
        customer_id=str(customer),
        loan_id=str(new_id()),
        signal="NO_MANDATE",
        score=250,
        level="WATCH",
    )
    warning.occurred_at.CopyFrom(now())

    for _ in range(5):
        await desk.publish(a_failed_log_in())
    await desk.publish(failed)
    await desk.publish(warning)
    await desk.publish(stray)
    await desk.publish(an_overdue_loan())
    await desk.publish(support.ComplaintFiled(customer_id=str(customer), occurred_at=now()))
    await desk.bus.client.jetstream().publish(
        "deadletter.repayment",
        letter.SerializeToString(),
        headers={"ce-id": "dead", "ce-type": DeadLettered.DESCRIPTOR.full_name},
    )
    alerts = await desk.alerts_are(6)

    assert sorted(alert.rule_id for alert in alerts) == [
        "A01_FAILED_LOG_INS",
        "R01_COLLECTION_FAILED",
        "R02_LOAN_OVERDUE",
        "R03_RECONCILIATION_DIFFERENCE",
        "R04_EARLY_WARNING",
        "X01_DEAD_LETTER",
    ]
    collection = next(a for a in alerts if a.rule_id == "R01_COLLECTION_FAILED")
    assert collection.customer_id == str(customer)
    assert collection.evidence["reason_code"] == "AM04"


async def test_a_log_in_a_card_and_a_drawdown_reach_the_screen_through_the_bus(
    desk: Desk,
) -> None:
    customer, card, refused = new_id(), new_id(), new_id()
    logged_in = identity.CustomerLoggedIn(
        customer_id=str(customer), device_id="phone-1", new_device=True, occurred_at=now()
    )
    bound = identity.CardBound(customer_id=str(customer), card_id=str(card), occurred_at=now())
    await desk.publish(logged_in)
    await desk.publish(bound)
    await desk.has_applied(2)
    await desk.screen(customer, drawdown_id=refused, amount_minor=5_900_000)

    held = await desk.screen(customer, card_id=card, amount_minor=2_000_001)
    free_again = lending.DrawdownRefused(
        customer_id=str(customer), drawdown_id=str(refused), occurred_at=now()
    )
    await desk.publish(free_again)
    await desk.has_applied(3)
    step_up = await desk.screen(customer, card_id=card, amount_minor=2_000_002)

    assert held.outcome == HOLD
    assert list(held.reason_codes) == ["D02_LARGE_SUM", "D03_NEW_CARD"]
    assert list(step_up.reason_codes) == ["D03_NEW_CARD"]
    rules = {alert.rule_id for alert in await desk.alerts(customer_id=str(customer))}
    assert rules == {"A02_NEW_DEVICE_DRAWDOWN", "D02_LARGE_SUM", "D03_NEW_CARD"}


async def test_an_event_delivered_twice_raises_one_alert(desk: Desk) -> None:
    event = an_overdue_loan()

    message_id = await desk.publish(event)
    await desk.publish(event, message_id)
    await desk.publish(an_overdue_loan())
    alerts = await desk.alerts_are(2)

    assert [alert.alert_number for alert in alerts] == [2, 1]


async def test_a_watcher_sees_what_it_missed_and_then_what_is_raised(desk: Desk) -> None:
    for _ in range(3):
        await desk.publish(an_overdue_loan())
    await desk.alerts_are(3)

    watching = desk.for_staff.WatchAlerts(
        pb.WatchAlertsRequest(resume_after_alert_number=1), **desk.as_staff()
    )
    missed = await numbers(watching, 2)
    await desk.publish(an_overdue_loan())
    live = await numbers(watching, 1)
    watching.cancel()

    assert missed == [2, 3]
    assert live == [4]


async def test_watchers_lose_no_alert_while_many_are_raised(desk: Desk) -> None:
    stream = desk.for_staff.WatchAlerts(pb.WatchAlertsRequest(), **desk.as_staff())
    watching = asyncio.create_task(numbers(stream, 60))

    for _ in range(60):
        await desk.publish(an_overdue_loan())

    assert await asyncio.wait_for(watching, 30) == list(range(1, 61))


async def test_a_watcher_of_severe_alerts_hears_of_no_others(desk: Desk) -> None:
    await desk.publish(an_overdue_loan())
    customer = new_id()
    await desk.alerts_are(1)
    for _ in range(4):
        await desk.screen(customer)

    high = pb.WatchAlertsRequest(severities=[alert_pb2.ALERT_SEVERITY_HIGH])
    stream = desk.for_staff.WatchAlerts(high, **desk.as_staff())

    assert await numbers(stream, 1) == [2]
    stream.cancel()


async def test_alerts_are_listed_page_by_page_the_newest_first(desk: Desk) -> None:
    for _ in range(5):
        await desk.publish(an_overdue_loan())
    await desk.alerts_are(5)

    seen, token = [], ""
    while True:
        request = pb.ListAlertsRequest(page_size=2, page_token=token)
        page = await desk.for_staff.ListAlerts(request, **desk.as_staff())
        seen += [alert.alert_number for alert in page.alerts]
        if not (token := page.next_page_token):
            break

    assert seen == [5, 4, 3, 2, 1]


async def test_a_forged_page_token_is_refused(desk: Desk) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await desk.alerts(page_token="9" * 30)

    assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT


async def test_staff_acknowledge_an_alert_once(desk: Desk) -> None:
    await desk.publish(an_overdue_loan())
    (alert,) = await desk.alerts_are(1)

    def request() -> pb.AcknowledgeAlertRequest:
        return pb.AcknowledgeAlertRequest(
            request_id=str(new_id()), alert_id=alert.alert_id, note="called the customer"
        )

    reply = await desk.for_staff.AcknowledgeAlert(request(), **desk.as_staff())
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await desk.for_staff.AcknowledgeAlert(request(), **desk.as_staff())

    assert reply.alert.acknowledged_by == "li.na"
    assert reply.alert.status == alert_pb2.ALERT_STATUS_ACKNOWLEDGED
    assert refused.value.code() is grpc.StatusCode.FAILED_PRECONDITION
    assert await desk.alerts(status=alert_pb2.ALERT_STATUS_OPEN) == []


async def test_verdicts_that_do_not_allow_and_alerts_leave_as_events(desk: Desk) -> None:
    told: list[Any] = []

    async def listen(event: Any, _: Delivery) -> None:
        told.append(event)

    handlers = {AlertRaised: listen, DrawdownScreenedByRules: listen}
    listening = asyncio.create_task(desk.bus.consume("dashboard", handlers, QUICK))
    customer = new_id()
    for _ in range(4):
        await desk.screen(customer)
    async with asyncio.timeout(20):
        while len(told) < 2:  # noqa: ASYNC110 - the condition is a length
            await asyncio.sleep(0.02)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)

    (alert,) = [event for event in told if isinstance(event, AlertRaised)]
    verdicts = [event for event in told if isinstance(event, DrawdownScreenedByRules)]
    assert (alert.alert_number, alert.rule_id) == (1, "D01_MANY_DRAWDOWNS")
    assert [event.verdict.outcome for event in verdicts] == [BLOCK]


async def test_only_lending_may_ask_for_a_verdict(desk: Desk) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await desk.for_services.Screen(pb.ScreenRequest(), **desk.as_staff())

    assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED
