"""Domain values as contract messages, and the few that come the other way."""

from datetime import date
from uuid import UUID

from granary.identity.v1 import customer_pb2
from granary.lending.v1 import (
    application_pb2,
    contract_pb2,
    credit_line_pb2,
    drawdown_pb2,
    policy_pb2,
    quote_pb2,
)
from granary.monitoring.v1 import verdict_pb2
from granary.repayment.v1 import schedule_pb2
from granary.type.v1 import money_pb2

from chassis.contract_values import EnumMapping, timestamp
from chassis.dated_policy import PolicyPeriod
from services.lending.domain.contract import Contract
from services.lending.domain.cost_of_credit import PenaltyTerms, penalty_terms
from services.lending.domain.cost_sheet import CostItem, CostSheet
from services.lending.domain.credit_line import CreditLine, LineStatus
from services.lending.domain.drawdown import Drawdown, Verdict, VerdictOutcome
from services.lending.domain.line_words import LimitOffer
from services.lending.domain.loan_application import LoanApplication
from services.lending.domain.policy import LendingPolicy
from services.lending.domain.product import AssuranceLevel, Purpose, RepaymentMethod
from services.lending.domain.quote import Quote
from services.lending.domain.salient_clauses import SalientClause
from services.lending.domain.schedule import Schedule, ScheduleRow

CURRENCY = "CNY"

# Enum fields of messages also take the name of the value, which is how domain enums are mapped.

ASSURANCE_LEVELS = {
    AssuranceLevel.L0: customer_pb2.ASSURANCE_LEVEL_L0_PHONE,
    AssuranceLevel.L1: customer_pb2.ASSURANCE_LEVEL_L1_DATA,
    AssuranceLevel.L2: customer_pb2.ASSURANCE_LEVEL_L2_DOCUMENT,
    AssuranceLevel.L3: customer_pb2.ASSURANCE_LEVEL_L3_FACE_AND_CARD,
}
PURPOSES = EnumMapping(Purpose, application_pb2.LoanPurpose)
METHODS = EnumMapping(RepaymentMethod, schedule_pb2.RepaymentMethod)
VERDICT_OUTCOMES = EnumMapping(VerdictOutcome, verdict_pb2.VerdictOutcome)
# What customers see: whether they drew before does not matter to them.
LINE_STATUSES = {
    LineStatus.OPENED: credit_line_pb2.CREDIT_LINE_STATUS_ACTIVE,
    LineStatus.ACTIVE: credit_line_pb2.CREDIT_LINE_STATUS_ACTIVE,
    LineStatus.FROZEN: credit_line_pb2.CREDIT_LINE_STATUS_FROZEN,
    LineStatus.CLOSED: credit_line_pb2.CREDIT_LINE_STATUS_CLOSED,
}


def money(amount_minor: int) -> money_pb2.Money:
    return money_pb2.Money(amount_minor=amount_minor, currency=CURRENCY)


def outcome_to_proto(application: LoanApplication) -> str:
    return f"APPLICATION_OUTCOME_{application.standing.outcome}"


def application_to_proto(
    application: LoanApplication, credit_line_id: UUID | None
) -> application_pb2.Application:
    decision = application.standing
    # What the engine proposes to a person is no offer yet.
    granted = decision if decision.approved else None
    return application_pb2.Application(
        application_id=str(application.application_id),
        outcome=outcome_to_proto(application),
        reason_codes=decision.reason_codes,
        purpose=PURPOSES.to_proto(application.inputs.purpose),
        score=decision.points,
        grade=granted.grade if granted else "",
        credit_line_id="" if credit_line_id is None else str(credit_line_id),
        limit_minor=granted.limit_minor if granted else 0,
        currency=CURRENCY,
        daily_rate_ppm=granted.daily_rate_ppm if granted else 0,
        policy_version=decision.policy_version,
        decided_at=timestamp(application.decided_at),
        price_reason_codes=granted.price_reasons if granted else (),
        product_code=application.product_code,
    )


