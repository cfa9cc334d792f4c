"""The loan contract: rendered from the confirmed quote, bound to it by hash, never changed."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from chassis.money import format_minor
from chassis.paper import Paper
from services.lending.domain.contract_paper import (
    SCHEDULE_MARK,
    contract_paper,
    partners_zh,
    schedule_lines,
)
from services.lending.domain.documents import Templates, text_hash
from services.lending.domain.errors import (
    ContractAlreadyDrawn,
    ContractAlreadySigned,
    ContractHashDiffers,
    ContractNotSealed,
)
from services.lending.domain.loan_terms import LoanTerms
from services.lending.domain.policy import LendingPolicy
from services.lending.domain.product import Purpose
from services.lending.domain.quote import Quote
from services.lending.domain.wording import METHODS_ZH, capitals, percent, times

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


class ContractStatus(StrEnum):
    """Where a contract is. Before it is signed there is only the draft that the quote gives."""

    AWAITING_SEAL = "AWAITING_SEAL"  # the customer agreed; the lender's seal is still to come
    SIGNED = "SIGNED"  # sealed and timestamped; it can be drawn on


@dataclass(frozen=True, slots=True)
class ContractDraft:
    """What a customer is about to sign: the text, and how it stands on paper."""

    text_zh: str
    text_sha256: str
    paper: Paper


@dataclass(frozen=True, slots=True)
class Intent:
    """The customer's agreement: the one-time code bound to the document's hash, and when."""

    otp_id: UUID
    verified_at: datetime


@dataclass(frozen=True, slots=True)
class Seal:
    """The lender's seal under a document, with its trusted timestamp."""

    sha256: str
    """Of the sealed file."""
    signer: str
    authority: str
    timestamped_at: datetime


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract the customer agreed to; one drawdown is made on it once it is sealed."""

    customer_id: UUID
    contract_id: UUID
    quote_id: UUID
    credit_line_id: UUID
    terms: LoanTerms
    text_zh: str
    sha256: str
    template: str
    signed_at: datetime
    """When the customer agreed."""
    drawdown_id: UUID | None = None
    status: ContractStatus = ContractStatus.SIGNED
    document_sha256: str = ""
    """Of the file before its seal: what the customer agreed to. Empty when there is no file."""
    intent: Intent | None = None
    seal: Seal | None = None
    version: int = 0

    def require_drawable(self) -> None:
        """Refuse a contract that is not sealed yet, and a second drawdown on one."""
        if self.status is not ContractStatus.SIGNED:
            raise ContractNotSealed(contract_id=self.contract_id)
        if self.drawdown_id is not None:
            raise ContractAlreadyDrawn(drawdown_id=self.drawdown_id)

    def use_for(self, drawdown_id: UUID) -> "Contract":
        """Tie the contract to its drawdown; see `require_drawable` for what is refused."""
        self.require_drawable()
        return replace(self, drawdown_id=drawdown_id)

    def sealed_with(self, seal: Seal) -> "Contract":
        """The lender's seal stands under it."""
        return replace(self, status=ContractStatus.SIGNED, seal=seal)


@dataclass(frozen=True, slots=True)
class ContractDocument:
    """The file of a contract as bytes, encrypted under a key of its own: kept, never made again.

    Until the contract is sealed it is the draft the customer agreed to, then the sealed file.
    """

    customer_id: UUID
    contract_id: UUID
    key_wrapped: bytes
    content_encrypted: bytes
    timestamp_token: bytes = b""
    """The authority's answer (RFC 3161), as it stands in the seal too."""
    version: int = 0


def draft_contract(quote: Quote, policy: LendingPolicy, templates: Templates) -> ContractDraft:
    """Render the contract of a confirmed quote: the same quote always gives the same draft."""
    quote.require_confirmed()
    name = f"contract/{quote.contract_template}.zh-CN"
    facts = contract_facts(quote, policy)
    text = templates.render(name, {**facts, "schedule": schedule_lines(quote.schedule)})
    marked = templates.render(name, {**facts, "schedule": SCHEDULE_MARK})
    sha256 = text_hash(text)
    paper = contract_paper(marked, quote.schedule, facts, text_sha256=sha256)
    return ContractDraft(text_zh=text, text_sha256=sha256, paper=paper)


@dataclass(frozen=True, slots=True)
class SignContract:
    """A customer's agreement to the document with this hash."""

    contract_id: UUID
    agreed_sha256: str
    """The hash the customer names."""
    document_sha256: str
    """The hash of the document as it is."""
    today: date
    now: datetime


def require_signable(command: SignContract, quote: Quote) -> None:
    """Refuse to sign too early, too late, twice, or anything but what was shown."""
    if quote.contract_id is not None:
        raise ContractAlreadySigned(contract_id=quote.contract_id)
    quote.require_valid_on(command.today)
    quote.require_confirmed()
    quote.clauses.require_complete()
    if command.agreed_sha256 != command.document_sha256:
        raise ContractHashDiffers


def sign(
    command: SignContract, quote: Quote, draft: ContractDraft, intent: Intent
) -> tuple[Quote, Contract]:
    """The customer agrees to the draft of a quote; see `require_signable` for what is refused."""
    require_signable(command, quote)
    contract = Contract(
        customer_id=quote.customer_id,
        contract_id=command.contract_id,
        quote_id=quote.quote_id,
        credit_line_id=quote.credit_line_id,
        terms=quote.loan_terms,
        text_zh=draft.text_zh,
        sha256=draft.text_sha256,
        template=quote.contract_template,
        signed_at=command.now,
        status=ContractStatus.AWAITING_SEAL,
        document_sha256=command.document_sha256,
        intent=intent,
    )
    return replace(quote, contract_id=command.contract_id), contract


def contract_facts(quote: Quote, policy: LendingPolicy) -> dict[str, str]:
    """Everything the contract says of this loan, by name, but for the schedule."""
    amount_minor = quote.terms.amount_minor
    return {
        "lender_name": policy.lender_name,
        "lender_licence": policy.lender_licence,
        "complaint_channel": policy.complaint_channel,
        "borrower_masked": quote.borrower_masked,
        "customer_id": str(quote.customer_id),
        "quote_id": str(quote.quote_id),
        "loan_kind": "个人经营贷款" if policy.verified_business_required else "个人消费贷款",
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
        "xirr_rate": percent(quote.annual.xirr_ppm),
        "partners": partners_zh(policy.funding_partners),
        "total_interest": format_minor(quote.schedule.total_interest_minor),
        "service_fee": format_minor(quote.service_fee_minor),
        "prepayment_fee_rate": percent(quote.prepayment_fee_ppm),
        "penalty_factor": times(quote.penalty.factor_pct),
        "penalty_rate": percent(quote.penalty.annual_ppm(quote.daily_rate_ppm)),
        "cap_rate": percent(quote.penalty.cap_annual_ppm),
        "grace_days": str(quote.penalty.grace_days),
        "schedule_sha256": quote.schedule.sha256,
        "cost_sheet_sha256": quote.cost_sheet.sha256,
        "policy_version": quote.policy_version,
    }
