"""Answers time stamp requests (RFC 3161): signs a hash with the time at which it was shown."""

import hashlib
import secrets
from datetime import datetime
from pathlib import Path

from asn1crypto import algos, cms, core, pem, tsp, x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

POLICY = "1.3.6.1.4.1.4146.2.2"
_ALGORITHM = "sha256"


class TimestampAuthority:
    """Holds the authority's key, and stamps."""

    def __init__(self, key_file: Path, certificate_file: Path) -> None:
        key = load_pem_private_key(key_file.read_bytes(), password=None)
        if not isinstance(key, RSAPrivateKey):
            raise TypeError(f"{key_file} must hold an RSA key")
        self._key = key
        _, _, der = pem.unarmor(certificate_file.read_bytes())
        self._certificate = x509.Certificate.load(der)

    def answer(self, request_der: bytes, now: datetime, *, wrong_nonce: bool = False) -> bytes:
        """The response to a request; raises ValueError when the bytes are no request."""
        request = tsp.TimeStampReq.load(request_der)
        imprint = request["message_imprint"]
        if imprint["hash_algorithm"]["algorithm"].native != _ALGORITHM:
            return rejection("bad_alg")
        info = {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": imprint,
            "serial_number": int.from_bytes(secrets.token_bytes(8)),
            "gen_time": now,
            "tsa": x509.GeneralName(name="directory_name", value=self._certificate.subject),
        }
        if request["nonce"].native is not None:
            info["nonce"] = request["nonce"].native + wrong_nonce
        token = self._signed(tsp.TSTInfo(info).dump(), now)
        granted = tsp.PKIStatusInfo({"status": "granted"})
        response: bytes = tsp.TimeStampResp({"status": granted, "time_stamp_token": token}).dump()
        return response

    def _signed(self, info: bytes, now: datetime) -> cms.ContentInfo:
        certificate = self._certificate
        attributes = cms.CMSAttributes(
            [
                _attribute("content_type", "tst_info"),
                _attribute("signing_time", cms.Time({"utc_time": core.UTCTime(now)})),
                _attribute("message_digest", hashlib.sha256(info).digest()),
                _attribute("signing_certificate_v2", _naming(certificate)),
            ]
        )
        signer = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier(
                    {
                        "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                            {
                                "issuer": certificate.issuer,
                                "serial_number": certificate.serial_number,
                            }
                        )
                    }
                ),
                "digest_algorithm": algos.DigestAlgorithm({"algorithm": _ALGORITHM}),
                "signature_algorithm": {"algorithm": "rsassa_pkcs1v15"},
                "signed_attrs": attributes,
                "signature": self._key.sign(attributes.dump(), PKCS1v15(), SHA256()),
            }
        )
        content = {
            "content_type": "tst_info",
            "content": cms.ParsableOctetString(info),
        }
        signed = {
            "version": "v3",
            "digest_algorithms": [algos.DigestAlgorithm({"algorithm": _ALGORITHM})],
            "encap_content_info": cms.EncapsulatedContentInfo(content),
            "certificates": [certificate],
            "signer_infos": [signer],
        }
        return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)})


def rejection(failure: str) -> bytes:
    """A response that stamps nothing, e.g. "system_failure"."""
    status = tsp.PKIStatusInfo({"status": "rejection", "fail_info": {failure}})
    response: bytes = tsp.TimeStampResp({"status": status}).dump()
    return response


def _attribute(kind: str, value: object) -> cms.CMSAttribute:
    return cms.CMSAttribute({"type": kind, "values": (value,)})


def _naming(certificate: x509.Certificate) -> tsp.SigningCertificateV2:
    digest = hashlib.sha256(certificate.dump()).digest()
    return tsp.SigningCertificateV2({"certs": [tsp.ESSCertIDv2({"cert_hash": digest})]})
