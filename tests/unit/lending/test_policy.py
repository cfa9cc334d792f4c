"""Dated policy data."""

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from chassis.dated_policy import PolicyError
from chassis.policy_files import read_document
from services.lending.domain.cost_of_credit import annual_cost
from services.lending.domain.errors import ProductUnknown
from services.lending.domain.policy import parse_policy
from services.lending.domain.product import RepaymentMethod
from services.lending.policy_file import DEFAULT, read_policies, read_policy, require_own_lender
from tests.builders.lending import TODAY, a_policy, a_schedule, policies


def a_document() -> Any:
    """The shipped policy file as parsed data, free to be changed."""
    import tomllib

    return tomllib.loads((DEFAULT / "personal_revolving.toml").read_text())


def a_house() -> Any:
    """What the shipped products share, as parsed data."""
    return {**read_document(DEFAULT / "house.toml"), **read_document(DEFAULT / "rate_caps.toml")}


def dated(value: Any, first: Any = date(2026, 1, 1), last: Any = None) -> Any:
    entry = {"value": value, "effective_from": first, "source": "a test", "confidence": "choice"}
    return entry if last is None else {**entry, "effective_to": last}


def test_every_number_of_the_shipped_policy_names_its_source() -> None:
    registry = read_policy()

    values = [value for values in registry.parameters.dated.values() for value in values]

    assert values
    assert all(value.source for value in values)


def test_no_loan_on_offer_costs_more_than_the_cap() -> None:
    policy = a_policy()

    for grade in policy.grades:
        for term in policy.terms:
            schedule = a_schedule(4_000_000, term.months, daily_rate_ppm=grade.daily_rate_ppm)
            cost = annual_cost(schedule, grade.daily_rate_ppm, 0)
            assert cost.by(policy.all_in_cap_metric) <= policy.all_in_cap_annual_ppm


def test_a_change_of_one_number_makes_a_new_version_from_its_day_on() -> None:
    document = a_document()
    document["drawdown_min_minor"] = [
        dated(50_000, last=TODAY),
        dated(60_000, TODAY + timedelta(days=1)),
    ]
    registry = parse_policy(document, a_house())

    before, after = registry.on(TODAY), registry.on(TODAY + timedelta(days=1))

    assert (before.drawdown_min_minor, after.drawdown_min_minor) == (50_000, 60_000)
    assert before.version != after.version
    assert after.version.startswith("personal_revolving@2026-11-24#")
    assert registry.period_of(TODAY).last == TODAY
    assert registry.period_of(TODAY + timedelta(days=1)).first == TODAY + timedelta(days=1)
    assert registry.period_of(TODAY + timedelta(days=1)).last == date(2027, 12, 30)


def test_the_same_numbers_always_make_the_same_version() -> None:
    assert read_policy().on(TODAY).version == policies().on(TODAY + timedelta(days=90)).version


@pytest.mark.parametrize(
    "values",
    [
        [dated(1, last=TODAY), dated(2, TODAY)],
        [dated(1), dated(2, TODAY)],
        [dated(1, TODAY, date(2026, 11, 20))],
        [],
        dated(1),
        [dated(-1)],
        [dated("1")],
        [dated(1, first="2026-01-01")],
        [{"value": 1}],
        [{**dated(1), "confidence": "sure"}],
        [{**dated(1), "source": ""}],
    ],
)
def test_values_that_overlap_or_are_malformed_are_refused(values: Any) -> None:
    with pytest.raises(PolicyError, match="drawdown_min_minor"):
        parse_policy({**a_document(), "drawdown_min_minor": values}, a_house())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("students_accepted", "no"),
        ("line_limit_step_minor", 0),
        ("grades", []),
        ("grades", [{"grade": "A"}]),
        ("all_in_cap_metric", "APR"),
        ("banned_purposes", ["TRADING"]),
        ("methods", ["BALLOON"]),
        ("contingent_fees", [{"item": "paper"}]),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(name: Any, value: Any) -> None:
    with pytest.raises(PolicyError, match=name):
        parse_policy({**a_document(), name: [dated(value)]}, a_house())


