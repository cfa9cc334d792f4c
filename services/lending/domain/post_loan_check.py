"""The check of a loan that was paid out, and the plan of which loans have one."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from chassis.dated_policy import number, positive
from services.lending.domain.product import Purpose

PPM = 1_000_000
EVIDENCE_MAX = 20
"""Pieces of evidence that one loan may have."""


@dataclass(frozen=True, slots=True)
class CheckRule:
    """Which loans are looked at, and when."""

    from_minor: int
    share_ppm: int
    first_due_days: int
    every_days: int
    """Days from one look to the next; 0 for one look only."""


@dataclass(frozen=True, slots=True)
class CheckPlan:
    """The rules, the largest amounts first; the first one that fits a loan holds."""

    rules: tuple[CheckRule, ...]
    misuse_penalty_factor_pct: int
    """The penalty factor for misuse, before the cap."""

    def rule_for(self, amount_minor: int) -> CheckRule | None:
        return next((it for it in self.rules if amount_minor >= it.from_minor), None)


class CheckOutcome(StrEnum):
    """What a look at a loan found."""

    IN_ORDER = "IN_ORDER"
    MORE_NEEDED = "MORE_NEEDED"  # the customer is asked for more; the look is due again
    MISUSED = "MISUSED"  # the money was used for something else


class CheckStatus(StrEnum):
    """Where a check stands."""

    OPEN = "OPEN"  # the next look is due on its day
    ENDED = "ENDED"  # the loan is settled, or one look was enough
    RECALLED = "RECALLED"  # misused: the lender may call the loan back


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a customer says and shows of the use of the money."""

    payee: str
    amount_minor: int
    paid_on: date
    note: str
    document_sha256: str
    """SHA-256 of the invoice or receipt; empty for a declaration alone."""
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """What staff found in one look."""

    outcome: CheckOutcome
    staff_name: str
    note: str
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class PostLoanCheck:
    """The looks at one loan, kept for ever."""

    customer_id: UUID
    loan_id: UUID
    credit_line_id: UUID
    product_code: str
    purpose: Purpose
    amount_minor: int
    status: CheckStatus
    due_on: date
    every_days: int
    policy_version: str
    opened_at: datetime
    evidence: tuple[Evidence, ...] = ()
    looks: tuple[Look, ...] = ()
    version: int = 0


def read_check_plan(value: dict[str, Any]) -> CheckPlan:
    """Reads the parameter `post_loan_checks`. Raises ValueError or KeyError for what is wrong."""
    rules = tuple(
        CheckRule(
            from_minor=number(row["from_minor"]),
            share_ppm=number(row["share_ppm"]),
            first_due_days=positive(row["first_due_days"]),
            every_days=number(row["every_days"]),
        )
        for row in value["rules"]
    )
    amounts = [rule.from_minor for rule in rules]
    if amounts != sorted(amounts, reverse=True) or any(rule.share_ppm > PPM for rule in rules):
        raise ValueError("rules are listed by amount, the largest first, with shares up to 1")
    return CheckPlan(rules, positive(value["misuse_penalty_factor_pct"]))
