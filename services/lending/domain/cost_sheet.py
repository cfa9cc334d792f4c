"""The all-in cost sheet (综合融资成本明示表): all that is charged, nothing else."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from chassis.money import format_minor
from services.lending.domain.cost_of_credit import AnnualCost, PenaltyTerms
from services.lending.domain.disclosed_fee import DisclosedFee
from services.lending.domain.documents import Templates, text_hash
from services.lending.domain.policy import LendingPolicy
from services.lending.domain.product import RepaymentMethod
from services.lending.domain.schedule import Schedule
from services.lending.domain.wording import METHODS_EN, METHODS_ZH, percent, times

_FIRST_MORE = 5
"""The number after the items that every sheet has."""


class CostKind(StrEnum):
    """When an item is charged."""

    NORMAL = "NORMAL"  # when the customer pays as agreed
    CONTINGENT = "CONTINGENT"  # only in the case its text names


@dataclass(frozen=True, slots=True)
class CostItem:
    """One line of the sheet: what is charged, how much as agreed, at which rate, by whom."""

    name: str
    kind: CostKind
    amount_minor: int
    annual_rate_ppm: int
    collected_by: str
    standard_zh: str
    standard_en: str


@dataclass(frozen=True, slots=True)
class CostSheet:
    """The sheet as this customer sees it. The Chinese text binds, and the hash is of its bytes."""

    template: str
    sha256: str
    items: tuple[CostItem, ...]
    text_zh: str
    text_en: str
    min_reading_s: int
    fees: tuple[DisclosedFee, ...] = ()
    """What may be charged in the cases it names, besides prepayment and lateness."""


@dataclass(frozen=True, slots=True)
class LoanCosts:
    """All figures of a quoted loan that its sheet shows."""

    quote_id: UUID
    instalments: int
    method: RepaymentMethod
    schedule: Schedule
    daily_rate_ppm: int
    annual: AnnualCost
    penalty: PenaltyTerms
    service_fee_minor: int
    service_fee_annual_ppm: int
    prepayment_fee_ppm: int


def write_cost_sheet(costs: LoanCosts, policy: LendingPolicy, templates: Templates) -> CostSheet:
    """Render the sheet of a quoted loan in the template version that the policy names."""
    template = policy.cost_sheet_template
    facts = sheet_facts(costs, policy)
    text_zh = templates.render(f"cost_sheet/{template}.zh-CN", facts)
    return CostSheet(
        template=template,
        sha256=text_hash(text_zh),
        items=_items(costs, facts, policy),
        text_zh=text_zh,
        text_en=templates.render(f"cost_sheet/{template}.en", facts),
        min_reading_s=policy.cost_sheet_min_reading_s,
        fees=policy.contingent_fees,
    )


def _items(costs: LoanCosts, facts: dict[str, str], policy: LendingPolicy) -> tuple[CostItem, ...]:
    lender = policy.lender_name
    more = (
        CostItem(
            name=fee.item,
            kind=CostKind.CONTINGENT,
            amount_minor=0,
            annual_rate_ppm=0,
            collected_by=lender,
            standard_zh=fee.standard_zh,
            standard_en=fee.standard_en,
        )
        for fee in policy.contingent_fees
    )
    return (
        CostItem(
            name="interest",
            kind=CostKind.NORMAL,
            amount_minor=costs.schedule.total_interest_minor,
            annual_rate_ppm=costs.annual.simple_ppm,
            collected_by=lender,
            standard_zh=f"剩余本金×日利率{facts['daily_rate']}×实际天数",
            standard_en=f"outstanding principal x {facts['daily_rate']} a day x actual days",
        ),
        CostItem(
            name="service_fee",
            kind=CostKind.NORMAL,
            amount_minor=costs.service_fee_minor,
            annual_rate_ppm=costs.service_fee_annual_ppm,
            collected_by=lender,
            standard_zh="放款时一次性收取，不从本金中扣除",
            standard_en="charged once at payout, never deducted from the principal",
        ),
        CostItem(
            name="prepayment_fee",
            kind=CostKind.CONTINGENT,
            amount_minor=0,
            annual_rate_ppm=0,
            collected_by=lender,
            standard_zh=f"提前归还本金的{facts['prepayment_fee_rate']}",
            standard_en=f"{facts['prepayment_fee_rate']} of principal repaid early",
        ),
        CostItem(
            name="penalty",
            kind=CostKind.CONTINGENT,
            amount_minor=0,
            annual_rate_ppm=costs.penalty.annual_ppm(costs.daily_rate_ppm),
            collected_by=lender,
            standard_zh=f"逾期本金按年化{facts['penalty_rate']}按日计收，宽限期{facts['grace_days']}天",
            standard_en=(
                f"{facts['penalty_rate']} a year on overdue principal, by the day, after "
                f"{facts['grace_days']} day(s) of grace"
            ),
        ),
        *more,
    )


def sheet_facts(costs: LoanCosts, policy: LendingPolicy) -> dict[str, str]:
    """Everything the texts about a quoted loan say of it, by name."""
    schedule = costs.schedule
    total_cost_minor = schedule.total_interest_minor + costs.service_fee_minor
    return {
        "lender_name": policy.lender_name,
        "lender_licence": policy.lender_licence,
        "complaint_channel": policy.complaint_channel,
        "quote_id": str(costs.quote_id),
        "quoted_on": schedule.disbursed_on.isoformat(),
        "principal": format_minor(schedule.principal_minor),
        "instalments": str(costs.instalments),
        "method_zh": METHODS_ZH[costs.method],
        "method_en": METHODS_EN[costs.method],
        "daily_rate": percent(costs.daily_rate_ppm, 3),
        "simple_rate": percent(costs.annual.simple_ppm),
        "irr_rate": percent(costs.annual.irr_x12_ppm),
        "xirr_rate": percent(costs.annual.xirr_ppm),
        "total_interest": format_minor(schedule.total_interest_minor),
        "service_fee": format_minor(costs.service_fee_minor),
        "total_cost": format_minor(total_cost_minor),
        "total_repaid": format_minor(schedule.principal_minor + total_cost_minor),
        "prepayment_fee_rate": percent(costs.prepayment_fee_ppm),
        "penalty_rate": percent(costs.penalty.annual_ppm(costs.daily_rate_ppm)),
        "penalty_factor": times(costs.penalty.factor_pct),
        "cap_rate": percent(costs.penalty.cap_annual_ppm),
        "grace_days": str(costs.penalty.grace_days),
        "more_fees_zh": _numbered(
            [f"{f.name_zh}：{f.standard_zh}，由贷款人收取" for f in policy.contingent_fees], "{}. "
        ),
        "more_fees_en": _numbered(
            [
                f"{f.name_en}: {f.standard_en}, collected by the lender"
                for f in policy.contingent_fees
            ],
            "({}) ",
        ),
    }


def _numbered(lines: list[str], mark: str) -> str:
    """Lines that follow the sheet's own contingent items, each on a line of its own."""
    return "".join(
        f"\n{mark.format(number)}{line}" for number, line in enumerate(lines, start=_FIRST_MORE)
    )
