"""Fees that are charged only in the case their text names; the cost sheet lists each of them."""

from dataclasses import dataclass

from chassis.money import format_minor


@dataclass(frozen=True, slots=True)
class DisclosedFee:
    """One such fee. What the sheet does not list is never charged, nor more than it says."""

    item: str
    """What contracts, loans and books call it, e.g. "paper_statement"."""
    most_minor: int
    """The most it costs each time, in fen."""
    name_zh: str
    name_en: str
    case_zh: str
    """When it is charged, as the start of a sentence."""
    case_en: str

    @property
    def standard_zh(self) -> str:
        return f"{self.case_zh}，每次最高{format_minor(self.most_minor)}元"

    @property
    def standard_en(self) -> str:
        return f"{self.case_en}, at most CNY {format_minor(self.most_minor)} each time"
