"""The process itself: migrates, becomes ready, stops when asked, refuses a bad policy."""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import aiohttp
import pytest

from chassis.personal_data import new_key_line
from cli.suite.certificates import SEAL, create_certificates
from tests.builders.tokens import Issuers

ROOT = Path(__file__).parents[3]


def a_free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


@pytest.fixture
def environment(database_url: str, nats_url: str, tmp_path: Path) -> dict[str, str]:
    issuers = Issuers(tmp_path)
    issuers("lending")
    files = create_certificates(tmp_path / "certificates", "A lender")
    (tmp_path / "field.key").write_text(new_key_line())
    return {
        **os.environ,
        "GRANARY_ENVIRONMENT": "development",
        "GRANARY_TIMESTAMP_URL": "http://127.0.0.1:1",
        "GRANARY_SEAL_KEY_FILE": str(files.key(SEAL)),
        "GRANARY_SEAL_CERTIFICATE_FILE": str(files.certificate(SEAL)),
        "GRANARY_SEAL_TRUST_FILE": str(files.root),
        "GRANARY_FIELD_KEY_FILE": str(tmp_path / "field.key"),
        "GRANARY_DATABASE_URL": database_url,
        "GRANARY_NATS_URL": nats_url,
        "GRANARY_GRPC_ADDRESS": a_free_address(),
        "GRANARY_OBSERVABILITY_ADDRESS": a_free_address(),
        "GRANARY_PUBLIC_KEYS_DIR": str(issuers.public_keys),
        "GRANARY_SIGNING_KEY_FILE": str(tmp_path / "lending.key"),
        "GRANARY_IDENTITY_ADDRESS": "127.0.0.1:1",
        "GRANARY_REPAYMENT_ADDRESS": "127.0.0.1:1",
        "GRANARY_MONITORING_ADDRESS": "127.0.0.1:1",
        "GRANARY_BANK_RAIL_URL": "http://127.0.0.1:1",
        "GRANARY_CREDIT_BUREAU_URL": "http://127.0.0.1:1",
        "GRANARY_FIRST_BUSINESS_DATE": "2026-11-23",
    }


async def start(environment: dict[str, str], *arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "services.lending",
        *arguments,
        cwd=ROOT,
        env=environment,
        stdout=asyncio.subprocess.DEVNULL,
    )


async def is_ready(session: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with session.get(url) as reply:
            return reply.status == 200
    except aiohttp.ClientError:
        return False


async def test_the_process_migrates_serves_and_stops_when_asked(
    environment: dict[str, str],
) -> None:
    migrated = await (await start(environment, "migrate")).wait()
    again = await (await start(environment, "migrate")).wait()
    process = await start(environment)
    url = f"http://{environment['GRANARY_OBSERVABILITY_ADDRESS']}/readyz"

    async with aiohttp.ClientSession() as session, asyncio.timeout(30):
        while not await is_ready(session, url):  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.05)
    process.send_signal(signal.SIGTERM)

    assert (migrated, again) == (0, 0)
    assert await process.wait() == 0


async def test_a_policy_that_cannot_be_used_stops_the_process_at_once(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "house.toml").touch()
    (tmp_path / "rate_caps.toml").touch()
    (tmp_path / "product.toml").write_text('product_code = "personal_revolving"\n')

    process = await start({**environment, "GRANARY_LENDING_POLICY_DIR": str(tmp_path)})

    assert await process.wait() == 1


async def test_nobody_lends_in_production_in_the_name_of_the_example(
    environment: dict[str, str],
) -> None:
    process = await start({**environment, "GRANARY_ENVIRONMENT": "production"})

    assert await process.wait() == 1
