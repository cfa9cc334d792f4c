"""The register of score models on a real database and over gRPC, and who follows it."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from granary.lending.v1 import model_service_pb2 as pb
from granary.lending.v1.model_service_pb2_grpc import ModelInternalServiceStub

from chassis.errors import DomainError, InvalidInput, NotAllowed, NotFound, StateForbids
from chassis.grpc_client import PeerChannel
from chassis.grpc_server import grpc_server
from chassis.ports import new_id
from services.lending import grpc_api_models
from services.lending.domain.credit_file import features_of
from services.lending.domain.model_roles import ModelName
from services.lending.domain.score import ScoreSource
from services.lending.model_artefact import MODELS
from services.lending.model_repository import ModelRepository
from services.lending.model_scorer import ModelScorer
from services.lending.policy_file import read_score_policy
from services.lending.use_cases.models import Models
from tests.builders.lending import CUSTOMER, TODAY
from tests.builders.scoring import a_credit_file, another_model
from tests.builders.tokens import Issuers
from tests.integration.lending.conftest import World

POLICIES = read_score_policy()
SHIPPED = POLICIES.on(TODAY).champion
GOOD = features_of(a_credit_file())


class Process:
    """What one process of lending has: a scorer and the use cases over the shared database."""

    def __init__(self, world: World, folder: Path) -> None:
        self.scorer = ModelScorer(POLICIES.on(TODAY).roles, folder)
        self.models = Models(
            execute=world.execute,
            reads=ModelRepository(world.pool),
            desk=self.scorer,
            policies=POLICIES,
            days=world.lending.days,
            clock=world.now,
        )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(MODELS, tmp_path / "models")
    return tmp_path / "models"


@pytest.fixture
def process(world: World, folder: Path) -> Process:
    return Process(world, folder)


class Staff:
    """One person's calls."""

    def __init__(self, channel: PeerChannel) -> None:
        self.stub: Any = ModelInternalServiceStub(channel)

    async def register(self, name: ModelName) -> pb.Model:
        request = pb.RegisterModelRequest(
            request_id=str(new_id()),
            model_version=name.version,
            sha256=name.sha256,
            reason="trained on last year",
        )
        reply = await self.stub.RegisterModel(request)
        found: pb.Model = reply.model
        return found

    async def approve(self, name: ModelName) -> pb.Model:
        request = pb.ApproveModelRequest(
            request_id=str(new_id()), model_version=name.version, reason="validated"
        )
        reply = await self.stub.ApproveModel(request)
        found: pb.Model = reply.model
        return found

    async def propose(self, **roles: Any) -> pb.ModelRoster:
        request = pb.ProposeModelRolesRequest(
            request_id=str(new_id()), roles=pb.ModelRoles(**roles), reason="to compare"
        )
        reply = await self.stub.ProposeModelRoles(request)
        found: pb.ModelRoster = reply.roster
        return found

    async def decide(self, *, approve: bool = True, **roles: Any) -> pb.ModelRoster:
        request = pb.DecideModelRolesRequest(
            request_id=str(new_id()),
            roles=pb.ModelRoles(**roles),
            approve=approve,
            reason="agreed",
        )
        reply = await self.stub.DecideModelRoles(request)
        found: pb.ModelRoster = reply.roster
        return found

    async def retire(self, name: ModelName) -> pb.Model:
        request = pb.RetireModelRequest(
            request_id=str(new_id()), model_version=name.version, reason="replaced"
        )
        reply = await self.stub.RetireModel(request)
        found: pb.Model = reply.model
        return found

    async def register_now(self) -> pb.ListModelsResponse:
        return await self.stub.ListModels(pb.ListModelsRequest())  # type: ignore[no-any-return]


@pytest.fixture
async def people(process: Process, tmp_path: Path) -> AsyncIterator[tuple[Staff, Staff, Staff]]:
    """Two members of staff, and a customer who tries."""
    issuers = Issuers(tmp_path)
    server = grpc_server(
        "127.0.0.1:0",
        [grpc_api_models.registration(process.models)],
        area="lending",
        verifier=issuers.verifier(),
    )
    await server.start()
    tokens = [issuers.of_staff(name) for name in ("li.ming", "chen.jing")]
    tokens.append(issuers.of_customer(CUSTOMER))
    address = f"127.0.0.1:{server.port}"
    channels = [PeerChannel(address, token=partial(str, token), deadline_s=60) for token in tokens]
    one, two, three = (Staff(channel) for channel in channels)
    yield one, two, three
    for channel in channels:
        await channel.close()
    await server.stop(0)


