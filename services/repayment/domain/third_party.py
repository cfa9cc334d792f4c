"""Somebody else who paid for a customer."""

from dataclasses import dataclass
from enum import StrEnum


class PayerRelation(StrEnum):
    """What somebody who paid is to the customer, as it was stated."""

    UNSTATED = "UNSTATED"
    FAMILY = "FAMILY"
    FRIEND = "FRIEND"
    EMPLOYER = "EMPLOYER"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """Who paid, and what they are to the customer."""

    name: str
    """Masked; empty where the bank did not tell it."""
    relation: PayerRelation = PayerRelation.UNSTATED
