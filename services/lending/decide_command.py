"""`decide`: the engine on people described as JSON, alone, with every step told.

One object or a list of objects; what a field means stands in `_Stated`. Nothing is stored, nobody
is asked. A person that cannot be read or decided gets a reason in place of a decision.
"""

import argparse
import json
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import msgspec

from chassis.dated_policy import PolicyError
from chassis.errors import DomainError
from chassis.ports import calendar_date, utc_now
from services.lending.domain.admission import require_admissible, require_fresh
from services.lending.domain.change_effect import effect_of
from services.lending.domain.credit_file import CreditFile, RevolvingMonth, features_of
from services.lending.domain.decision_engine import decide
from services.lending.domain.decision_policy import DecisionPolicies, DecisionPolicy
from services.lending.domain.decision_rules import Stage
from services.lending.domain.errors import ConsentMissing
from services.lending.domain.loan_application import (
    ApplicationInputs,
    BureauReport,
    CreditDecision,
    Screening,
)
from services.lending.domain.policy import LendingPolicy
from services.lending.domain.product import PERSONAL_REVOLVING, AssuranceLevel, Purpose
from services.lending.domain.rule_language import RuleError
from services.lending.explanation import print_decision
from services.lending.policy_file import read_decisions, read_policies
from services.lending.use_cases.partners import Scorer

MOST_BYTES = 50_000_000
NOBODY = UUID(int=0)
Amount = Annotated[int, msgspec.Meta(ge=0, le=10**12)]
Signed = Annotated[int, msgspec.Meta(ge=-(10**12), le=10**12)]
Count = Annotated[int, msgspec.Meta(ge=0, le=10_000)]
Text = Annotated[str, msgspec.Meta(max_length=200)]


