"""A step is divided into ranges of buckets; a chunk is taken, taken over, counted, ended once."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.frozen import replace
from services.repayment.domain.end_of_day import (
    STEPS,
    Chunk,
    ChunkStatus,
    Failure,
    Half,
    count_changed,
    divided,
    finish_chunk,
    request_chunks,
    resolve,
    set_aside,
    step_names,
    take_chunk,
)
from services.repayment.domain.events import EndOfDayChunkRequested

DAY = date(2026, 12, 23)
NOW = datetime(2026, 12, 22, 17, 0, tzinfo=UTC)
PATIENCE = timedelta(seconds=10)
CHUNK = Chunk("2026-12-23:due:1", DAY, "due", 0, 4095, NOW)
FAILURE = Failure(UUID(int=1), UUID(int=2), "due", DAY, "KeyError: 'x'", NOW)


def chunks_of(loans: int, *, most: int = 16) -> tuple[Chunk, ...]:
    return divided(DAY, "due", loans, loans_per_chunk=2_000, most=most, buckets=4096, at=NOW)


def test_every_step_has_a_name_of_its_own_and_says_what_it_does() -> None:
    assert len({step.name for step in STEPS}) == len(STEPS)
    assert all(step.what for step in STEPS)
    assert {*step_names(Half.CLOSING), *step_names(Half.OPENING)} == {s.name for s in STEPS}


@given(loans=st.integers(0, 10**7), most=st.integers(1, 5_000))
def test_the_chunks_of_a_step_cover_every_bucket_once(loans: int, most: int) -> None:
    chunks = chunks_of(loans, most=most)

    covered = [b for chunk in chunks for b in range(chunk.first_bucket, chunk.last_bucket + 1)]
    assert covered == list(range(4096))
    assert 1 <= len(chunks) <= min(most, 4096)


def test_a_step_of_few_loans_is_not_divided_and_not_announced() -> None:
    decision = request_chunks(chunks_of(2_000))

    assert [change.events for change in decision.changes] == [()]


def test_the_chunks_of_a_large_step_are_announced_with_their_ranges() -> None:
    decision = request_chunks(chunks_of(2_001))

    assert decision.reply == 2
    assert [change.events for change in decision.changes] == [
        (EndOfDayChunkRequested("2026-12-23:due:1", DAY, "due", 0, 2047),),
        (EndOfDayChunkRequested("2026-12-23:due:2", DAY, "due", 2048, 4095),),
    ]


def test_a_chunk_somebody_works_on_is_not_taken_until_they_fall_silent() -> None:
    taken = take_chunk(CHUNK, "first", NOW, PATIENCE).changes[0].state
    early, late = NOW + timedelta(seconds=9), NOW + timedelta(seconds=10)

    assert (taken.status, taken.worker) == (ChunkStatus.RUNNING, "first")
    assert not take_chunk(taken, "second", early, PATIENCE).reply
    assert take_chunk(taken, "second", late, PATIENCE).changes[0].state.worker == "second"


def test_counting_is_a_sign_of_life() -> None:
    later = NOW + timedelta(seconds=9)
    counted = count_changed(replace(CHUNK, heard_at=NOW), 500, later).changes[0].state

    assert counted.changed == 500
    assert not counted.is_free(later + timedelta(seconds=9), PATIENCE)


def test_a_chunk_ends_once_and_is_never_taken_again() -> None:
    done = finish_chunk(replace(CHUNK, changed=7), NOW).changes[0].state

    assert (done.status, done.ended_at) == (ChunkStatus.DONE, NOW)
    assert finish_chunk(done, NOW).changes == ()
    assert not done.is_free(NOW + timedelta(days=1), PATIENCE)


def test_a_loan_is_set_aside_with_its_reason_and_each_try_is_counted() -> None:
    first = set_aside(None, FAILURE).changes[0].state
    later = replace(FAILURE, reason="ValueError: y", at=NOW + timedelta(days=1))
    second = set_aside(first, later).changes[0].state

    assert (first.tries, first.reason, first.resolved_at) == (1, "KeyError: 'x'", None)
    assert (second.tries, second.reason) == (2, "ValueError: y")
    assert (second.first_at, second.last_at) == (NOW, later.at)


def test_a_resolved_loan_that_fails_again_begins_anew() -> None:
    resolved = resolve(set_aside(None, FAILURE).changes[0].state, NOW).changes[0].state
    again = set_aside(resolved, replace(FAILURE, at=NOW + timedelta(days=1))).changes[0].state

    assert (again.tries, again.resolved_at, again.first_at) == (1, None, again.last_at)


@pytest.mark.parametrize("times", [1, 2])
def test_a_loan_is_resolved_once(times: int) -> None:
    state = set_aside(None, FAILURE).changes[0].state
    for _ in range(times - 1):
        state = resolve(state, NOW).changes[0].state

    assert resolve(state, NOW).reply is (times == 1)
