"""The policy of documents: who lends and how the bureau is told, as dated data."""

from datetime import date

import pytest

from chassis.dated_policy import PolicyError
from services.repayment.domain.credit_record import CreditRules
from services.repayment.domain.documents.frame import Lender
from services.repayment.policy_file import read_document_policy


def test_the_policy_names_the_lender_and_the_numbers_of_the_law() -> None:
    policy = read_document_policy().on(date(2027, 1, 1))

    assert policy.lender == Lender(
        policy.lender_name, policy.lender_licence, policy.complaint_channel
    )
    assert policy.credit_rules == CreditRules(
        notice_days=7, negative_kept_years=5, dispute_answer_days=20, tells_cured_months=False
    )


def test_before_the_first_value_there_is_no_policy() -> None:
    with pytest.raises(PolicyError):
        read_document_policy().on(date(2019, 12, 31))
