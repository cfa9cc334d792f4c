"""The hours of debiting by mandate, and when a debit is tried again."""

from datetime import date, datetime, time, timedelta

import pytest

from services.repayment.domain.debit_windows import SHANGHAI, DebitWindows, RefusalKind
from tests.builders.loans import some_windows

DAY = date(2026, 12, 23)
AM04, SOON, NEVER = (
    RefusalKind.INSUFFICIENT_FUNDS,
    RefusalKind.TECHNICAL,
    RefusalKind.PERMANENT,
)


def at(text: str, day: date = DAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(text), SHANGHAI)


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (at("00:10"), at("06:00")),
        (at("06:00"), at("06:00")),
        (at("14:07"), at("14:07")),
        (at("23:00"), at("23:00")),
        (at("23:01"), at("06:00", DAY + timedelta(days=1))),
    ],
)
def test_the_first_debit_waits_for_the_first_window_and_never_goes_out_after_the_cut_off(
    now: datetime, first: datetime
) -> None:
    assert some_windows().first_try_at(now, DAY) == first


@pytest.mark.parametrize(
    ("now", "kind", "tries", "again"),
    [
        (at("06:01"), AM04, 1, at("12:00")),
        (at("12:00"), AM04, 2, at("18:00")),
        (at("22:31"), AM04, 4, None),
        (at("06:01"), AM04, 5, None),
        (at("06:01"), SOON, 1, at("06:11")),
        (at("22:50"), SOON, 1, at("23:00")),
        (at("22:51"), SOON, 1, None),
        (at("06:01"), NEVER, 1, None),
        (at("06:01"), RefusalKind.OTHER, 1, at("12:00")),
    ],
)
def test_a_refused_debit_is_tried_again_when_its_reason_leaves_hope(
    now: datetime, kind: RefusalKind, tries: int, again: datetime | None
) -> None:
    assert some_windows().next_try_at(kind, tries, now, DAY) == again


@pytest.mark.parametrize("day", [DAY - timedelta(days=1), DAY + timedelta(days=1)])
def test_hours_count_only_on_the_calendar_day_of_the_business_date(day: date) -> None:
    now = at("03:00")

    assert some_windows().first_try_at(now, day) == now
    assert some_windows().next_try_at(AM04, 1, now, day) is None


def test_where_days_are_closed_by_hand_hours_are_not_kept() -> None:
    windows: DebitWindows = some_windows(are_kept=False)

    assert windows.first_try_at(at("03:00"), DAY) == at("03:00")
    assert windows.next_try_at(AM04, 1, at("03:00"), DAY) is None


def test_a_part_will_do_from_the_try_the_policy_names() -> None:
    assert [some_windows().may_be_partial(number) for number in (1, 2, 3)] == [False, True, True]
    assert not some_windows(partial_from_try=0).may_be_partial(9)


def test_a_reason_the_policy_does_not_name_is_of_no_known_kind() -> None:
    assert some_windows().kind_of("AM04") is AM04
    assert some_windows().kind_of("XX99") is RefusalKind.OTHER
