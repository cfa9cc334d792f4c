"""The checker and the services agree on which aggregates announce every change."""

from cli.checker.invariants import ANNOUNCED_KINDS, PRINCIPAL_ACCOUNT
from services.identity.repository import TABLES as IDENTITY
from services.lending.repository import TABLES as LENDING
from services.monitoring.repository import TABLES as MONITORING
from services.repayment.chart_file import read_chart
from services.repayment.repository import TABLES as REPAYMENT
from services.support.repository import TABLES as SUPPORT


def test_the_kinds_whose_events_are_gapless_are_those_of_the_tables() -> None:
    tables = (*IDENTITY, *LENDING, *REPAYMENT, *MONITORING, *SUPPORT)

    announced = {table.name for table in tables if table.announced}

    assert announced == ANNOUNCED_KINDS


def test_the_principal_account_is_that_of_the_chart() -> None:
    assert read_chart().account(PRINCIPAL_ACCOUNT).name_en == "Loan principal"
