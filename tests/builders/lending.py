"""Lending's values for tests: sensible unless a test says otherwise."""

import calendar
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from chassis.frozen import replace
from chassis.money import round_half_up, split_evenly
from services.lending.domain.approval import Apply, decide_application
from services.lending.domain.contract import (
    Contract,
    ContractDocument,
    Intent,
    Seal,
    SignContract,
    draft_contract,
    sign,
)
from services.lending.domain.cost_of_credit import PenaltyTerms
from services.lending.domain.credit_file import (
    CREDIT_FILE_SCHEMA,
    FEATURES,
    CreditFile,
    FeatureVector,
    RevolvingMonth,
)
from services.lending.domain.credit_line import CreditLine, LineStatus, credit_line_id_of
from services.lending.domain.decision_policy import DecisionPolicies, DecisionPolicy
from services.lending.domain.documents import Templates
from services.lending.domain.drawdown import (
    Drawdown,
    DrawdownStatus,
    HoldReason,
    PayoutCard,
    Verdict,
    VerdictOutcome,
)
from services.lending.domain.exposure import CustomerExposure
from services.lending.domain.loan_application import (
    ApplicationInputs,
    BureauReport,
    LoanApplication,
)
from services.lending.domain.loan_terms import LoanTerms
from services.lending.domain.policy import LendingPolicy, ProductCatalogue
from services.lending.domain.product import (
    PERSONAL_REVOLVING,
    AssuranceLevel,
    Purpose,
    RepaymentMethod,
)
from services.lending.domain.quote import MakeQuote, Quote, QuoteTerms, make_quote
from services.lending.domain.salient_clauses import ClauseSeen
from services.lending.domain.schedule import Schedule, ScheduleRow
from services.lending.domain.score import Score, ScoreReason, ScoreSource
from services.lending.policy_file import read_decisions, read_policies
from services.lending.template_files import read_templates
from services.repayment.domain.repayment_schedule import Method, Plan
from services.repayment.domain.repayment_schedule import schedule as repayment_schedule

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CUSTOMER = UUID("0198b3c2-0000-7000-8000-000000000001")
CARD = UUID("0198b3c2-0000-7000-8000-00000000000c")
QUOTE = UUID("0198b3c2-0000-7000-8000-00000000000a")
CONTRACT = UUID("0198b3c2-0000-7000-8000-00000000000b")
NANO_PER_PPM = 1_000
FULL_VECTOR = FeatureVector(CREDIT_FILE_SCHEMA, (0.0,) * len(FEATURES))
"""Every feature is known."""
DRAWDOWN = UUID("0198b3c2-0000-7000-8000-00000000000d")
VERDICT = UUID("0198b3c2-0000-7000-8000-00000000000e")


@cache
def policies() -> ProductCatalogue:
    return read_policies()


@cache
def templates() -> Templates:
    return read_templates()


def a_policy(**changes: Any) -> LendingPolicy:
    product_code = changes.pop("product_code", PERSONAL_REVOLVING)
    return replace(policies().on(TODAY, product_code), **changes)


def a_bureau_report(**changes: Any) -> BureauReport:
    report = BureauReport(
        report_id="R1",
        consent_id=UUID(int=7),
        accounts=2,
        history_months=12,
        queries_last_3_months=1,
        overdue_now_minor=0,
        overdue_months_last_24=0,
        debt_minor=1_000_000,
        monthly_due_minor=50_000,
        credit_file=CreditFile(5_000_000, (RevolvingMonth(0, 400_000, 300_000),) * 6),
    )
    return replace(report, **changes)


def a_score(**changes: Any) -> Score:
    """A default of 0.6 %: the best grade."""
    score = Score(
        model_version="m1",
        source=ScoreSource.CHAMPION,
        pd_ppm=6_000,
        points=700,
        reasons=(ScoreReason.UTILISATION, ScoreReason.CREDIT_USE),
    )
    return replace(score, **changes)


class FixedScorer:
    """Gives `answer` to everybody and keeps the vectors it was asked about."""

    def __init__(self) -> None:
        self.answer = a_score()
        self.asked: list[FeatureVector] = []

    def score(self, customer_id: UUID, features: FeatureVector) -> Score:
        self.asked.append(features)
        return self.answer


@cache
def decisions() -> DecisionPolicies:
    return read_decisions()


def a_decision_policy(**changes: Any) -> DecisionPolicy:
    """What applications are decided by today; `changes` go to the product or credit policy."""
    product = changes.pop("product", a_policy())
    given = decisions().of(a_policy(product_code=product.product_code), TODAY)
    return replace(given, product=product, credit=replace(given.credit, **changes))


def some_inputs(**changes: Any) -> ApplicationInputs:
    inputs = ApplicationInputs(
        business_date=TODAY,
        age_years=30,
        is_student=False,
        assurance_level=AssuranceLevel.L1,
        purpose=Purpose.CONSUMPTION,
        monthly_income_minor=1_000_000,
        bureau=a_bureau_report(),
        employer="An employer",
        occupation="An occupation",
        features=FULL_VECTOR,
        score=a_score(),
    )
    return replace(inputs, **changes)


def an_application(**changes: Any) -> LoanApplication:
    command = Apply(
        customer_id=CUSTOMER,
        application_id=UUID(int=1),
        inputs=changes.pop("inputs", some_inputs()),
        last=None,
        policy=changes.pop("policy", a_decision_policy()),
        now=NOW,
    )
    return replace(decide_application(command, None, CustomerExposure(CUSTOMER)).reply, **changes)


