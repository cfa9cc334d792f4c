"""The order in which money pays a debt, as data: cells of when something is due and which part."""

from enum import StrEnum

from chassis.frozen import Positional


class Part(StrEnum):
    """The parts of a debt that money is allocated to."""

    FEE = "FEE"
    PENALTY = "PENALTY"
    INTEREST = "INTEREST"
    PRINCIPAL = "PRINCIPAL"


class Timing(StrEnum):
    """Whether the day of an instalment has passed, is today, or is still to come."""

    PAST_DUE = "PAST_DUE"
    DUE = "DUE"
    IN_ADVANCE = "IN_ADVANCE"


class Purpose(StrEnum):
    """What money is, as far as its order of allocation depends on it."""

    REPAYMENT = "REPAYMENT"  # the borrower, or a third party, pays
    RECOVERY = "RECOVERY"  # paid on a loan that was charged off


class Direction(StrEnum):
    """Whether one instalment is served wholly before the next, or one part across all of them."""

    BY_INSTALMENT = "BY_INSTALMENT"
    BY_PART = "BY_PART"


class Cell(StrEnum):
    """One place in the order: when something is due, and which part of it."""

    PAST_DUE_FEE = "PAST_DUE/FEE"
    PAST_DUE_PENALTY = "PAST_DUE/PENALTY"
    PAST_DUE_INTEREST = "PAST_DUE/INTEREST"
    PAST_DUE_PRINCIPAL = "PAST_DUE/PRINCIPAL"
    DUE_FEE = "DUE/FEE"
    DUE_PENALTY = "DUE/PENALTY"
    DUE_INTEREST = "DUE/INTEREST"
    DUE_PRINCIPAL = "DUE/PRINCIPAL"
    IN_ADVANCE_FEE = "IN_ADVANCE/FEE"
    IN_ADVANCE_PENALTY = "IN_ADVANCE/PENALTY"
    IN_ADVANCE_INTEREST = "IN_ADVANCE/INTEREST"
    IN_ADVANCE_PRINCIPAL = "IN_ADVANCE/PRINCIPAL"

    @property
    def timing(self) -> Timing:
        return _PLACE_OF[self][0]

    @property
    def part(self) -> Part:
        return _PLACE_OF[self][1]


_PLACE_OF = {
    Cell(f"{timing.value}/{part.value}"): (timing, part) for timing in Timing for part in Part
}


class AllocationRule(Positional, frozen=True):
    """The whole order for one purpose. Cells of one timing stand together, oldest debts first."""

    purpose: Purpose
    direction: Direction
    cells: tuple[Cell, ...]

    def parts_of(self, timing: Timing) -> tuple[Part, ...]:
        return tuple(cell.part for cell in self.cells if cell.timing is timing)
