"""What monitoring does: screen a drawdown, take in an event, let staff acknowledge an alert.

The windows live in memory, filled from our own tables at the start. What happens to one entity is
taken in one after the other, everything else at once; the windows count an event before it is
judged, and its observation is committed together with what follows from it.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

import structlog

from chassis.command import Command, Delivery, Execute, Key, Loaded, RequestKey
from chassis.decision import Change, Decision
from chassis.errors import DomainError, TooManyRequests, Unavailable
from chassis.ports import Clock, NewId, calendar_date
from services.monitoring.alert_feed import AlertFeed
from services.monitoring.domain.alert import (
    ALL_ALERTS,
    Alert,
    AlertCounter,
    QuietTimes,
    alert_key,
    raise_alerts,
)
from services.monitoring.domain.errors import AlertNotFound
from services.monitoring.domain.observation import Entity, Kind, Observation
from services.monitoring.domain.rules import Finding, RuleBook, RuleSet
from services.monitoring.domain.verdict import Terms, Verdict, reach
from services.monitoring.domain.windows import Windows
from services.monitoring.keyed_locks import KeyedLocks

log = structlog.get_logger(__name__)

LATE_BY_AT_MOST = timedelta(hours=24)
"""Events may come this late and still find the windows they belong to complete."""
CLOCK_TOLERANCE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A drawdown to be judged before money moves."""

    origin: RequestKey
    terms: Terms
    requested_at: datetime
    device_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledge:
    """Somebody looked at an alert."""

    origin: RequestKey
    alert_id: UUID
    by: str
    note: str


class Store(Protocol):
    """The reads that these use cases need."""

    def observations_since(self, instant: datetime) -> AsyncIterator[Observation]: ...

    async def alerted_since(self, instant: datetime) -> Sequence[tuple[str, str, datetime]]: ...

    async def alert_key_of(self, alert_id: UUID) -> str | None: ...


@dataclass(frozen=True, slots=True)
class _Judged:
    """What the rules say about an observation, ready for a decision that does no I/O."""

    observation: Observation
    findings: tuple[Finding, ...]
    loud: tuple[Finding, ...]
    """The findings that become alerts: those whose rule is not quiet about the subject."""
    alert_ids: tuple[UUID, ...]
    rules: RuleSet
    now: datetime

    @property
    def key(self) -> Key[Observation]:
        return Key(Observation, (self.observation.observation_id,))

    @property
    def keys(self) -> tuple[Key[Any], ...]:
        """What a decision must load. The counter is one for all, so only when it is needed."""
        alerts = [Key(Alert, (alert_key(found, self.observation),)) for found in self.loud]
        counter = [Key(AlertCounter, (ALL_ALERTS,))] if self.loud else []
        return (self.key, *alerts, *counter)

    def changes(self, loaded: Loaded) -> tuple[Change, ...]:
        """The observation, unless it is on record, and the alerts that are new."""
        observed = () if self.is_on_record(loaded) else (Change(self.observation),)
        if not self.loud:
            return observed
        return observed + raise_alerts(
            self.loud,
            self.observation,
            known=lambda key: loaded.find(Key(Alert, (key,))) is not None,
            counter=loaded.find(Key(AlertCounter, (ALL_ALERTS,))),
            alert_ids=self.alert_ids,
            rule_set_version=self.rules.version,
            now=self.now,
        )

    def is_on_record(self, loaded: Loaded) -> bool:
        return loaded.find(self.key) is not None


