"""Support on a real database, asked over real RPCs by customers and staff."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import grpc
import pytest
from google.rpc import error_details_pb2, status_pb2
from granary.support.v1 import case_pb2, events_pb2
from granary.support.v1 import support_service_pb2 as pb
from granary.support.v1.support_service_pb2_grpc import (
    SupportInternalServiceStub,
    SupportServiceStub,
)
from structlog.testing import capture_logs

from chassis.database import Pool, open_pool
from chassis.embedded.server import free_port
from chassis.executor import open_executor
from chassis.personal_data import new_key_line
from chassis.ports import new_id, utc_now
from services.support.__main__ import MIGRATIONS, rpc_server
from services.support.published_events import to_message
from services.support.repository import TABLES
from services.support.settings import Settings
from tests.builders.tokens import ZHANG, Issuers
from tests.conftest import FreshDatabase

Code = grpc.StatusCode
TEXT = "利息算错了,请联系我13800000001"


class SupportDesk:
    """Stubs of a running support service, and its database."""

    def __init__(self, channel: Any, pool: Pool, issuers: Issuers) -> None:
        self.public: Any = SupportServiceStub(channel)
        self.internal: Any = SupportInternalServiceStub(channel)
        self.pool = pool
        self.issuers = issuers

    def customer(self, customer_id: Any = ZHANG) -> dict[str, Any]:
        return call_with(self.issuers.of_customer(customer_id))

    def staff(self, name: str = "li.na") -> dict[str, Any]:
        return call_with(self.issuers.of_staff(name))

    async def complains(self, customer_id: Any = ZHANG, **fields: Any) -> Any:
        reply = await self.public.FileComplaint(a_complaint(**fields), **self.customer(customer_id))
        return reply.filed_case


def call_with(token: str) -> dict[str, Any]:
    return {"timeout": 10, "metadata": (("authorization", f"Bearer {token}"),)}


def a_complaint(**fields: Any) -> Any:
    given = {
        "request_id": str(uuid4()),
        "category": case_pb2.CASE_CATEGORY_PRICE,
        "channel": case_pb2.CASE_CHANNEL_APP,
        "text": TEXT,
    }
    return pb.FileComplaintRequest(**{**given, **fields})


def of(case: Any, **fields: Any) -> dict[str, Any]:
    """The fields by which staff name a case."""
    ids = {"customer_id": case.customer_id, "case_id": case.case_id}
    return {"request_id": str(uuid4()), **ids, **fields}


async def refusal(call: Any) -> tuple[grpc.StatusCode, str]:
    """The status and reason with which a call is refused."""
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    raw = dict(caught.value.trailing_metadata() or ())["grpc-status-details-bin"]
    assert isinstance(raw, bytes)
    info = error_details_pb2.ErrorInfo()
    status_pb2.Status.FromString(raw).details[0].Unpack(info)
    return caught.value.code(), info.reason


def settings_for(url: str, folder: Path, issuers: Issuers, **changes: Any) -> Settings:
    for name in ("fields.key", "index.key"):
        (folder / name).write_text(new_key_line())
    given: dict[str, Any] = {
        "database_url": url,
        "nats_url": "nats://127.0.0.1:1",
        "grpc_address": "127.0.0.1:0",
        "observability_address": "127.0.0.1:0",
        "public_keys_dir": issuers.public_keys,
        "field_key_file": folder / "fields.key",
        "blind_index_key_file": folder / "index.key",
    }
    return Settings(**given | changes)


@pytest.fixture
async def desk(fresh_database: FreshDatabase, tmp_path: Path) -> AsyncIterator[SupportDesk]:
    url = await fresh_database(MIGRATIONS)
    issuers = Issuers(tmp_path)
    async with (
        open_pool(url) as pool,
        open_executor(
            pool, tables=TABLES, announce=to_message, clock=utc_now, new_id=new_id
        ) as executor,
    ):
        server = rpc_server(settings_for(url, tmp_path, issuers), pool, executor)
        await server.start()
        async with grpc.aio.insecure_channel(f"127.0.0.1:{server.port}") as channel:
            yield SupportDesk(channel, pool, issuers)
        await server.stop(0)


async def test_a_complaint_gets_a_number_a_due_date_and_is_found_by_its_number(
    desk: SupportDesk,
) -> None:
    filed = await desk.complains(contact="zhang@example.com")

    request = pb.GetCaseRequest(ticket_number=filed.ticket_number)
    found = (await desk.public.GetCase(request, **desk.customer())).filed_case

    assert found == filed
    assert found.text == TEXT
    assert found.kind == case_pb2.CASE_KIND_COMPLAINT
    assert found.status == case_pb2.CASE_STATUS_OPEN
    assert found.due_on > found.filed_at.ToDatetime().date().isoformat()


async def test_a_repeated_complaint_is_filed_once(desk: SupportDesk) -> None:
    request = a_complaint()

    replies = [
        await desk.public.FileComplaint(request, **desk.customer()),
        await desk.public.FileComplaint(request, **desk.customer()),
    ]

    assert replies[0] == replies[1]
    assert await desk.pool.fetchval("select count(*) from support_case") == 1


async def test_first_complaints_at_the_same_moment_are_all_readable(desk: SupportDesk) -> None:
    filed = await asyncio.gather(*(desk.complains(text=f"complaint {n}") for n in range(12)))

    listed = await desk.public.ListCases(pb.ListCasesRequest(), **desk.customer())

    assert sorted(case.text for case in filed) == sorted(case.text for case in listed.cases)
    assert await desk.pool.fetchval("select count(*) from customer_key") == 1


async def test_another_customer_does_not_find_the_case(desk: SupportDesk) -> None:
    filed = await desk.complains()
    request = pb.GetCaseRequest(ticket_number=filed.ticket_number)

    refused = await refusal(desk.public.GetCase(request, **desk.customer(uuid4())))

    assert refused == (Code.NOT_FOUND, "NOT_FOUND")


async def test_feedback_gets_a_number_and_keeps_channel_and_rating(desk: SupportDesk) -> None:
    request = pb.GiveFeedbackRequest(
        request_id=str(uuid4()), text="很好用", category=case_pb2.CASE_CATEGORY_PRODUCT, rating=5
    )

    reply = await desk.public.GiveFeedback(request, **desk.customer())

    found = await desk.public.GetCase(
        pb.GetCaseRequest(ticket_number=reply.ticket_number), **desk.customer()
    )
    assert found.filed_case.rating == 5
    assert found.filed_case.channel == case_pb2.CASE_CHANNEL_APP
    assert found.filed_case.due_on == ""


async def test_own_cases_are_listed_newest_first_page_by_page(desk: SupportDesk) -> None:
    filed = [await desk.complains(text=f"complaint {n}") for n in range(3)]
    await desk.complains(customer_id=uuid4())

    first = await desk.public.ListCases(pb.ListCasesRequest(page_size=2), **desk.customer())
    rest = await desk.public.ListCases(
        pb.ListCasesRequest(page_size=2, page_token=first.next_page_token), **desk.customer()
    )

    assert [*first.cases, *rest.cases] == filed[::-1]
    assert rest.next_page_token == ""


async def test_staff_work_through_open_cases_by_due_date(desk: SupportDesk) -> None:
    feedback = pb.GiveFeedbackRequest(
        request_id=str(uuid4()), text="?", category=case_pb2.CASE_CATEGORY_OTHER
    )
    await desk.public.GiveFeedback(feedback, **desk.customer())
    later = await desk.complains()
    sooner = await desk.complains(customer_id=uuid4())
    extension = pb.ExtendCaseRequest(**of(later, days=15, approver="wang.wei", reason="bank"))
    await desk.internal.ExtendCase(extension, **desk.staff())

    pages: list[Any] = []
    token = ""
    while not pages or token:
        request = pb.ListOpenCasesRequest(page_size=1, page_token=token)
        reply = await desk.internal.ListOpenCases(request, **desk.staff())
        pages += reply.cases
        token = reply.next_page_token
    due = await desk.internal.ListOpenCases(
        pb.ListOpenCasesRequest(due_by=sooner.due_on), **desk.staff()
    )

    assert [case.case_id for case in pages[:2]] == [sooner.case_id, later.case_id]
    assert [case.kind for case in pages[2:]] == [case_pb2.CASE_KIND_FEEDBACK]
    assert [case.case_id for case in due.cases] == [sooner.case_id]


async def test_an_answer_reaches_the_customer_and_is_not_replaced(desk: SupportDesk) -> None:
    filed = await desk.complains()
    answer = pb.AnswerCaseRequest(**of(filed, answer="我们退还3.20元。"))
    await desk.internal.AnswerCase(answer, **desk.staff())

    request = pb.GetCaseRequest(ticket_number=filed.ticket_number)
    seen = (await desk.public.GetCase(request, **desk.customer())).filed_case
    second = pb.AnswerCaseRequest(**of(filed, answer="no"))
    refused = await refusal(desk.internal.AnswerCase(second, **desk.staff()))

    assert seen.status == case_pb2.CASE_STATUS_ANSWERED
    assert seen.answer.startswith("我们退还3.20元。")
    assert "12378" in seen.answer
    assert refused == (Code.FAILED_PRECONDITION, "CASE_ALREADY_ANSWERED")


async def test_an_extension_needs_another_person_and_an_end(desk: SupportDesk) -> None:
    filed = await desk.complains()
    alone = pb.ExtendCaseRequest(**of(filed, days=5, approver="li.na", reason="bank"))
    long = pb.ExtendCaseRequest(**of(filed, days=60, approver="wang.wei", reason="bank"))

    assert await refusal(desk.internal.ExtendCase(alone, **desk.staff())) == (
        Code.PERMISSION_DENIED,
        "EXTENSION_NEEDS_APPROVER",
    )
    assert await refusal(desk.internal.ExtendCase(long, **desk.staff())) == (
        Code.FAILED_PRECONDITION,
        "EXTENSION_TOO_LONG",
    )


async def test_customers_do_not_reach_the_work_of_staff(desk: SupportDesk) -> None:
    request = pb.ListOpenCasesRequest()

    code, _ = await refusal(desk.internal.ListOpenCases(request, **desk.customer()))

    assert code is Code.PERMISSION_DENIED


@pytest.mark.parametrize("token", ["x", "2026-02-30.x", "x." + str(ZHANG)])
async def test_a_page_token_of_ones_own_making_is_refused(desk: SupportDesk, token: str) -> None:
    own = pb.ListCasesRequest(page_token=token)
    everybody = pb.ListOpenCasesRequest(page_token=token)

    for call in (
        desk.public.ListCases(own, **desk.customer()),
        desk.internal.ListOpenCases(everybody, **desk.staff()),
    ):
        assert await refusal(call) == (Code.INVALID_ARGUMENT, "REQUEST_INVALID")


async def test_a_due_date_that_does_not_exist_is_refused(desk: SupportDesk) -> None:
    request = pb.ListOpenCasesRequest(due_by="2026-02-30")

    refused = await refusal(desk.internal.ListOpenCases(request, **desk.staff()))

    assert refused == (Code.INVALID_ARGUMENT, "REQUEST_INVALID")


async def test_the_database_and_the_log_hold_no_word_of_the_customer(desk: SupportDesk) -> None:
    with capture_logs() as lines:
        filed = await desk.complains(contact="zhang@example.com")
        answer = pb.AnswerCaseRequest(**of(filed, answer="Dear Zhang"))
        extension = pb.ExtendCaseRequest(
            **of(filed, days=1, approver="wang.wei", reason="Zhang is abroad")
        )
        await desk.internal.ExtendCase(extension, **desk.staff())
        await desk.internal.AnswerCase(answer, **desk.staff())
        await desk.internal.ListOpenCases(pb.ListOpenCasesRequest(), **desk.staff())

    stored = b""
    for table in ("support_case", "customer_key", "request", "outbox"):
        rows = await desk.pool.fetch(f"select * from {table}")
        assert rows
        for row in rows:
            stored += b"".join(v if isinstance(v, bytes) else str(v).encode() for v in row)
    for words in (TEXT, "利息", "13800000001", "zhang@example.com", "Dear Zhang", "abroad"):
        assert words.encode() not in stored
        assert words not in repr(lines)


async def test_every_step_of_a_case_is_in_the_hash_chained_record(desk: SupportDesk) -> None:
    filed = await desk.complains()
    extension = pb.ExtendCaseRequest(**of(filed, days=1, approver="wang.wei", reason="bank"))
    await desk.internal.ExtendCase(extension, **desk.staff())
    answer = pb.AnswerCaseRequest(**of(filed, answer="done"))
    await desk.internal.AnswerCase(answer, **desk.staff())

    rows = await desk.pool.fetch(
        "select o.message_type, o.aggregate_version, o.payload from outbox o "
        "join commit_journal j using (writer_id, batch_number) "
        "where o.aggregate_id = $1 order by o.aggregate_version",
        filed.case_id,
    )

    assert [row["message_type"].rpartition(".")[2] for row in rows] == [
        "ComplaintFiled",
        "CaseExtended",
        "CaseAnswered",
    ]
    assert [row["aggregate_version"] for row in rows] == [1, 2, 3]
    event = events_pb2.ComplaintFiled.FromString(rows[0]["payload"])
    assert (event.ticket_number, event.due_on) == (filed.ticket_number, filed.due_on)


@asynccontextmanager
async def a_process(
    environment: dict[str, str], *arguments: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.support", *arguments, env=environment
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def test_a_complaint_is_taken_while_everything_but_the_database_is_down(
    database_url: str, tmp_path: Path
) -> None:
    issuers = Issuers(tmp_path)
    address = f"127.0.0.1:{free_port()}"
    settings = settings_for(database_url, tmp_path, issuers)
    environment = {
        **os.environ,
        "GRANARY_DATABASE_URL": database_url,
        "GRANARY_NATS_URL": settings.nats_url,
        "GRANARY_GRPC_ADDRESS": address,
        "GRANARY_OBSERVABILITY_ADDRESS": f"127.0.0.1:{free_port()}",
        "GRANARY_PUBLIC_KEYS_DIR": str(settings.public_keys_dir),
        "GRANARY_FIELD_KEY_FILE": str(settings.field_key_file),
        "GRANARY_BLIND_INDEX_KEY_FILE": str(settings.blind_index_key_file),
    }
    async with a_process(environment, "migrate") as migration:
        assert await migration.wait() == 0

    async with a_process(environment), grpc.aio.insecure_channel(address) as channel:
        token = issuers.of_customer()
        reply = await SupportServiceStub(channel).FileComplaint(
            a_complaint(), wait_for_ready=True, **(call_with(token) | {"timeout": 30})
        )

    async with open_pool(database_url) as pool:
        waiting = await pool.fetchval("select count(*) from outbox where published_at is null")
    assert reply.filed_case.ticket_number.startswith("C-")
    assert waiting == 1
