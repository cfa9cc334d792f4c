"""Transfers to the lender that it did not order: posted to the loan their payer named, or held.

Every one enters suspense first, once for its reference, whichever of the bank's messages comes
first and however often. From there it goes to a loan, to a settlement, or back to its payer.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID, uuid5

from chassis.decision import Change, Decision, Transfer
from chassis.frozen import replace
from services.repayment.domain.errors import (
    SecondPersonNeeded,
    SuspenseAmountDiffers,
    SuspenseNotOpen,
)
from services.repayment.domain.journal import transfers_of
from services.repayment.domain.ledger.events import (
    SuspenseReleased,
    SuspenseReturned,
    TransferArrived,
    TransferReturnApproved,
)
from services.repayment.domain.ledger.rail_difference import HOUSE
from services.repayment.domain.transfer_claim import MoneyDirection, TransferClaim, claim

_NAMES = UUID("6f0dd1f0-52c5-5d0b-8a55-6cf8a3f0c6d1")
_VIRTUAL_ACCOUNT = "VA"
_ID = re.compile(
    r"(?<![0-9A-Za-z])[0-9A-Fa-f]{8}(-?)[0-9A-Fa-f]{4}(?:\1[0-9A-Fa-f]{4}){2}\1[0-9A-Fa-f]{12}"
    r"(?![0-9A-Za-z])",
    re.ASCII,
)


class TransferState(StrEnum):
    """Where the money of a transfer is."""

    SUSPENDED = "SUSPENDED"  # nobody's yet -> ASSIGNED, RETURN_PROPOSED
    ASSIGNED = "ASSIGNED"  # in a repayment or a settlement; final
    RETURN_PROPOSED = "RETURN_PROPOSED"  # waits for a second person -> RETURNING, SUSPENDED
    RETURNING = "RETURNING"  # at the rail, or may be -> RETURNED, SUSPENDED when it refuses
    RETURNED = "RETURNED"  # back with its payer; final


@dataclass(frozen=True, slots=True)
class IncomingTransfer:
    """One transfer as the bank told of it, and what became of it."""

    bank_reference: str
    """Its end-to-end id."""
    amount_minor: int
    currency: str
    booked_on: date
    """The bank's date: the value date of the money."""
    held_on: date
    """The open business date whose books took it."""
    payer_name: str
    """Masked; whoever paid is known to the bank by the account."""
    payer_account: str
    """The rail's name of the account it came from."""
    loan_id: UUID | None
    """The loan that the payer named."""
    customer_id: UUID | None
    """Whose loan that is; None where there is no such loan."""
    state: TransferState = TransferState.SUSPENDED
    why: str = ""
    """Why it was not posted by itself, or why the rail did not return it: a reason."""
    subject_id: UUID | None = None
    """The repayment or settlement that took it."""
    proposed_by: str = ""
    decided_by: str = ""
    note: str = ""
    returns: int = 0
    """How often its return was agreed."""
    return_id: UUID | None = None
    """The last agreed return; without dashes its key at the rail, another one for each."""
    ended_on: date | None = None
    version: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it is neither assigned nor back with its payer."""
        return self.state not in (TransferState.ASSIGNED, TransferState.RETURNED)

    @property
    def transfer_id(self) -> UUID:
        """What its entries are about."""
        return uuid5(_NAMES, self.bank_reference)


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a message of the bank tells of a transfer."""

    bank_reference: str
    amount_minor: int
    currency: str
    booked_on: date
    payer_name: str
    """Masked."""
    payer_account: str
    loan_id: UUID | None
    customer_id: UUID | None


def virtual_account_of(loan_id: UUID) -> str:
    """The account to which a loan is repaid by transfer: the lender's, under the loan's name."""
    return f"{_VIRTUAL_ACCOUNT}{loan_id.hex}"


def loan_named(virtual_account: str, remittance: str) -> UUID | None:
    """The loan that a payer named, by its account first, else by its id in the text.

    None where none is named, or several.
    """
    if virtual_account.startswith(_VIRTUAL_ACCOUNT):
        remittance = virtual_account.removeprefix(_VIRTUAL_ACCOUNT)
    named = {UUID(found.group()) for found in _ID.finditer(remittance)}
    return named.pop() if len(named) == 1 else None


def masked_name(name: str) -> str:
    """The first character of a name; what is not told stays empty."""
    return f"{name.strip()[:1]}**" if name.strip() else ""


