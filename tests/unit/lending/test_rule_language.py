"""The language of the rules: what it says, and all that it does not."""

from typing import Any

import pytest

from services.lending.domain.rule_language import RuleError, Scope, parse, plain

SCOPE = Scope(
    facts={"age": 30, "text": "我想 炒-股", "purpose": "TRAVEL", "is_student": False},
    policy={"age_min": 18, "banned": ("GAMBLING",)},
    words={"stocks": ("炒股",), "empty": ()},
)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("age < policy.age_min", False),
        ("age >= policy.age_min + 12", True),
        ("age * 2 - 10 == 50", True),
        ("age != 30 or not is_student", True),
        ("age <= 30 and age > 29", True),
        ("purpose in policy.banned", False),
        ("purpose not in policy.banned", True),
        ("purpose == 'TRAVEL'", True),
        ("mentions(text, words.stocks)", True),
        ("mentions(purpose, words.stocks)", False),
        ("mentions(text, words.empty)", False),
        ("True", True),
    ],
)
def test_an_expression_says_what_it_reads_like(source: Any, value: Any) -> None:
    assert parse(source).evaluate(SCOPE) is value


@pytest.mark.parametrize(
    "source",
    [
        "",
        "age <",
        "age; 1",
        "age / 2 == 1",
        "1.5 < age",
        "None == age",
        "-age < 1",
        "1 < age < 3",
        "age is 3",
        "[age]",
        "age if age else 1",
        "lambda: 1",
        "(age := 3)",
        "age.real > 1",
        "policy.a.b > 1",
        "().__class__",
        "__import__('os')",
        "open('x')",
        "mentions(text)",
        "mentions(text, words.stocks, 1)",
        "mentions(text=text)",
        "policy.x.mentions(text, words.stocks)",
        "f'{age}'",
        "(" * 500 + "1" + ")" * 500,
        "age\0",
    ],
)
def test_what_the_language_does_not_have_is_refused_when_it_is_read(source: Any) -> None:
    with pytest.raises(RuleError):
        parse(source)


def test_an_expression_tells_what_it_speaks_of() -> None:
    read = parse("age < policy.age_min and mentions(text, words.stocks)")

    assert read.facts == {"age", "text"}
    assert read.policy_names == {"age_min"}
    assert read.word_lists == {"stocks"}


def test_a_text_is_looked_through_without_width_case_or_what_stands_between() -> None:
    assert plain("Ｂｅｔ-Ting 赌 博！") == "betting赌博"
