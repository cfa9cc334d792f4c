"""A score report as one page, as JSON, and as metrics."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.lending.domain.score_policy import ScorePolicy
from services.lending.domain.score_stability import Drift, Fairness
from services.lending.modelling.report import PPM, Report
from services.lending.modelling.svg import Series, bands, bars, lines

TEMPLATE = Path(__file__).parent / "report_template.html"
CHARACTERISTICS_SHOWN = 10
CURVE_POINTS = 200
QUALITY_WORDS = {
    "auc": "AUC (ranking; 0.5 is chance)",
    "ks": "KS (separation)",
    "brier": "Brier (squared error)",
    "ece": "calibration error",
}


def figures_of(report: Report, policy: ScorePolicy) -> dict[str, Any]:
    """Every figure of the page."""
    test = report.promotion
    return {
        "version": report.version,
        "data_sha256": report.data_sha256,
        "rows": len(report.bad),
        "bads": int(report.bad.sum()),
        "expected_bad_rate_ppm": report.expected_bad_rate_ppm,
        "alarms": alarms(report, policy),
        "auc": round(report.champion.auc, 6),
        "ks": round(report.champion.ks, 6),
        "brier": round(report.champion.brier, 6),
        "ece": round(report.champion.ece, 6),
        "psi": round(report.score_stability.psi, 6),
        "psi_chance_95": round(report.score_stability.chance_95, 6),
        "characteristics": [
            {
                "feature": each.feature,
                "psi": round(each.stability.psi, 6),
                "points_shift": round(each.points_shift, 3),
                "drift": each.stability.drift,
            }
            for each in report.characteristics
        ],
        "grades": [
            {
                "grade": each.grade,
                "rows": each.rows,
                "expected_bads": round(each.expected_bads, 2),
                "observed_bads": each.observed_bads,
                "band": [each.lowest, each.highest],
                "as_expected": each.as_expected,
            }
            for each in report.grades
        ],
        "fairness": {
            each.attribute: {
                "adverse_impact_ratio": round(each.adverse_impact_ratio, 6),
                "approval_rate": {g.group: round(g.approval_rate, 6) for g in each.groups},
            }
            for each in report.fairness
        },
        "promotion": {
            "challenger": report.challenger_version,
            "champion_auc": round(test.comparison.champion_auc, 6),
            "challenger_auc": round(test.comparison.challenger_auc, 6),
            "p_value": round(test.comparison.p_value, 6),
            "champion_brier": round(test.champion_brier, 6),
            "challenger_brier": round(test.challenger_brier, 6),
            "objections": list(test.objections),
        },
    }


def alarms(report: Report, policy: ScorePolicy) -> list[str]:
    """What a person must look at; nothing is an alarm by chance of few rows."""
    found = []
    if report.score_stability.drift is Drift.ALARM:
        found.append("SCORE_DRIFT")
    found += [
        f"FEATURE_DRIFT {each.feature}"
        for each in report.characteristics
        if each.stability.drift is Drift.ALARM
    ]
    found += [f"CALIBRATION {grade.grade}" for grade in report.grades if not grade.as_expected]
    found += [
        f"FAIRNESS {each.attribute}"
        for each in report.fairness
        if each.adverse_impact_ratio * PPM < policy.adverse_impact_ratio_min_ppm
    ]
    return found


def as_metrics(report: Report, policy: ScorePolicy) -> str:
    """The figures for a Prometheus textfile collector."""
    model = f'model="{report.version}"'
    rows = [
        f"lending_score_psi{{{model}}} {report.score_stability.psi:.6f}",
        f"lending_score_psi_chance_95{{{model}}} {report.score_stability.chance_95:.6f}",
        f"lending_score_auc{{{model}}} {report.champion.auc:.6f}",
        f"lending_score_report_alarms{{{model}}} {len(alarms(report, policy))}",
    ]
    rows += [
        f'lending_score_feature_psi{{{model},feature="{each.feature}"}} {each.stability.psi:.6f}'
        for each in report.characteristics
    ]
    rows += [
        f'lending_score_defaults_over_expected{{{model},grade="{each.grade}"}} '
        f"{each.observed_bads / each.expected_bads:.6f}"
        for each in report.grades
        if each.expected_bads
    ]
    rows += [
        f'lending_score_adverse_impact_ratio{{{model},attribute="{each.attribute}"}} '
        f"{each.adverse_impact_ratio:.6f}"
        for each in report.fairness
    ]
    return "\n".join(rows) + "\n"


def as_page(report: Report, policy: ScorePolicy) -> str:
    """One HTML file with its plots inside; it asks nothing of any server."""
    found = alarms(report, policy)
    values = {
        "version": escape(report.version),
        "verdict_class": "bad" if found else "good",
        "verdict": "; ".join(escape(alarm) for alarm in found) or "No alarm.",
        "summary": _summary(report),
        "psi": f"{report.score_stability.psi:.4f}",
        "chance": f"{report.score_stability.chance_95:.4f}",
        "distribution": _distribution(report),
        "characteristics": _characteristics(report),
        "calibration": _calibration(report),
        "grades": _grades(report),
        "fairness": "".join(_group_chart(each) for each in report.fairness),
        "curves": _curves(report),
        "promotion": _promotion(report),
        "data_sha256": report.data_sha256,
    }
    page = TEMPLATE.read_text(encoding="utf-8")
    for name, value in values.items():
        page = page.replace(f"{{{{{name}}}}}", value)
    return page


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    cells = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"


def _summary(report: Report) -> str:
    facts = [
        ["people", f"{len(report.bad):,}"],
        ["defaults", f"{int(report.bad.sum()):,} ({report.bad.mean():.2%})"],
        ["expected share of defaults", f"{report.expected_bad_rate_ppm / 10_000:.2f} %"],
    ]
    rows = []
    for name, words in QUALITY_WORDS.items():
        champion, other = (getattr(each, name) for each in (report.champion, report.challenger))
        rows.append([words, f"{champion:.4f}", f"{other:.4f}"])
    heads = ["quality", "champion", report.challenger_version]
    return _table(["month", ""], facts) + _table(heads, rows)


def _distribution(report: Report) -> str:
    labels = [str(number) for number in range(1, len(report.score_bins[0]) + 1)]
    series = [
        Series(name, [100 * n / max(sum(rows), 1) for n in rows])
        for name, rows in zip(("in training", "now"), report.score_bins, strict=True)
    ]
    return bars(labels, series, unit=" %")


def _characteristics(report: Report) -> str:
    shown = report.characteristics[:CHARACTERISTICS_SHOWN]
    labels = [each.feature for each in shown]
    chart = bars(labels, [Series("shift of the average, points", [e.points_shift for e in shown])])
    rows = [
        [
            each.feature,
            f"{each.stability.psi:.4f}",
            f"{each.stability.chance_95:.4f}",
            f"{each.points_shift:+.2f}",
            each.stability.drift.value,
        ]
        for each in shown
    ]
    return chart + _table(["characteristic", "PSI", "by chance (95 %)", "points", ""], rows)


def _calibration(report: Report) -> str:
    graded = [each for each in report.grades if each.rows]
    share = [100 / each.rows for each in graded]
    return bands(
        [each.grade for each in graded],
        [each.observed_bads * part for each, part in zip(graded, share, strict=True)],
        [(e.lowest * part, e.highest * part) for e, part in zip(graded, share, strict=True)],
    )


def _grades(report: Report) -> str:
    rows = [
        [
            each.grade,
            f"{each.rows:,}",
            f"{each.expected_bads:,.1f}",
            f"{each.observed_bads:,}",
            f"{each.lowest:,} to {each.highest:,}",
            "" if each.as_expected else "outside",
        ]
        for each in report.grades
    ]
    head = ["grade", "people", "expected defaults", "observed", "95 % band", ""]
    return _table(head, rows)


def _group_chart(each: Fairness) -> str:
    labels = [group.group for group in each.groups]
    rates = [100 * group.approval_rate for group in each.groups]
    return (
        f"<h3>{escape(each.attribute)}: adverse impact ratio {each.adverse_impact_ratio:.3f}</h3>"
        + bars(labels, [Series("approved", rates)], unit=" %")
    )


def _curves(report: Report) -> str:
    return lines(
        [
            ("champion", _roc(report.bad, report.champion_ppm)),
            ("compared", _roc(report.bad, report.challenger_ppm)),
        ],
        ("share of defaults found", "share of others refused"),
    )


def _roc(bad: NDArray[np.bool_], pds: list[int]) -> list[tuple[float, float]]:
    order = np.argsort(-np.array(pds), kind="stable")
    bads, goods = np.cumsum(bad[order]) / bad.sum(), np.cumsum(~bad[order]) / (~bad).sum()
    places = np.linspace(0, len(order) - 1, CURVE_POINTS).astype(int)
    return [(0.0, 0.0), *((float(goods[n]), float(bads[n])) for n in places)]


def _promotion(report: Report) -> str:
    test = report.promotion
    rows = [
        ["AUC", f"{test.comparison.champion_auc:.4f}", f"{test.comparison.challenger_auc:.4f}"],
        ["Brier", f"{test.champion_brier:.4f}", f"{test.challenger_brier:.4f}"],
        ["chance that it ranks no better (p)", "", f"{test.comparison.p_value:.4f}"],
        ["defaults", "", f"{test.bads:,}"],
    ]
    objections = ", ".join(test.objections)
    verdict = f"Not to be promoted: {objections}." if objections else "May be proposed."
    name = escape(report.challenger_version)
    return f"<p>{name}. <strong>{verdict}</strong></p>" + _table(
        ["figure", "champion", "compared"], rows
    )
