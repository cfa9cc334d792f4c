"""The servicing policy has dates, and a version is chosen by date."""

from dataclasses import replace
from datetime import date

import pytest

from services.repayment.domain.policy import Policies, RepaymentPolicy
from services.repayment.domain.terms import Part

OLD = RepaymentPolicy(
    version="old",
    effective_from=date(2026, 1, 1),
    source="test",
    confidence="test",
    allocation_order=(Part.PENALTY, Part.INTEREST, Part.PRINCIPAL),
    prepayment_from_day=1,
    auto_debit_days_after_due=(0, 1),
    collection_retry_s=(1,),
)
NEW = replace(OLD, version="new", effective_from=date(2027, 1, 1))


def test_the_newest_version_in_force_is_chosen():
    policies = Policies((OLD, NEW))

    assert policies.in_force(date(2026, 12, 31)) is OLD
    assert policies.in_force(date(2027, 1, 1)) is NEW


def test_before_the_first_version_there_is_no_policy():
    with pytest.raises(LookupError):
        Policies((OLD,)).in_force(date(2025, 12, 31))


@pytest.mark.parametrize(
    "fault",
    [
        {"allocation_order": (Part.INTEREST, Part.PRINCIPAL)},
        {"auto_debit_days_after_due": ()},
        {"collection_retry_s": ()},
    ],
)
def test_an_incomplete_version_is_refused(fault):
    with pytest.raises(ValueError, match="policy old"):
        replace(OLD, **fault)
