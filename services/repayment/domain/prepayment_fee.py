"""The fee for paying ahead: what the contract says, by how long the loan has run. Usually none."""

from collections.abc import Sequence

from chassis.frozen import Positional
from chassis.money import round_half_up

PPM = 1_000_000


class FeeTier(Positional, frozen=True):
    """From this day of the loan on, this share of prepaid principal is charged."""

    from_day: int
    """Days since the disbursement; the tier with the latest day that has come applies."""
    rate_ppm: int


def fee_of_contract(rate_ppm: int) -> tuple[FeeTier, ...]:
    """The tiers of a contract that names one rate for the whole term; none when it is 0."""
    return (FeeTier(0, rate_ppm),) if rate_ppm else ()


def fee_rate_ppm(tiers: Sequence[FeeTier], day: int) -> int:
    """The rate on a day of the loan; 0 outside every tier, as in a free window."""
    begun = [tier for tier in tiers if tier.from_day <= day]
    return max(begun, key=lambda tier: tier.from_day).rate_ppm if begun else 0


def fee_on(principal_minor: int, rate_ppm: int) -> int:
    """The fee on prepaid principal, in fen, rounded half up."""
    return round_half_up(principal_minor * rate_ppm, PPM)


def split_of(amount_minor: int, rate_ppm: int) -> tuple[int, int]:
    """Divide money paid ahead into (principal, fee on it); the two are the whole amount."""
    fee = round_half_up(amount_minor * rate_ppm, PPM + rate_ppm)
    return amount_minor - fee, fee
