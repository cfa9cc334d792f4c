"""Crash points: silent unless armed, and all of them can be listed."""

from pathlib import Path

import pytest

from chassis.crash_points import (
    crash_point,
    handler_from,
    killer,
    killer_by_file,
    names_in_source,
    set_handler,
)


def test_an_unarmed_point_does_nothing() -> None:
    crash_point("anything")


def test_the_process_dies_at_the_nth_pass_of_the_named_point() -> None:
    deaths: list[int] = []
    handle = killer("relay.sent:2", die=deaths.append)

    handle("relay.sent")
    handle("executor.after_commit")
    assert deaths == []
    handle("relay.sent")
    assert deaths == [137]


def test_a_point_named_in_a_file_kills_once(tmp_path: Path) -> None:
    armed = tmp_path / "armed"
    deaths: list[int] = []
    handle = killer_by_file(armed, die=deaths.append)

    handle("relay.sent")
    armed.write_text("relay.sent")
    handle("executor.after_commit")
    assert deaths == []
    handle("relay.sent")
    handle("relay.sent")

    assert deaths == [137]
    assert not armed.exists()


def test_only_the_environment_arms_a_process(tmp_path: Path) -> None:
    assert handler_from({}) is None
    assert handler_from({"GRANARY_CRASH_POINT": "relay.sent"}) is not None
    assert handler_from({"GRANARY_CRASH_POINT_FILE": str(tmp_path / "armed")}) is not None


def test_a_test_may_decide_what_happens() -> None:
    passed: list[str] = []
    set_handler(passed.append)

    crash_point("relay.sent")
    set_handler(None)
    crash_point("relay.sent")

    assert passed == ["relay.sent"]


def test_names_are_read_from_the_source(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('crash_point("one")\ncrash_points.crash_point("two")\n')

    assert names_in_source([tmp_path]) == {"one", "two"}


def test_a_computed_name_could_not_be_listed(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("crash_point(name)\n")

    with pytest.raises(ValueError, match=r"a\.py:1"):
        names_in_source([tmp_path])
