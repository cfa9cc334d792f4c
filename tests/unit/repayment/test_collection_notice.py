"""What a customer reads about a collection, and the receipt of what was collected."""

from datetime import date

import pytest

from chassis.frozen import replace
from services.repayment.domain.collection import Repayment, RepaymentStatus, request_repayment
from services.repayment.domain.collection_notice import (
    ASK_YOUR_BANK,
    ASKING_THE_BANK,
    BANK_HAD_A_FAULT,
    NOT_PERMITTED,
    OTHER_REASON,
    PART_WAS_TAKEN,
    TOPPED_UP_LATER,
    Notice,
    notice_of,
    receipt_number,
)
from services.repayment.domain.policy import RepaymentPolicy
from services.repayment.policy_file import read_policy
from tests.builders.loans import a_loan, a_request

DAY = date(2026, 12, 23)


def a_repayment(status: RepaymentStatus, code: str = "") -> Repayment:
    asked = request_repayment(a_loan(on=DAY), a_request(115_000, on=DAY)).reply
    return replace(asked, status=status, failure_code=code)


@pytest.mark.parametrize(
    ("code", "notice"),
    [
        ("AM04", TOPPED_UP_LATER),
        ("AC04", ASK_YOUR_BANK),
        ("AB06", BANK_HAD_A_FAULT),
        ("MD01", NOT_PERMITTED),
        ("XX99", OTHER_REASON),
    ],
)
def test_a_refused_collection_says_what_to_do_next(code: str, notice: Notice) -> None:
    assert notice_of(a_repayment(RepaymentStatus.FAILED, code)) is notice


def test_every_reason_the_policy_knows_has_a_text_of_its_own() -> None:
    policy: RepaymentPolicy = read_policy().on(DAY)

    for code, _ in policy.debit_windows.kinds:
        assert notice_of(a_repayment(RepaymentStatus.FAILED, code)) is not OTHER_REASON


def test_a_silent_bank_is_not_the_customers_delay() -> None:
    assert notice_of(a_repayment(RepaymentStatus.UNKNOWN)) is ASKING_THE_BANK
    assert notice_of(a_repayment(RepaymentStatus.COLLECTING)) is None


def test_money_collected_has_a_receipt_and_a_part_a_notice() -> None:
    posted = replace(a_repayment(RepaymentStatus.POSTED), posted_on=DAY)
    part = replace(posted, amount_minor=1)

    assert notice_of(posted) is None
    assert notice_of(part) is PART_WAS_TAKEN
    assert receipt_number(posted) == "R20261223-00000000F001"
    assert receipt_number(a_repayment(RepaymentStatus.FAILED, "AM04")) == ""
