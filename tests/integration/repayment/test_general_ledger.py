"""The general ledger of closed days ties to the entries, bucket by bucket and fen by fen."""

import asyncio
import random
from datetime import date, timedelta
from uuid import UUID

from chassis.command import Command, RequestKey
from chassis.decision import Decision, Transfer
from chassis.errors import StateForbids
from chassis.ports import new_id, utc_now
from services.repayment.__main__ import MIGRATIONS
from services.repayment.domain.collection import RepaymentKind
from services.repayment.domain.ledger.reversal import reversal_of
from services.repayment.domain.loan import Loan
from services.repayment.general_ledger import GeneralLedger, accrued_at_start_of
from services.repayment.use_cases.loans import Repay
from tests.integration.repayment.suite import Suite
from tests.integration.repayment.told import FIRST_DAY, a_delivery, a_paid_drawdown
from tests.integration.sandbox.conftest import World

_FROM_ENTRIES = """
select bucket, account, currency, sum(debit)::bigint as debit, sum(credit)::bigint as credit
from (
    select bucket, debit_account as account, currency, amount_minor as debit, 0 as credit
    from ledger_entry where business_date <= $1
    union all
    select bucket, credit_account, currency, 0, amount_minor
    from ledger_entry where business_date <= $1
) side group by bucket, account, currency
"""
_FROM_TOTALS = """
select distinct on (bucket, account, currency) bucket, account, currency,
    debit_total_minor as debit, credit_total_minor as credit
from gl_total where business_date <= $1 and account not in ('accrued_interest',
    'accrued_interest_income')
order by bucket, account, currency, business_date desc
"""


async def ties_to_the_entries(suite: Suite, on: date) -> None:
    entries = {tuple(row) for row in await suite.pool.fetch(_FROM_ENTRIES, on)}
    totals = {tuple(row) for row in await suite.pool.fetch(_FROM_TOTALS, on)}

    assert totals == entries


async def balances(suite: Suite, from_on: date, to_on: date) -> dict[str, int]:
    found = await suite.ledger.queries.turnover(from_on, to_on, None)

    assert sum(t.debit_minor for t in found) == sum(t.credit_minor for t in found)
    assert sum(t.closing_minor for t in found) == 0
    for t in found:
        assert t.opening_minor + t.debit_minor - t.credit_minor == t.closing_minor
    return {t.account: t.closing_minor for t in found}


async def test_random_days_tie_to_the_entries_whoever_repays_when(
    suite: Suite, world: World
) -> None:
    dice = random.Random(20261123)
    loans = []
    for amount in (1_000_000, 333_333, 50_001, 777_777):
        event = a_paid_drawdown(amount_minor=amount, instalments=5)
        suite.cards.tokens[UUID(event.card_id)] = await world.card()
        await suite.publish(event)
        loans.append(await suite.loan_of(event))
        await suite.pay_out(loans[-1])
    await world.fault("debit", "reject", count=3, reason="AM04")

    day = FIRST_DAY
    while day < date(2027, 3, 5):
        day += timedelta(days=dice.randint(1, 20))
        await suite.close_until(day)
        loan = dice.choice(loans)
        await asyncio.gather(prepay(suite, loan), suite.close_until(day + timedelta(days=1)))
        day += timedelta(days=1)
    for loan in loans:
        await suite.settled_collections(loan)
    await suite.close_until(day + timedelta(days=2))

    await ties_to_the_entries(suite, day + timedelta(days=1))
    found = await balances(suite, FIRST_DAY, day + timedelta(days=1))
    outstanding = [(await suite.reload(loan)).outstanding_principal_minor for loan in loans]
    assert found["loan_principal"] == sum(outstanding)
    chain = await suite.pool.fetch(
        """
        select opening_minor, lag(closing_minor, 1, 0::bigint) over
            (partition by bucket, account, currency order by business_date) as closed
        from gl_total
        """
    )
    assert len(chain) > 20
    assert all(row["opening_minor"] == row["closed"] for row in chain)


async def prepay(suite: Suite, loan: Loan) -> None:
    """Repay a part ahead, unless the loan does not allow it just now."""
    repay = Repay(loan.customer_id, loan.loan_id, 10_000, loan.card_id, RepaymentKind.PREPAY)
    try:
        await suite.loans.repay(repay, RequestKey("customer:x", new_id(), b"prepay"))
    except StateForbids:
        return


async def test_income_is_earned_night_by_night_and_falls_due_once(suite: Suite, loan: Loan) -> None:
    await suite.close_until(date(2026, 12, 3))
    tenth = await balances(suite, FIRST_DAY, date(2026, 12, 2))
    await suite.close_until(date(2026, 12, 23))
    eve = await balances(suite, FIRST_DAY, date(2026, 12, 22))
    await suite.settled_collections(loan)
    await suite.close_until(date(2026, 12, 24))
    due = await balances(suite, FIRST_DAY, date(2026, 12, 23))

    # Ten nights, thirty nights; then what accrued is owed, and one night of 9,000.00 has accrued.
    assert (tenth["accrued_interest"], tenth["accrued_interest_income"]) == (5_000, -5_000)
    assert (eve["accrued_interest"], "interest_income" in eve) == (15_000, False)
    assert (due["accrued_interest"], due["interest_income"]) == (450, -15_000)


