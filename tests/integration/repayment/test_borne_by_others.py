"""Interest that campaigns bear, and money between us and partners, on real servers."""

import asyncio
from datetime import date
from typing import Any

import pytest
from granary.repayment.v1 import interest_relief_service_pb2 as relief
from granary.repayment.v1 import loan_adjustment_pb2 as adjustments

from chassis.errors import DomainError, NotAllowed
from chassis.ports import new_id
from services.repayment.domain.loan import Loan
from tests.integration.repayment.conftest import Clients, Suite
from tests.integration.repayment.test_loan_adjustments import about, the_books_agree
from tests.integration.sandbox.conftest import World

FIRST_DUE = date(2026, 12, 23)


def a_coupon(loan: Loan, **changes: Any) -> relief.ApplyCouponRequest:
    fields = about(
        loan,
        coupon_id=str(new_id()),
        free_nights=15,
        principal_minor=500_000,
        valid_from="2026-11-01",
        valid_to="2026-12-31",
    )
    return relief.ApplyCouponRequest(**fields | changes)


async def test_a_coupon_is_used_once_however_many_people_apply_it(
    suite: Suite, loan: Loan, clients: Clients, world: World
) -> None:
    await world.fault("debit", "reject", count=3, reason="AC04")
    await suite.close_until(FIRST_DUE)
    await suite.settled_collections(loan)
    staff = [await clients.staff(name) for name in ("li", "wang", "zhao")]
    coupon_id = str(new_id())

    outcomes = await asyncio.gather(
        *(one.relief.ApplyCoupon(a_coupon(loan, coupon_id=coupon_id)) for one in staff),
        return_exceptions=True,
    )

    done = [o.adjustment for o in outcomes if not isinstance(o, BaseException)]
    refused = [getattr(o, "reason", repr(o)) for o in outcomes if isinstance(o, BaseException)]
    assert refused == ["COUPON_USED", "COUPON_USED"]
    assert [(a.amount_minor, a.coupon_id, a.state) for a in done] == [
        (3_750, coupon_id, adjustments.LOAN_ADJUSTMENT_STATE_DONE)
    ]
    books = await suite.books()
    assert (books["coupon_cost"], books["interest_receivable"]) == (3_750, 11_250)
    assert (await suite.reload(loan)).owed(FIRST_DUE).interest_minor == 11_250
    await the_books_agree(suite, loan)
    with pytest.raises(DomainError) as later:
        await staff[0].relief.ApplyCoupon(a_coupon(loan, valid_to="2026-12-01"))
    assert later.value.reason == "COUPON_NOT_APPLICABLE"
    customer = await clients.customer(loan.customer_id)
    with pytest.raises(NotAllowed):
        await customer.relief.ApplyCoupon(a_coupon(loan))
