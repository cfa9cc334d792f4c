"""What a customer asks for, what is known when it is decided, and what was decided.

The decision is a pure function of the stored inputs and the policy (`decision_engine`), so
replaying the inputs under the same versions gives the same decision.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from typing import Any
from uuid import UUID

from chassis.money import round_half_up
from services.lending.domain.credit_file import CreditFile, FeatureVector
from services.lending.domain.product import AssuranceLevel, Purpose
from services.lending.domain.score import Score

PPM = 1_000_000


class Outcome(StrEnum):
    """How an application ended."""

    APPROVED = "APPROVED"
    DECLINED = "DECLINED"
    MANUAL = "MANUAL"  # waits for a person
    EXPIRED = "EXPIRED"  # nobody decided in time; the customer may apply again at once


class Screening(StrEnum):
    """What the lists of persons who may not be served say, as identity tells it."""

    NOT_SCREENED = "NOT_SCREENED"
    CLEAR = "CLEAR"
    POSSIBLE = "POSSIBLE"
    HIT = "HIT"


@dataclass(frozen=True, slots=True)
class BureauReport:
    """What the credit bureau answered, and under which consent it was asked."""

    report_id: str
    consent_id: UUID
    accounts: int
    """Open credit accounts, cards and loans, at all lenders together."""
    history_months: int
    """Age of the oldest account."""
    queries_last_3_months: int
    """How often lenders asked about this person."""
    overdue_now_minor: int
    overdue_months_last_24: int
    debt_minor: int
    """Owed on everything."""
    monthly_due_minor: int
    """To be paid each month on everything."""
    credit_file: CreditFile | None = None
    """The latest months of revolving credit; None when the bureau has none (a thin file)."""
    reported_on: date | None = None
    """The day up to which the bureau knows; None when it has no file."""

    @property
    def card_spending_minor(self) -> int:
        """What the cards spent in a mean month: the rise of the bill and what was paid on it."""
        months = () if self.credit_file is None else self.credit_file.months
        spent = [
            newer.bill_minor - older.bill_minor + newer.paid_minor
            for newer, older in pairwise(months)
        ]
        return max(0, sum(spent) // len(spent)) if spent else 0


@dataclass(frozen=True, slots=True)
class ApplicationInputs:
    """Every value the decision uses, stored beside it. Holds no name, number or birth date."""

    business_date: date
    age_years: int
    is_student: bool
    assurance_level: AssuranceLevel
    purpose: Purpose
    monthly_income_minor: int
    bureau: BureauReport
    employer: str = ""
    occupation: str = ""
    purpose_text: str = ""
    """What the customer wrote about the purpose."""
    region: str = ""
    """Two-digit province code of the identity number; empty when not known."""
    is_related_party: bool = False
    sanctions: Screening = Screening.NOT_SCREENED
    people_on_device: int = 1
    people_on_card: int = 1
    other_limits_minor: int = 0
    """What the customer was granted here under other products."""
    features: FeatureVector | None = None
    """The vector the score was served with."""
    score: Score | None = None
    dice_ppm: int = PPM
    """A throw from 0 to 999,999 for the exploration of rejects; PPM explores nobody."""
    explored_loss_minor: int = 0
    """Expected loss of this month's random approvals before this one."""

    @property
    def debt_to_income_ppm(self) -> int:
        """Monthly payments on existing debt over monthly income; infinite without income."""
        if self.monthly_income_minor == 0:
            return PPM if self.bureau.monthly_due_minor == 0 else PPM * PPM
        return round_half_up(self.bureau.monthly_due_minor * PPM, self.monthly_income_minor)

    def facts(self) -> dict[str, Any]:
        """What rules may speak of, by name."""
        bureau = self.bureau
        return {
            "age_years": self.age_years,
            "assurance_level": self.assurance_level,
            "employer": self.employer,
            "is_student": self.is_student,
            "monthly_income_minor": self.monthly_income_minor,
            "occupation": self.occupation,
            "purpose": self.purpose,
            "purpose_text": self.purpose_text,
            "region": self.region,
            "is_related_party": self.is_related_party,
            "sanctions": self.sanctions,
            "people_on_device": self.people_on_device,
            "people_on_card": self.people_on_card,
            "bureau_has_file": bureau.accounts > 0,
            "accounts": bureau.accounts,
            "queries_last_3_months": bureau.queries_last_3_months,
            "overdue_now_minor": bureau.overdue_now_minor,
            "overdue_months_last_24": bureau.overdue_months_last_24,
            "debt_minor": bureau.debt_minor,
            "monthly_due_minor": bureau.monthly_due_minor,
            "debt_to_income_ppm": self.debt_to_income_ppm,
            "card_spending_minor": bureau.card_spending_minor,
            "other_limits_minor": self.other_limits_minor,
        }


