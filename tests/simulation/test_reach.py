"""The runs reach what they are played for, and seeds that once failed hold."""

from pathlib import Path

from chassis.crash_points import names_in_source
from tests.simulation.seeds import report
from tests.simulation.world import simulate

ROOT = Path(__file__).parents[2]
PLAYED = ("identity", "lending", "repayment", "monitoring")
NOT_PLAYED = {
    "repayment.adjustment_before_commit",
    "repayment.adjustment_not_answered",
    "repayment.relief_before_commit",
    "repayment.relief_not_answered",
    "repayment.before_refund",
    "repayment.refunded_not_recorded",
    "repayment.refund_recorded_not_acknowledged",
    "repayment.before_return",
    "repayment.returned_not_recorded",
    "repayment.transfer_not_posted",
    "repayment.transfer_posted_not_acknowledged",
    "lending.held.expired",
}
"""Nobody corrects a loan, eases its terms, refunds, transfers money or waits a day in vain here;
these are played on real servers."""
ENDS = {
    "drawdown PAID",
    "drawdown REFUSED",
    "loan SETTLED",
    "loan OVERDUE",
    "AUTO_DEBIT POSTED",
    "AUTO_DEBIT FAILED",
    "CUSTOMER POSTED",
    "CUSTOMER FAILED",
    "DrawdownHeld",
    "DrawdownUnknown",
    "CollectionUnknown",
    "DebitScheduled",
    "collected in part",
    "CreditLineRestored",
    "PenaltyAccrued",
    "LoanRecovered",
    "AlertRaised",
}


def seeds_that_once_failed() -> list[int]:
    lines = (ROOT / "tests/simulation/regression_seeds.txt").read_text("utf-8").splitlines()
    return [int(line.split()[0]) for line in lines if line.strip() and not line.startswith("#")]


def test_seeds_that_once_failed_hold_now() -> None:
    runs = [simulate(seed) for seed in seeds_that_once_failed()]

    broken = [run for run in runs if run.findings]

    assert not broken, report(broken)


def test_the_runs_die_at_every_named_point_and_reach_every_end() -> None:
    folders = [ROOT / "chassis", *(ROOT / "services" / name for name in PLAYED)]
    never_died_at = names_in_source(folders) - NOT_PLAYED
    never_reached = set(ENDS)

    for seed in range(1, 501):
        run = simulate(seed)
        never_died_at -= run.crashes.keys()
        never_reached -= {end for end, count in run.outcomes.items() if count}
        if not never_died_at and not never_reached:
            break

    assert (never_died_at, never_reached) == (set(), set())
