from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chassis.dated_policy import Confidence, DatedParameters, DatedValue, PolicyError
from chassis.policy_files import read_parameters
from services.identity.domain.policy import ConsentPurpose, PolicyRegistry
from services.identity.policy_file import DEFAULT, read_policy
from tests.builders.customers import TODAY


def dated(value: Any, start: date = date(2020, 1, 1), end: date | None = None) -> DatedValue:
    return DatedValue(value, start, end, "test", Confidence.CHOICE)


def registry(**changes: tuple[DatedValue, ...]) -> PolicyRegistry:
    return PolicyRegistry(DatedParameters({**read_parameters(DEFAULT).dated, **changes}))


def test_the_policy_that_comes_with_the_service_is_in_force_today() -> None:
    policy = read_policy().on(TODAY)

    assert (policy.otp_valid_for_s, policy.otp_tries_max, policy.otp_resend_after_s) == (300, 5, 60)
    assert policy.customer_age_min == 18
    assert set(policy.consent_texts) == set(ConsentPurpose)


def test_a_value_holds_from_its_first_to_its_last_day() -> None:
    policies = registry(
        cards_max=(dated(5, end=date(2026, 12, 31)), dated(3, start=date(2027, 1, 1)))
    )

    assert policies.on(date(2026, 12, 31)).cards_max == 5
    assert policies.on(date(2027, 1, 1)).cards_max == 3


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("cards_max", ()),
        ("cards_max", (dated(5, start=date(2030, 1, 1)),)),
        ("cards_max", (dated("5"),)),
        ("cards_max", (dated(0),)),
        ("cards_max", (dated(True),)),
        ("bind_card_code", (dated("SOMETIMES"),)),
        ("consent_texts", (dated("2026-08"),)),
        ("consent_texts", (dated({"FACE": "2026-08"}),)),
    ],
)
def test_a_policy_that_cannot_be_used_is_refused(name: str, values: tuple[DatedValue, ...]) -> None:
    with pytest.raises(PolicyError, match=name):
        registry(**{name: values}).on(TODAY)


def test_every_parameter_must_be_there_and_none_may_be_unknown() -> None:
    with pytest.raises(PolicyError, match="cards_maxx"):
        registry(cards_maxx=(dated(1),))


def test_an_end_date_is_read_from_the_file(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    first_entry = 'confidence = "choice"\n\n# Wrong answers'
    closed = 'confidence = "choice"\neffective_to = 2026-12-31\n\n# Wrong answers'
    file.write_text(DEFAULT.read_text().replace(first_entry, closed))

    policies = read_policy(file)

    assert policies.on(date(2026, 12, 31)).otp_valid_for_s == 300
    with pytest.raises(PolicyError):
        policies.on(date(2027, 1, 1))
