"""What the service is told: a drawdown that was paid, and a delivery of the bus."""

from datetime import date
from typing import Any

from granary.lending.v1.events_pb2 import DrawdownPaid
from granary.repayment.v1.schedule_pb2 import REPAYMENT_METHOD_EQUAL_PRINCIPAL

from chassis.command import Delivery
from chassis.ports import new_id

FIRST_DAY = date(2026, 11, 23)


def a_paid_drawdown(**more: Any) -> DrawdownPaid:
    fields: dict[str, Any] = {
        "customer_id": str(new_id()),
        "drawdown_id": str(new_id()),
        "credit_line_id": str(new_id()),
        "contract_id": str(new_id()),
        "card_id": str(new_id()),
        "amount_minor": 1_000_000,
        "currency": "CNY",
        "instalments": 10,
        "method": REPAYMENT_METHOD_EQUAL_PRINCIPAL,
        "daily_rate_ppm": 500,
        "penalty_factor_pct": 150,
        "cap_annual_ppm": 240_000,
        "grace_days": 1,
        "disbursed_on": FIRST_DAY.isoformat(),
        "policy_version": "2026-11",
        "schedule_sha256": "0" * 64,
    }
    return DrawdownPaid(**fields | more)


def a_delivery() -> Delivery:
    return Delivery("test", str(new_id()))
