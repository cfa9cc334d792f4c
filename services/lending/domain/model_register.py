"""The register of score models: who put one forward, who approved it, and which are in use.

Nothing is done by one person alone: a second one approves a model, and a second one lets it take a
role. A model in use cannot be retired.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid5

from chassis.decision import Change, Decision
from services.lending.domain.errors import (
    ModelRolesInvalid,
    ModelRolesNotProposed,
    ModelStateForbids,
    SecondPersonNeeded,
)
from services.lending.domain.events import ModelRegisterChanged
from services.lending.domain.model_roles import ModelName, ModelRoles

_NAMESPACE = UUID("6f1d3b0e-5b1c-5a0e-9a51-2f0e4c3d7a11")
ROSTER_ID = uuid5(_NAMESPACE, "roster")
"""The one roster there is."""
CHALLENGER_SHARE_MAX_PPM = 500_000
"""A challenger that decides for more than half is a champion."""


def model_id_of(model_version: str) -> UUID:
    """The id of a model, which follows from its version."""
    return uuid5(_NAMESPACE, model_version)


class ModelStatus(StrEnum):
    """Where a model is in its life."""

    TRAINED = "TRAINED"  # its files were read and fit the hash; waits for a second person
    APPROVED = "APPROVED"  # may be given a role
    RETIRED = "RETIRED"  # never again


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """A model with who did what to it."""

    model_id: UUID
    model_version: str
    sha256: str
    status: ModelStatus
    registered_by: str
    registered_at: datetime
    reason: str
    approved_by: str = ""
    approved_at: datetime | None = None
    approval_reason: str = ""
    retired_by: str = ""
    retired_at: datetime | None = None
    retirement_reason: str = ""
    version: int = 0

    @property
    def name(self) -> ModelName:
        return ModelName(self.model_version, self.sha256)


@dataclass(frozen=True, slots=True)
class RoleWish:
    """Which models are to be used, by version; empty for none."""

    champion: str
    challenger: str = ""
    challenger_share_ppm: int = 0
    shadow: str = ""

    @property
    def versions(self) -> tuple[str, ...]:
        named = (self.champion, self.challenger, self.shadow)
        return tuple(version for version in named if version)


@dataclass(frozen=True, slots=True)
class RoleProposal:
    """A wish that waits for a second person."""

    wish: RoleWish
    reason: str
    proposed_by: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class ModelRoster:
    """The models in use and, beside them, what is proposed."""

    roster_id: UUID = ROSTER_ID
    number: int = 0
    """How many times the roles were changed."""
    champion: ModelName | None = None
    """None until the first change: the policy's model decides."""
    challenger: ModelName | None = None
    challenger_share_ppm: int = 0
    shadow: ModelName | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    proposal: RoleProposal | None = None
    version: int = 0

    def uses(self, model_version: str) -> bool:
        """Whether a model has a role, or is proposed for one."""
        in_use = (self.champion, self.challenger, self.shadow)
        wished = () if self.proposal is None else self.proposal.wish.versions
        named = (name.version for name in in_use if name is not None)
        return model_version in (*named, *wished)

    def roles(self, policys_champion: ModelName, central_tendency_ppm: int) -> ModelRoles:
        """The roles as a scorer takes them."""
        return ModelRoles(
            champion=self.champion or policys_champion,
            central_tendency_ppm=central_tendency_ppm,
            challenger=self.challenger,
            challenger_share_ppm=self.challenger_share_ppm,
            shadow=self.shadow,
        )


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, why and when."""

    staff_name: str
    reason: str
    now: datetime


def register_model(name: ModelName, found: ModelVersion | None, act: Act) -> Decision[ModelVersion]:
    """Put a model forward. Refuses one that is in the register already."""
    if found is not None:
        raise ModelStateForbids(model_version=name.version, status=found.status.value)
    model = ModelVersion(
        model_id_of(name.version),
        name.version,
        name.sha256,
        ModelStatus.TRAINED,
        act.staff_name,
        act.now,
        act.reason,
    )
    return _model_changed(model, "REGISTERED", act)


def approve_model(model: ModelVersion, act: Act) -> Decision[ModelVersion]:
    """Let a model be used; by another person than the one who put it forward."""
    _require(model, ModelStatus.TRAINED)
    if act.staff_name == model.registered_by:
        raise SecondPersonNeeded(proposed_by=model.registered_by)
    approved = replace(
        model,
        status=ModelStatus.APPROVED,
        approved_by=act.staff_name,
        approved_at=act.now,
        approval_reason=act.reason,
    )
    return _model_changed(approved, "APPROVED", act)


def retire_model(model: ModelVersion, roster: ModelRoster, act: Act) -> Decision[ModelVersion]:
    """End a model's life. Refuses one in use or proposed for use."""
    if model.status is ModelStatus.RETIRED or roster.uses(model.model_version):
        status = "IN_USE" if roster.uses(model.model_version) else model.status.value
        raise ModelStateForbids(model_version=model.model_version, status=status)
    retired = replace(
        model,
        status=ModelStatus.RETIRED,
        retired_by=act.staff_name,
        retired_at=act.now,
        retirement_reason=act.reason,
    )
    return _model_changed(retired, "RETIRED", act)


