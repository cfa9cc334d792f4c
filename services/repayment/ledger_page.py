"""Prints the chart of accounts and the posting table as `docs/ledger.md`, for accountants.

`python -m services.repayment.ledger_page` brings the page up to date; a test compares it.
"""

from pathlib import Path

from services.repayment.chart_file import read_chart
from services.repayment.domain.ledger.chart import Chart
from services.repayment.domain.ledger.posting_table import POSTING_TABLE

PAGE = Path(__file__).parents[2] / "docs" / "ledger.md"

_INTRODUCTION = """\
# The ledger

This page is printed from `services/repayment/policy/chart_of_accounts.toml` and
`services/repayment/domain/ledger/posting_table.py`; change those, then run
`python -m services.repayment.ledger_page`.

Every entry is one transfer of one amount between two accounts, so debits equal credits by
construction. Nothing is edited: a correction swaps the sides, its kind begins with `reversal:`.
Amounts are whole fen. An account of layer TOTALS is written once per bucket and day by the general
ledger; all others are written entry by entry.
"""


def page(chart: Chart) -> str:
    """The page as it should be."""
    accounts = [
        f"| {account.number} | `{account.code}` | {account.name_zh} | {account.name_en} "
        f"| {account.kind} | {account.grows_on.lower()} "
        f"| {'yes' if account.owed_by_customer else ''} | {account.layer} |"
        for account in sorted(chart, key=lambda account: account.number)
    ]
    postings = [
        f"| {row.event.__name__} | {row.kind} | `{row.debit}` | `{row.credit}` "
        f"| {row.amount} | {row.when} |"
        for row in POSTING_TABLE
    ]
    return "\n".join(
        (
            _INTRODUCTION,
            "## Chart of accounts\n",
            "| number | code | name | in English | class | grows on | owed by customer | layer |",
            "|---|---|---|---|---|---|---|---|",
            *accounts,
            "\n## Posting table\n",
            "| event | entry | debit | credit | amount | when |",
            "|---|---|---|---|---|---|",
            *postings,
            "",
        )
    )


if __name__ == "__main__":
    PAGE.write_text(page(read_chart()), encoding="utf-8")
