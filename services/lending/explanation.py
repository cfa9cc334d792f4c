"""A decision as lines for people, in both languages."""

from collections.abc import Iterator
from typing import Any


def print_decision(found: dict[str, Any]) -> None:
    """Print one decision with its steps."""
    print("\n".join(lines_of(found)))  # noqa: T201 - a command's own output


def lines_of(found: dict[str, Any]) -> Iterator[str]:
    """The lines of a decision, or of the reason why there is none."""
    name = found["name"] or "person"
    if found["outcome"] == "REFUSED":
        yield f"{name}: REFUSED {found['reason']}: {found['message']}"
        return
    marks = " (explored)" if found["explored"] else ""
    yield f"{name}: {found['outcome']}{marks}"
    for stage, step in found["steps"].items():
        held = ", ".join(step["held"]) or "none holds"
        yield f"  {stage.lower():<8} {step['tried']} rules: {held}"
    yield from _risk(found)
    yield from _limit(found)
    yield from _price(found)
    for title, name_of in (("why", "reason_codes"), ("price", "price_reasons")):
        for reason in found[name_of]:
            mark = "*" if reason["actionable"] else " "
            yield f"  {title:<8}{mark}{reason['code']}: {reason['text_zh']} / {reason['text_en']}"
    versions = (found["policy_version"], found["credit_version"], found["rule_set_version"])
    yield f"  versions {', '.join(versions)}; replays: {'yes' if found['replays'] else 'NO'}"


def _risk(found: dict[str, Any]) -> Iterator[str]:
    risk, score = found["risk"], found["score"]
    thin = ", thin file" if risk["thin_file"] else ""
    shadow = f", shadow {score['shadow']['points']} points" if score["shadow"] else ""
    yield (
        f"  score    {risk['points']} points, PD {_per_cent(risk['pd_ppm'])}, "
        f"{score['source'].lower()} {risk['model_version']}{shadow}{thin}"
    )


def _limit(found: dict[str, Any]) -> Iterator[str]:
    limit = found["limit"]
    if limit is None:
        return
    parts = ("income", "dues", "debts", "grade", "product")
    allowed = ", ".join(f"{part} {_yuan(limit[f'by_{part}_minor'])}" for part in parts)
    yield f"  limit    counted income {_yuan(limit['counted_income_minor'])}; by {allowed}"
    yield (
        f"           {limit['binding']} binds; begins with {_per_cent(limit['start_share_ppm'])}: "
        f"{_yuan(found['limit_minor'])}, grade {found['grade'] or 'none'}"
    )


def _price(found: dict[str, Any]) -> Iterator[str]:
    price = found["price"]
    if price is None:
        return
    yield (
        f"  price    {found['daily_rate_ppm'] / 10_000:.3f} % a day, "
        f"{_per_cent(price['annual_ppm'])} a year; needed {_per_cent(price['required_annual_ppm'])}"
        f", cap {_per_cent(price['cap_annual_ppm'])}"
    )
    yield (
        f"           RAROC {_per_cent(price['raroc_ppm'])} on the usual loan, "
        f"{_per_cent(price['raroc_at_limit_ppm'])} on the limit; hurdle "
        f"{_per_cent(price['hurdle_ppm'])}; expected loss {_yuan(price['expected_loss_minor'])}"
    )


def _yuan(minor: int) -> str:
    return f"{minor / 100:,.2f}"


def _per_cent(ppm: int) -> str:
    return f"{ppm / 10_000:.2f} %"