def credit_line_to_proto(line: CreditLine) -> credit_line_pb2.CreditLine:
    return credit_line_pb2.CreditLine(
        credit_line_id=str(line.credit_line_id),
        status=LINE_STATUSES[line.status],
        currency=CURRENCY,
        limit_minor=line.limit_minor,
        drawn_minor=line.drawn_minor,
        reserved_minor=line.reserved_minor,
        available_minor=line.available_minor,
        daily_rate_ppm=line.daily_rate_ppm,
        grade=line.grade,
        policy_version=line.policy_version,
        opened_at=timestamp(line.opened_at),
        product_code=line.product_code,
        freeze_reasons=sorted({freeze.reason.value for freeze in line.freezes}),
        limit_offer=None if line.offer is None else _offer_to_proto(line.offer),
    )


def _offer_to_proto(offer: LimitOffer) -> credit_line_pb2.LimitOffer:
    return credit_line_pb2.LimitOffer(
        offer_id=str(offer.offer_id),
        limit_minor=offer.limit_minor,
        valid_until=offer.valid_until.isoformat(),
    )


def penalty_to_proto(penalty: PenaltyTerms) -> schedule_pb2.PenaltyTerms:
    return schedule_pb2.PenaltyTerms(
        penalty_factor_pct=penalty.factor_pct,
        cap_annual_ppm=penalty.cap_annual_ppm,
        grace_days=penalty.grace_days,
    )


def schedule_to_proto(schedule: Schedule) -> list[schedule_pb2.ScheduleRow]:
    left_minor = schedule.principal_minor
    rows = []
    for row in schedule.rows:
        left_minor -= row.principal_minor
        rows.append(
            schedule_pb2.ScheduleRow(
                number=row.number,
                due_on=row.due_on.isoformat(),
                days=row.days,
                principal_minor=row.principal_minor,
                interest_minor=row.interest_minor,
                total_minor=row.total_minor,
                outstanding_principal_minor=left_minor,
            )
        )
    return rows


def schedule_row_from_proto(row: schedule_pb2.ScheduleRow) -> ScheduleRow:
    return ScheduleRow(
        number=row.number,
        due_on=date.fromisoformat(row.due_on),
        days=row.days,
        principal_minor=row.principal_minor,
        interest_minor=row.interest_minor,
    )


def cost_item_to_proto(item: CostItem) -> quote_pb2.CostItem:
    return quote_pb2.CostItem(
        name=item.name,
        kind=f"COST_ITEM_KIND_{item.kind}",
        amount_minor=item.amount_minor,
        annual_rate_ppm=item.annual_rate_ppm,
        collected_by=item.collected_by,
        standard_zh=item.standard_zh,
        standard_en=item.standard_en,
    )


def cost_sheet_to_proto(sheet: CostSheet) -> quote_pb2.CostSheet:
    return quote_pb2.CostSheet(
        version=sheet.template,
        hash=sheet.sha256,
        items=[cost_item_to_proto(item) for item in sheet.items],
        text_zh=sheet.text_zh,
        text_en=sheet.text_en,
        min_reading_s=sheet.min_reading_s,
    )


def clause_to_proto(clause: SalientClause) -> quote_pb2.SalientClause:
    return quote_pb2.SalientClause(
        clause=clause.code,
        version=clause.template,
        hash=clause.sha256,
        text_zh=clause.text_zh,
        text_en=clause.text_en,
    )


