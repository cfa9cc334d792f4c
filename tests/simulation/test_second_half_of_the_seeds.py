"""The suite keeps its promises whatever crashes, repeats, is late or silent: second half."""

import pytest

from tests.simulation.seeds import SECOND_HALF, broken_runs, report


@pytest.mark.parametrize("first", SECOND_HALF)
def test_every_promise_holds_in_the_calm_after_the_faults(first: int) -> None:
    broken = broken_runs(first)

    assert not broken, report(broken)
