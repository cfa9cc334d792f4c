"""The clock of a complaint, and what may happen to a case."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from services.support.domain.case import Case, file_complaint, filing_event, give_feedback
from services.support.domain.errors import (
    CaseAlreadyAnswered,
    CaseHasNoDueDate,
    ExtensionNeedsApprover,
    ExtensionTooLong,
)
from services.support.domain.events import (
    CaseAnswered,
    CaseExtended,
    ComplaintFiled,
    FeedbackGiven,
)
from services.support.domain.words import CaseCategory, CaseChannel, CaseStatus
from tests.builders.cases import (
    AT,
    POLICY,
    TODAY,
    a_complaint,
    a_feedback,
    a_filing,
    an_extension,
)


def next_state(decision: Any) -> Case:
    (change,) = decision.changes
    state: Case = change.state
    return state


def test_a_complaint_is_due_fifteen_calendar_days_after_receipt() -> None:
    case = a_complaint()

    assert case.due_on == date(2026, 12, 8)
    assert case.status is CaseStatus.OPEN
    assert case.policy_version == "2020-03-01"


@pytest.mark.parametrize("category", CaseCategory)
@pytest.mark.parametrize("channel", CaseChannel)
def test_no_complaint_is_refused(category: CaseCategory, channel: CaseChannel) -> None:
    case = file_complaint(a_filing(category=category, channel=channel, text_sealed=b""), POLICY)

    assert case.due_on is not None
    assert (case.category, case.channel) == (category, channel)


def test_feedback_has_no_due_date_and_keeps_its_rating() -> None:
    case = a_feedback()

    assert case.due_on is None
    assert case.rating == 4
    assert case.ticket_number.startswith("F-20261123-")


def test_a_complaint_is_announced_with_its_due_date_and_without_its_text() -> None:
    event = filing_event(a_complaint())

    assert isinstance(event, ComplaintFiled)
    assert event.due_on == date(2026, 12, 8)
    assert not hasattr(event, "text_sealed")


def test_feedback_is_announced_with_its_rating() -> None:
    event = filing_event(give_feedback(a_filing(rating=2), POLICY))

    assert isinstance(event, FeedbackGiven)
    assert event.rating == 2


def test_an_answer_closes_the_case_and_names_who_gave_it() -> None:
    decision = a_complaint().answer(b"sealed answer", "li.na", AT + timedelta(days=2))

    answered = next_state(decision)
    assert answered.status is CaseStatus.ANSWERED
    assert answered.answered_at == AT + timedelta(days=2)
    (event,) = decision.changes[0].events
    assert isinstance(event, CaseAnswered)
    assert event.answered_by == "li.na"


def test_an_answer_is_not_replaced() -> None:
    answered = next_state(a_complaint().answer(b"first", "li.na", AT))

    with pytest.raises(CaseAlreadyAnswered) as caught:
        answered.answer(b"second", "li.na", AT)

    assert caught.value.metadata == {"answered_at": "2026-11-23T04:00:00Z"}


def test_a_late_answer_is_taken() -> None:
    answered = next_state(a_complaint().answer(b"late", "li.na", AT + timedelta(days=99)))

    assert answered.status is CaseStatus.ANSWERED


def test_a_complex_complaint_is_extended_to_thirty_days() -> None:
    decision = a_complaint().extend(an_extension(days=15), POLICY)

    extended = next_state(decision)
    assert extended.due_on == TODAY + timedelta(days=30)
    assert extended.status is CaseStatus.EXTENDED
    assert extended.extended_days == 15
    (event,) = decision.changes[0].events
    assert isinstance(event, CaseExtended)
    assert (event.due_on, event.approved_by) == (extended.due_on, "wang.wei")


def test_the_first_extension_does_not_pass_thirty_days() -> None:
    with pytest.raises(ExtensionTooLong) as caught:
        a_complaint().extend(an_extension(days=16), POLICY)

    assert caught.value.metadata == {"latest_due_on": "2026-12-23"}


def test_a_special_extension_is_a_second_decision_and_ends_at_sixty_days() -> None:
    complex_case = next_state(a_complaint().extend(an_extension(days=15), POLICY))

    special = next_state(complex_case.extend(an_extension(days=30), POLICY))

    assert special.due_on == date(2027, 1, 22)
    assert special.extended_days == 45
    assert [extension.days for extension in special.extensions] == [15, 30]


@pytest.mark.parametrize(("first", "then"), [(15, 31), (10, 6)])
def test_a_later_extension_stays_within_its_step(first: int, then: int) -> None:
    extended = next_state(a_complaint().extend(an_extension(days=first), POLICY))

    with pytest.raises(ExtensionTooLong):
        extended.extend(an_extension(days=then), POLICY)


def test_after_sixty_days_nothing_more_is_possible() -> None:
    last = next_state(a_complaint().extend(an_extension(days=15), POLICY))
    last = next_state(last.extend(an_extension(days=30), POLICY))

    with pytest.raises(ExtensionTooLong) as caught:
        last.extend(an_extension(days=1), POLICY)

    assert caught.value.metadata == {"latest_due_on": "2027-01-22"}


@pytest.mark.parametrize("approver", ["li.na", "LI.NA", " li.na "])
def test_nobody_approves_their_own_extension(approver: str) -> None:
    with pytest.raises(ExtensionNeedsApprover):
        a_complaint().extend(an_extension(approved_by=approver), POLICY)


def test_feedback_has_nothing_to_extend() -> None:
    with pytest.raises(CaseHasNoDueDate) as caught:
        a_feedback().extend(an_extension(), POLICY)

    assert caught.value.metadata == {"kind": "FEEDBACK"}


def test_an_answered_case_is_not_extended() -> None:
    answered = next_state(a_complaint().answer(b"done", "li.na", AT))

    with pytest.raises(CaseAlreadyAnswered):
        answered.extend(an_extension(), POLICY)
