import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT, World


async def test_a_message_can_be_read_by_its_phone_newest_first(world: World) -> None:
    for text in ("first", "second"):
        status, _ = await world.post(
            "/sms/messages", {"phone": "13900000001", "text": text, "template": "otp"}
        )
        assert status == 201
    await world.post("/sms/messages", {"phone": "13900000002", "text": "x", "template": "otp"})

    messages = (await world.get("/sms/messages", phone="13900000001"))["messages"]

    assert [m["text"] for m in messages] == ["second", "first"]


async def test_a_message_with_an_id_is_taken_once(world: World) -> None:
    body = {"phone": "13900000003", "text": "due", "template": "due", "message_id": "m-1"}

    answers = [await world.post("/sms/messages", body) for _ in range(2)]

    assert answers[0] == answers[1]
    assert len((await world.get("/sms/messages", phone="13900000003"))["messages"]) == 1


async def test_the_sms_partner_can_be_down(world: World) -> None:
    await world.post("/sms/faults", {"operation": "message", "fault": "down"})

    status, answer = await world.post(
        "/sms/messages", {"phone": "13900000001", "text": "x", "template": "otp"}
    )

    assert (status, answer["reason"]) == (503, "DOWN")
    assert (await world.get("/sms/messages", phone="13900000001"))["messages"] == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"phone": "1", "text": "", "template": "t"},
        {"phone": "1", "text": 5, "template": "t"},
        {"phone": "1\x00", "text": "x", "template": "t"},
        {"phone": "1", "text": "\ud800", "template": "t"},
        [],
        "text",
    ],
)
async def test_a_message_that_is_none_is_refused(world: World, body: object) -> None:
    status, answer = await world.post("/sms/messages", body)

    assert status == 400
    assert answer["reason"] in {"MISSING_FIELD", "MALFORMED_FIELD", "MALFORMED_JSON"}


async def test_the_authority_tells_match_mismatch_and_unknown_apart(world: World) -> None:
    one, other = await world.person(0), await world.person(1)

    answers = [
        await world.post("/id-authority/checks", {"name": name, "id_number": id_number})
        for name, id_number in (
            (one["name"], one["id_number"]),
            (other["name"] + "某", one["id_number"]),
            (one["name"], "11010519491231002X"),
        )
    ]

    assert [body["result"] for _, body in answers] == ["match", "mismatch", "unknown"]


async def test_a_report_needs_a_consent_and_remembers_it(world: World) -> None:
    person = await world.person()
    asked = {"name": person["name"], "id_number": person["id_number"]}

    refused = await world.post("/bureau/reports", asked)
    first = await world.post("/bureau/reports", {**asked, "consent_id": "consent-1"})
    second = await world.post("/bureau/reports", {**asked, "consent_id": "consent-2"})

    assert (refused[0], refused[1]["reason"]) == (403, "NO_CONSENT")
    assert first[0] == 200
    assert {**first[1], "report_id": ""} == {**second[1], "report_id": ""}
    queries = (await world.get("/bureau/queries", id_number=person["id_number"]))["queries"]
    assert [q["consent_id"] for q in queries] == ["consent-2", "consent-1"]


async def test_the_bureau_has_no_file_on_strangers(world: World) -> None:
    status, answer = await world.post(
        "/bureau/reports",
        {"name": "无名", "id_number": "11010519491231002X", "consent_id": "consent-1"},
    )

    assert (status, answer["reason"]) == (404, "NO_FILE")


async def test_people_of_another_seed_exist_too_once_given_out(world: World) -> None:
    stranger = await world.person(seed="elsewhere")

    _, answer = await world.post(
        "/id-authority/checks", {"name": stranger["name"], "id_number": stranger["id_number"]}
    )

    assert answer["result"] == "match"


async def test_people_are_given_by_archetype_and_by_age(world: World) -> None:
    debtors = (await world.get("/people", archetype="over_indebted", count=3))["people"]
    minor = await world.person(age=17, on="2026-11-23")

    assert {p["archetype"] for p in debtors} == {"over_indebted"}
    assert "2008-11-23" < minor["birth_date"] <= "2009-11-23"


@pytest.mark.parametrize(
    "query", ["count=0", "count=x", "archetype=rich", "age=9&on=soon", "age=9&on=0001-01-01"]
)
async def test_a_question_for_people_that_makes_no_sense_is_refused(
    world: World, query: str
) -> None:
    async with world.session.get(f"{world.sandbox.url}/people?{query}") as response:
        assert response.status == 400


async def test_a_second_sandbox_on_the_same_folder_does_not_start(
    world: World, tmp_path: Path
) -> None:
    environment = {
        **os.environ,
        "SANDBOX_ADDRESS": "127.0.0.1:1",
        "SANDBOX_DATA_DIR": str(tmp_path / "sandbox"),
    }

    second = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
    )
    _, said = await second.communicate()

    assert second.returncode != 0
    assert b"locked" in said


def test_missing_settings_are_named_at_once() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "sandbox"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 1
    assert "SANDBOX_ADDRESS, SANDBOX_DATA_DIR" in result.stderr