async def test_at_the_end_of_a_month_the_accrual_is_what_the_loans_say(
    suite: Suite, world: World
) -> None:
    loans = []
    for amount in (333_333, 50_001):
        event = a_paid_drawdown(amount_minor=amount, instalments=5, daily_rate_ppm=333)
        suite.cards.tokens[UUID(event.card_id)] = await world.card()
        await suite.publish(event)
        loans.append(await suite.loan_of(event))
        await suite.pay_out(loans[-1])
    await suite.close_until(date(2026, 12, 24))
    for loan in loans:
        await suite.settled_collections(loan)
    await suite.close_until(date(2027, 1, 1))

    found = await balances(suite, FIRST_DAY, date(2026, 12, 31))

    counted = [accrued_at_start_of(await suite.reload(loan), date(2027, 1, 1)) for loan in loans]
    assert found["accrued_interest"] == sum(counted) > 0
    rows = await suite.pool.fetch("select * from accrual_recount")
    # Each month has one count; a day in between has none.
    assert {row["business_date"] for row in rows} == {date(2026, 11, 30), date(2026, 12, 31)}


async def test_when_a_loan_is_paid_off_nothing_stays_accrued(suite: Suite, loan: Loan) -> None:
    await suite.close_until(date(2026, 12, 3))
    _, payoff = await suite.loans.quote_payoff(loan.customer_id, loan.loan_id)
    repay = Repay(
        loan.customer_id,
        loan.loan_id,
        payoff.total_minor,
        loan.card_id,
        RepaymentKind.PAYOFF,
    )
    await suite.loans.repay(repay, RequestKey("customer:x", new_id(), b"payoff"))
    await suite.settled_collections(loan)
    await suite.close_until(date(2026, 12, 4))

    found = await balances(suite, FIRST_DAY, date(2026, 12, 3))

    assert found["accrued_interest"] == found["accrued_interest_income"] == 0
    assert found["interest_income"] == -5_000
    assert found["bank_clearing"] == 5_000


async def test_a_day_is_totalled_once_and_a_late_entry_is_in_the_next(
    suite: Suite, loan: Loan
) -> None:
    await suite.close_until(FIRST_DAY + timedelta(days=2))
    second = FIRST_DAY + timedelta(days=1)
    before = await suite.pool.fetch("select * from gl_total order by 1, 2, 3, 4")

    # An entry that was on its way when its day closed.
    late = Transfer(
        debit="bank_clearing",
        credit="customer_credit",
        amount_minor=7,
        kind="overpayment_held",
        customer_id=loan.customer_id,
        subject_id=loan.loan_id,
        business_date=second,
    )
    await suite.execute(
        Command(a_delivery(), (), lambda _: Decision(None, (), (late,)), type(None))
    )
    again = await GeneralLedger(suite.pool, utc_now).total(second)
    after = await suite.pool.fetch("select * from gl_total order by 1, 2, 3, 4")
    assert after == before
    assert again == sum(row["business_date"] == second for row in before)

    await suite.close_until(FIRST_DAY + timedelta(days=3))
    await ties_to_the_entries(suite, FIRST_DAY + timedelta(days=2))
    (row,) = await suite.pool.fetch("select * from gl_total where account = 'customer_credit'")
    assert (row["business_date"], row["credit_minor"]) == (FIRST_DAY + timedelta(days=2), 7)


async def test_a_reversal_is_in_the_totals_like_any_entry(suite: Suite, loan: Loan) -> None:
    charged = Transfer(
        debit="interest_receivable",
        credit="interest_income",
        amount_minor=500,
        kind="interest_charged",
        customer_id=loan.customer_id,
        subject_id=loan.loan_id,
        business_date=FIRST_DAY,
    )
    both = (charged, *reversal_of((charged,)))
    await suite.execute(Command(a_delivery(), (), lambda _: Decision(None, (), both), type(None)))
    await suite.close_until(FIRST_DAY + timedelta(days=1))

    found = await balances(suite, FIRST_DAY, FIRST_DAY)

    assert found["interest_receivable"] == found["interest_income"] == 0
    # One night accrued, nothing of it fell due.
    assert found["accrued_interest"] == 500


async def test_books_that_were_kept_before_open_the_general_ledger_with_their_balances(
    suite: Suite, loan: Loan
) -> None:
    """The migration's own statements, over entries that are there already."""
    await suite.close_until(FIRST_DAY + timedelta(days=3))
    script = next(MIGRATIONS.glob("0005_*.sql")).read_text(encoding="utf-8")
    begin = script.index("with today as")
    end = script.index(";", script.index("insert into gl_account (bucket"))
    await suite.pool.execute("truncate gl_total, gl_account, gl_day, gl_accrual")

    await suite.pool.execute(script[begin : end + 1])

    await ties_to_the_entries(suite, FIRST_DAY + timedelta(days=2))
    await suite.close_until(FIRST_DAY + timedelta(days=4))
    await ties_to_the_entries(suite, FIRST_DAY + timedelta(days=3))


async def test_one_bucket_shows_its_own_accounts_only(suite: Suite, loan: Loan) -> None:
    await suite.close_until(FIRST_DAY + timedelta(days=1))
    own = await suite.pool.fetchval("select bucket from loan")

    shown = await suite.ledger.queries.turnover(FIRST_DAY, FIRST_DAY, own)
    empty = await suite.ledger.queries.turnover(FIRST_DAY, FIRST_DAY, (own + 1) % 4096)

    assert {t.account: t.closing_minor for t in shown}["loan_principal"] == 1_000_000
    assert empty == []
