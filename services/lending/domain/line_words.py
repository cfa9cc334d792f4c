"""The words for what happens to a line, and the small values a line carries of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from chassis.dated_policy import number, positive


class LineChangeKind(StrEnum):
    """What happened to a line."""

    INCREASE_OFFERED = "INCREASE_OFFERED"
    INCREASED = "INCREASED"
    INCREASE_DECLINED = "INCREASE_DECLINED"
    DECREASED = "DECREASED"
    FROZEN = "FROZEN"
    UNFROZEN = "UNFROZEN"
    CLOSED = "CLOSED"


class FreezeReason(StrEnum):
    """Why nothing can be drawn."""

    PAST_DUE = "PAST_DUE"  # a loan is too late
    RISK_WORSE = "RISK_WORSE"  # the behaviour score fell by several grades
    NEW_ENQUIRIES = "NEW_ENQUIRIES"  # many other lenders asked about the customer
    FUNDS_MISUSED = "FUNDS_MISUSED"  # money was not used for what it was lent for
    FRAUD_SUSPECTED = "FRAUD_SUSPECTED"
    STAFF = "STAFF"  # the record says why
    CUSTOMER_ASKED = "CUSTOMER_ASKED"
    DECLINED = "DECLINED"  # an application for the line was declined; another may end it


AUTOMATIC = frozenset({FreezeReason.PAST_DUE, FreezeReason.RISK_WORSE, FreezeReason.NEW_ENQUIRIES})
"""Reasons that come by themselves and go by themselves."""


class LimitReason(StrEnum):
    """Why a limit is changed, or a line closed."""

    GOOD_REPAYMENT = "GOOD_REPAYMENT"
    INCOME_HIGHER = "INCOME_HIGHER"
    RISK_WORSE = "RISK_WORSE"
    UNUSED = "UNUSED"
    POLICY_CHANGED = "POLICY_CHANGED"
    CUSTOMER_ASKED = "CUSTOMER_ASKED"
    STAFF = "STAFF"


@dataclass(frozen=True, slots=True)
class Freeze:
    """One reason for which a line is frozen, what it is about, and how long it has held."""

    reason: FreezeReason
    about: str
    """The loan or the evidence behind it; empty where there is none."""
    since: date
    in_order_since: date | None = None
    """Since when what it is about is in order; None while it is not."""


@dataclass(frozen=True, slots=True)
class LimitOffer:
    """A higher limit that a customer may take."""

    offer_id: UUID
    limit_minor: int
    valid_until: date
    policy_version: str


@dataclass(frozen=True, slots=True)
class LineTriggers:
    """When a line is frozen by itself, and when it is given back."""

    freeze_from_days_past_due: int
    freeze_from_grades_down: int
    """By how many grades the behaviour score may fall before the line is frozen."""
    freeze_from_new_enquiries: int
    """Queries by other lenders since the last look at the customer."""
    unfreeze_after_days: int
    """Days in order before a reason that came by itself goes again."""
    offer_valid_days: int
    """How long a customer may take a higher limit that is offered."""


def read_triggers(value: dict[str, Any]) -> LineTriggers:
    """Reads the parameter `line_triggers`. Raises ValueError or KeyError when one is missing."""
    if set(value) != set(LineTriggers.__dataclass_fields__):
        raise ValueError(f"line triggers are {sorted(LineTriggers.__dataclass_fields__)}")
    return LineTriggers(
        freeze_from_days_past_due=positive(value["freeze_from_days_past_due"]),
        freeze_from_grades_down=positive(value["freeze_from_grades_down"]),
        freeze_from_new_enquiries=positive(value["freeze_from_new_enquiries"]),
        unfreeze_after_days=number(value["unfreeze_after_days"]),
        offer_valid_days=positive(value["offer_valid_days"]),
    )
