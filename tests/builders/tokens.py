"""Token issuers with fresh keys in a temporary folder."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from chassis.authentication import TokenSigner, TokenVerifier
from chassis.ports import Clock, utc_now

ZHANG = UUID("0198b3c2-7d0e-7c51-9c3a-2f1f7f8a0b11")


class Issuers:
    """`issuers("identity")` is a signer whose public key every verifier here knows."""

    def __init__(self, folder: Path, clock: Clock = utc_now) -> None:
        self.folder = folder
        self.public_keys = folder / "public"
        self.public_keys.mkdir(exist_ok=True)
        self._clock = clock
        self._signers: dict[str, TokenSigner] = {}

    def __call__(self, issuer: str) -> TokenSigner:
        if issuer not in self._signers:
            self._signers[issuer] = self.new_key(issuer)
        return self._signers[issuer]

    def new_key(self, issuer: str, *, publish: bool = True, keep_old: bool = False) -> TokenSigner:
        """Make a key for the issuer; unpublished ones are nobody's."""
        key = Ed25519PrivateKey.generate()
        private_file = self.folder / f"{issuer}.key"
        private_file.write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        if publish:
            public_file = self.public_keys / f"{issuer}.pem"
            old = public_file.read_bytes() if keep_old and public_file.exists() else b""
            public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            public_file.write_bytes(old + public)
        return TokenSigner(issuer, private_file, self._clock)

    def verifier(self) -> TokenVerifier:
        return TokenVerifier(self.public_keys, self._clock)

    def of_customer(self, customer_id: UUID = ZHANG) -> str:
        signer = self("identity")
        return signer.customer_token(customer_id, session_id="s-1", channel="APP")[0]

    def of_staff(self, name: str = "li.na") -> str:
        return self("staff").staff_token(name)[0]

    def of_service(self, name: str = "lending") -> str:
        return self(name).service_token()
