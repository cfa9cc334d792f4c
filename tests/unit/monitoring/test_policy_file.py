"""The rules as they are written down."""

from datetime import date
from pathlib import Path

import pytest

from chassis.dated_policy import PolicyError
from services.monitoring.domain.rules import Outcome
from services.monitoring.policy_file import DEFAULT, read_rules

LIFE = """
[[verdict_life]]
seconds = 60
effective_from = 2020-01-01
source = "test"
confidence = "choice"
"""
RULE = """
[[rule]]
rule_id = "T01"
reason = "Too many."
on = ["DRAWDOWN"]
measure = "COUNT"
of = ["DRAWDOWN"]
by = "CUSTOMER"
window_s = 600
more_than = 3
severity = "HIGH"
effective_from = 2020-01-01
source = "test"
confidence = "choice"
"""


def test_the_rules_that_come_with_the_service_are_in_force() -> None:
    rules = {rule.rule_id: rule for rule in read_rules().on(date(2026, 3, 2)).rules}

    assert rules["D01_MANY_DRAWDOWNS"].verdict is Outcome.BLOCK
    assert rules["D02_LARGE_SUM"].more_than == 6_000_000
    assert len(rules) == 12


def test_the_version_of_a_set_is_the_same_wherever_it_is_read() -> None:
    day = date(2026, 3, 2)

    assert read_rules(DEFAULT).on(day).version == read_rules(DEFAULT).on(day).version


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
        RULE,
        LIFE,
        LIFE + RULE.replace("COUNT", "AVERAGE"),
        LIFE + RULE.replace('["DRAWDOWN"]', '["SNEEZE"]'),
        LIFE + RULE.replace("= 3", "= -3"),
        LIFE + RULE.replace("= 3", "= 3.5"),
        LIFE + RULE.replace("2020-01-01", '"soon"'),
        LIFE + RULE.replace("more_than", "more_then"),
        LIFE + RULE.replace('reason = "Too many."', ""),
        LIFE + "rule = 5",
    ],
)
def test_a_file_that_makes_no_sense_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(text)

    with pytest.raises(PolicyError):
        read_rules(file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyError):
        read_rules(tmp_path / "none.toml")
