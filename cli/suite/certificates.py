"""A development certification authority: made once, in the data folder, for this suite alone.

It certifies the lender's seal and the sandbox's time stamping authority. A lender in production has
both from real authorities, and its key in hardware.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from cli.suite.keys import write_secret

Key: TypeAlias = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

_YEARS = timedelta(days=365)
_RSA_BITS = 2048


@dataclass(frozen=True, slots=True)
class CertificateFiles:
    """Where keys and certificates lie, all PEM."""

    folder: Path

    @property
    def root(self) -> Path:
        """The authority's own certificate: what seals are checked against."""
        return self.folder / "seal-trust.pem"

    def key(self, name: str) -> Path:
        return self.folder / f"{name}.key"

    def certificate(self, name: str) -> Path:
        return self.folder / f"{name}.pem"


SEAL, TSA = "lender-seal", "sandbox-tsa"


def create_certificates(folder: Path, lender_name: str) -> CertificateFiles:
    """Make what is missing, the root last, so that its presence means that all is whole."""
    files = CertificateFiles(folder)
    if files.root.exists():
        return files
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    now = datetime.now(UTC).replace(microsecond=0)
    authority = ec.generate_private_key(ec.SECP256R1())
    subject = _named("Granary development CA")
    root = _certified(authority, subject, authority, subject, now, years=20, is_ca=True)
    seal = ec.generate_private_key(ec.SECP256R1())
    sealing = _certified(seal, _named(lender_name), authority, subject, now, years=3)
    stamp = rsa.generate_private_key(65537, _RSA_BITS)
    stamping = _certified(
        stamp,
        _named("Granary sandbox TSA"),
        authority,
        subject,
        now,
        years=10,
        usage=(ExtendedKeyUsageOID.TIME_STAMPING,),
    )
    for name, key, certificate in ((SEAL, seal, sealing), (TSA, stamp, stamping)):
        write_secret(files.key(name), _pem(key))
        write_secret(files.certificate(name), certificate.public_bytes(Encoding.PEM))
    write_secret(files.key("seal-root"), _pem(authority))
    write_secret(files.root, root.public_bytes(Encoding.PEM))
    return files


def _certified(
    key: Key,
    subject: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    now: datetime,
    *,
    years: int,
    is_ca: bool = False,
    usage: Sequence[ObjectIdentifier] = (),
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # A clock a little behind ours must not refuse a certificate that was made just now.
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + years * _YEARS)
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
        .add_extension(_key_usage(is_ca=is_ca), critical=True)
    )
    if usage:
        builder = builder.add_extension(x509.ExtendedKeyUsage(usage), critical=True)
    return builder.sign(issuer_key, SHA256())


def _key_usage(*, is_ca: bool) -> x509.KeyUsage:
    """An authority signs certificates; the others sign documents, and stand by it."""
    return x509.KeyUsage(
        digital_signature=not is_ca,
        content_commitment=not is_ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_ca,
        crl_sign=is_ca,
        encipher_only=False,
        decipher_only=False,
    )


def _named(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _pem(key: Key) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
