"""Seals a PDF with the house's key and a trusted timestamp: PAdES B-T (ETSI EN 319 142-1).

The seal is an incremental update: the bytes that were there before stay as they are, in front, so
what somebody agreed to by hash can be found in the sealed file again. The timestamp is that of
RFC 3161, from an authority outside the house.
"""

import asyncio
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import aiohttp
import structlog
from asn1crypto import keys, pem, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer, SimpleSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from chassis.errors import Unavailable
from chassis.seal_check import SealReport, Trust, check_seal

log = structlog.get_logger(__name__)

_RESERVED_HEX = 12_288
"""Room for the signature, in hexadecimal digits; with chain and timestamp it takes half of it."""
DIGEST = "sha256"
FIELD = "Seal"


class SealUnavailable(Unavailable):
    """The document cannot be sealed now: the time stamping authority does not answer as it must."""

    reason = "SEAL_UNAVAILABLE"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed file, and what its seal says."""

    content: bytes
    report: SealReport


class Sealer:
    """Seals files. The key may lie in a file, or in hardware behind another `Signer`."""

    def __init__(self, signer: Signer, timestamper: TimeStamper, trust: Trust) -> None:
        self._signer = signer
        self._timestamper = timestamper
        self.trust = trust

    async def seal(self, content: bytes, *, reason: str, name: str, location: str) -> Sealed:
        """The file with the seal added. Raises SealUnavailable, and then nothing happened.

        A seal that would not be found good is not handed out.
        """
        metadata = PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm=DIGEST,
            subfilter=SigSeedSubFilter.PADES,
            reason=reason,
            name=name,
            location=location,
            certify=True,
        )
        signer = PdfSigner(metadata, signer=self._signer, timestamper=self._timestamper)
        writer = IncrementalPdfFileWriter(BytesIO(content))
        try:
            out = await signer.async_sign_pdf(writer, bytes_reserved=_RESERVED_HEX)
        except Exception as error:
            # What the authority answers is parsed on the way, and nonsense can break that anywhere;
            # it is no better than silence.
            log.warning("seal.failed", error=type(error).__name__)
            raise SealUnavailable(why=type(error).__name__) from error
        sealed: bytes = out.getvalue()
        report = await asyncio.to_thread(check_seal, sealed, self.trust)
        if not report.valid or not sealed.startswith(content):
            raise SealUnavailable(why=f"{report.problem} {report.detail}".strip())
        return Sealed(sealed, report)


def file_signer(key_file: Path, certificate_file: Path) -> SimpleSigner:
    """A signer whose key lies in a PEM file (PKCS #8); the certificates begin with its own."""
    certificates = read_certificates(certificate_file)
    _, _, der = pem.unarmor(key_file.read_bytes())
    return SimpleSigner(
        signing_cert=certificates[0],
        signing_key=keys.PrivateKeyInfo.load(der),
        cert_registry=SimpleCertificateStore.from_certs(certificates[1:]),
        # Who checks the seal has the root already; a copy inside would be covered by nothing.
        embed_roots=False,
    )


def http_timestamper(session: aiohttp.ClientSession, url: str, timeout_s: float) -> TimeStamper:
    """The time stamping authority behind an address (RFC 3161 over HTTP)."""
    return HTTPTimeStamper(url, timeout=timeout_s, session=session)


def read_trust(file: Path) -> Trust:
    """The roots that seals and timestamps are traced back to, from a PEM file."""
    return Trust(tuple(read_certificates(file)))


def read_certificates(file: Path) -> list[x509.Certificate]:
    """Every certificate of a PEM file, in order. Raises ValueError when there is none."""
    return [
        x509.Certificate.load(der) for _, _, der in pem.unarmor(file.read_bytes(), multiple=True)
    ]
