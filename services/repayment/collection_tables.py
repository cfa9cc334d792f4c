"""The tables of what collecting keeps besides loans and repayments."""

from typing import Any

from chassis.tables import AggregateTable
from services.repayment.domain.mandate import Mandate

# Where a mandate changes together with its loan, the loan's change announces it.
MANDATES = AggregateTable(Mandate, "mandate", key=("customer_id", "loan_id"), announced=False)
COLLECTION_TABLES: tuple[AggregateTable[Any], ...] = (MANDATES,)