@dataclass(frozen=True, slots=True)
class Risk:
    """How likely the customer defaults within twelve months."""

    pd_ppm: int
    points: int
    """0 to 1000, of this probability."""
    model_version: str
    feature_schema: str
    thin_file: bool
    """The file is too thin for the champion; what is granted begins small."""
    shadow_grade: str = ""
    """Grade by the model in the shadow, empty below the worst; it changes no grade."""


@dataclass(frozen=True, slots=True)
class LimitCalculation:
    """The limits that each consideration allows, in fen; the smallest binds."""

    counted_income_minor: int
    by_income_minor: int
    by_dues_minor: int
    by_debts_minor: int
    by_grade_minor: int
    by_product_minor: int
    by_history_minor: int | None
    """Only for a thin file."""
    binding: str
    """Code of the consideration that binds."""
    start_share_ppm: int
    """Share of the smallest that a new customer begins with."""


@dataclass(frozen=True, slots=True)
class Price:
    """Why the rate is what it is; rates a year in parts per million, on the reference loan."""

    required_annual_ppm: int
    """Rate at which the return on capital is exactly the hurdle."""
    annual_ppm: int
    """The grade's daily rate times 365."""
    cap_annual_ppm: int
    raroc_ppm: int
    """Return on risk-adjusted capital at the grade's rate."""
    raroc_at_limit_ppm: int
    """The same on a loan of the whole limit."""
    hurdle_ppm: int
    expected_loss_minor: int
    """Within a year on the whole limit."""


@dataclass(frozen=True, slots=True)
class CreditDecision:
    """What was decided and by which versions; grade, limit and rate are empty when declined.

    When a person must decide, grade, limit and rate are what the engine proposes.
    """

    outcome: Outcome
    policy_version: str
    reason_codes: tuple[str, ...] = ()
    grade: str = ""
    limit_minor: int = 0
    daily_rate_ppm: int = 0
    credit_version: str = ""
    rule_set_version: str = ""
    flags: tuple[str, ...] = ()
    price_reasons: tuple[str, ...] = ()
    risk: Risk | None = None
    limit: LimitCalculation | None = None
    price: Price | None = None
    explored: bool = False
    """Approved at random beyond the cut-off, to learn; marked for ever."""
    final: bool = False
    """Declined by a rule that no person may overrule."""

    @property
    def approved(self) -> bool:
        return self.outcome is Outcome.APPROVED

    @property
    def points(self) -> int:
        """The score told to the customer, 0 to 1000; 0 where none was made."""
        return 0 if self.risk is None else self.risk.points


@dataclass(frozen=True, slots=True)
class LoanApplication:
    """One application with what it was decided on; the decision of the engine never changes."""

    customer_id: UUID
    application_id: UUID
    product_code: str
    employer: str
    occupation: str
    inputs: ApplicationInputs
    decision: CreditDecision
    decided_at: datetime
    reviewed: CreditDecision | None = None
    """What a person decided afterwards; from then on this is what holds."""
    version: int = 0

    @property
    def standing(self) -> CreditDecision:
        """The decision that holds now."""
        return self.decision if self.reviewed is None else self.reviewed


def age_on(birth_date: date, day: date) -> int:
    """Completed years of age; a person born on 29 February ages on 1 March in common years."""
    birthday_is_ahead = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - birthday_is_ahead
