"""A sealer as in a suite of development, with an authority that answers within the process."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper

from chassis.paper import Paper
from chassis.paper_pdf import drawn
from chassis.seal_check import Trust
from chassis.sealed_pdf import Sealer, file_signer, read_trust
from cli.suite.certificates import SEAL, TSA, CertificateFiles, create_certificates
from sandbox.timestamp_authority.authority import TimestampAuthority, rejection
from services.lending.domain.contract import draft_contract
from tests.builders.lending import a_confirmed_quote, a_policy, templates

LENDER = "粮仓示范消费金融有限公司"


class LocalTimestamper(TimeStamper):
    """The sandbox's authority without HTTP; `fault` makes it misbehave."""

    def __init__(self, authority: TimestampAuthority) -> None:
        super().__init__()
        self._authority = authority
        self.fault = ""
        self.asked = 0

    async def async_request_tsa_response(self, req: Any) -> Any:
        self.asked += 1
        if self.fault == "silent":
            raise TimeoutError
        if self.fault == "rejected":
            return tsp.TimeStampResp.load(rejection("system_failure"))
        wrong_nonce = self.fault == "wrong_nonce"
        answer = self._authority.answer(req.dump(), datetime.now(UTC), wrong_nonce=wrong_nonce)
        return tsp.TimeStampResp.load(answer)


class SealingHouse:
    """Certificates in a folder, a sealer with them, and what they are checked against."""

    def __init__(self, folder: Path) -> None:
        self.files: CertificateFiles = create_certificates(folder, LENDER)
        self.trust: Trust = read_trust(self.files.root)
        authority = TimestampAuthority(self.files.key(TSA), self.files.certificate(TSA))
        self.timestamper = LocalTimestamper(authority)
        signer = file_signer(self.files.key(SEAL), self.files.certificate(SEAL))
        self.sealer = Sealer(signer, self.timestamper, self.trust)


def a_contract_paper() -> Paper:
    return draft_contract(a_confirmed_quote(), a_policy(), templates()).paper


def a_contract_file() -> bytes:
    """The draft of a contract as a file."""
    return drawn(a_contract_paper())
