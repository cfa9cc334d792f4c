"""What one customer was granted over all products together."""

from dataclasses import dataclass, replace
from uuid import UUID


@dataclass(frozen=True, slots=True)
class GrantedLimit:
    """The limit of a customer's line of one product, in fen."""

    product_code: str
    limit_minor: int


@dataclass(frozen=True, slots=True)
class CustomerExposure:
    """The limits of one customer's lines that are not closed, whatever is drawn of them.

    Locked by whoever changes a limit, so that two applications at once cannot each take what is
    left for the customer.
    """

    customer_id: UUID
    limits: tuple[GrantedLimit, ...] = ()
    version: int = 0

    def besides(self, product_code: str) -> int:
        """What the lines of all other products add up to, in fen."""
        return sum(it.limit_minor for it in self.limits if it.product_code != product_code)

    def with_limit(self, product_code: str, limit_minor: int) -> "CustomerExposure":
        """The same with this limit for a product; 0 takes the product out."""
        others = tuple(it for it in self.limits if it.product_code != product_code)
        own = (GrantedLimit(product_code, limit_minor),) if limit_minor else ()
        limits = others + own
        return self if limits == self.limits else replace(self, limits=limits)
