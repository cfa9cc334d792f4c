"""Who else brings money into the loans of a product; told in the contract (CP-01)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FundingPartner:
    """A partner of joint lending and its part of each loan's principal."""

    name: str
    share_pct: int