class MonitoringUseCases:
    """Monitoring in one process; the windows are this object's own."""

    def __init__(
        self,
        *,
        execute: Execute,
        store: Store,
        rules: RuleBook,
        feed: AlertFeed,
        clock: Clock,
        new_id: NewId,
    ) -> None:
        self._execute = execute
        self._store = store
        self._rules = rules
        self._feed = feed
        self._clock = clock
        self._new_id = new_id
        self._windows = Windows(rules.series)
        self._quiet = QuietTimes()
        self._locks = KeyedLocks()

    async def rebuild(self) -> int:
        """Fill the windows from our tables; call it before anything else. Returns how many."""
        now = self._clock()
        count = 0
        async for observation in self._store.observations_since(self._horizon(now)):
            self._windows.add(observation)
            count += 1
        quiet = timedelta(seconds=self._rules.longest_quiet_s)
        for rule_id, subject, at in await self._store.alerted_since(now - quiet):
            self._quiet.note(rule_id, subject, at)
        return count

    def forget(self) -> None:
        """Drop what no rule can reach any more; call it now and then."""
        now = self._clock()
        self._windows.forget_until(self._horizon(now))
        self._quiet.forget_until(now - timedelta(seconds=self._rules.longest_quiet_s))

    async def screen(self, command: Screen) -> Verdict:
        """Judge a drawdown; the verdict is durable when this returns.

        Raises ScreenTermsDiffer when the drawdown was screened on other terms.
        """
        terms = command.terms
        observation = a_drawdown(
            terms,
            at=command.requested_at,
            device_id=command.device_id,
            caused_by=command.origin.cause,
        )
        key = Key(Verdict, (terms.drawdown_id,))
        verdict_id = self._new_id()
        async with self._taken_in(observation) as judged:

            def decide(loaded: Loaded) -> Decision[Verdict]:
                before = loaded.find(key)
                if before is not None:
                    before.check_terms(terms)
                    if before.holds_at(judged.now):
                        return Decision(before)
                change = reach(
                    terms,
                    judged.findings,
                    before=before,
                    verdict_id=verdict_id,
                    rules=judged.rules,
                    now=judged.now,
                )
                return Decision(change.state, (change, *judged.changes(loaded)))

            verdict = await self._execute(
                Command(command.origin, (key, *judged.keys), decide, Verdict)
            )
            if verdict.verdict_id == verdict_id:
                self._announced(judged)
        return verdict

    async def observe(self, observation: Observation, delivery: Delivery) -> None:
        """Take in an event and raise the alerts it gives cause for."""
        async with self._taken_in(observation) as judged:

            def decide(loaded: Loaded) -> Decision[bool]:
                # A screened drawdown was judged when it was asked for, not by what came after it.
                is_new = not judged.is_on_record(loaded)
                return Decision(is_new, judged.changes(loaded) if is_new else ())

            if await self._execute(Command(delivery, judged.keys, decide, bool)):
                self._announced(judged)

    async def release(self, drawdown_id: UUID, customer_id: UUID, delivery: Delivery) -> None:
        """A drawdown ended without money: its amount no longer counts, the attempt does."""
        key = Key(Observation, (drawdown_observation_id(drawdown_id),))

        def decide(loaded: Loaded) -> Decision[Observation | None]:
            observation = loaded.find(key)
            if observation is None or not observation.amount_minor:
                return Decision(None)
            released = observation.released()
            return Decision(released, (Change(released),))

        async with self._locks.hold([_lock(Entity.CUSTOMER, str(customer_id))]):
            released = await self._execute(Command(delivery, (key,), decide, Observation))
            if released is not None:
                self._windows.replace(released)

    async def acknowledge(self, command: Acknowledge) -> Alert:
        """Record that somebody looked. Raises AlertNotFound, AlertAlreadyAcknowledged."""
        alert_key = await self._store.alert_key_of(command.alert_id)
        if alert_key is None:
            raise AlertNotFound(alert_id=command.alert_id)
        key, now = Key(Alert, (alert_key,)), self._clock()

        def decide(loaded: Loaded) -> Decision[Alert]:
            change = loaded.get(key).acknowledge(by=command.by, note=command.note, now=now)
            return Decision(change.state, (change,))

        return await self._execute(Command(command.origin, (key,), decide, Alert))

    @asynccontextmanager
    async def _taken_in(self, observation: Observation) -> AsyncIterator[_Judged]:
        """Count an observation and judge it while nothing else happens to its entities."""
        now = self._clock()
        if observation.occurred_at > now + CLOCK_TOLERANCE:
            log.warning("monitoring.event_from_the_future", kind=observation.kind)
            observation = replace(observation, occurred_at=now)
        locks = [_lock(entity, value) for entity, value in observation.entities.items()]
        async with self._locks.hold(locks):
            is_new = self._windows.add(observation)
            try:
                yield self._judge(observation, now)
            except DomainError as error:
                # Refused is final; with any other error the event may be on record, so it counts.
                if is_new and not isinstance(error, (Unavailable, TooManyRequests)):
                    self._windows.discard(observation)
                raise

    def _judge(self, observation: Observation, now: datetime) -> _Judged:
        rules = self._rules.on(calendar_date(now))
        findings = rules.judge(observation, self._windows)
        at = observation.occurred_at
        loud = tuple(found for found in findings if not self._quiet.is_quiet(found, at))
        alert_ids = tuple(self._new_id() for _ in loud)
        return _Judged(observation, findings, loud, alert_ids, rules, now)

    def _announced(self, judged: _Judged) -> None:
        """What was judged is committed: remember when rules spoke, wake those who watch."""
        for found in judged.loud:
            self._quiet.note(found.rule_id, found.subject, judged.observation.occurred_at)
        if judged.loud:
            self._feed.wake()

    def _horizon(self, now: datetime) -> datetime:
        return now - timedelta(seconds=self._rules.longest_window_s) - LATE_BY_AT_MOST


def a_drawdown(
    terms: Terms, *, at: datetime, caused_by: str, device_id: str | None = None
) -> Observation:
    """The observation of a drawdown: the same whether the screen or the event came first."""
    entities = {Entity.CUSTOMER: str(terms.customer_id), Entity.CARD: str(terms.card_id)}
    if device_id:
        entities[Entity.DEVICE] = device_id
    return Observation(
        observation_id=drawdown_observation_id(terms.drawdown_id),
        kind=Kind.DRAWDOWN,
        occurred_at=at,
        entities=entities,
        customer_id=terms.customer_id,
        amount_minor=terms.amount_minor,
        caused_by=caused_by,
        facts={"drawdown_id": str(terms.drawdown_id)},
    )


def drawdown_observation_id(drawdown_id: UUID) -> str:
    return f"drawdown:{drawdown_id}"


def _lock(entity: Entity, value: str) -> str:
    return f"{entity}:{value}"
