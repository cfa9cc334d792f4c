"""Credit reports of synthetic people: the same person always has the same report. Pure."""

import hashlib
import random
from dataclasses import dataclass

from sandbox.people import Archetype, Person

_MONTHS = 24
_REVOLVING_MONTHS = 6


@dataclass(frozen=True, slots=True)
class RevolvingMonth:
    """One month of all cards together. Amounts are fen."""

    repayment_state: int  # -2 not used, -1 paid in full, 0 revolving, k months late
    bill_minor: int
    paid_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditReport:
    """What a lender learns from the bureau. Amounts are fen, shares are parts per million."""

    accounts: int  # open credit accounts, cards and loans
    credit_cards: int
    oldest_account_months: int
    total_limit_minor: int  # granted on all cards
    total_credit_debt_minor: int  # owed on everything
    monthly_due_minor: int  # to be paid each month on everything
    utilisation_ppm: int  # share of the card limits in use
    queries_last_3_months: int  # by lenders, for credit decisions
    overdue_months_last_6: int
    overdue_months_last_24: int
    worst_overdue_months_last_24: int  # 3 = three months late at worst
    current_overdue_minor: int
    # One letter a month, oldest first: / no account yet, * nothing due, N paid on time,
    # 1 to 7 months late.
    status_24_months: str
    revolving_months: tuple[RevolvingMonth, ...]  # newest first, at most six; none without a card


@dataclass(frozen=True, slots=True)
class _Profile:
    """Bounds between which an archetype's numbers fall."""

    cards: tuple[int, int]
    loans: tuple[int, int]
    card_limit_yuan: tuple[int, int]  # of each card
    utilisation_percent: tuple[int, int]
    loan_yuan: tuple[int, int]  # owed on each loan
    queries: tuple[int, int]
    age_months: tuple[int, int]


_PROFILES = {
    Archetype.GOOD: _Profile(
        (1, 4), (0, 2), (10_000, 60_000), (5, 45), (5_000, 80_000), (0, 3), (30, 160)
    ),
    Archetype.THIN_FILE: _Profile(
        (0, 1), (0, 0), (3_000, 10_000), (0, 30), (0, 0), (0, 2), (2, 14)
    ),
    Archetype.OVER_INDEBTED: _Profile(
        (4, 9), (3, 7), (15_000, 60_000), (85, 99), (40_000, 200_000), (6, 15), (30, 120)
    ),
    Archetype.RECENT_OVERDUE: _Profile(
        (1, 4), (1, 4), (8_000, 40_000), (60, 98), (10_000, 90_000), (3, 10), (26, 120)
    ),
}


def report_on(person: Person) -> CreditReport:
    """The person's report; the archetype decides its shape, the person its numbers."""
    digest = hashlib.sha256(f"credit report {person.id_number}".encode()).digest()
    dice = random.Random(digest)  # noqa: S311 - must repeat, need not be secret
    profile = _PROFILES[person.archetype]
    cards = dice.randint(*profile.cards)
    loans = dice.randint(*profile.loans)
    limit_minor = sum(dice.randint(*profile.card_limit_yuan) * 100 for _ in range(cards))
    used_minor = limit_minor * dice.randint(*profile.utilisation_percent) // 100
    loans_minor = sum(dice.randint(*profile.loan_yuan) * 100 for _ in range(loans))
    age_months = dice.randint(*profile.age_months) if cards + loans else 0
    months = _months(dice, person.archetype, age_months)
    late = [int(month) if month.isdigit() else 0 for month in months]
    # A card asks for a tenth of what is used each month; a loan is repaid over two years.
    due_minor = used_minor // 10 + loans_minor // 24
    return CreditReport(
        accounts=cards + loans,
        credit_cards=cards,
        oldest_account_months=age_months,
        total_limit_minor=limit_minor,
        total_credit_debt_minor=used_minor + loans_minor,
        monthly_due_minor=due_minor,
        utilisation_ppm=used_minor * 1_000_000 // limit_minor if limit_minor else 0,
        queries_last_3_months=dice.randint(*profile.queries),
        overdue_months_last_6=sum(1 for month in late[-6:] if month),
        overdue_months_last_24=sum(1 for month in late if month),
        worst_overdue_months_last_24=max(late),
        current_overdue_minor=due_minor * late[-1],
        status_24_months=months,
        revolving_months=_revolving(person, months, limit_minor, used_minor),
    )


def _revolving(
    person: Person, months: str, limit_minor: int, used_minor: int
) -> tuple[RevolvingMonth, ...]:
    """The latest months of the cards: what was billed and paid follows from use and lateness.

    Dice of its own, so that the other numbers of a person are what they always were.
    """
    if limit_minor == 0:
        return ()
    digest = hashlib.sha256(f"revolving months {person.id_number}".encode()).digest()
    dice = random.Random(digest)  # noqa: S311 - must repeat, need not be secret
    used = used_minor / limit_minor
    pays_in_full = dice.random() > used
    rows, bill_minor = [], used_minor
    for status in reversed(months[-_REVOLVING_MONTHS:]):
        if status == "/":
            break
        before_minor = min(round(bill_minor * dice.uniform(0.9, 1.06)), limit_minor)
        rows.append(_month(status, bill_minor, before_minor, dice, pays_in_full=pays_in_full))
        bill_minor = before_minor
    return tuple(rows)


def _month(
    status: str, bill_minor: int, before_minor: int, dice: random.Random, *, pays_in_full: bool
) -> RevolvingMonth:
    """A month in which the bill before was paid as the status says."""
    if status.isdigit():
        return RevolvingMonth(int(status), bill_minor, 0)
    if pays_in_full:
        if status == "*":
            return RevolvingMonth(-2, 0, before_minor)
        return RevolvingMonth(-1, bill_minor, before_minor)
    return RevolvingMonth(0, bill_minor, round(before_minor * dice.uniform(0.05, 0.2)))


def _months(dice: random.Random, archetype: Archetype, age_months: int) -> str:
    """Twenty-four months of payment behaviour, oldest first."""
    known = min(age_months, _MONTHS)
    months = ["/"] * (_MONTHS - known) + [dice.choices("N*", (9, 1))[0] for _ in range(known)]
    if archetype is Archetype.OVER_INDEBTED and dice.random() < 0.5:  # noqa: PLR2004 - a coin
        months[dice.randrange(6, 18)] = "1"
    if archetype is Archetype.RECENT_OVERDUE:
        # A run of missed months that reaches three or more within the last half year.
        worst = dice.randint(3, 5)
        end = _MONTHS - dice.randint(0, 2)
        months[end - worst : end] = [str(month) for month in range(1, worst + 1)]
    return "".join(months)
