"""Loans side by side as contract messages."""

from granary.lending.v1 import loan_option_pb2 as pb

from services.lending.domain.comparison import (
    PREPAY_FROM_DAY,
    Affordability,
    LoanOption,
    NoOption,
)
from services.lending.domain.cost_of_credit import AnnualCost
from services.lending.domain.quote import QuoteTerms
from services.lending.domain.wording import METHODS_EN, METHODS_ZH
from services.lending.proto_mapping import (
    CURRENCY,
    METHODS,
    penalty_to_proto,
    schedule_to_proto,
)

MOST_PPM = 1_000_000_000
"""A thousand times the income: an instalment beyond that is shown as that."""


def option_to_proto(option: LoanOption | NoOption) -> pb.LoanOption:
    terms = _terms_to_proto(option.terms)
    if isinstance(option, NoOption):
        terms.unavailable_reason = option.refusal.reason
        return terms
    terms.MergeFrom(
        pb.LoanOption(
            daily_rate_ppm=option.daily_rate_ppm,
            schedule=schedule_to_proto(option.schedule),
            total_interest_minor=option.schedule.total_interest_minor,
            service_fee_minor=option.service_fee_minor,
            total_repayment_minor=option.total_repaid_minor,
            annual_rates=_rates_to_proto(option.annual),
            penalty_terms=penalty_to_proto(option.penalty),
            penalty_annual_ppm=option.penalty.annual_ppm(option.daily_rate_ppm),
            prepayment=pb.PrepaymentTerms(
                from_day=PREPAY_FROM_DAY,
                fee_ppm=option.prepayment_fee_ppm,
                example_on_day=option.prepayment.on_day,
                example_principal_minor=option.prepayment.principal_minor,
                example_fee_minor=option.prepayment.fee_minor,
                example_interest_saved_minor=option.prepayment.interest_saved_minor,
            ),
            affordability=_affordability_to_proto(option.affordability),
        )
    )
    return terms


def _terms_to_proto(terms: QuoteTerms) -> pb.LoanOption:
    return pb.LoanOption(
        amount_minor=terms.amount_minor,
        currency=CURRENCY,
        instalments=terms.instalments,
        method=METHODS.to_proto(terms.method),
        method_zh=METHODS_ZH[terms.method],
        method_en=METHODS_EN[terms.method],
    )


def _rates_to_proto(annual: AnnualCost) -> list[pb.AnnualRate]:
    return [
        pb.AnnualRate(
            method=pb.ANNUAL_RATE_METHOD_SIMPLE,
            annual_ppm=annual.simple_ppm,
            label_zh="年化利率（单利，日利率×365）",
            label_en="yearly rate (simple, daily rate x 365)",
        ),
        pb.AnnualRate(
            method=pb.ANNUAL_RATE_METHOD_IRR_X12,
            annual_ppm=annual.irr_x12_ppm,
            label_zh="综合融资成本年化率（内部收益率，月度×12）",
            label_en="all-in yearly cost (monthly internal rate of return x 12)",
        ),
        pb.AnnualRate(
            method=pb.ANNUAL_RATE_METHOD_XIRR,
            annual_ppm=annual.xirr_ppm,
            label_zh="综合融资成本年化率（内部收益率，按实际日期复利）",
            label_en="all-in yearly cost (internal rate of return on the real dates, compounded)",
        ),
    ]


def _affordability_to_proto(hint: Affordability | None) -> pb.Affordability | None:
    if hint is None:
        return None
    return pb.Affordability(
        largest_instalment_minor=hint.largest_instalment_minor,
        monthly_income_minor=hint.monthly_income_minor,
        existing_dues_minor=hint.existing_dues_minor,
        instalment_share_ppm=min(hint.instalment_share_ppm, MOST_PPM),
        dues_share_ppm=min(hint.dues_share_ppm, MOST_PPM),
        comfortable=hint.is_comfortable,
    )
