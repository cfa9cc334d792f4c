"""Dated policy data: every value has its days, its source and a name in every error."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chassis.dated_policy import (
    Confidence,
    DatedParameters,
    DatedValue,
    PolicyError,
    flag,
    number,
    positive,
    text,
)
from chassis.policy_files import read_document, read_parameters

START = date(2020, 1, 1)
LAST = date(2026, 12, 31)
CHANGE = date(2027, 1, 1)


def dated(value: Any, since: date = START, until: date | None = None) -> DatedValue:
    return DatedValue(value, since, until, "test", Confidence.CHOICE)


def entry(**changes: Any) -> dict[str, Any]:
    fine = {"value": 5, "effective_from": START, "source": "test", "confidence": "choice"}
    return {**fine, **changes}


def test_a_value_holds_from_its_first_to_its_last_day() -> None:
    parameters = DatedParameters({"cards_max": (dated(3, CHANGE), dated(5, until=LAST))})

    assert parameters.on(LAST) == {"cards_max": 5}
    assert parameters.on(CHANGE) == {"cards_max": 3}


def test_the_newest_value_of_a_day_names_the_version() -> None:
    parameters = DatedParameters(
        {"cards_max": (dated(5, until=LAST), dated(3, CHANGE)), "age_min": (dated(18),)}
    )

    assert parameters.version_on(LAST) == "2020-01-01"
    assert parameters.version_on(CHANGE) == "2027-01-01"
    assert (parameters.period_of(LAST).first, parameters.period_of(LAST).last) == (START, LAST)
    assert parameters.period_of(CHANGE).last is None


@pytest.mark.parametrize("day", [date(2019, 12, 31), CHANGE])
def test_a_day_without_a_value_has_no_policy(day: date) -> None:
    parameters = DatedParameters({"cards_max": (dated(5, until=LAST),)})

    with pytest.raises(PolicyError, match=f"cards_max has no value on {day}"):
        parameters.on(day)


@pytest.mark.parametrize(
    "values",
    [
        (dated(5), dated(6)),
        (dated(5), dated(6, CHANGE)),
        (dated(5, until=CHANGE), dated(6, CHANGE)),
    ],
)
def test_two_values_on_one_day_are_refused(values: tuple[DatedValue, ...]) -> None:
    with pytest.raises(PolicyError, match="cards_max has two values on"):
        DatedParameters({"cards_max": values})


@pytest.mark.parametrize("fault", [{"source": ""}, {"effective_to": date(2019, 12, 31)}])
def test_a_dated_value_names_its_source_and_a_possible_time(fault: dict[str, Any]) -> None:
    fine = {"effective_from": START, "effective_to": None, "source": "test"}

    with pytest.raises(PolicyError):
        DatedValue(value=1, confidence=Confidence.LAW, **{**fine, **fault})


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        (5, "cards_max needs a list of dated values"),
        ([], "cards_max needs a list of dated values"),
        (entry(), "cards_max needs a list of dated values"),
        ([5], "cards_max: "),
        ([{"value": 5}], "cards_max needs 'effective_from'"),
        ([entry(effective_from="2020-01-01")], "cards_max: '2020-01-01' is not a date"),
        ([entry(effective_to="never")], "cards_max: 'never' is not a date"),
        ([entry(effective_to=date(2019, 1, 1))], "cards_max: effective_to is before"),
        ([entry(source="")], "cards_max: '' is not a text"),
        ([entry(source=5)], "cards_max: 5 is not a text"),
        ([entry(confidence="sure")], "cards_max: 'sure' is not a valid Confidence"),
    ],
)
def test_a_malformed_parameter_is_refused_by_name(entries: Any, words: str) -> None:
    with pytest.raises(PolicyError, match=words):
        DatedParameters.of({"cards_max": entries})


def test_values_are_read_by_the_parser_of_their_parameter() -> None:
    raw = DatedParameters.of({"age_min": [entry()], "students": [entry(value=True)]})

    parameters = raw.parsed({"age_min": str, "students": flag})

    assert parameters.on(START) == {"age_min": "5", "students": True}


def test_every_parameter_must_be_there_and_none_may_be_unknown() -> None:
    parameters = DatedParameters({"cards_maxx": (dated(5),)})

    with pytest.raises(PolicyError, match=r"\['cards_max'\].*\['cards_maxx'\]"):
        parameters.parsed({"cards_max": number})


@pytest.mark.parametrize(
    ("parse", "value"),
    [
        (number, -1),
        (number, True),
        (number, "5"),
        (positive, 0),
        (positive, 1.5),
        (text, ""),
        (text, 5),
        (flag, 1),
        (Confidence, "sure"),
        (lambda value: value["months"], {}),
    ],
)
def test_a_value_of_the_wrong_form_is_refused_by_name(parse: Any, value: Any) -> None:
    parameters = DatedParameters({"cards_max": (dated(value),)})

    with pytest.raises(PolicyError, match="cards_max from 2020-01-01"):
        parameters.parsed({"cards_max": parse})


@pytest.mark.parametrize(("parse", "value"), [(number, 0), (positive, 1), (text, "a")])
def test_a_value_of_the_right_form_is_taken_as_it_is(parse: Any, value: Any) -> None:
    assert parse(value) == value


def test_a_policy_file_is_read_with_its_dates(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(
        "[[cards_max]]\nvalue = 5\neffective_from = 2020-01-01\neffective_to = 2026-12-31\n"
        'source = "test"\nconfidence = "law"\n'
    )

    found = read_parameters(file).dated

    assert found == {"cards_max": (DatedValue(5, START, LAST, "test", Confidence.LAW),)}


@pytest.mark.parametrize("content", [b"not toml", b"\xff", None])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "policy.toml"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(PolicyError, match=r"policy\.toml cannot be read"):
        read_document(file)