def a_line(**changes: Any) -> CreditLine:
    line = CreditLine(
        customer_id=CUSTOMER,
        credit_line_id=credit_line_id_of(CUSTOMER, "personal_revolving"),
        product_code="personal_revolving",
        application_id=UUID(int=1),
        purpose=Purpose.CONSUMPTION,
        status=LineStatus.OPENED,
        grade="B",
        daily_rate_ppm=500,
        limit_minor=5_000_000,
        drawn_minor=0,
        reserved_minor=0,
        assessed_on=TODAY,
        opened_at=NOW,
        policy_version=a_policy().version,
    )
    return replace(line, **changes)


def month_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def a_schedule(
    amount_minor: int = 1_000_000,
    instalments: int = 10,
    *,
    daily_rate_ppm: int = 500,
    disbursed_on: date = TODAY,
    method: RepaymentMethod = RepaymentMethod.EQUAL_PRINCIPAL,
) -> Schedule:
    """What repayment answers; equal principal is counted out here once more, independently."""
    if method is not RepaymentMethod.EQUAL_PRINCIPAL:
        plan = Plan(Method(method.value), instalments)
        return Schedule(
            disbursed_on,
            tuple(
                ScheduleRow(
                    row.number, row.due_on, row.days, row.principal_minor, row.interest_minor
                )
                for row in repayment_schedule(
                    amount_minor, daily_rate_ppm * NANO_PER_PPM, plan, disbursed_on
                )
            ),
        )
    left, last, rows = amount_minor, disbursed_on, []
    for number, principal in enumerate(split_evenly(amount_minor, instalments), start=1):
        due = month_later(disbursed_on, number)
        days = (due - last).days
        interest = round_half_up(left * daily_rate_ppm * days, 1_000_000)
        rows.append(ScheduleRow(number, due, days, principal, interest))
        left, last = left - principal, due
    return Schedule(disbursed_on, tuple(rows))


def some_terms(**changes: Any) -> QuoteTerms:
    return replace(QuoteTerms(1_000_000, 10, RepaymentMethod.EQUAL_PRINCIPAL), **changes)


def a_quote(*, policy: LendingPolicy | None = None, **changes: Any) -> Quote:
    command = MakeQuote(
        quote_id=QUOTE,
        terms=some_terms(),
        schedule=a_schedule(),
        borrower_masked="王**（1****************X）",
        policy=policy or a_policy(),
        now=NOW,
    )
    return replace(make_quote(command, a_line(), templates()), **changes)


def clauses_seen(quote: Quote, dwell_ms: int = 500) -> list[ClauseSeen]:
    """What an app tells after every key clause was on its screen."""
    return [
        ClauseSeen(clause.code, clause.sha256, dwell_ms, "zh-CN")
        for clause in quote.clauses.clauses
    ]


def a_confirmed_quote(**changes: Any) -> Quote:
    """A quote whose cost sheet is confirmed and whose key clauses are acknowledged."""
    read = NOW + timedelta(seconds=10)
    quote = a_quote(opened_at=NOW, confirmed_at=read).open_clauses(today=TODAY, now=NOW)
    return replace(quote.acknowledge(clauses_seen(quote), today=TODAY, now=read), **changes)


DOCUMENT_SHA256 = "d" * 64
INTENT = Intent(UUID("0198b3c2-0000-7000-8000-0000000000aa"), NOW)
SEAL = Seal(sha256="5" * 64, signer="A lender", authority="A TSA", timestamped_at=NOW)


def signing(**changes: Any) -> SignContract:
    command = SignContract(CONTRACT, DOCUMENT_SHA256, DOCUMENT_SHA256, TODAY, NOW)
    return replace(command, **changes)


def a_document(**changes: Any) -> ContractDocument:
    return replace(ContractDocument(CUSTOMER, CONTRACT, b"key", b"encrypted"), **changes)


def an_agreed_contract(**changes: Any) -> Contract:
    """The customer agreed; the lender's seal is still to come."""
    quote = a_confirmed_quote()
    draft = draft_contract(quote, a_policy(), templates())
    return replace(sign(signing(), quote, draft, INTENT)[1], **changes)


def a_contract(**changes: Any) -> Contract:
    """A sealed contract."""
    return replace(an_agreed_contract().sealed_with(SEAL), **changes)


def some_loan_terms(**changes: Any) -> LoanTerms:
    terms = LoanTerms(
        amount_minor=1_000_000,
        instalments=10,
        method=RepaymentMethod.EQUAL_PRINCIPAL,
        daily_rate_ppm=500,
        penalty=PenaltyTerms(factor_pct=150, cap_annual_ppm=240_000, grace_days=1),
        valid_on=TODAY,
        schedule_sha256="0" * 64,
        policy_version="p",
    )
    return replace(terms, **changes)


def a_drawdown(**changes: Any) -> Drawdown:
    if changes.get("status") is DrawdownStatus.HELD:
        changes.setdefault("hold_reason", HoldReason.SCREEN_HOLD)
    drawdown = Drawdown(
        customer_id=CUSTOMER,
        drawdown_id=DRAWDOWN,
        contract_id=CONTRACT,
        credit_line_id=credit_line_id_of(CUSTOMER, "personal_revolving"),
        card=PayoutCard(CARD, "card-token"),
        terms=some_loan_terms(),
        amount_minor=1_000_000,
        status=DrawdownStatus.REQUESTED,
        requested_at=NOW,
        requested_on=TODAY,
    )
    return replace(drawdown, **changes)


def a_verdict(outcome: VerdictOutcome = VerdictOutcome.ALLOW, **changes: Any) -> Verdict:
    verdict = Verdict(
        verdict_id=VERDICT,
        outcome=outcome,
        reason_codes=(),
        rule_set_version="r1",
        customer_id=CUSTOMER,
        amount_minor=1_000_000,
        card_id=CARD,
        expires_at=NOW + timedelta(seconds=60),
    )
    return replace(verdict, **changes)
