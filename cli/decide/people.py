"""People who do not exist, as `granary decide` takes them: the sandbox's, with income and work."""

import random
from datetime import date
from itertools import islice
from typing import Any

from sandbox.credit_bureau.reports import report_on
from sandbox.people import Person, people

OCCUPATIONS = ("工程师", "司机", "教师", "店员", "护士", "厨师", "会计", "快递员")
PURPOSES = ("CONSUMPTION", "EDUCATION", "TRAVEL", "HOME_IMPROVEMENT", "MEDICAL", "OTHER")
CITY_FACTORS = (1.60, 1.25, 1.05, 0.90, 0.78)
CITY_WEIGHTS = (10, 18, 20, 22, 30)


def synthetic_people(count: int, seed: int, on: date) -> list[dict[str, Any]]:
    """The first people of a seed; the same seed and day always give the same."""
    return [_described(person, on) for person in islice(people(str(seed)), count)]


def _described(person: Person, on: date) -> dict[str, Any]:
    dice = random.Random(f"decide {person.id_number}")  # noqa: S311 - must repeat, not be secret
    report = report_on(person)
    age = on.year - person.birth_date.year
    age -= (on.month, on.day) < (person.birth_date.month, person.birth_date.day)
    return {
        "name": person.name,
        "age_years": age,
        "is_student": age < 23 and dice.random() < 0.1,  # noqa: PLR2004 - students are young
        "region": person.id_number[:2],
        "employer": "某某公司",
        "occupation": dice.choice(OCCUPATIONS),
        "purpose": dice.choice(PURPOSES),
        "monthly_income_minor": _income_minor(dice, age),
        "bureau": {
            "accounts": report.accounts,
            "history_months": report.oldest_account_months,
            "queries_last_3_months": report.queries_last_3_months,
            "overdue_now_minor": report.current_overdue_minor,
            "overdue_months_last_24": report.overdue_months_last_24,
            "debt_minor": report.total_credit_debt_minor,
            "monthly_due_minor": report.monthly_due_minor,
            "limit_minor": report.total_limit_minor,
            "months": [
                {
                    "repayment_state": month.repayment_state,
                    "bill_minor": month.bill_minor,
                    "paid_minor": month.paid_minor,
                }
                for month in report.revolving_months
            ],
        },
    }


def _income_minor(dice: random.Random, age: int) -> int:
    """Lognormal around CNY 5,600 a month, by size of the city and age, in whole tens of yuan."""
    factor = dice.choices(CITY_FACTORS, CITY_WEIGHTS)[0]
    yuan = 5_600 * factor * dice.lognormvariate(0.012 * (age - 32), 0.45)
    return round(min(max(yuan, 1_200), 200_000) / 10) * 1_000
