"""What the rail is told to do and what it says about it: plain values."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """Which way the lender's money goes."""

    PAYMENT = "payment"  # out of the lender's settlement account, to a customer's card
    DEBIT = "debit"  # from a customer's card, into the lender's settlement account
    INCOMING = "incoming"  # somebody transferred it to the lender, who did not order it


class Status(StrEnum):
    """ISO 20022 ExternalPaymentTransactionStatus1Code, as far as the rail uses it."""

    SETTLED = "ACSC"  # AcceptedSettlementCompleted: the money has moved
    IN_PROCESS = "ACSP"  # AcceptedSettlementInProcess: not yet moved, and still may or may not
    PENDING = "PDNG"  # accepted for a later look; nothing moved yet
    REJECTED = "RJCT"  # nothing moved


class Reason(StrEnum):
    """ISO 20022 ExternalStatusReason1Code, as far as the rail itself uses it."""

    INCORRECT_ACCOUNT = "AC01"
    WRONG_DEBTOR_ACCOUNT = "AC02"
    WRONG_CREDITOR_ACCOUNT = "AC03"
    INSUFFICIENT_FUNDS = "AM04"
    DUPLICATION = "AM05"
    NO_MANDATE = "MD01"


SETTLEMENT_ACCOUNT = "LENDER-SETTLEMENT-01"
"""The lender's account at the rail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One credit transfer or direct debit, as its message said it."""

    kind: Kind
    message_id: str
    end_to_end_id: str  # the lender's key, one order for ever
    amount_minor: int  # fen
    currency: str
    settlement_account: str  # the lender's side
    card_token: str  # the customer's side
    party_name: str
    requested_on: date  # the lender's business date
    mandate_id: str  # direct debits only; empty when none was given
    remittance: str
    may_be_partial: bool = False  # direct debits only: what is on the card will do
    is_recurring: bool = False  # direct debits only: one of many under a mandate at the bank

    @property
    def fingerprint(self) -> str:
        """Equal for messages that ask for the same thing.

        The message's own id and the requested day are left out: a lender who asks again after its
        day has changed still means the same payment.
        """
        said = [
            self.kind,
            self.end_to_end_id,
            self.amount_minor,
            self.currency,
            self.settlement_account,
            self.card_token,
            self.party_name,
            self.mandate_id,
            self.remittance,
        ]
        if self.may_be_partial:
            said.append("PARTIAL")
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How the rail will treat an order; the default is to settle it at once."""

    first: Status = Status.SETTLED
    reason: str = ""  # why, when first is REJECTED
    asks: int = 0  # questions answered with `first` before the order settles after all
    settles: bool = True  # False: `first` is the last word
    callbacks: int = 1  # how often the movement is notified


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the rail says about one order now."""

    kind: Kind
    message_id: str
    end_to_end_id: str
    status: Status
    reason: str
    amount_minor: int  # fen that were ordered
    moved_minor: int  # fen that moved or would move: less for a debit that was collected in part
    currency: str
    card_token: str
    requested_on: date
    booked_on: date | None  # the day the money moved on; None while it has not


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A transfer that somebody makes to the lender."""

    end_to_end_id: str
    amount_minor: int
    payer_name: str
    payer_account: str  # a card token, or an account at another bank
    virtual_account: str  # what was named instead of the lender's account; may be empty
    remittance: str
    paid_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Money that moved on the lender's settlement account."""

    number: int
    kind: Kind
    end_to_end_id: str
    amount_minor: int
    currency: str
    card_token: str
    booked_on: date
    payer_name: str = ""  # of a transfer to the lender, as is what follows
    virtual_account: str = ""
    remittance: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One closed day of the lender's settlement account."""

    day: date
    opening_minor: int
    closing_minor: int
    movements: tuple[Movement, ...]
