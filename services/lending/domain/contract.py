"""The loan contract: rendered from the confirmed quote, bound to it by hash, never changed."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from chassis.money import format_minor
from services.lending.domain.documents import Templates, text_hash
from services.lending.domain.errors import (
    ContractAlreadyDrawn,
    ContractAlreadySigned,
    ContractHashDiffers,
)
from services.lending.domain.loan_terms import LoanTerms
from services.lending.domain.policy import LendingPolicy
from services.lending.domain.product import Purpose, RepaymentMethod
from services.lending.domain.quote import Quote
from services.lending.domain.wording import capitals, percent, times

PURPOSES_ZH = {
    Purpose.CONSUMPTION: "日常消费",
    Purpose.EDUCATION: "教育",
    Purpose.TRAVEL: "旅游",
    Purpose.HOME_IMPROVEMENT: "装修",
    Purpose.MEDICAL: "医疗",
    Purpose.OTHER: "其他个人消费",
    Purpose.SECURITIES: "证券投资",
    Purpose.HOME_PURCHASE: "购房",
    Purpose.DEBT_REPAYMENT: "偿还其他贷款",
    Purpose.GAMBLING: "博彩",
    Purpose.BUSINESS_GOODS: "经营：采购货物及原材料",
    Purpose.BUSINESS_RENT: "经营：支付经营场所租金",
    Purpose.BUSINESS_WAGES: "经营：支付员工工资",
    Purpose.BUSINESS_EQUIPMENT: "经营：购置经营设备",
    Purpose.BUSINESS_OTHER: "其他经营周转",
}
METHODS_ZH = {RepaymentMethod.EQUAL_PRINCIPAL: "等额本金，按日计息，按月还款"}


@dataclass(frozen=True, slots=True)
class ContractDraft:
    """The text a customer is about to sign, and its hash."""

    text_zh: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Contract:
    """A signed contract; one drawdown is made on it."""

    customer_id: UUID
    contract_id: UUID
    quote_id: UUID
    credit_line_id: UUID
    terms: LoanTerms
    text_zh: str
    sha256: str
    template: str
    signed_at: datetime
    drawdown_id: UUID | None = None
    version: int = 0

    def require_not_drawn(self) -> None:
        """Raises ContractAlreadyDrawn when a drawdown was made on this contract."""
        if self.drawdown_id is not None:
            raise ContractAlreadyDrawn(drawdown_id=self.drawdown_id)

    def use_for(self, drawdown_id: UUID) -> "Contract":
        """Tie the contract to its drawdown. Refuses a second drawdown on the same contract."""
        self.require_not_drawn()
        return replace(self, drawdown_id=drawdown_id)


def draft_contract(quote: Quote, policy: LendingPolicy, templates: Templates) -> ContractDraft:
    """Render the contract of a confirmed quote: the same quote always gives the same bytes."""
    quote.require_confirmed()
    name = f"contract/{quote.contract_template}.zh-CN"
    text = templates.render(name, _facts(quote, policy))
    return ContractDraft(text_zh=text, sha256=text_hash(text))


@dataclass(frozen=True, slots=True)
class SignContract:
    """A customer's signature under the text with this hash."""

    contract_id: UUID
    sha256: str
    today: date
    now: datetime


def sign(
    command: SignContract, quote: Quote, policy: LendingPolicy, templates: Templates
) -> tuple[Quote, Contract]:
    """Sign the contract of a quote. Refuses any other text, and a second time."""
    if quote.contract_id is not None:
        raise ContractAlreadySigned(contract_id=quote.contract_id)
    quote.require_valid_on(command.today)
    draft = draft_contract(quote, policy, templates)
    if command.sha256 != draft.sha256:
        raise ContractHashDiffers
    contract = Contract(
        customer_id=quote.customer_id,
        contract_id=command.contract_id,
        quote_id=quote.quote_id,
        credit_line_id=quote.credit_line_id,
        terms=quote.loan_terms,
        text_zh=draft.text_zh,
        sha256=draft.sha256,
        template=quote.contract_template,
        signed_at=command.now,
    )
    return replace(quote, contract_id=command.contract_id), contract


def _facts(quote: Quote, policy: LendingPolicy) -> dict[str, str]:
    amount_minor = quote.terms.amount_minor
    return {
        "lender_name": policy.lender_name,
        "lender_licence": policy.lender_licence,
        "complaint_channel": policy.complaint_channel,
        "borrower_masked": quote.borrower_masked,
        "customer_id": str(quote.customer_id),
        "quote_id": str(quote.quote_id),
        "purpose": PURPOSES_ZH[quote.purpose],
        "amount": format_minor(amount_minor),
        "amount_in_capitals": capitals(amount_minor),
        "valid_on": quote.valid_on.isoformat(),
        "last_due_on": quote.schedule.rows[-1].due_on.isoformat(),
        "instalments": str(quote.terms.instalments),
        "method": METHODS_ZH[quote.terms.method],
        "daily_rate": percent(quote.daily_rate_ppm, 3),
        "simple_rate": percent(quote.annual.simple_ppm),
        "irr_rate": percent(quote.annual.irr_x12_ppm),
        "total_interest": format_minor(quote.schedule.total_interest_minor),
        "service_fee": format_minor(quote.service_fee_minor),
        "prepayment_fee_rate": percent(quote.prepayment_fee_ppm),
        "penalty_factor": times(quote.penalty.factor_pct),
        "penalty_rate": percent(quote.penalty.annual_ppm(quote.daily_rate_ppm)),
        "cap_rate": percent(quote.penalty.cap_annual_ppm),
        "grace_days": str(quote.penalty.grace_days),
        "schedule": _schedule_lines(quote),
        "schedule_sha256": quote.schedule.sha256,
        "cost_sheet_sha256": quote.cost_sheet.sha256,
        "policy_version": quote.policy_version,
    }


def _schedule_lines(quote: Quote) -> str:
    return "\n".join(
        f"第{row.number}期  应还日 {row.due_on.isoformat()}  计息 {row.days} 天  "
        f"本金 {format_minor(row.principal_minor)} 元  利息 {format_minor(row.interest_minor)} 元  "
        f"合计 {format_minor(row.total_minor)} 元"
        for row in quote.schedule.rows
    )
