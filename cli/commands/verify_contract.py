"""`granary contract verify FILE`: whose seal a contract bears, and whether a byte was changed."""

import json
from pathlib import Path
from typing import Any

from chassis.seal_check import SealReport, check_seal
from chassis.sealed_pdf import read_trust
from cli.errors import CommandError
from cli.suite.certificates import CertificateFiles
from cli.suite.keys import KeyFiles

PROBLEMS = {
    "NOT_A_PDF": "the file is no PDF",
    "NOT_SEALED": "there is no seal in it",
    "SEALED_TWICE": "there is more than one seal in it",
    "CHANGED": "a byte was changed after it was sealed",
    "NOT_COVERED": "something was added or taken away after it was sealed",
    "SIGNER_UNKNOWN": "the seal is not that of a lender known here",
    "NO_TIMESTAMP": "there is no trusted timestamp",
    "TIMESTAMP_BAD": "the timestamp is not good",
    "NOT_CANONICAL": "the signature itself was rewritten",
}


def verify_contract(file: Path, data_dir: Path, trust_file: Path | None, *, as_json: bool) -> int:
    """Print what is to be said of a file; the exit status is 0 for a good one and 1 otherwise."""
    trust_file = trust_file or CertificateFiles(KeyFiles(data_dir / "keys").certificates).root
    try:
        content, trust = file.read_bytes(), read_trust(trust_file)
    except (OSError, ValueError) as error:
        raise CommandError(str(error)) from None
    report = check_seal(content, trust)
    print(json.dumps(_facts(report), ensure_ascii=False) if as_json else _told(report))
    return 0 if report.valid else 1


def _told(report: SealReport) -> str:
    if not report.valid:
        why = PROBLEMS[report.problem]
        return f"invalid: {why}{f' ({report.detail})' if report.detail else ''}"
    assert report.timestamped_at is not None
    return (
        f"valid: sealed by {report.signer}, timestamped by {report.authority} at "
        f"{report.timestamped_at.isoformat()}\n{report.reason}\n"
        f"document sha256 {report.document_sha256}\nfile     sha256 {report.sha256}"
    )


def _facts(report: SealReport) -> dict[str, Any]:
    at = report.timestamped_at
    return {
        "valid": report.valid,
        "problem": report.problem,
        "detail": report.detail,
        "signer": report.signer,
        "authority": report.authority,
        "timestamped_at": None if at is None else at.isoformat(),
        "reason": report.reason,
        "document_sha256": report.document_sha256,
        "sha256": report.sha256,
    }
