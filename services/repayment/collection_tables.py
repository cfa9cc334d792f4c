"""The tables of what collecting keeps besides loans and repayments."""

from typing import Any

from chassis.tables import AggregateTable
from services.repayment.domain.customer_credit import CustomerCredit, HeldReceipt, Refund
from services.repayment.domain.mandate import Mandate

# Where a mandate changes together with its loan, the loan's change announces it.
MANDATES = AggregateTable(Mandate, "mandate", key=("customer_id", "loan_id"), announced=False)
CREDITS = AggregateTable(CustomerCredit, "customer_credit", key=("customer_id",), announced=False)
HELD_RECEIPTS = AggregateTable(
    HeldReceipt, "held_receipt", key=("customer_id", "repayment_id"), announced=False
)
# Every step of a refund is told.
REFUNDS = AggregateTable(Refund, "refund", key=("customer_id", "refund_id"))
COLLECTION_TABLES: tuple[AggregateTable[Any], ...] = (MANDATES, CREDITS, HELD_RECEIPTS, REFUNDS)
