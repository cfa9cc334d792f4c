"""The migration that takes the names out of the documents of loans."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from chassis import migrations
from chassis.database import open_pool
from chassis.frozen import Positional, replace
from services.repayment.__main__ import MIGRATIONS
from services.repayment.benchmarks.portfolio import life
from services.repayment.domain.history import EntryKind, HistoryEntry, PlanChange, PlanChangeKind
from services.repayment.domain.life import happened
from services.repayment.domain.loan import Loan
from services.repayment.domain.prepayment_fee import FeeTier
from services.repayment.repository import LOANS, Repository
from tests.builders.loans import CUSTOMER, a_loan, repayment_id, some_terms

DOCUMENTS = (
    "terms",
    "instalments",
    "principal_history",
    "outstanding_history",
    "scheduled_rates",
    "history",
)


def some_loans() -> list[Loan]:
    """A fresh one, one long overdue, one half paid, and one whose plan was changed."""
    changed = a_loan(terms=some_terms(prepayment_fee=(FeeTier(1, 500),), fee_items=("sms",)))
    pause = PlanChange(
        PlanChangeKind.INTEREST_PAUSE, from_on=date(2026, 12, 1), to_on=date(2026, 12, 5)
    )
    day = date(2026, 11, 30)
    changed = happened(
        changed, HistoryEntry(EntryKind.PLAN_CHANGE, repayment_id(1), day, day, change=pause)
    ).loan
    half = life(date(2026, 1, 15), 10, 500_000, date(2026, 6, 1))
    *earlier, last = half.history
    half = replace(half, history=(*earlier, replace(last, taken_back_on=date(2026, 6, 2))))
    return [a_loan(), a_loan(on=date(2027, 3, 1)), changed, half]


def with_names(value: Any) -> Any:
    """A value inside a loan as maps of names."""
    if isinstance(value, Positional):
        return {name: with_names(getattr(value, name)) for name in value.__struct_fields__}
    return [with_names(one) for one in value] if isinstance(value, tuple) else value


def as_before(loan: Loan, number: int) -> dict[str, Any]:
    """Its row as the version before wrote it: documents as jsonb maps."""
    rows, *_ = LOANS.copies
    row = dict(zip(rows.column_names, rows.row_of(loan), strict=True))
    del row["next_due"], row["fallen_due_on"]
    maps = {
        name: msgspec.json.encode(with_names(getattr(loan, name))).decode() for name in DOCUMENTS
    }
    return {**row, **maps, "customer_id": CUSTOMER, "loan_id": repayment_id(number)}


async def test_loans_written_with_names_are_read_as_they_were(
    database_url: str, tmp_path: Path
) -> None:
    before = tmp_path / MIGRATIONS.parent.name / MIGRATIONS.name
    shutil.copytree(MIGRATIONS, before)
    for file in before.glob("*.sql"):
        if file.name >= "0015":
            file.unlink()
    await migrations.apply(database_url, before)
    loans = some_loans()
    async with open_pool(database_url) as pool:
        for number, loan in enumerate(loans):
            row = as_before(loan, number)
            places = ", ".join(f"${place}" for place in range(1, len(row) + 1))
            await pool.execute(
                f"insert into loan ({', '.join(row)}) values ({places})",
                *row.values(),
            )

    applied = await migrations.apply(database_url, MIGRATIONS)

    assert "repayment/0015_compact_the_documents_of_loans.sql" in applied
    async with open_pool(database_url) as pool:
        for number, loan in enumerate(loans):
            found = await Repository(pool).loan(CUSTOMER, repayment_id(number))
            for name in (*DOCUMENTS, "status", "next_due_on", "overdue_from"):
                assert getattr(found, name) == getattr(loan, name), name
