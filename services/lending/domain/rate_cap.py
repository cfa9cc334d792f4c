"""What a loan may cost in a year at most, by kind of lender: dated data, read here."""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.dated_policy import number, positive, text
from services.lending.domain.product import LenderType


@dataclass(frozen=True, slots=True)
class RateCap:
    """The cap of one kind of lender: a yearly cost, and where not 0 a multiple of the LPR too."""

    lender_type: LenderType
    annual_ppm: int
    lpr_multiple: int

    def on(self, lpr_1y_ppm: int) -> int:
        """The highest all-in yearly cost under this one-year loan prime rate."""
        if not self.lpr_multiple:
            return self.annual_ppm
        return min(self.annual_ppm, self.lpr_multiple * lpr_1y_ppm)


def read_rate_caps(value: list[dict[str, object]]) -> tuple[RateCap, ...]:
    """Caps by kind of lender, each kind once. Raises ValueError when one is missing or twice."""
    caps = tuple(
        RateCap(
            lender_type=LenderType(text(row["lender_type"])),
            annual_ppm=positive(row["annual_ppm"]),
            lpr_multiple=number(row["lpr_multiple"]),
        )
        for row in value
    )
    if sorted(cap.lender_type for cap in caps) != sorted(LenderType):
        raise ValueError("each kind of lender has its cap once")
    return caps


def legal_cap_ppm(lender_type: LenderType, caps: Sequence[RateCap], lpr_1y_ppm: int) -> int:
    """The cap of a kind of lender under the prime rate of the day."""
    return next(cap for cap in caps if cap.lender_type is lender_type).on(lpr_1y_ppm)
