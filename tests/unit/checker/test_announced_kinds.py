"""The checker and the services agree on which aggregates announce every change."""

from cli.checker.invariants import ANNOUNCED_KINDS, PRINCIPAL_ACCOUNTS
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


def test_the_accounts_of_principal_are_those_of_the_chart() -> None:
    names = {read_chart().account(code).name_en for code in PRINCIPAL_ACCOUNTS}

    assert names == {"Loan principal", "Loans written off, claim kept"}