def quote_to_proto(quote: Quote) -> quote_pb2.Quote:
    interest_minor = quote.schedule.total_interest_minor
    return quote_pb2.Quote(
        quote_id=str(quote.quote_id),
        credit_line_id=str(quote.credit_line_id),
        amount_minor=quote.terms.amount_minor,
        currency=CURRENCY,
        instalments=quote.terms.instalments,
        method=METHODS.to_proto(quote.terms.method),
        daily_rate_ppm=quote.daily_rate_ppm,
        schedule=schedule_to_proto(quote.schedule),
        total_interest_minor=interest_minor,
        total_repayment_minor=quote.terms.amount_minor + interest_minor + quote.service_fee_minor,
        apr_simple_ppm=quote.annual.simple_ppm,
        apr_irr_ppm=quote.annual.irr_x12_ppm,
        penalty_terms=penalty_to_proto(quote.penalty),
        valid_on=quote.valid_on.isoformat(),
        cost_sheet=cost_sheet_to_proto(quote.cost_sheet),
        product_code=quote.product_code,
        policy_version=quote.policy_version,
        cost_sheet_opened_at=None if quote.opened_at is None else timestamp(quote.opened_at),
        cost_sheet_confirmed_at=(
            None if quote.confirmed_at is None else timestamp(quote.confirmed_at)
        ),
    )


def contract_to_proto(contract: Contract) -> contract_pb2.Contract:
    seal = contract.seal
    return contract_pb2.Contract(
        contract_id=str(contract.contract_id),
        quote_id=str(contract.quote_id),
        text_zh=contract.text_zh,
        sha256=contract.sha256,
        signed_at=timestamp(contract.signed_at),
        amount_minor=contract.terms.amount_minor,
        currency=CURRENCY,
        template_version=contract.template,
        product_code=contract.terms.product_code,
        status=f"CONTRACT_STATUS_{contract.status}",
        document_sha256=contract.document_sha256,
        sealed_sha256="" if seal is None else seal.sha256,
        sealed_at=None if seal is None else timestamp(seal.timestamped_at),
    )


def drawdown_to_proto(drawdown: Drawdown) -> drawdown_pb2.Drawdown:
    return drawdown_pb2.Drawdown(
        drawdown_id=str(drawdown.drawdown_id),
        credit_line_id=str(drawdown.credit_line_id),
        contract_id=str(drawdown.contract_id),
        card_id=str(drawdown.card.card_id),
        status=f"DRAWDOWN_STATUS_{drawdown.status}",
        amount_minor=drawdown.amount_minor,
        currency=CURRENCY,
        refusal_reason=drawdown.refusal_reason,
        requested_at=timestamp(drawdown.requested_at),
        paid_at=None if drawdown.paid_at is None else timestamp(drawdown.paid_at),
        disbursed_on="" if drawdown.paid_on is None else drawdown.paid_on.isoformat(),
    )


def verdict_to_proto(verdict: Verdict) -> verdict_pb2.Verdict:
    return verdict_pb2.Verdict(
        verdict_id=str(verdict.verdict_id),
        outcome=VERDICT_OUTCOMES.to_proto(verdict.outcome),
        reason_codes=verdict.reason_codes,
        rule_set_version=verdict.rule_set_version,
        expires_at=timestamp(verdict.expires_at),
    )


def policy_to_proto(policy: LendingPolicy, period: PolicyPeriod) -> policy_pb2.Policy:
    return policy_pb2.Policy(
        policy_version=policy.version,
        product_code=policy.product_code,
        purposes=[PURPOSES.to_proto(purpose) for purpose in policy.purposes],
        effective_from=period.first.isoformat(),
        effective_to="" if period.last is None else period.last.isoformat(),
        minimum_drawdown=money(policy.drawdown_min_minor),
        maximum_drawdown=money(policy.drawdown_max_minor),
        maximum_credit_line=money(policy.line_limit_max_minor),
        instalments=[term.months for term in policy.terms if term.offered],
        methods=[METHODS.to_proto(method) for method in policy.methods],
        penalty_terms=penalty_to_proto(penalty_terms(policy)),
        min_reading_s=policy.cost_sheet_min_reading_s,
        required_assurance_level=ASSURANCE_LEVELS[policy.required_assurance_level],
        grades=[
            policy_pb2.GradeTerms(
                grade=rule.grade,
                daily_rate_ppm=rule.daily_rate_ppm,
                maximum_credit_line=money(rule.limit_max_minor),
            )
            for rule in policy.grades
        ],
    )
