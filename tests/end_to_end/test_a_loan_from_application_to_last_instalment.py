"""Three customers' loans from registration to the last instalment, over real processes.

The story is the demo's; here it must hold, its statements tie out, and the checker agree while the
suite runs and after it has stopped.
"""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import asyncpg
import pytest
import pytest_asyncio
from rich.console import Console

from cli.commands.books import show_books
from cli.demo.app import App
from cli.demo.screen import Screen
from cli.demo.story import Story
from tests.builders.whole_suite import World, verified, whole_suite

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass
class Played:
    """The story after its last chapter."""

    world: World
    story: Story


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def played(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Played]:
    async with whole_suite(tmp_path_factory.mktemp("whole")) as world:
        story = Story(
            screen=Screen(Console(file=io.StringIO())),
            outside=world.outside,
            desk=world.desk,
            make_app=lambda language: App(world.session, world.suite.gateway_url, language),
            folder=world.suite.folder.path / "documents",
        )
        await story.play()
        yield Played(world, story)


async def test_every_invariant_holds_over_all_the_story_wrote(played: Played) -> None:
    facts = await played.world.assert_every_invariant_holds()

    assert len(facts.loans) == 6
    assert len(facts.rail or ()) > 30
    assert sorted({d.status for d in facts.drawdowns}) == ["PAID", "REFUSED"]


async def test_the_loan_held_to_term_cost_what_was_quoted(played: Played) -> None:
    customer, loan_id = played.story.customers[0], played.story.first_loan

    loan = await customer.loan(loan_id)

    rows = loan["instalments"]
    assert loan["status"] == "SETTLED"
    # 0.028 % a day: what the engine prices this customer at.
    assert [row["interest_minor"] for row in rows] == [
        8_400, 7_812, 6_944, 5_488, 5_208, 4_200, 3_472, 2_520, 1_736, 868
    ]  # fmt: skip
    assert sum(row["principal_minor"] for row in rows) == 1_000_000
    assert all(row["penalty_minor"] == 0 for row in rows)


@pytest.mark.parametrize(
    ("owner", "loan"), [(0, "first_loan"), (0, "prepaid_loan"), (1, "late_loan")]
)
async def test_each_statement_ties_out(played: Played, owner: int, loan: str) -> None:
    customer, loan_id = played.story.customers[owner], getattr(played.story, loan)

    statement = await customer.app.get(f"/v1/repayment/loans/{loan_id}/statement")

    movements = statement["movements"]
    balance = statement["opening_principal_minor"]
    for movement in movements:
        balance += movement["principal_change_minor"]
        assert movement["outstanding_principal_minor"] == balance
    assert statement["closing_principal_minor"] == balance
    for movement in movements[1:]:
        parts = (
            -movement["principal_change_minor"],
            movement["interest_minor"],
            movement["penalty_minor"],
        )
        assert sum(parts) == movement["amount_minor"]


async def test_the_trial_balance_agrees_with_the_rail(played: Played) -> None:
    facts = await played.world.assert_every_invariant_holds()
    balance = await played.world.desk.trial_balance()

    accounts = {one.account: one.debit_minor - one.credit_minor for one in balance.accounts}
    paid = sum(m.amount_minor for m in facts.rail or () if m.kind == "payment")
    collected = sum(m.amount_minor for m in facts.rail or () if m.kind == "debit")
    assert sum(accounts.values()) == 0
    assert accounts["bank_clearing"] == collected - paid
    assert accounts["loan_principal"] == sum(x.outstanding_principal_minor for x in facts.loans)


async def test_the_books_of_closed_days_balance_and_are_shown(
    played: Played, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = played.world.suite.folder.path

    shown = await asyncio.to_thread(show_books, folder, from_on="", to_on="", as_json=True)

    turnover = json.loads(capsys.readouterr().out)
    assert shown == 0
    assert turnover["total_debit_minor"] == turnover["total_credit_minor"]
    balances = {line["account"]: int(line.get("closing_minor", 0)) for line in turnover["accounts"]}
    assert balances["loan_principal"] > 0 > balances["interest_income"]
    assert sum(balances.values()) == 0


async def test_verify_says_so_of_the_running_suite(played: Played) -> None:
    result = await verified(played.world.suite.folder.path)

    assert result["holds"]
    assert result["calm"]
    assert set(result["invariants"]) == {f"I{number}" for number in range(1, 10)}
    assert all(result["invariants"].values())
    assert result["looked_at"]["loans"] == 6


async def test_verify_finds_a_balance_that_was_tampered_with(played: Played) -> None:
    data_dir = played.world.suite.folder.path
    await tamper(played, "+ 1")

    result = await verified(data_dir, "--wait", "0")

    await tamper(played, "- 1")
    assert not result["holds"]
    assert not result["invariants"]["I1"]
    assert not result["invariants"]["I2"]
    assert result["invariants"]["I3"]


async def tamper(played: Played, change: str) -> None:
    """Change one stored balance by one fen behind the service's back."""
    connection = await asyncpg.connect(played.world.suite.database_url("repayment"))
    try:
        await connection.execute(
            f"update ledger_balance set debit_minor = debit_minor {change} "
            "where (bucket, account) = "
            "(select bucket, account from ledger_balance order by bucket, account limit 1)"
        )
    finally:
        await connection.close()


async def test_verify_says_so_of_the_stopped_folder(played: Played) -> None:
    suite = played.world.suite
    await suite.stop()

    result = await verified(suite.folder.path)

    assert result["holds"]
    assert not result["calm"]
    assert all(result["invariants"].values())
    assert result["looked_at"]["loans"] == 6
    assert result["looked_at"]["stream_messages"] == result["looked_at"]["events"]
