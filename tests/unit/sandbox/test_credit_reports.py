import re

from sandbox.credit_bureau.reports import CreditReport, report_on
from sandbox.people import Archetype, first_people


def _reports(archetype: Archetype) -> list[CreditReport]:
    return [report_on(p) for p in first_people("reports", 100, archetype=archetype)]


def test_a_person_always_has_the_same_report() -> None:
    person = first_people("reports", 1)[0]

    assert report_on(person) == report_on(person)


def test_the_months_and_the_counts_agree() -> None:
    for archetype in Archetype:
        for report in _reports(archetype):
            months = report.status_24_months
            assert re.fullmatch(r"/*[N*1-7]*", months)
            assert len(months) == 24
            assert report.overdue_months_last_24 == sum(m.isdigit() for m in months)
            assert report.overdue_months_last_6 == sum(m.isdigit() for m in months[-6:])
            assert (report.current_overdue_minor > 0) == months[-1].isdigit()
            assert 0 <= report.utilisation_ppm <= 1_000_000


def test_who_is_good_was_never_late() -> None:
    assert {r.overdue_months_last_24 for r in _reports(Archetype.GOOD)} == {0}


def test_a_thin_file_knows_little() -> None:
    for report in _reports(Archetype.THIN_FILE):
        assert report.accounts <= 1
        assert report.status_24_months.startswith("/")


def test_who_is_over_indebted_uses_nearly_all_limits() -> None:
    for report in _reports(Archetype.OVER_INDEBTED):
        assert report.utilisation_ppm >= 840_000
        assert report.total_credit_debt_minor > 15_000_000


def test_who_was_recently_overdue_was_three_months_late_within_half_a_year() -> None:
    for report in _reports(Archetype.RECENT_OVERDUE):
        assert report.worst_overdue_months_last_24 >= 3
        assert report.overdue_months_last_6 >= 3


def test_the_revolving_months_follow_the_status_of_the_months() -> None:
    for archetype in Archetype:
        for report in _reports(archetype):
            latest = report.status_24_months[-6:].replace("/", "")[::-1]
            months = report.revolving_months
            assert len(months) == (len(latest) if report.credit_cards else 0)
            for status, month in zip(latest, months, strict=False):
                late = int(status) if status.isdigit() else 0
                assert max(month.repayment_state, 0) == late
                assert (month.paid_minor == 0) or not late
                assert 0 <= month.bill_minor <= report.total_limit_minor


def test_who_is_over_indebted_pays_little_of_nearly_full_cards() -> None:
    for report in _reports(Archetype.OVER_INDEBTED):
        billed = sum(month.bill_minor for month in report.revolving_months)
        assert billed > 0.5 * 6 * report.total_limit_minor
