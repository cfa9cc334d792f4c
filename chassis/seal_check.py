"""Checks the seal of a PDF: whose it is, since when it stands, and that no byte changed since.

The signature covers every byte but those of its own container. What a usual validator lets pass
there (the case of a digit, the padding, a copied certificate that nobody needs) is refused too, so
that a good file has exactly one form.
"""

import asyncio
import hashlib
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import cms, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

_RANGES = 4
_ALGORITHMS = {"rsassa_pkcs1v15", "sha256_ecdsa"}


@dataclass(frozen=True, slots=True)
class Trust:
    """The roots that certificates are traced back to."""

    roots: tuple[x509.Certificate, ...]

    def context(self, moment: datetime | None = None) -> ValidationContext:
        """What pyHanko needs to trace certificates, as of a moment; nothing is fetched."""
        return ValidationContext(
            trust_roots=list(self.roots),
            allow_fetching=False,
            moment=moment,
            best_signature_time=moment,
        )


@dataclass(frozen=True, slots=True)
class SealReport:
    """What a check found: good, or the first thing that is wrong."""

    valid: bool
    problem: str = ""
    """NOT_A_PDF, NOT_SEALED, SEALED_TWICE, CHANGED, NOT_COVERED, SIGNER_UNKNOWN, NO_TIMESTAMP,
    TIMESTAMP_BAD or NOT_CANONICAL; empty when the seal is good."""
    detail: str = ""
    signer: str = ""
    """Common name of the certificate that sealed."""
    authority: str = ""
    """Common name of the certificate that timestamped."""
    timestamped_at: datetime | None = None
    reason: str = ""
    """What the seal was set for, as it says."""
    document_sha256: str = ""
    """SHA-256 of the file as it was before it was sealed."""
    sha256: str = ""
    """SHA-256 of the whole file."""
    timestamp_token: bytes = field(default=b"", repr=False)


class _SealBad(Exception):
    def __init__(self, problem: str, detail: str = "") -> None:
        super().__init__(problem)
        self.problem, self.detail = problem, detail


def check_seal(content: bytes, trust: Trust) -> SealReport:
    """Check a file; never raises, whatever the bytes are.

    It takes some 15 ms of CPU and an event loop of its own: where one runs, call it in a thread.
    """
    with suppress(RuntimeError):
        asyncio.get_running_loop()
        raise AssertionError("check seals in a thread, not in the event loop")
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        signature = _only_signature(content)
        token = _require_canonical(content, signature)
        return _validated(content, signature, token, trust, sha256)
    except _SealBad as bad:
        return SealReport(valid=False, problem=bad.problem, detail=bad.detail, sha256=sha256)
    except Exception as error:  # noqa: BLE001 - hostile bytes may break a parser in any way
        detail = f"{type(error).__name__}: {error}"[:200]
        return SealReport(valid=False, problem="CHANGED", detail=detail, sha256=sha256)


def _only_signature(content: bytes) -> EmbeddedPdfSignature:
    if not content.startswith(b"%PDF-"):
        raise _SealBad("NOT_A_PDF")
    signatures = PdfFileReader(BytesIO(content)).embedded_signatures
    if not signatures:
        raise _SealBad("NOT_SEALED")
    if len(signatures) > 1:
        raise _SealBad("SEALED_TWICE")
    found: EmbeddedPdfSignature = signatures[0]
    return found


def _validated(
    content: bytes,
    signature: EmbeddedPdfSignature,
    token: cms.ContentInfo,
    trust: Trust,
    sha256: str,
) -> SealReport:
    gen_time: datetime = _tst_info(token)["gen_time"].native
    status = validate_pdf_signature(signature, trust.context(gen_time), trust.context(gen_time))
    _require_good(status)
    stamp = status.timestamp_validity
    assert stamp is not None
    start = _sealed_from(content, signature)
    return SealReport(
        valid=True,
        signer=_name(status.signing_cert),
        authority=_name(stamp.signing_cert),
        timestamped_at=gen_time,
        reason=str(signature.sig_object.get("/Reason", "")),
        document_sha256=hashlib.sha256(content[:start]).hexdigest(),
        sha256=sha256,
        timestamp_token=token.dump(),
    )


def _require_good(status: PdfSignatureStatus) -> None:
    if not (status.intact and status.valid):
        raise _SealBad("CHANGED")
    if status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        raise _SealBad("NOT_COVERED")
    if not status.trusted:
        raise _SealBad("SIGNER_UNKNOWN", _name(status.signing_cert))
    stamp = status.timestamp_validity
    if stamp is None:
        raise _SealBad("NO_TIMESTAMP")
    if not (stamp.intact and stamp.valid and stamp.trusted):
        raise _SealBad("TIMESTAMP_BAD")
    if not status.bottom_line:
        raise _SealBad("CHANGED")


