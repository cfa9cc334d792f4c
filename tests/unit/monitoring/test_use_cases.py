"""Screening, taking in events and acknowledging, over an in-memory executor."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.command import Command, Delivery, RequestKey
from chassis.errors import Unavailable
from chassis.ports import IdSource
from services.monitoring.alert_feed import AlertFeed
from services.monitoring.domain.alert import Alert, AlertStatus
from services.monitoring.domain.errors import AlertNotFound, ScreenTermsDiffer
from services.monitoring.domain.observation import Entity, Kind, Observation
from services.monitoring.domain.rules import Outcome
from services.monitoring.domain.verdict import Verdict
from services.monitoring.policy_file import read_rules
from services.monitoring.published_events import to_message
from services.monitoring.repository import TABLES
from services.monitoring.use_cases import Acknowledge, MonitoringUseCases, Screen, a_drawdown
from tests.builders.monitoring import ANN, BOB, CARD, NOON, an_observation, terms
from tests.fakes.executor import InMemoryExecutor, InMemoryStore

new_id = IdSource()


class Desk:
    """Monitoring with a clock that the test sets and a database that it may take away."""

    def __init__(self, store: InMemoryStore | None = None) -> None:
        self.now = NOON
        self.store = store or InMemoryStore()
        self.database_is_away = False
        self.feed = AlertFeed()
        self._real = InMemoryExecutor(
            self.store, tables=TABLES, announce=to_message, clock=lambda: self.now, new_id=new_id
        )
        self.monitoring = MonitoringUseCases(
            execute=self,
            store=self,
            rules=read_rules(),
            feed=self.feed,
            clock=lambda: self.now,
            new_id=new_id,
        )

    async def __call__(self, command: Command[Any]) -> Any:
        await asyncio.sleep(0)
        if self.database_is_away:
            raise Unavailable
        return await self._real(command)

    async def observations_since(self, instant: datetime) -> AsyncIterator[Observation]:
        for observation in self.store.all_of(Observation):
            if observation.occurred_at > instant:
                yield observation

    async def alerted_since(self, instant: datetime) -> Sequence[tuple[str, str, datetime]]:
        return [(a.rule_id, a.subject, a.event_occurred_at) for a in self.alerts]

    async def alert_key_of(self, alert_id: UUID) -> str | None:
        return next((a.alert_key for a in self.alerts if a.alert_id == alert_id), None)

    @property
    def alerts(self) -> list[Alert]:
        return sorted(self.store.all_of(Alert), key=lambda alert: alert.alert_number)

    async def screen(
        self, *, request_id: UUID | None = None, device_id: str | None = None, **changes: Any
    ) -> Verdict:
        changes.setdefault("drawdown_id", new_id())
        origin = RequestKey("service:lending", request_id or new_id(), b"same")
        return await self.monitoring.screen(
            Screen(
                origin=origin, terms=terms(**changes), requested_at=self.now, device_id=device_id
            )
        )

    async def observe(self, observation: Observation) -> None:
        delivery = Delivery("monitoring", observation.observation_id)
        await self.monitoring.observe(observation, delivery)

    async def fail_log_ins(self, count: int, phone: str = "hash") -> None:
        for _ in range(count):
            self.now += timedelta(seconds=1)
            event = an_observation(
                str(new_id()),
                kind=Kind.LOG_IN_FAILED,
                occurred_at=self.now,
                entities={Entity.PHONE: phone},
                customer_id=None,
                amount_minor=0,
            )
            await self.observe(event)


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def test_an_ordinary_drawdown_may_be_paid(desk: Desk) -> None:
    verdict = await desk.screen()

    assert verdict.outcome is Outcome.ALLOW
    assert verdict.expires_at == NOON + timedelta(seconds=60)
    assert desk.alerts == []
    assert desk.store.outbox == []  # lending tells of what is allowed


async def test_the_fourth_drawdown_in_ten_minutes_is_blocked_and_alerted(desk: Desk) -> None:
    outcomes = [(await desk.screen()).outcome for _ in range(4)]

    assert outcomes == [Outcome.ALLOW, Outcome.ALLOW, Outcome.ALLOW, Outcome.BLOCK]
    assert [alert.rule_id for alert in desk.alerts] == ["D01_MANY_DRAWDOWNS"]


async def test_drawdowns_asked_for_at_the_same_moment_see_each_other(desk: Desk) -> None:
    verdicts = await asyncio.gather(*(desk.screen() for _ in range(4)))

    assert sorted(verdict.outcome for verdict in verdicts) == ["ALLOW", "ALLOW", "ALLOW", "BLOCK"]


async def test_more_than_sixty_thousand_a_day_is_held_and_a_refused_amount_is_free_again(
    desk: Desk,
) -> None:
    first = new_id()
    await desk.screen(drawdown_id=first, amount_minor=5_000_000, card_id=CARD)
    desk.now += timedelta(hours=1)
    held = await desk.screen(amount_minor=1_000_001)
    desk.now += timedelta(hours=1)

    await desk.monitoring.release(first, ANN, Delivery("monitoring", "refused"))
    await desk.monitoring.release(first, ANN, Delivery("monitoring", "refused again"))
    free = await desk.screen(amount_minor=1_000_000)

    assert (held.outcome, held.reason_codes) == (Outcome.HOLD, ("D02_LARGE_SUM",))
    assert free.outcome is Outcome.ALLOW


async def test_releasing_an_unknown_drawdown_does_nothing(desk: Desk) -> None:
    await desk.monitoring.release(new_id(), ANN, Delivery("monitoring", "refused"))

    assert desk.store.inbox == {("monitoring", "refused")}


async def test_a_large_amount_to_a_new_card_asks_for_more_proof(desk: Desk) -> None:
    await desk.observe(an_observation("bound", kind=Kind.CARD_BOUND, amount_minor=0))

    small = await desk.screen(amount_minor=2_000_000)
    large = await desk.screen(amount_minor=2_000_001)

    assert small.outcome is Outcome.ALLOW
    assert (large.outcome, large.reason_codes) == (Outcome.STEP_UP, ("D03_NEW_CARD",))


async def test_a_large_drawdown_soon_after_a_new_device_raises_an_alert_only(desk: Desk) -> None:
    await desk.observe(an_observation("log-in", kind=Kind.NEW_DEVICE_LOG_IN, amount_minor=0))

    verdict = await desk.screen(amount_minor=1_000_001)

    assert verdict.outcome is Outcome.ALLOW
    assert [alert.rule_id for alert in desk.alerts] == ["A02_NEW_DEVICE_DRAWDOWN"]


async def test_the_fourth_customer_on_one_device_is_held(desk: Desk) -> None:
    customers = [new_id() for _ in range(4)]

    verdicts = [await desk.screen(customer_id=who, device_id="phone") for who in customers]

    assert [verdict.outcome for verdict in verdicts] == ["ALLOW", "ALLOW", "ALLOW", "HOLD"]
    assert desk.alerts[0].customer_id == customers[3]


async def test_the_same_drawdown_asked_again_gets_the_stored_verdict(desk: Desk) -> None:
    request, drawdown = new_id(), new_id()
    first = await desk.screen(request_id=request, drawdown_id=drawdown)
    desk.now += timedelta(seconds=59)

    repeated = await desk.screen(request_id=request, drawdown_id=drawdown)
    other_request = await desk.screen(drawdown_id=drawdown)

    assert first.verdict_id == repeated.verdict_id == other_request.verdict_id
    assert len(desk.store.all_of(Observation)) == 1
    assert desk.store.outbox == []


async def test_an_expired_verdict_is_reached_again_without_counting_the_attempt_twice(
    desk: Desk,
) -> None:
    drawdown = new_id()
    first = await desk.screen(drawdown_id=drawdown)
    desk.now += timedelta(seconds=60)

    again = await desk.screen(drawdown_id=drawdown)
    outcomes = [(await desk.screen()).outcome for _ in range(3)]

    assert again.verdict_id != first.verdict_id
    assert outcomes == [Outcome.ALLOW, Outcome.ALLOW, Outcome.BLOCK]


async def test_a_drawdown_on_other_terms_is_refused_and_counts_for_nobody(desk: Desk) -> None:
    drawdown = new_id()
    await desk.screen(drawdown_id=drawdown)

    with pytest.raises(ScreenTermsDiffer):
        await desk.screen(drawdown_id=drawdown, customer_id=BOB)

    outcomes = [(await desk.screen(customer_id=BOB)).outcome for _ in range(3)]
    assert outcomes == [Outcome.ALLOW] * 3


async def test_an_attempt_counts_even_when_the_database_was_away(desk: Desk) -> None:
    desk.database_is_away = True
    with pytest.raises(Unavailable):
        await desk.screen()
    desk.database_is_away = False

    outcomes = [(await desk.screen()).outcome for _ in range(3)]

    assert outcomes == [Outcome.ALLOW, Outcome.ALLOW, Outcome.BLOCK]


async def test_the_event_of_a_screened_drawdown_adds_nothing(desk: Desk) -> None:
    screened = [new_id() for _ in range(4)]
    for drawdown in screened:
        await desk.screen(drawdown_id=drawdown)

    for drawdown in screened:
        event = a_drawdown(terms(drawdown_id=drawdown), at=desk.now, caused_by="event")
        await desk.monitoring.observe(event, Delivery("monitoring", f"event {drawdown}"))

    assert len(desk.store.all_of(Observation)) == 4
    assert [alert.alert_number for alert in desk.alerts] == [1]


async def test_five_failed_log_ins_raise_one_alert_and_the_next_ones_none(desk: Desk) -> None:
    await desk.fail_log_ins(4)
    assert desk.alerts == []

    await desk.fail_log_ins(5)

    assert [alert.rule_id for alert in desk.alerts] == ["A01_FAILED_LOG_INS"]
    assert desk.alerts[0].evidence["count"] == "5"


async def test_an_event_delivered_again_raises_nothing(desk: Desk) -> None:
    overdue = an_observation(
        "overdue", kind=Kind.LOAN_OVERDUE, entities={Entity.LOAN: "l1"}, amount_minor=0
    )

    for _ in range(3):
        await desk.observe(overdue)

    assert len(desk.alerts) == 1
    assert len(desk.store.outbox) == 1


async def test_alerts_are_numbered_without_gaps_whatever_raises_them(desk: Desk) -> None:
    events = [
        an_observation(
            f"e{number}",
            kind=Kind.COLLECTION_FAILED,
            entities={Entity.LOAN: f"l{number}"},
            amount_minor=0,
        )
        for number in range(10)
    ]

    await asyncio.gather(*(desk.observe(event) for event in events))

    assert [alert.alert_number for alert in desk.alerts] == list(range(1, 11))


async def test_after_a_restart_the_windows_and_the_quiet_times_are_as_before(desk: Desk) -> None:
    for _ in range(3):
        await desk.screen()
    await desk.fail_log_ins(5)
    restarted = Desk(desk.store)
    restarted.now = desk.now

    rebuilt = await restarted.monitoring.rebuild()
    await restarted.fail_log_ins(1)
    fourth = await restarted.screen()

    assert rebuilt == 8
    assert fourth.outcome is Outcome.BLOCK
    assert [alert.rule_id for alert in restarted.alerts] == [
        "A01_FAILED_LOG_INS",
        "D01_MANY_DRAWDOWNS",
    ]


async def test_forgetting_keeps_what_rules_can_reach(desk: Desk) -> None:
    await desk.screen(amount_minor=6_000_000)
    desk.now += timedelta(hours=23)

    desk.monitoring.forget()
    held = await desk.screen(amount_minor=1)

    assert held.outcome is Outcome.HOLD


async def test_an_event_from_the_future_counts_as_of_now(desk: Desk) -> None:
    event = an_observation(
        "e",
        kind=Kind.LOAN_OVERDUE,
        entities={Entity.LOAN: "l"},
        occurred_at=NOON.replace(year=2050),
    )

    await desk.observe(event)

    assert desk.alerts[0].event_occurred_at == NOON


async def test_staff_acknowledge_an_alert_once(desk: Desk) -> None:
    await desk.fail_log_ins(5)
    alert_id = desk.alerts[0].alert_id
    command = Acknowledge(
        origin=RequestKey("staff:li", new_id(), b"x"), alert_id=alert_id, by="li", note="ok"
    )

    first = await desk.monitoring.acknowledge(command)
    again = await desk.monitoring.acknowledge(command)

    assert first.status is AlertStatus.ACKNOWLEDGED
    assert first == again
    assert desk.alerts[0].acknowledged_by == "li"


async def test_an_unknown_alert_cannot_be_acknowledged(desk: Desk) -> None:
    command = Acknowledge(
        origin=RequestKey("staff:li", new_id(), b"x"), alert_id=new_id(), by="li", note=""
    )

    with pytest.raises(AlertNotFound):
        await desk.monitoring.acknowledge(command)
