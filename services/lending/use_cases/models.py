"""Put score models forward, approve them, give them roles; every process follows the roster."""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

import structlog

from chassis.command import Command, Execute, Key, Loaded, Origin
from chassis.database import UNAVAILABLE
from chassis.decision import Decision
from chassis.errors import NotFound
from chassis.ports import Clock
from services.lending.domain.errors import ModelFilesInvalid
from services.lending.domain.model_register import (
    ROSTER_ID,
    Act,
    ModelRoster,
    ModelVersion,
    RoleWish,
    approve_model,
    decide_roles,
    model_id_of,
    propose_roles,
    register_model,
    retire_model,
)
from services.lending.domain.model_roles import ModelName, ModelRoles
from services.lending.domain.score_policy import ScorePolicies
from services.lending.use_cases.business_days import BusinessDays

ROSTER = Key(ModelRoster, (ROSTER_ID,))
LOOK_EVERY_S = 10.0
log = structlog.get_logger(__name__)


class ModelReads(Protocol):
    """Lending's own tables, read for the model register."""

    async def roster(self) -> ModelRoster: ...

    async def models(self) -> list[ModelVersion]: ...


class ModelDesk(Protocol):
    """The models of this process; both are called from a thread, since they read files."""

    def fits(self, name: ModelName) -> bool:
        """Whether a model's files are here and can be served."""
        ...

    def use(self, roles: ModelRoles) -> None:
        """Score by these models from now on."""
        ...


class Models:
    """What staff do with score models, and how a process follows."""

    def __init__(
        self,
        *,
        execute: Execute,
        reads: ModelReads,
        desk: ModelDesk,
        policies: ScorePolicies,
        days: BusinessDays,
        clock: Clock,
    ) -> None:
        self._execute = execute
        self._reads = reads
        self._desk = desk
        self._policies = policies
        self._days = days
        self._clock = clock

    async def register(
        self, name: ModelName, staff_name: str, reason: str, origin: Origin
    ) -> ModelVersion:
        """Put a model forward whose files are in the folder of models."""
        if not await asyncio.to_thread(self._desk.fits, name):
            raise ModelFilesInvalid(model_version=name.version)
        key, act = _key(name.version), Act(staff_name, reason, self._clock())

        def decide(loaded: Loaded) -> Decision[ModelVersion]:
            return register_model(name, loaded.find(key), act)

        return await self._execute(Command(origin, (key,), decide, ModelVersion))

    async def approve(
        self, model_version: str, staff_name: str, reason: str, origin: Origin
    ) -> ModelVersion:
        """Let a model be given roles; by a second person."""
        key, act = _key(model_version), Act(staff_name, reason, self._clock())

        def decide(loaded: Loaded) -> Decision[ModelVersion]:
            return approve_model(_found(loaded, model_version), act)

        return await self._execute(Command(origin, (key,), decide, ModelVersion))

    async def retire(
        self, model_version: str, staff_name: str, reason: str, origin: Origin
    ) -> ModelVersion:
        """End a model's life."""
        key, act = _key(model_version), Act(staff_name, reason, self._clock())

        def decide(loaded: Loaded) -> Decision[ModelVersion]:
            roster = loaded.find(ROSTER) or ModelRoster()
            return retire_model(_found(loaded, model_version), roster, act)

        return await self._execute(Command(origin, (key, ROSTER), decide, ModelVersion))

    async def propose_roles(
        self, wish: RoleWish, staff_name: str, reason: str, origin: Origin
    ) -> ModelRoster:
        """Wish for models in roles; a second person decides."""
        act = Act(staff_name, reason, self._clock())

        def decide(roster: ModelRoster, models: dict[str, ModelVersion]) -> Decision[ModelRoster]:
            return propose_roles(roster, models, wish, act)

        return await self._change_roles(wish, decide, origin)

    async def decide_roles(
        self, wish: RoleWish, staff_name: str, reason: str, origin: Origin, *, approve: bool
    ) -> ModelRoster:
        """Let proposed roles take effect, or not; this process follows at once."""
        act = Act(staff_name, reason, self._clock())

        def decide(roster: ModelRoster, models: dict[str, ModelVersion]) -> Decision[ModelRoster]:
            return decide_roles(roster, models, wish, act, approve=approve)

        roster = await self._change_roles(wish, decide, origin)
        await self.refresh()
        return roster

    async def register_now(self) -> tuple[ModelRoster, list[ModelVersion]]:
        """The roster and all models."""
        return await self._reads.roster(), await self._reads.models()

    async def refresh(self) -> None:
        """Score by the models that the roster and today's policy name."""
        roster, today = await self._reads.roster(), await self._days.today()
        policy = self._policies.on(today)
        roles = roster.roles(policy.champion, policy.central_tendency_pd12_ppm)
        # Reading a model takes a moment, in which decisions go on.
        await asyncio.to_thread(self._desk.use, roles)

    async def follow(self, every_s: float = LOOK_EVERY_S) -> None:
        """Keep to what other processes decided, until cancelled."""
        while True:
            try:
                await self.refresh()
            except UNAVAILABLE as error:
                log.warning("models.database_away", kind=type(error).__name__)
            await asyncio.sleep(every_s)

    async def _change_roles(
        self,
        wish: RoleWish,
        change: Callable[[ModelRoster, dict[str, ModelVersion]], Decision[ModelRoster]],
        origin: Origin,
    ) -> ModelRoster:
        keys: tuple[Key[Any], ...] = (ROSTER, *dict.fromkeys(map(_key, wish.versions)))

        def decide(loaded: Loaded) -> Decision[ModelRoster]:
            models = {version: _found(loaded, version) for version in wish.versions}
            return change(loaded.find(ROSTER) or ModelRoster(), models)

        return await self._execute(Command(origin, keys, decide, ModelRoster))


def _key(model_version: str) -> Key[ModelVersion]:
    return Key(ModelVersion, (model_id_of(model_version),))


def _found(loaded: Loaded, model_version: str) -> ModelVersion:
    model = loaded.find(_key(model_version))
    if model is None:
        raise NotFound(kind="model")
    return model
