"""The customer's way from quote to signed contract, as decisions with what they announce."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from chassis.decision import Change, Decision
from services.lending.domain.contract import (
    Contract,
    ContractDocument,
    ContractDraft,
    ContractStatus,
    Intent,
    Seal,
    SignContract,
    sign,
)
from services.lending.domain.events import (
    ClausesAcknowledged,
    ClausesOpened,
    ContractAgreed,
    ContractSigned,
    CostSheetConfirmed,
    CostSheetOpened,
    QuoteGiven,
)
from services.lending.domain.quote import Quote
from services.lending.domain.salient_clauses import ClauseSeen


def give_quote(quote: Quote) -> Decision[Quote]:
    """Store a quote that was made."""
    return Decision(reply=quote, changes=(Change(quote, events=(QuoteGiven(quote),)),))


def open_cost_sheet(quote: Quote, *, today: date, now: datetime) -> Decision[Quote]:
    """The customer opens the sheet; the reading time starts with the first opening."""
    opened = quote.open_cost_sheet(today=today, now=now)
    if opened is quote:
        return Decision(reply=quote)
    return Decision(reply=opened, changes=(Change(opened, events=(CostSheetOpened(opened),)),))


def confirm_cost_sheet(quote: Quote, sha256: str, *, today: date, now: datetime) -> Decision[Quote]:
    """The customer confirms the sheet; a second confirmation changes nothing."""
    confirmed = quote.confirm_cost_sheet(sha256, today=today, now=now)
    if confirmed is quote:
        return Decision(reply=quote)
    event = CostSheetConfirmed(confirmed)
    return Decision(reply=confirmed, changes=(Change(confirmed, events=(event,)),))


def open_clauses(quote: Quote, *, today: date, now: datetime) -> Decision[Quote]:
    """The key clauses come on the customer's screen."""
    opened = quote.open_clauses(today=today, now=now)
    if opened is quote:
        return Decision(reply=quote)
    return Decision(reply=opened, changes=(Change(opened, events=(ClausesOpened(opened),)),))


def acknowledge_clauses(
    quote: Quote, seen: Sequence[ClauseSeen], *, today: date, now: datetime
) -> Decision[Quote]:
    """The customer agrees to key clauses, each by itself."""
    agreed = quote.acknowledge(seen, today=today, now=now)
    if agreed is quote:
        return Decision(reply=quote)
    event = ClausesAcknowledged(agreed, before=len(quote.clauses.acknowledged), occurred_at=now)
    return Decision(reply=agreed, changes=(Change(agreed, events=(event,)),))


def sign_contract(
    command: SignContract,
    quote: Quote,
    draft: ContractDraft,
    intent: Intent,
    document: ContractDocument,
) -> Decision[Contract]:
    """The customer agrees; quote, contract and document are tied to each other."""
    signed_quote, contract = sign(command, quote, draft, intent)
    return Decision(
        reply=contract,
        changes=(
            Change(signed_quote, events=(ContractAgreed(contract),)),
            Change(contract),
            Change(document),
        ),
    )


def seal_contract(
    contract: Contract, document: ContractDocument, sealed: ContractDocument, seal: Seal
) -> Decision[Contract]:
    """The lender's seal stands under the document; a second seal changes nothing."""
    if contract.status is ContractStatus.SIGNED:
        return Decision(reply=contract)
    signed = contract.sealed_with(seal)
    kept = replace(sealed, version=document.version)
    return Decision(
        reply=signed, changes=(Change(signed, events=(ContractSigned(signed),)), Change(kept))
    )
