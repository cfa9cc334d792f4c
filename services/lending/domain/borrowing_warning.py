"""A word before somebody borrows much: when it is due, what it says, and that it was read.

The customer decides; the warning only has to have been seen, for exactly this drawdown, as its
hash tells: after another drawdown it says something else.
"""

from dataclasses import dataclass

from chassis.money import format_minor
from services.lending.domain.credit_line import CreditLine
from services.lending.domain.documents import Templates, text_hash
from services.lending.domain.errors import BorrowingWarningUnread
from services.lending.domain.policy import LendingPolicy
from services.lending.domain.wording import percent

ONE_PPM = 1_000_000


@dataclass(frozen=True, slots=True)
class BorrowingWarning:
    """What a customer is told before a drawdown."""

    utilisation_ppm: int
    """Drawn, reserved and this drawdown together, of the limit."""
    accounts: int
    """Open credit accounts at all lenders together, when the line was assessed."""
    text_zh: str
    text_en: str
    sha256: str
    """Of the Chinese text."""


def warning_before(
    line: CreditLine, amount_minor: int, policy: LendingPolicy, templates: Templates
) -> BorrowingWarning | None:
    """The warning due before this amount is drawn; None when there is nothing to warn of."""
    used_minor = line.drawn_minor + line.reserved_minor + amount_minor
    utilisation_ppm = used_minor * ONE_PPM // line.limit_minor
    much_here = utilisation_ppm >= policy.borrowing_warning_utilisation_ppm
    many_lenders = line.accounts_at_assessment >= policy.borrowing_warning_accounts
    if not (much_here or many_lenders):
        return None
    facts = {
        "amount": format_minor(amount_minor),
        "utilisation": percent(utilisation_ppm),
        "limit": format_minor(line.limit_minor),
        "accounts": str(line.accounts_at_assessment),
    }
    name = f"borrowing_warning/{policy.borrowing_warning_template}"
    text_zh = templates.render(f"{name}.zh-CN", facts)
    return BorrowingWarning(
        utilisation_ppm=utilisation_ppm,
        accounts=line.accounts_at_assessment,
        text_zh=text_zh,
        text_en=templates.render(f"{name}.en", facts),
        sha256=text_hash(text_zh),
    )


def require_read(warning: BorrowingWarning | None, read_sha256: str) -> None:
    """Raises BorrowingWarningUnread unless the warning that is due, if any, was read."""
    if warning is not None and read_sha256 != warning.sha256:
        raise BorrowingWarningUnread(warning_sha256=warning.sha256)