def test_grades_are_listed_best_first() -> None:
    document = a_document()
    document["grades"][0]["value"].reverse()

    with pytest.raises(PolicyError, match="best first"):
        parse_policy(document, a_house())


def test_missing_and_unknown_parameters_are_named() -> None:
    document = a_document()
    del document["terms"]
    document["grace_weeks"] = [dated(1)]

    with pytest.raises(PolicyError, match=r"\['terms'\].*\['grace_weeks'\]"):
        parse_policy(document, a_house())


def test_a_day_without_a_value_has_no_policy() -> None:
    with pytest.raises(PolicyError, match="has no value on 2019-01-01"):
        policies().on(date(2019, 1, 1))


def test_a_fee_is_listed_once() -> None:
    document = a_document()
    house = a_house()
    house["contingent_fees"][-1]["value"] *= 2

    with pytest.raises(PolicyError, match="listed once"):
        parse_policy(document, house)


def test_a_policy_without_a_product_is_refused() -> None:
    document = a_document()
    del document["product_code"]

    with pytest.raises(PolicyError, match="not a text"):
        parse_policy(document, a_house())


def test_terms_that_are_not_offered_are_known_but_refused() -> None:
    policy = a_policy()

    months = policy.months_offered(RepaymentMethod.EQUAL_PRINCIPAL)

    assert months == [5, 10, 20]


def test_every_product_of_the_folder_is_lent_by_its_own_numbers() -> None:
    catalogue = policies()

    assert set(catalogue.products) == {"personal_revolving", "micro_business"}
    assert catalogue.on(TODAY).product_code == "personal_revolving"
    business = catalogue.on(TODAY, "micro_business")
    assert 10 not in business.months_offered(RepaymentMethod.EQUAL_PRINCIPAL)
    assert business.lender_name == catalogue.on(TODAY).lender_name
    assert not set(business.purposes) & set(catalogue.on(TODAY).purposes)


def test_a_product_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(ProductUnknown) as unknown:
        policies().of("home_loan")

    assert unknown.value.metadata == {
        "product_code": "home_loan",
        "offered": "micro_business,personal_revolving",
    }


def test_a_product_has_by_itself_what_it_lists_of_the_house() -> None:
    document = {**a_document(), "grace_days": [dated(5)]}

    assert parse_policy(document, a_house()).on(TODAY).grace_days == 5


@pytest.mark.parametrize("files", [[], ["personal_revolving.toml", "twice.toml"]])
def test_a_folder_holds_each_product_once(tmp_path: Path, files: list[str]) -> None:
    for name in ("house.toml", "rate_caps.toml"):
        shutil.copy(DEFAULT / name, tmp_path)
    for name in files:
        shutil.copy(DEFAULT / "personal_revolving.toml", tmp_path / name)

    with pytest.raises(PolicyError, match="each product once"):
        read_policies(tmp_path)


def test_principal_is_owed_to_the_last_day_for_a_year_at_most() -> None:
    policy = a_policy()

    assert policy.months_offered(RepaymentMethod.INTEREST_ONLY_BULLET) == [5, 10]
    assert policy.months_offered(RepaymentMethod.PAY_ANY_TIME_DAILY) == [5, 10]


def test_a_product_with_a_fee_that_nobody_would_charge_is_not_lent() -> None:
    document = {**a_document(), "service_fee_ppm": [dated(10_000)]}

    with pytest.raises(PolicyError, match="no service fee can be charged"):
        parse_policy(document, a_house())


def test_the_lender_that_ships_is_an_example_and_lends_nothing_in_earnest(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="lender_name is a placeholder"):
        require_own_lender(read_policies(), TODAY)
    shutil.copytree(DEFAULT, tmp_path, dirs_exist_ok=True)
    house = (tmp_path / "house.toml").read_text()
    (tmp_path / "house.toml").write_text(house.replace('"A placeholder', '"Registered'))

    require_own_lender(read_policies(tmp_path), TODAY)
