"""The words of the product that applications, quotes and policy share."""

from enum import StrEnum

PERSONAL_REVOLVING = "personal_revolving"
"""The product of a request that names none."""


class Purpose(StrEnum):
    """What the customer says the money is for. Which purposes are refused is dated policy."""

    CONSUMPTION = "CONSUMPTION"
    EDUCATION = "EDUCATION"
    TRAVEL = "TRAVEL"
    HOME_IMPROVEMENT = "HOME_IMPROVEMENT"
    MEDICAL = "MEDICAL"
    OTHER = "OTHER"
    SECURITIES = "SECURITIES"
    HOME_PURCHASE = "HOME_PURCHASE"
    DEBT_REPAYMENT = "DEBT_REPAYMENT"
    GAMBLING = "GAMBLING"
    BUSINESS_GOODS = "BUSINESS_GOODS"
    BUSINESS_RENT = "BUSINESS_RENT"
    BUSINESS_WAGES = "BUSINESS_WAGES"
    BUSINESS_EQUIPMENT = "BUSINESS_EQUIPMENT"
    BUSINESS_OTHER = "BUSINESS_OTHER"


class RepaymentMethod(StrEnum):
    """How principal is spread over the instalments."""

    EQUAL_PRINCIPAL = "EQUAL_PRINCIPAL"  # the same principal each month, interest on what is left
    EQUAL_INSTALMENT = "EQUAL_INSTALMENT"  # the same sum of principal and interest each month
    INTEREST_ONLY_BULLET = "INTEREST_ONLY_BULLET"  # interest each month, principal at the end
    PAY_ANY_TIME_DAILY = "PAY_ANY_TIME_DAILY"  # nothing before the end; repaid when one likes

    @property
    def is_bullet(self) -> bool:
        """Whether all principal may stay owed to the last day, which the law allows for a year."""
        return self in {
            RepaymentMethod.INTEREST_ONLY_BULLET,
            RepaymentMethod.PAY_ANY_TIME_DAILY,
        }


class AssuranceLevel(StrEnum):
    """How surely identity knows the customer; each level includes the ones before it."""

    L0 = "L0"  # a phone number that answered a code
    L1 = "L1"  # name and number checked with the ID authority
    L2 = "L2"  # the document itself was seen
    L3 = "L3"  # face and own-name card

    def reaches(self, required: "AssuranceLevel") -> bool:
        return self.value >= required.value


class LenderType(StrEnum):
    """The kinds of licensed lender that caps differ for."""

    BANK = "BANK"
    CONSUMER_FINANCE = "CONSUMER_FINANCE"
    MICRO_LENDER = "MICRO_LENDER"


class CapMetric(StrEnum):
    """Which yearly rate the all-in cost cap is tested on."""

    IRR_X12 = "IRR_X12"  # monthly internal rate of return times twelve
    XIRR = "XIRR"  # effective yearly rate on the real dates
    STRICTER = "STRICTER"  # the larger of the two