async def in_use(one: Staff, two: Staff, *names: ModelName) -> None:
    for name in names:
        await one.register(name)
        await two.approve(name)


async def test_a_model_goes_from_training_to_champion_by_two_people(
    world: World, process: Process, people: tuple[Staff, Staff, Staff], folder: Path
) -> None:
    one, two, _ = people
    own = another_model(folder, "own")

    waiting = await one.register(own)
    approved = await two.approve(own)
    await one.propose(champion=own.version)
    roster = await two.decide(champion=own.version)

    assert waiting.status == pb.MODEL_STATUS_TRAINED
    assert approved.status == pb.MODEL_STATUS_APPROVED
    assert (approved.registered_by, approved.approved_by) == ("li.ming", "chen.jing")
    assert roster.roles.champion == own.version
    assert process.scorer.score(CUSTOMER, GOOD).model_version == own.version
    shown = await one.register_now()
    assert [model.model_version for model in shown.models] == [own.version]
    assert shown.roster == roster
    assert (await world.announced()).count("ModelRegisterChanged") == 4


async def test_every_process_follows_the_roster(
    world: World, process: Process, people: tuple[Staff, Staff, Staff], folder: Path
) -> None:
    one, two, _ = people
    other = Process(world, folder)
    own = another_model(folder, "own")
    await in_use(one, two, SHIPPED, own)
    roles: dict[str, Any] = {
        "champion": SHIPPED.version,
        "challenger": own.version,
        "challenger_share_ppm": 500_000,
    }
    await one.propose(**roles)
    await two.decide(**roles)
    following = asyncio.create_task(other.models.follow(every_s=0.01))

    while other.scorer.roles.challenger is None:  # noqa: ASYNC110 - another process' state
        await asyncio.sleep(0.01)
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)

    customers = [new_id() for _ in range(64)]
    sources = [other.scorer.score(customer, GOOD).source for customer in customers]
    assert set(sources) == {ScoreSource.CHAMPION, ScoreSource.CHALLENGER}
    assert [process.scorer.score(customer, GOOD).source for customer in customers] == sources


async def test_one_person_alone_changes_nothing(
    process: Process, people: tuple[Staff, Staff, Staff], folder: Path
) -> None:
    one, two, customer = people
    own = another_model(folder, "own")
    await one.register(own)
    with pytest.raises(NotAllowed):
        await one.approve(own)
    await two.approve(own)
    await one.propose(champion=own.version)
    with pytest.raises(NotAllowed):
        await one.decide(champion=own.version)
    with pytest.raises(DomainError):
        await customer.register(own)

    assert process.scorer.score(CUSTOMER, GOOD).model_version == SHIPPED.version


async def test_what_cannot_be_done_is_refused_with_its_reason(
    process: Process, people: tuple[Staff, Staff, Staff], folder: Path
) -> None:
    one, two, _ = people
    own = another_model(folder, "own")
    with pytest.raises(InvalidInput):
        await one.register(ModelName("absent-000000000000", "0" * 64))
    with pytest.raises(InvalidInput):
        await one.register(ModelName(own.version, "0" * 64))
    with pytest.raises(NotFound):
        await two.approve(own)
    with pytest.raises(NotFound):
        await one.propose(champion=own.version)
    await in_use(one, two, SHIPPED, own)
    with pytest.raises(StateForbids):
        await one.register(own)
    await one.propose(champion=own.version)
    with pytest.raises(StateForbids):
        await two.decide(champion=SHIPPED.version)
    with pytest.raises(StateForbids):
        await two.retire(own)
    rejected = await two.decide(champion=own.version, approve=False)
    assert not rejected.HasField("proposed")
    assert (await two.retire(own)).status == pb.MODEL_STATUS_RETIRED
    assert process.scorer.score(CUSTOMER, GOOD).model_version == SHIPPED.version


async def test_two_who_approve_at_once_change_the_roles_once(
    process: Process, people: tuple[Staff, Staff, Staff], folder: Path
) -> None:
    one, two, _ = people
    own = another_model(folder, "own")
    await in_use(one, two, own)
    await one.propose(champion=own.version)

    answers = await asyncio.gather(
        *(two.decide(champion=own.version) for _ in range(5)), return_exceptions=True
    )

    assert sum(isinstance(answer, StateForbids) for answer in answers) == 4
    assert (await one.register_now()).roster.number == 1