class _Month(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    repayment_state: Annotated[int, msgspec.Meta(ge=-2, le=120)]
    bill_minor: Signed
    paid_minor: Amount


class _Bureau(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    accounts: Count = 0
    history_months: Count = 0
    queries_last_3_months: Count = 0
    overdue_now_minor: Amount = 0
    overdue_months_last_24: Count = 0
    debt_minor: Amount = 0
    monthly_due_minor: Amount = 0
    reported_on: date | None = None
    limit_minor: Amount = 0
    months: tuple[_Month, ...] = ()
    """Of the cards together, newest first."""


class _Stated(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A person and what they ask for; amounts are fen."""

    age_years: Annotated[int, msgspec.Meta(ge=0, le=150)]
    monthly_income_minor: Amount
    name: Text = ""
    purpose: Purpose = Purpose.CONSUMPTION
    purpose_text: Text = ""
    employer: Text = ""
    occupation: Text = ""
    is_student: bool = False
    assurance_level: AssuranceLevel = AssuranceLevel.L1
    region: Annotated[str, msgspec.Meta(pattern="^([0-9]{2})?$")] = ""
    truth_declared: bool = True
    has_consented: bool = True
    is_related_party: bool = False
    sanctions: Screening = Screening.NOT_SCREENED
    people_on_device: Count = 1
    people_on_card: Count = 1
    business_verified: bool = False
    other_limits_minor: Amount = 0
    bureau: _Bureau = _Bureau()


def main(arguments: list[str], scorer: Scorer, today: date | None = None) -> int:
    """0, or 2 with one sentence on standard error when nobody could be decided at all."""
    options = _options(arguments)
    day = today or calendar_date(utc_now())
    try:
        product = read_policies().on(day, options.product)
        decisions = read_decisions()
        policy = decisions.of(product, day)
        people = list(_people(options.file))
        if options.what_if or options.what_if_credit:
            return _compare(people, policy, _changed(decisions, options, product, day), scorer, day)
    except (OSError, ValueError, RecursionError, DomainError, PolicyError, RuleError) as error:
        print(f"decide: {error}", file=sys.stderr)  # noqa: T201 - a command's own output
        return 2
    answers = [answer(person, policy, scorer, day) for person in people]
    if options.json:
        print(json.dumps(answers, ensure_ascii=False, indent=1))  # noqa: T201
    else:
        for found in answers:
            print_decision(found)
    return 0


def answer(person: Any, policy: DecisionPolicy, scorer: Scorer, day: date) -> dict[str, Any]:
    """The decision on one person with its steps, or why there is none."""
    name = str(person.get("name", ""))[:50] if isinstance(person, dict) else ""
    try:
        stated = msgspec.convert(person, _Stated)
        inputs = inputs_of(stated, policy, scorer, day)
    except msgspec.ValidationError as error:
        return {
            "name": name,
            "outcome": "REFUSED",
            "reason": "REQUEST_INVALID",
            "message": str(error),
        }
    except DomainError as error:
        return {
            "name": name,
            "outcome": "REFUSED",
            "reason": error.reason,
            "message": error.message,
            "metadata": dict(error.metadata),
        }
    return {"name": name, **told(inputs, decide(inputs, policy), policy)}


def inputs_of(
    stated: _Stated, policy: DecisionPolicy, scorer: Scorer, day: date
) -> ApplicationInputs:
    """What the engine would be given. Raises the errors an application would be refused with."""
    known = {
        name: getattr(stated, name)
        for name in (
            "age_years", "assurance_level", "employer", "is_student", "monthly_income_minor",
            "occupation", "purpose", "purpose_text",
        )
    }  # fmt: skip
    require_admissible(
        known,
        truth_declared=stated.truth_declared,
        birth_date_known=True,
        business_verified=stated.business_verified,
        policy=policy,
    )
    if not stated.has_consented:
        raise ConsentMissing(purpose="BUREAU_QUERY")
    report = _report(stated.bureau)
    require_fresh(report, day, policy)
    features = features_of(report.credit_file)
    return ApplicationInputs(
        business_date=day,
        bureau=report,
        region=stated.region,
        is_related_party=stated.is_related_party,
        sanctions=stated.sanctions,
        people_on_device=stated.people_on_device,
        people_on_card=stated.people_on_card,
        other_limits_minor=stated.other_limits_minor,
        features=features,
        score=scorer.score(NOBODY, features),
        **known,
    )


def told(
    inputs: ApplicationInputs, decision: CreditDecision, policy: DecisionPolicy
) -> dict[str, Any]:
    """A decision with its steps and the texts of its reasons, as plain values."""
    facts = inputs.facts()
    stages = {
        stage.value: {
            "tried": sum(rule.stage is stage for rule in policy.rules.rules),
            "held": [rule.code for rule in policy.holding(stage, facts)],
        }
        for stage in (Stage.HARD, Stage.FRAUD)
    }
    plain: dict[str, Any] = msgspec.to_builtins(decision)
    for name in ("reason_codes", "price_reasons"):
        plain[name] = [asdict(policy.reasons[code]) for code in plain[name]]
    return {
        **plain,
        "steps": stages,
        "score": msgspec.to_builtins(inputs.score),
        "replays": decide(inputs, policy) == decision,
    }


def _compare(
    people: list[Any],
    before: DecisionPolicy,
    after: DecisionPolicy,
    scorer: Scorer,
    day: date,
) -> int:
    """Print what other rules would do to these people."""
    inputs = []
    for person in people:
        try:
            inputs.append(inputs_of(msgspec.convert(person, _Stated), before, scorer, day))
        except (msgspec.ValidationError, DomainError):
            # Who is refused before a decision is refused under any rules of the later stages.
            continue
    effect = effect_of(inputs, before, after)
    print(json.dumps(asdict(effect), indent=1))  # noqa: T201
    return 0


def _changed(
    decisions: DecisionPolicies, options: argparse.Namespace, product: LendingPolicy, day: date
) -> DecisionPolicy:
    def read(path: Path | None) -> dict[str, Any] | None:
        return None if path is None else tomllib.loads(path.read_text(encoding="utf-8"))

    changed = decisions.changed(rules=read(options.what_if), credit=read(options.what_if_credit))
    return changed.of(product, day)


def _people(file: str) -> Iterator[Any]:
    """The objects of a file, or of standard input for `-`. Raises ValueError when it is no JSON."""
    raw = sys.stdin.buffer.read(MOST_BYTES + 1) if file == "-" else Path(file).read_bytes()
    if len(raw) > MOST_BYTES:
        raise ValueError("the file is too large")
    found = json.loads(raw)
    people: Iterable[Any] = found if isinstance(found, list) else [found]
    yield from people


def _report(bureau: _Bureau) -> BureauReport:
    months = tuple(
        RevolvingMonth(month.repayment_state, month.bill_minor, month.paid_minor)
        for month in bureau.months
    )
    return BureauReport(
        report_id="",
        consent_id=NOBODY,
        accounts=bureau.accounts,
        history_months=bureau.history_months,
        queries_last_3_months=bureau.queries_last_3_months,
        overdue_now_minor=bureau.overdue_now_minor,
        overdue_months_last_24=bureau.overdue_months_last_24,
        debt_minor=bureau.debt_minor,
        monthly_due_minor=bureau.monthly_due_minor,
        credit_file=CreditFile(bureau.limit_minor, months) if months else None,
        reported_on=bureau.reported_on,
    )


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="decide")
    parser.add_argument("file", help="JSON of one person or a list of them; - is standard input")
    parser.add_argument("--product", default=PERSONAL_REVOLVING)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--what-if", type=Path, metavar="RULES.toml")
    parser.add_argument("--what-if-credit", type=Path, metavar="CREDIT.toml")
    return parser.parse_args(arguments)
