"""Reads the chart of accounts; the file in `policy/` unless the settings name another."""

from pathlib import Path

from chassis.policy_files import read_parameters
from services.repayment.domain.ledger.chart import Chart
from services.repayment.domain.ledger.posting_table import posted_accounts

DEFAULT = Path(__file__).parent / "policy" / "chart_of_accounts.toml"


def read_chart(path: Path = DEFAULT) -> Chart:
    """Raises PolicyError, naming the account, when the file lacks what the postings need."""
    chart = Chart(read_parameters(path))
    chart.check(posted_accounts())
    return chart
