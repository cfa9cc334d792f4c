"""The customer's way from quote to signed contract, as decisions with what they announce."""

from datetime import date, datetime

from chassis.decision import Change, Decision
from services.lending.domain.contract import Contract, SignContract, sign
from services.lending.domain.documents import Templates
from services.lending.domain.events import (
    ContractSigned,
    CostSheetConfirmed,
    CostSheetOpened,
    QuoteGiven,
)
from services.lending.domain.policy import LendingPolicy
from services.lending.domain.quote import Quote


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


def sign_contract(
    command: SignContract, quote: Quote, policy: LendingPolicy, templates: Templates
) -> Decision[Contract]:
    """The customer signs; quote and contract are tied to each other."""
    signed_quote, contract = sign(command, quote, policy, templates)
    return Decision(
        reply=contract,
        changes=(
            Change(signed_quote, events=(ContractSigned(contract),)),
            Change(contract),
        ),
    )
