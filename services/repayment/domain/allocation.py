"""How received money is divided over the parts of a debt: parts + rest = amount."""

from services.repayment.domain.instalment import Owed
from services.repayment.domain.terms import Part


def allocate(amount_minor: int, owed: Owed, order: tuple[Part, ...]) -> tuple[Owed, int]:
    """Pay the parts in order, each as far as the money goes; the rest is handed back."""
    rest = amount_minor
    taken: dict[Part, int] = {}
    for part in order:
        taken[part] = min(rest, owed.of(part))
        rest -= taken[part]
    return (
        Owed(taken[Part.PENALTY], taken[Part.INTEREST], taken[Part.PRINCIPAL]),
        rest,
    )
