"""How a contract came about, and its files, as contract messages."""

from datetime import datetime
from hashlib import sha256

from google.protobuf.timestamp_pb2 import Timestamp
from granary.lending.v1 import contract_pb2 as pb
from granary.lending.v1 import lending_service_pb2 as service_pb2
from granary.type.v1 import document_pb2

from chassis.contract_values import timestamp
from chassis.seal_check import SealReport
from services.lending.domain.salient_clauses import ClauseReading
from services.lending.proto_mapping import contract_to_proto
from services.lending.use_cases.contracts import Evidence


def evidence_to_proto(evidence: Evidence) -> pb.SigningEvidence:
    contract, quote = evidence.contract, evidence.quote
    intent, seal = contract.intent, contract.seal
    return pb.SigningEvidence(
        contract=contract_to_proto(contract),
        cost_sheet_version=quote.cost_sheet.template,
        cost_sheet_hash=quote.cost_sheet.sha256,
        cost_sheet_opened_at=_when(quote.opened_at),
        cost_sheet_confirmed_at=_when(quote.confirmed_at),
        schedule_hash=quote.schedule.sha256,
        clauses_opened_at=_when(quote.clauses.opened_at),
        clauses=_acknowledged(quote.clauses),
        otp_id="" if intent is None else str(intent.otp_id),
        otp_verified_at=None if intent is None else timestamp(intent.verified_at),
        sealed_by="" if seal is None else seal.signer,
        timestamped_by="" if seal is None else seal.authority,
        timestamp_token=evidence.timestamp_token,
    )


def pdf_to_proto(content: bytes, name: str) -> document_pb2.Document:
    """A file for the customer, as the gateway hands it out."""
    return document_pb2.Document(
        media_type="application/pdf",
        file_name=f"{name}.pdf",
        content=content,
        sha256=sha256(content).hexdigest(),
    )


def report_to_proto(report: SealReport) -> service_pb2.VerifyContractResponse:
    """What a check of a file found."""
    at = report.timestamped_at
    return service_pb2.VerifyContractResponse(
        valid=report.valid,
        problem=f"SEAL_PROBLEM_{report.problem or 'UNSPECIFIED'}",
        sealed_by=report.signer,
        timestamped_by=report.authority,
        sealed_at=None if at is None else timestamp(at),
        reason=report.reason,
        document_sha256=report.document_sha256,
        sha256=report.sha256,
    )


def _acknowledged(reading: ClauseReading) -> list[pb.ClauseAcknowledged]:
    shown = {clause.code: clause for clause in reading.clauses}
    return [
        pb.ClauseAcknowledged(
            clause=one.code,
            version=shown[one.code].template,
            hash=one.sha256,
            text_zh=shown[one.code].text_zh,
            dwell_ms=one.dwell_ms,
            language=one.language,
            acknowledged_at=timestamp(one.acknowledged_at),
        )
        for one in reading.acknowledged
    ]


def _when(instant: datetime | None) -> Timestamp | None:
    return None if instant is None else timestamp(instant)