def _sealed_from(content: bytes, signature: EmbeddedPdfSignature) -> int:
    """Where the update begins that added the seal: after the end mark of the file before it."""
    mark = content.rfind(b"%%EOF", 0, int(signature.byte_range[1]))
    end = mark + len(b"%%EOF")
    return end + 1 if content[end : end + 1] == b"\n" else end


def _require_canonical(content: bytes, signature: EmbeddedPdfSignature) -> cms.ContentInfo:
    """Refuse every way of writing the same container differently; returns the timestamp token."""
    ranges = [int(each) for each in signature.byte_range]
    if len(ranges) != _RANGES or ranges[0] != 0 or ranges[2] + ranges[3] != len(content):
        raise _SealBad("NOT_COVERED")
    hole = content[ranges[1] : ranges[2]]
    if hole[:1] != b"<" or hole[-1:] != b">":
        raise _SealBad("NOT_CANONICAL", "the container is not one text of digits")
    digits = hole[1:-1]
    raw = bytes.fromhex(digits.decode("ascii"))
    container = cms.ContentInfo.load(raw)
    der = container.dump()
    if digits != (der + bytes(len(raw) - len(der))).hex().upper().encode():
        raise _SealBad("NOT_CANONICAL", "the container is written differently")
    return _require_minimal(container)


def _require_minimal(container: cms.ContentInfo) -> cms.ContentInfo:
    """Nothing stands in the container that the signature does not cover or need."""
    signed = _content_of(container)
    (signer,) = signed["signer_infos"]
    _require_form(signed, signer, "v1")
    unsigned = signer["unsigned_attrs"]
    if len(unsigned) != 1 or unsigned[0]["type"].native != "signature_time_stamp_token":
        raise _SealBad("NO_TIMESTAMP")
    (token,) = unsigned[0]["values"]
    inner = _content_of(token)
    (stamper,) = inner["signer_infos"]
    _require_form(inner, stamper, "v3")
    if len(stamper["unsigned_attrs"]):
        raise _SealBad("NOT_CANONICAL", "the timestamp has more than its signature covers")
    found: cms.ContentInfo = token
    return found


def _content_of(container: cms.ContentInfo) -> cms.SignedData:
    """What is in the container, which has room for nothing else."""
    content: cms.SignedData = container["content"]
    kind = container["content_type"].dump()
    if not container.contents.startswith(kind) or len(container.contents) != len(kind) + len(
        container["content"].dump()
    ):
        raise _SealBad("NOT_CANONICAL", "the container is longer than its content")
    return content


def _require_form(signed: cms.SignedData, signer: cms.SignerInfo, version: str) -> None:
    """Versions and algorithms as RFC 5652 fixes them, no list of revocations."""
    algorithm = signer["digest_algorithm"]
    algorithms = [each.dump() for each in signed["digest_algorithms"]]
    fits = (
        signed["version"].native == version
        and signer["version"].native == "v1"
        and _names_its_certificate(signed, signer)
        and algorithms == [algorithm.dump()]
        and algorithm["parameters"].native is None
        and len(signed["crls"]) == 0
        and _is_known(signer["signature_algorithm"])
    )
    if not fits:
        raise _SealBad("NOT_CANONICAL", "the container is not of the form that the rules fix")


def _names_its_certificate(signed: cms.SignedData, signer: cms.SignerInfo) -> bool:
    """Whether the signer is named by the very bytes of one of the certificates.

    Names are compared without regard to case elsewhere, which would let a letter be changed.
    """
    if signer["sid"].name != "issuer_and_serial_number":
        return False
    named = signer["sid"].chosen.dump()
    return any(
        cms.IssuerAndSerialNumber(
            {"issuer": each.chosen.issuer, "serial_number": each.chosen.serial_number}
        ).dump()
        == named
        for each in signed["certificates"]
    )


def _is_known(algorithm: Any) -> bool:
    """Whether the algorithm is written in the one way that is taken.

    RSA has two names that validators hold for the same; a seal under the other is not set.
    """
    named = algorithm["algorithm"].native
    return named in _ALGORITHMS and algorithm["parameters"].native is None


def _tst_info(token: cms.ContentInfo) -> Any:
    return token["content"]["encap_content_info"]["content"].parsed


def _name(certificate: x509.Certificate) -> str:
    return str(certificate.subject.native.get("common_name", certificate.subject.human_friendly))