def propose_roles(
    roster: ModelRoster, models: dict[str, ModelVersion], wish: RoleWish, act: Act
) -> Decision[ModelRoster]:
    """Wish for roles; takes the place of a wish that nobody decided about yet."""
    _check(wish, models)
    proposal = RoleProposal(wish, act.reason, act.staff_name, act.now)
    return _roster_changed(replace(roster, proposal=proposal), "ROLES_PROPOSED", act)


def decide_roles(
    roster: ModelRoster,
    models: dict[str, ModelVersion],
    wish: RoleWish,
    act: Act,
    *,
    approve: bool,
) -> Decision[ModelRoster]:
    """Let the proposed roles take effect, or not.

    `wish` is what the second person saw; another one meanwhile is refused. Whoever proposed may
    take the proposal back and not approve it.
    """
    proposal = roster.proposal
    if proposal is None or proposal.wish != wish:
        raise ModelRolesNotProposed
    if not approve:
        return _roster_changed(replace(roster, proposal=None), "ROLES_REJECTED", act)
    if act.staff_name == proposal.proposed_by:
        raise SecondPersonNeeded(proposed_by=proposal.proposed_by)
    _check(wish, models)
    changed = replace(
        roster,
        number=roster.number + 1,
        champion=models[wish.champion].name,
        challenger=models[wish.challenger].name if wish.challenger else None,
        challenger_share_ppm=wish.challenger_share_ppm,
        shadow=models[wish.shadow].name if wish.shadow else None,
        decided_by=act.staff_name,
        decided_at=act.now,
        proposal=None,
    )
    return _roster_changed(changed, "ROLES_CHANGED", act)


def _check(wish: RoleWish, models: dict[str, ModelVersion]) -> None:
    if not wish.champion:
        raise ModelRolesInvalid(problem="NO_CHAMPION")
    if len(set(wish.versions)) < len(wish.versions):
        raise ModelRolesInvalid(problem="ONE_MODEL_IN_TWO_ROLES")
    share = wish.challenger_share_ppm
    if share not in range(CHALLENGER_SHARE_MAX_PPM + 1) or bool(wish.challenger) != bool(share):
        raise ModelRolesInvalid(problem="CHALLENGER_SHARE")
    for version in wish.versions:
        _require(models[version], ModelStatus.APPROVED)


def _require(model: ModelVersion, status: ModelStatus) -> None:
    if model.status is not status:
        raise ModelStateForbids(model_version=model.model_version, status=model.status.value)


def _model_changed(model: ModelVersion, what: str, act: Act) -> Decision[ModelVersion]:
    event = ModelRegisterChanged(
        what, model.model_version, model.sha256, act.staff_name, act.reason, act.now
    )
    return Decision(model, (Change(model, (event,)),))


def _roster_changed(roster: ModelRoster, what: str, act: Act) -> Decision[ModelRoster]:
    wish = None if roster.proposal is None else roster.proposal.wish
    champion = roster.champion.version if roster.champion is not None else ""
    about = wish.champion if wish is not None else champion
    event = ModelRegisterChanged(what, about, "", act.staff_name, act.reason, act.now)
    return Decision(roster, (Change(roster, (event,)),))
