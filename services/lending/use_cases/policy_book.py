"""The policies in force: what is shipped and, on top, what was approved since."""

from services.lending.domain.policy import ProductCatalogue
from services.lending.domain.policy_change import with_values
from services.lending.domain.policy_register import PolicyRegister


class PolicyBook:
    """Holds the policies as of the approval this process read last."""

    def __init__(self, shipped: ProductCatalogue) -> None:
        self.shipped = shipped
        self.current = shipped
        self.number = 0

    def take(self, register: PolicyRegister) -> None:
        """Read the approved values; an older register than the one held changes nothing."""
        if register.number > self.number:
            self.current = with_values(self.shipped, register.approved)
            self.number = register.number
