"""The time stamping authority over HTTP, seen by the sealer that lending uses."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from chassis.seal_check import check_seal
from chassis.sealed_pdf import (
    Sealed,
    Sealer,
    SealUnavailable,
    file_signer,
    http_timestamper,
    read_trust,
)
from cli.suite.certificates import SEAL, TSA, CertificateFiles, create_certificates
from tests.builders.seals import LENDER, a_contract_file

from .conftest import SandboxProcess


class Desk:
    """A sealer before a running sandbox."""

    def __init__(self, session: aiohttp.ClientSession, url: str, files: CertificateFiles) -> None:
        self.session, self.url = session, url
        self.trust = read_trust(files.root)
        self._sealer = Sealer(
            file_signer(files.key(SEAL), files.certificate(SEAL)),
            http_timestamper(session, f"{url}/tsa", timeout_s=0.5),
            self.trust,
        )

    async def seal(self) -> Sealed:
        return await self._sealer.seal(a_contract_file(), reason="r", name=LENDER, location="CN")

    async def fault(self, fault: str, **more: Any) -> None:
        body = {"operation": "timestamp", "fault": fault, **more}
        async with self.session.post(f"{self.url}/tsa/faults", json=body) as response:
            assert response.status == 201


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    files = create_certificates(tmp_path / "certificates", LENDER)
    process = SandboxProcess(
        tmp_path / "sandbox",
        SANDBOX_TSA_KEY_FILE=str(files.key(TSA)),
        SANDBOX_TSA_CERTIFICATE_FILE=str(files.certificate(TSA)),
    )
    await process.start()
    try:
        async with aiohttp.ClientSession() as session:
            yield Desk(session, process.url, files)
    finally:
        await process.stop()


async def test_a_file_is_sealed_with_the_authoritys_timestamp(desk: Desk) -> None:
    sealed = await desk.seal()

    report = await asyncio.to_thread(check_seal, sealed.content, desk.trust)
    assert report.valid
    assert report.authority == "Granary sandbox TSA"
    async with desk.session.get(f"{desk.url}/tsa/stamps") as response:
        assert (await response.json())["stamps"] == 1


@pytest.mark.parametrize("fault", ["down", "rejected", "garbage", "wrong_nonce", "slow"])
async def test_a_fault_of_the_authority_seals_nothing_and_passes(desk: Desk, fault: str) -> None:
    await desk.fault(fault, delay_s=2)

    with pytest.raises(SealUnavailable):
        await desk.seal()

    assert (await desk.seal()).report.valid


async def test_what_is_no_request_is_refused(desk: Desk) -> None:
    headers = {"Content-Type": "application/timestamp-query"}
    for body, more in ((b"nonsense", headers), (b"", headers), (b"x", {})):
        async with desk.session.post(f"{desk.url}/tsa", data=body, headers=more) as response:
            assert response.status == 400
