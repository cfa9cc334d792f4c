"""The gateway as its own process: `python -m services.gateway`."""

import asyncio
import os
import signal
import sys
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.integration.gateway.gateway_support import (
    DRAWDOWN,
    Keys,
    Services,
    a_free_address,
    until,
)

AREAS = ("IDENTITY", "LENDING", "REPAYMENT", "MONITORING", "SUPPORT")


def environment_of(keys: Keys, peer: str) -> Any:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(sys.path),
        "GRANARY_HTTP_ADDRESS": a_free_address(),
        "GRANARY_OBSERVABILITY_ADDRESS": a_free_address(),
        "GRANARY_PUBLIC_KEYS_DIR": str(keys.public),
        "GRANARY_ENVIRONMENT": "development",
        **{f"GRANARY_{area}_ADDRESS": peer for area in AREAS},
    }


@asynccontextmanager
async def process_of(environment: dict[str, str]) -> Any:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "services.gateway"),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def answer(http: Any, url: str, **more: dict[str, str]) -> Any:
    async with asyncio.timeout(30):
        while True:
            try:
                async with http.get(url, **more) as response:
                    return response.status, await response.text()
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.05)


async def ready(http: Any, environment: dict[str, str]) -> Any:
    url = f"http://{environment['GRANARY_OBSERVABILITY_ADDRESS']}/readyz"
    for _ in range(100):
        status, _ = await answer(http, url)
        if status == 200:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("never ready")


async def test_it_serves_reports_and_drains_when_asked_to_stop(
    keys: Keys, services: Services, grpc_address: str
) -> None:
    environment = environment_of(keys, grpc_address)
    own = f"http://{environment['GRANARY_HTTP_ADDRESS']}/v1/lending/drawdowns/{DRAWDOWN}"
    services.answer_after_s = 0.5

    async with process_of(environment) as process, aiohttp.ClientSession() as http:
        await ready(http, environment)
        running = asyncio.create_task(answer(http, own, headers=keys.customer(services.owner)))
        await until(lambda: services.request_ids)
        metrics = await answer(
            http, f"http://{environment['GRANARY_OBSERVABILITY_ADDRESS']}/metrics"
        )
        process.send_signal(signal.SIGTERM)
        status, body = await running
        out, err = await process.communicate()

    assert (status, "PAID" in body) == (200, True)
    assert "http_server_active_requests 1.0" in metrics[1]
    assert process.returncode == 0, err
    assert b"process.drained" in out


async def test_it_is_not_ready_before_its_services_were_reached(keys: Keys) -> None:
    environment = environment_of(keys, "127.0.0.1:1")

    async with process_of(environment) as process, aiohttp.ClientSession() as http:
        address = environment["GRANARY_OBSERVABILITY_ADDRESS"]
        healthy = await answer(http, f"http://{address}/healthz")
        is_ready = await answer(http, f"http://{address}/readyz")
        process.send_signal(signal.SIGTERM)
        await process.communicate()

    assert healthy[0] == 200
    assert is_ready == (503, "not ready: peers\n")


async def test_missing_settings_are_all_named() -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}

    async with process_of(environment) as process:
        _, err = await process.communicate()

    assert process.returncode == 2
    assert b"GRANARY_HTTP_ADDRESS is missing" in err
    assert b"GRANARY_LENDING_ADDRESS is missing" in err


async def test_in_production_the_licence_must_be_named(keys: Keys) -> None:
    environment = environment_of(keys, "127.0.0.1:1") | {"GRANARY_ENVIRONMENT": "production"}

    async with process_of(environment) as process:
        _, err = await process.communicate()

    assert process.returncode == 2
    assert b"GRANARY_LENDER_LICENCE_NUMBER is missing" in err
