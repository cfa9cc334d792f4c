"""The policy of documents and of the credit record: its parameters and how each is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from chassis.dated_policy import DatedParameters, flag, positive, text
from services.repayment.domain.credit_record import CreditRules
from services.repayment.domain.documents.frame import Lender


@dataclass(frozen=True, slots=True)
class DocumentPolicy:
    """Who lends and how the bureau is told, on one date."""

    lender_name: str
    lender_licence: str
    complaint_channel: str
    credit_notice_days: int
    credit_negative_kept_years: int
    credit_dispute_answer_days: int
    credit_tells_cured_months: bool

    @property
    def lender(self) -> Lender:
        return Lender(self.lender_name, self.lender_licence, self.complaint_channel)

    @property
    def credit_rules(self) -> CreditRules:
        return CreditRules(
            notice_days=self.credit_notice_days,
            negative_kept_years=self.credit_negative_kept_years,
            dispute_answer_days=self.credit_dispute_answer_days,
            tells_cured_months=self.credit_tells_cured_months,
        )


_PARSERS: Mapping[str, Callable[[Any], object]] = {
    "lender_name": text,
    "lender_licence": text,
    "complaint_channel": text,
    "credit_notice_days": positive,
    "credit_negative_kept_years": positive,
    "credit_dispute_answer_days": positive,
    "credit_tells_cured_months": flag,
}


class DocumentPolicies:
    """Every policy of documents there was, is and is announced to be."""

    def __init__(self, parameters: DatedParameters) -> None:
        self._parameters = parameters.parsed(_PARSERS)

    def on(self, day: date) -> DocumentPolicy:
        """The policy of a business date; raises PolicyError when a value is missing."""
        return DocumentPolicy(**self._parameters.on(day))