def take_in(
    known: IncomingTransfer | None,
    claimed: TransferClaim | None,
    arrived: Arrived,
    today: date,
) -> Decision[IncomingTransfer | None]:
    """Take a transfer's money into the books, once; nothing when people recorded it already."""
    if known is not None or claimed is not None:
        return Decision(known)
    transfer = IncomingTransfer(
        bank_reference=arrived.bank_reference,
        amount_minor=arrived.amount_minor,
        currency=arrived.currency,
        booked_on=arrived.booked_on,
        held_on=today,
        payer_name=arrived.payer_name,
        payer_account=arrived.payer_account,
        loan_id=arrived.loan_id,
        customer_id=arrived.customer_id,
        why="" if arrived.customer_id else "LOAN_NOT_NAMED",
    )
    event = TransferArrived(
        customer_id=transfer.customer_id,
        loan_id=transfer.loan_id if transfer.customer_id else None,
        bank_reference=transfer.bank_reference,
        amount_minor=transfer.amount_minor,
        business_date=today,
        currency=transfer.currency,
    )
    taken = claim(
        None,
        transfer.bank_reference,
        MoneyDirection.IN,
        customer_id=None,
        subject_id=transfer.transfer_id,
        on=today,
    )
    return Decision(transfer, (Change(transfer, (event,)), taken), _entries(transfer, event, today))


def release(
    transfer: IncomingTransfer,
    claimed: TransferClaim,
    *,
    amount_minor: int,
    customer_id: UUID | None,
    subject_id: UUID,
    on: date,
) -> Decision[None]:
    """Let money leave suspense for what took it in. Raises SuspenseNotOpen, SuspenseAmountDiffers.

    What takes it in books it as any transfer; the entry here takes it out of suspense.
    """
    if transfer.state is not TransferState.SUSPENDED:
        raise SuspenseNotOpen(state=transfer.state.value)
    if amount_minor != transfer.amount_minor:
        raise SuspenseAmountDiffers(amount_minor=transfer.amount_minor)
    after = replace(
        transfer, state=TransferState.ASSIGNED, why="", subject_id=subject_id, ended_on=on
    )
    event = SuspenseReleased(transfer.transfer_id, transfer.amount_minor, transfer.currency)
    moved = replace(claimed, customer_id=customer_id, subject_id=subject_id)
    return Decision(None, (Change(after), Change(moved)), _entries(transfer, event, on))


def not_posted(transfer: IncomingTransfer, why: str) -> Decision[IncomingTransfer]:
    """Its loan does not take it: people decide."""
    if transfer.state is not TransferState.SUSPENDED:
        return Decision(transfer)
    after = replace(transfer, why=why)
    return Decision(after, (Change(after),))


def propose_return(transfer: IncomingTransfer, note: str, by: str) -> Decision[IncomingTransfer]:
    """One person wants money sent back to its payer. Raises SuspenseNotOpen."""
    if transfer.state is not TransferState.SUSPENDED:
        raise SuspenseNotOpen(state=transfer.state.value)
    after = replace(
        transfer, state=TransferState.RETURN_PROPOSED, proposed_by=by, decided_by="", note=note
    )
    return Decision(after, (Change(after),))


def approve_return(transfer: IncomingTransfer, by: str) -> Decision[IncomingTransfer]:
    """A second person agrees: the rail is told. Raises SuspenseNotOpen, SecondPersonNeeded."""
    if transfer.state is not TransferState.RETURN_PROPOSED:
        raise SuspenseNotOpen(state=transfer.state.value)
    if transfer.proposed_by == by:
        raise SecondPersonNeeded(proposed_by=by)
    returns = transfer.returns + 1
    return_id = uuid5(transfer.transfer_id, f"return:{returns}")
    after = replace(
        transfer,
        state=TransferState.RETURNING,
        decided_by=by,
        returns=returns,
        return_id=return_id,
    )
    event = TransferReturnApproved(
        bank_reference=after.bank_reference,
        return_id=return_id,
        amount_minor=after.amount_minor,
        currency=after.currency,
    )
    return Decision(after, (Change(after, (event,)),))


def decline_return(transfer: IncomingTransfer, by: str) -> Decision[IncomingTransfer]:
    """It stays in suspense. Raises SuspenseNotOpen."""
    if transfer.state is not TransferState.RETURN_PROPOSED:
        raise SuspenseNotOpen(state=transfer.state.value)
    after = replace(transfer, state=TransferState.SUSPENDED, decided_by=by)
    return Decision(after, (Change(after),))


def returned(transfer: IncomingTransfer, today: date) -> Decision[IncomingTransfer]:
    """The rail paid it back."""
    if transfer.state is not TransferState.RETURNING:
        return Decision(transfer)
    after = replace(transfer, state=TransferState.RETURNED, ended_on=today)
    event = SuspenseReturned(transfer.transfer_id, transfer.amount_minor, transfer.currency)
    return Decision(after, (Change(after),), _entries(transfer, event, today))


def return_refused(transfer: IncomingTransfer, reason_code: str) -> Decision[IncomingTransfer]:
    """The rail refused: nothing moved, it is in suspense again."""
    if transfer.state is not TransferState.RETURNING:
        return Decision(transfer)
    after = replace(transfer, state=TransferState.SUSPENDED, why=reason_code)
    return Decision(after, (Change(after),))


def _entries(transfer: IncomingTransfer, event: object, on: date) -> tuple[Transfer, ...]:
    return transfers_of((event,), customer_id=HOUSE, loan_id=transfer.transfer_id, business_date=on)
