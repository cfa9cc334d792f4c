from datetime import timedelta
from typing import Any

import pytest

from chassis.decision import Decision
from services.lending.domain.errors import (
    ModelRolesInvalid,
    ModelRolesNotProposed,
    ModelStateForbids,
    SecondPersonNeeded,
)
from services.lending.domain.model_register import (
    Act,
    ModelRoster,
    ModelStatus,
    ModelVersion,
    RoleWish,
    approve_model,
    decide_roles,
    propose_roles,
    register_model,
    retire_model,
)
from services.lending.domain.model_roles import ModelName
from tests.builders.lending import NOW

ONE, OTHER = ModelName("taiwan-111111111111", "1" * 64), ModelName("own-222222222222", "2" * 64)
POLICYS = ModelName("shipped-000000000000", "0" * 64)


def by(staff_name: str) -> Act:
    return Act(staff_name, "a good reason", NOW)


def registered(name: ModelName = ONE) -> ModelVersion:
    return register_model(name, None, by("li.ming")).reply


def approved(name: ModelName = ONE) -> ModelVersion:
    return approve_model(registered(name), by("chen.jing")).reply


MODELS = {name.version: approved(name) for name in (ONE, OTHER)}
WISH = RoleWish(ONE.version, OTHER.version, 100_000)


def what_of(decision: Decision[Any]) -> str:
    event: Any = decision.changes[0].events[0]
    return str(event.what)


def proposed(wish: RoleWish = WISH) -> ModelRoster:
    return propose_roles(ModelRoster(), MODELS, wish, by("li.ming")).reply


def decided(wish: RoleWish = WISH) -> ModelRoster:
    return decide_roles(proposed(wish), MODELS, wish, by("chen.jing"), approve=True).reply


def test_a_model_is_put_forward_by_one_person_and_approved_by_another() -> None:
    decision = approve_model(registered(), by("chen.jing"))

    assert decision.reply.status is ModelStatus.APPROVED
    assert (decision.reply.registered_by, decision.reply.approved_by) == ("li.ming", "chen.jing")
    assert what_of(decision) == "APPROVED"


def test_nobody_approves_a_model_of_their_own() -> None:
    with pytest.raises(SecondPersonNeeded):
        approve_model(registered(), by("li.ming"))


def test_a_model_is_registered_and_approved_once() -> None:
    with pytest.raises(ModelStateForbids):
        register_model(ONE, registered(), by("li.ming"))
    with pytest.raises(ModelStateForbids):
        approve_model(approved(), by("chen.jing"))


def test_proposed_roles_take_effect_when_a_second_person_approves() -> None:
    assert proposed().champion is None
    roster = decided()

    assert (roster.champion, roster.challenger) == (ONE, OTHER)
    assert (roster.challenger_share_ppm, roster.number) == (100_000, 1)
    assert roster.proposal is None
    roles = roster.roles(POLICYS, 50_000)
    assert (roles.champion, roles.challenger, roles.challenger_share_ppm) == (ONE, OTHER, 100_000)


def test_until_the_first_change_the_policys_model_decides() -> None:
    roles = proposed().roles(POLICYS, 50_000)

    assert (roles.champion, roles.challenger, roles.shadow) == (POLICYS, None, None)


def test_nobody_gives_roles_alone() -> None:
    with pytest.raises(SecondPersonNeeded):
        decide_roles(proposed(), MODELS, WISH, by("li.ming"), approve=True)


def test_a_proposal_can_be_rejected_or_taken_back() -> None:
    for staff in ("chen.jing", "li.ming"):
        decision = decide_roles(proposed(), MODELS, WISH, by(staff), approve=False)
        assert decision.reply.proposal is None
        assert decision.reply.number == 0
        assert what_of(decision) == "ROLES_REJECTED"


def test_only_what_was_looked_at_is_approved() -> None:
    with pytest.raises(ModelRolesNotProposed):
        decide_roles(ModelRoster(), MODELS, WISH, by("chen.jing"), approve=True)
    with pytest.raises(ModelRolesNotProposed):
        decide_roles(proposed(RoleWish(ONE.version)), MODELS, WISH, by("x"), approve=True)


@pytest.mark.parametrize(
    ("wish", "problem"),
    [
        (RoleWish(""), "NO_CHAMPION"),
        (RoleWish(ONE.version, ONE.version, 1), "ONE_MODEL_IN_TWO_ROLES"),
        (RoleWish(ONE.version, shadow=ONE.version), "ONE_MODEL_IN_TWO_ROLES"),
        (RoleWish(ONE.version, OTHER.version, 0), "CHALLENGER_SHARE"),
        (RoleWish(ONE.version, "", 1), "CHALLENGER_SHARE"),
        (RoleWish(ONE.version, OTHER.version, 500_001), "CHALLENGER_SHARE"),
        (RoleWish(ONE.version, OTHER.version, -1), "CHALLENGER_SHARE"),
    ],
)
def test_roles_that_make_no_sense_are_refused(wish: RoleWish, problem: str) -> None:
    with pytest.raises(ModelRolesInvalid) as refused:
        proposed(wish)
    assert refused.value.metadata == {"problem": problem}


def test_only_approved_models_get_roles_and_only_while_they_are() -> None:
    waiting: dict[str, Any] = {**MODELS, ONE.version: registered()}
    with pytest.raises(ModelStateForbids):
        propose_roles(ModelRoster(), waiting, WISH, by("li.ming"))
    retired = {**MODELS, OTHER.version: retire_model(approved(OTHER), ModelRoster(), by("x")).reply}
    with pytest.raises(ModelStateForbids):
        decide_roles(proposed(), retired, WISH, by("chen.jing"), approve=True)


def test_a_model_in_use_or_proposed_is_not_retired_and_one_that_is_not_is_once() -> None:
    for roster in (proposed(), decided(), decided(RoleWish(OTHER.version, shadow=ONE.version))):
        with pytest.raises(ModelStateForbids):
            retire_model(approved(), roster, by("li.ming"))
    retired = retire_model(approved(), ModelRoster(), by("li.ming")).reply
    assert retired.status is ModelStatus.RETIRED
    with pytest.raises(ModelStateForbids):
        retire_model(retired, ModelRoster(), by("li.ming"))


def test_a_later_proposal_takes_the_place_of_one_nobody_decided_about() -> None:
    later = Act("wang.fang", "another", NOW + timedelta(hours=1))

    roster = propose_roles(proposed(), MODELS, RoleWish(OTHER.version), later).reply

    assert roster.proposal is not None
    assert roster.proposal.proposed_by == "wang.fang"
    assert not roster.uses(ONE.version)
