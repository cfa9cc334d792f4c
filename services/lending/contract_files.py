"""Contracts as files: drawn from their paper, sealed by the lender, locked for their customer."""

import asyncio
from uuid import UUID

from chassis.paper import Paper
from chassis.paper_pdf import drawn
from chassis.personal_data import CustomerKeys, Place
from chassis.seal_check import SealReport, check_seal
from chassis.sealed_pdf import Sealer
from services.lending.domain.contract import Contract, ContractDocument, Seal
from services.lending.use_cases.partners import SealedFile

_LOCATION = "CN"


class PdfPapers:
    """Draws papers in a thread, so that other calls are served meanwhile."""

    async def drawn(self, paper: Paper) -> bytes:
        return await asyncio.to_thread(drawn, paper)


class ContractSeals:
    """The lender's seal, set for one customer's agreement."""

    def __init__(self, sealer: Sealer, lender_name: str) -> None:
        self._sealer = sealer
        self._lender_name = lender_name

    async def check(self, content: bytes) -> SealReport:
        """In a thread: hostile files take a while."""
        return await asyncio.to_thread(check_seal, content, self._sealer.trust)

    async def seal(self, content: bytes, contract: Contract) -> SealedFile:
        """The seal says which document was agreed to, with which code and when."""
        assert contract.intent is not None
        reason = (
            f"contract {contract.contract_id} agreed to by customer {contract.customer_id} at "
            f"{contract.intent.verified_at.isoformat()} with code {contract.intent.otp_id}, "
            f"document sha256 {contract.document_sha256}"
        )
        sealed = await self._sealer.seal(
            content, reason=reason, name=self._lender_name, location=_LOCATION
        )
        report = sealed.report
        assert report.timestamped_at is not None
        return SealedFile(
            content=sealed.content,
            seal=Seal(
                sha256=report.sha256,
                signer=report.signer,
                authority=report.authority,
                timestamped_at=report.timestamped_at,
            ),
            timestamp_token=report.timestamp_token,
        )


class DocumentVault:
    """Encrypts each file under a key of its own, wrapped for its customer."""

    def __init__(self, keys: CustomerKeys) -> None:
        self._keys = keys

    def locked(self, customer_id: UUID, contract_id: UUID, content: bytes) -> ContractDocument:
        """Deleting the wrapped key, or the whole row, makes every copy unreadable."""
        wrapped = self._keys.new_key(customer_id)
        cipher = self._keys.open(customer_id, wrapped)
        return ContractDocument(
            customer_id=customer_id,
            contract_id=contract_id,
            key_wrapped=wrapped,
            content_encrypted=cipher.encrypt_file(content, _place(contract_id)),
        )

    def opened(self, document: ContractDocument) -> bytes:
        """The file. Raises UnreadableError when the row was altered or swapped."""
        cipher = self._keys.open(document.customer_id, document.key_wrapped)
        return cipher.decrypt_file(document.content_encrypted, _place(document.contract_id))


def _place(contract_id: UUID) -> Place:
    return Place("contract_document", "content", str(contract_id))
