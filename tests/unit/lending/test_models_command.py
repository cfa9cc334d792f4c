"""What `granary models` asks of lending and says about it."""

from pathlib import Path
from typing import Any

import pytest
from granary.lending.v1 import model_service_pb2 as pb

from cli.commands import models
from cli.errors import CommandError

ONE, OTHER = "own-111111111111", "own-222222222222"
ROLES = pb.ModelRoles(champion=ONE, challenger=OTHER, challenger_share_ppm=100_000)


class Lending:
    """Answers as lending would, and keeps what it was asked."""

    def __init__(self) -> None:
        self.roster = pb.ModelRoster()
        self.asked: list[tuple[str, Any]] = []

    def ask(self, _: Path, __: str, name: str, call: Any) -> Any:
        return call(self.of(name))

    def of(self, name: str) -> Any:
        lending = self

        class Stub:
            def __getattr__(self, rpc: str) -> Any:
                return lambda request: lending.answer(name, rpc, request)

        return Stub()

    def answer(self, name: str, rpc: str, request: Any) -> Any:
        self.asked.append((name, request))
        if rpc == "ListModels":
            model = pb.Model(model_version=ONE, status=pb.MODEL_STATUS_APPROVED)
            return pb.ListModelsResponse(models=[model], roster=self.roster)
        if rpc == "ProposeModelRoles":
            self.roster.proposed.CopyFrom(request.roles)
            return pb.ProposeModelRolesResponse(roster=self.roster)
        return None


@pytest.fixture
def lending(monkeypatch: pytest.MonkeyPatch) -> Lending:
    found = Lending()
    monkeypatch.setattr(models, "ask_as_staff", found.ask)
    monkeypatch.setattr(models, "ModelInternalServiceStub", lambda stub: stub)
    return found


def test_roles_are_decided_as_they_are_shown(
    lending: Lending, capsys: pytest.CaptureFixture[str]
) -> None:
    models.propose(Path(), models.Wish(ONE, OTHER, 100_000), "compare", "li.ming")
    models.decide(Path(), "agreed", "chen.jing", approve=True)

    name, request = lending.asked[-1]
    assert (name, request.roles, request.approve) == ("chen.jing", ROLES, True)
    said = capsys.readouterr().out
    assert f"champion {ONE}, challenger {OTHER} for 10 % of customers" in said
    assert said.endswith("in use\n")


def test_nothing_is_decided_when_nothing_is_proposed(lending: Lending) -> None:
    with pytest.raises(CommandError, match="nothing is proposed"):
        models.decide(Path(), "agreed", "chen.jing", approve=True)


def test_the_register_is_shown_with_what_is_in_use(
    lending: Lending, capsys: pytest.CaptureFixture[str]
) -> None:
    models.list_models(Path(), as_json=False)
    lending.roster.roles.CopyFrom(pb.ModelRoles(champion=ONE, shadow=OTHER))
    models.list_models(Path(), as_json=False)
    models.list_models(Path(), as_json=True)

    said = capsys.readouterr().out
    assert "in use: the policy's model" in said
    assert f"in use: champion {ONE}, shadow {OTHER}" in said
    assert "MODEL_STATUS_APPROVED" in said


def test_each_verb_names_the_model_the_reason_and_the_person(
    lending: Lending, capsys: pytest.CaptureFixture[str]
) -> None:
    models.register(Path(), ONE, "1" * 64, "trained", "li.ming")
    models.approve(Path(), ONE, "validated", "chen.jing")
    models.retire(Path(), ONE, "replaced", "li.ming")

    told = [(name, it.model_version, it.reason) for name, it in lending.asked]
    assert told == [
        ("li.ming", ONE, "trained"),
        ("chen.jing", ONE, "validated"),
        ("li.ming", ONE, "replaced"),
    ]
    assert len({it.request_id for _, it in lending.asked}) == 3
    assert "is retired" in capsys.readouterr().out
