"""How received money is divided over the parts of a debt: parts + rest = amount."""

from collections.abc import Sequence

from chassis.frozen import Frozen
from services.repayment.domain.allocation_order import Part


class Owed(Frozen, frozen=True):
    """What is owed, in minor units, split into its parts."""

    penalty_minor: int = 0
    interest_minor: int = 0
    principal_minor: int = 0
    fee_minor: int = 0

    @property
    def total_minor(self) -> int:
        return self.fee_minor + self.penalty_minor + self.interest_minor + self.principal_minor

    def of(self, part: Part) -> int:
        match part:
            case Part.FEE:
                return self.fee_minor
            case Part.PENALTY:
                return self.penalty_minor
            case Part.INTEREST:
                return self.interest_minor
            case _:
                return self.principal_minor

    def __add__(self, other: "Owed") -> "Owed":
        return Owed(
            self.penalty_minor + other.penalty_minor,
            self.interest_minor + other.interest_minor,
            self.principal_minor + other.principal_minor,
            self.fee_minor + other.fee_minor,
        )


def allocate(amount_minor: int, owed: Owed, order: Sequence[Part]) -> tuple[Owed, int]:
    """Pay the parts in order, each as far as the money goes; the rest is handed back."""
    rest = amount_minor
    taken = dict.fromkeys(Part, 0)
    for part in order:
        taken[part] = min(rest, owed.of(part))
        rest -= taken[part]
    paid = Owed(taken[Part.PENALTY], taken[Part.INTEREST], taken[Part.PRINCIPAL], taken[Part.FEE])
    return paid, rest


def allocate_by_instalment(
    amount_minor: int, debts: Sequence[Owed], order: Sequence[Part]
) -> tuple[list[Owed], int]:
    """Serve each debt wholly before the next; one answer for each debt, and the rest."""
    paid, rest = [], amount_minor
    for owed in debts:
        parts, rest = allocate(rest, owed, order)
        paid.append(parts)
    return paid, rest


def allocate_by_part(
    amount_minor: int, debts: Sequence[Owed], order: Sequence[Part]
) -> tuple[list[Owed], int]:
    """Serve one part of all debts before the next part; one answer for each debt, and the rest."""
    paid, rest = [Owed()] * len(debts), amount_minor
    for part in order:
        for index, owed in enumerate(debts):
            parts, rest = allocate(rest, owed, (part,))
            paid[index] += parts
    return paid, rest
