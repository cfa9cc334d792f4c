"""Draft a contract, have the customer agree to it with a one-time code, seal it, give it out."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID, uuid5

from chassis.command import Command, Delivery, Execute, Key, Loaded, RequestKey
from chassis.crash_points import crash_point
from chassis.decision import Decision
from chassis.errors import DomainError, NotFound
from chassis.personal import Personal
from chassis.ports import Clock, NewId
from chassis.seal_check import SealReport
from services.lending.domain import signature
from services.lending.domain.contract import (
    Contract,
    ContractDocument,
    ContractDraft,
    ContractStatus,
    SignContract,
    draft_contract,
    require_signable,
)
from services.lending.domain.documents import Templates
from services.lending.domain.errors import ContractNotSealed
from services.lending.domain.quote import Quote
from services.lending.use_cases.business_days import BusinessDays
from services.lending.use_cases.partners import CodeSent, Identity, Papers, Reads, Seals, Vault
from services.lending.use_cases.refusals import refusing

SEALING = "lending-sealing"
"""Consumes contracts that wait for the seal."""
DRAFTS_KEPT = 256


@dataclass(frozen=True, slots=True)
class DraftDocument:
    """A draft and the file it makes; the file's hash is what the customer agrees to."""

    draft: ContractDraft
    content: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a contract came about."""

    contract: Contract
    quote: Quote
    timestamp_token: bytes


class Contracts:
    """From the draft to the sealed file."""

    def __init__(
        self,
        *,
        execute: Execute,
        reads: Reads,
        identity: Identity,
        papers: Papers,
        seals: Seals,
        vault: Vault,
        days: BusinessDays,
        templates: Templates,
        clock: Clock,
        new_id: NewId,
    ) -> None:
        self._execute = execute
        self._reads = reads
        self._identity = identity
        self._papers = papers
        self._seals = seals
        self._vault = vault
        self._days = days
        self._templates = templates
        self._clock = clock
        self._new_id = new_id
        # A draft is asked for, agreed to and signed within minutes; drawing it is the dear part.
        self._drafts: OrderedDict[tuple[UUID, UUID], DraftDocument] = OrderedDict()

    async def draft(self, customer_id: UUID, quote_id: UUID) -> DraftDocument:
        """The contract as it would be signed today. Raises NotFound and QuoteExpired."""
        quote = await self._quote(customer_id, quote_id)
        quote.require_valid_on(await self._days.today())
        return await self._draft_of(quote)

    async def send_code(
        self, customer_id: UUID, quote_id: UUID, agreed_sha256: str, origin: RequestKey
    ) -> CodeSent:
        """Send a code to sign this document with, once everything before it has happened."""
        quote = await self._quote(customer_id, quote_id)
        command = await self._signing(quote, agreed_sha256)
        require_signable(command, quote)
        request_id = uuid5(origin.request_id, "signing code")
        return await self._identity.send_signing_code(
            customer_id, agreed_sha256, quote.terms.amount_minor, request_id
        )

    async def sign(
        self,
        customer_id: UUID,
        quote_id: UUID,
        agreed_sha256: str,
        code: Personal[str],
        origin: RequestKey,
    ) -> Contract:
        """The customer agrees to the document with this hash; its seal follows.

        The code is judged once all else is in order, so that a refusal does not use it up.
        """
        key = Key(Quote, (customer_id, quote_id))
        try:
            quote = await self._quote(customer_id, quote_id)
            command = await self._signing(quote, agreed_sha256)
            require_signable(command, quote)
            intent = await self._identity.verify_signing_code(
                customer_id, agreed_sha256, code, uuid5(origin.request_id, "signing")
            )
        except DomainError as refusal:
            decide = refusing(refusal)
        else:
            made = await self._draft_of(quote)
            document = self._vault.locked(customer_id, command.contract_id, made.content)
            crash_point("lending.sign.code_verified")

            def decide(loaded: Loaded) -> Decision[Contract]:
                current = loaded.get(key)
                return signature.sign_contract(command, current, made.draft, intent, document)

        return await self._execute(Command(origin, (key,), decide, Contract))

    async def seal(self, customer_id: UUID, contract_id: UUID) -> Contract:
        """Put the lender's seal under an agreed contract, once. Raises Unavailable: ask again."""
        contract = await self.contract(customer_id, contract_id)
        if contract.status is ContractStatus.SIGNED:
            return contract
        document = await self._document(contract)
        sealed = await self._seals.seal(self._vault.opened(document), contract)
        crash_point("lending.seal.timestamped")
        kept = self._vault.locked(customer_id, contract_id, sealed.content)
        kept = ContractDocument(
            customer_id, contract_id, kept.key_wrapped, kept.content_encrypted,
            sealed.timestamp_token,
        )  # fmt: skip
        key = Key(Contract, (customer_id, contract_id))
        document_key = Key(ContractDocument, (customer_id, contract_id))

        def decide(loaded: Loaded) -> Decision[Contract]:
            current, waiting = loaded.get(key), loaded.get(document_key)
            return signature.seal_contract(current, waiting, kept, sealed.seal)

        origin = Delivery(SEALING, f"{contract_id}:sealed")
        signed = await self._execute(Command(origin, (key, document_key), decide, Contract))
        crash_point("lending.seal.recorded")
        # Sealed by somebody else meanwhile: that seal stands, and this one is thrown away.
        return signed or await self.contract(customer_id, contract_id)

    async def contract(self, customer_id: UUID, contract_id: UUID) -> Contract:
        """Raises NotFound when this customer has no such contract."""
        contract = await self._reads.contract(customer_id, contract_id)
        if contract is None:
            raise NotFound(kind="contract")
        return contract

    async def file(self, customer_id: UUID, contract_id: UUID) -> tuple[Contract, bytes]:
        """The sealed file as it was made. Raises NotFound and ContractNotSealed."""
        contract = await self.contract(customer_id, contract_id)
        if contract.status is not ContractStatus.SIGNED:
            raise ContractNotSealed(contract_id=contract_id)
        document = await self._document(contract)
        return contract, await asyncio.to_thread(self._vault.opened, document)

    async def verify(self, content: bytes) -> SealReport:
        """What is to be said of a file that somebody holds for a contract."""
        return await self._seals.check(content)

    async def evidence(self, customer_id: UUID, contract_id: UUID) -> Evidence:
        """How a contract came about. Raises NotFound."""
        contract = await self.contract(customer_id, contract_id)
        quote = await self._quote(customer_id, contract.quote_id)
        document = await self._reads.contract_document(customer_id, contract_id)
        return Evidence(contract, quote, b"" if document is None else document.timestamp_token)

    async def _signing(self, quote: Quote, agreed_sha256: str) -> SignContract:
        today = await self._days.today()
        if quote.contract_id is None and quote.confirmed_at is not None:
            document_sha256 = (await self._draft_of(quote)).sha256
        else:
            document_sha256 = ""  # refused for that before any hash is compared
        return SignContract(self._new_id(), agreed_sha256, document_sha256, today, self._clock())

    async def _draft_of(self, quote: Quote) -> DraftDocument:
        key = (quote.customer_id, quote.quote_id)
        known = self._drafts.get(key)
        if known is None:
            policy = self._days.policy_on(quote.valid_on, quote.product_code)
            draft = draft_contract(quote, policy, self._templates)
            content = await self._papers.drawn(draft.paper)
            known = DraftDocument(draft, content, sha256(content).hexdigest())
            self._drafts[key] = known
            if len(self._drafts) > DRAFTS_KEPT:
                self._drafts.popitem(last=False)
        return known

    async def _quote(self, customer_id: UUID, quote_id: UUID) -> Quote:
        quote = await self._reads.quote(customer_id, quote_id)
        if quote is None:
            raise NotFound(kind="quote")
        return quote

    async def _document(self, contract: Contract) -> ContractDocument:
        found = await self._reads.contract_document(contract.customer_id, contract.contract_id)
        if found is None:
            raise NotFound(kind="contract document")
        return found
