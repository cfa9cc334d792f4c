"""What support does for customers and staff, over dictionaries."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from chassis.batch import RequestIdReused
from chassis.errors import NotFound
from chassis.personal import Personal
from services.support.domain.case import Case, CaseRef, CustomerKey
from services.support.domain.errors import ExtensionNeedsApprover
from services.support.domain.words import CaseKind, CaseStatus
from services.support.published_events import to_message
from services.support.use_cases import ExtensionForm, ReadableCase
from tests.builders.cases import AT, CUSTOMER, NEIGHBOUR, TEXT, Desk, a_form


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


async def a_complaint_at(desk: Desk) -> ReadableCase:
    return await desk.support.file(desk.origin(), CaseKind.COMPLAINT, a_form())


def an_extension_form(approver: str = "wang.wei") -> ExtensionForm:
    return ExtensionForm(
        days=15, reason=Personal("bank asked"), asked_by="li.na", approved_by=approver
    )


async def test_a_complaint_is_filed_and_read_back(desk: Desk) -> None:
    filed = await desk.support.file(
        desk.origin(), CaseKind.COMPLAINT, a_form(contact=Personal("zhang@example.com"))
    )

    found = await desk.support.own_case(CUSTOMER, filed.case.ticket_number)
    assert found == filed
    assert found.text.reveal() == TEXT
    assert found.case.due_on == date(2026, 12, 8)
    assert desk.announced == ["ComplaintFiled"]


async def test_the_day_of_receipt_is_that_of_shanghai(desk: Desk) -> None:
    desk.now = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)

    filed = await a_complaint_at(desk)

    assert filed.case.received_on == date(2026, 11, 24)
    assert filed.case.due_on == date(2026, 12, 9)
    assert filed.case.ticket_number.startswith("C-20261124-")


async def test_a_repeated_request_files_one_case(desk: Desk) -> None:
    origin = desk.origin()

    first = await desk.support.file(origin, CaseKind.COMPLAINT, a_form())
    again = await desk.support.file(origin, CaseKind.COMPLAINT, a_form())

    assert again == first
    assert len(desk.store.all_of(Case)) == 1


async def test_a_request_id_with_another_body_is_refused(desk: Desk) -> None:
    request_id = desk.new_id()
    await desk.support.file(desk.origin("one", request_id), CaseKind.COMPLAINT, a_form())

    with pytest.raises(RequestIdReused):
        await desk.support.file(desk.origin("two", request_id), CaseKind.COMPLAINT, a_form())


async def test_what_is_stored_and_announced_holds_no_word_of_the_customer(desk: Desk) -> None:
    filed = await desk.support.file(
        desk.origin(TEXT), CaseKind.COMPLAINT, a_form(contact=Personal("zhang@example.com"))
    )
    await desk.support.answer(desk.origin(), filed.case.ref, Personal("Dear Zhang"), "li.na")

    stored = repr(desk.store.states) + repr(desk.store.requests) + repr(desk.store.outbox)

    for words in (TEXT, "利息", "13800000001", "zhang@example.com", "Dear Zhang"):
        assert words not in stored
        assert words.encode().hex() not in stored
        assert repr(words.encode())[2:-1] not in stored


async def test_all_cases_of_a_customer_are_sealed_under_one_key(desk: Desk) -> None:
    await a_complaint_at(desk)
    await desk.support.file(desk.origin(), CaseKind.FEEDBACK, a_form(rating=5))

    assert len(desk.store.all_of(CustomerKey)) == 1
    assert desk.announced == ["ComplaintFiled", "FeedbackGiven"]


async def test_a_rival_who_made_the_key_first_does_not_hinder_a_complaint(desk: Desk) -> None:
    await a_complaint_at(desk)
    desk.reads.hide_keys = 1

    filed = await a_complaint_at(desk)

    assert filed.text.reveal() == TEXT
    assert len(desk.store.all_of(CustomerKey)) == 1


async def test_another_customers_case_is_not_found(desk: Desk) -> None:
    filed = await a_complaint_at(desk)

    with pytest.raises(NotFound):
        await desk.support.own_case(NEIGHBOUR, filed.case.ticket_number)
    with pytest.raises(NotFound):
        await desk.support.own_case(CUSTOMER, "C-20261123-000042")


async def test_own_cases_come_newest_first_page_by_page(desk: Desk) -> None:
    filed = [(await a_complaint_at(desk)).case for _ in range(3)]

    first = await desk.support.own_cases(CUSTOMER, before=None, limit=2)
    rest = await desk.support.own_cases(CUSTOMER, before=first[-1].case.case_id, limit=2)

    assert [readable.case for readable in (*first, *rest)] == filed[::-1]


async def test_staff_see_the_nearest_due_date_first_and_feedback_last(desk: Desk) -> None:
    await desk.support.file(desk.origin(), CaseKind.FEEDBACK, a_form())
    desk.now = AT + timedelta(days=1)
    await a_complaint_at(desk)
    desk.now = AT
    await desk.support.file(desk.origin(), CaseKind.COMPLAINT, a_form(customer_id=NEIGHBOUR))

    found = await desk.support.open_cases("li.na", due_by=None, after=None, limit=9)
    due = await desk.support.open_cases("li.na", due_by=date(2026, 12, 8), after=None, limit=9)

    assert [r.case.due_on for r in found] == [date(2026, 12, 8), date(2026, 12, 9), None]
    assert [r.case.customer_id for r in due] == [NEIGHBOUR]


async def test_an_answer_to_a_complaint_closes_with_the_customers_rights(desk: Desk) -> None:
    filed = await a_complaint_at(desk)

    answered = await desk.support.answer(
        desk.origin(), filed.case.ref, Personal("我们退还3.20元。"), "li.na"
    )

    assert answered.case.status is CaseStatus.ANSWERED
    assert answered.answer is not None
    text = answered.answer.reveal()
    assert text.startswith("我们退还3.20元。\n\n如您对处理决定有异议")
    assert "If you disagree" in text
    assert await desk.support.open_cases("li.na", due_by=None, after=None, limit=9) == []
    assert desk.announced == ["ComplaintFiled", "CaseAnswered"]


async def test_an_answer_to_feedback_is_as_it_was_written(desk: Desk) -> None:
    filed = await desk.support.file(desk.origin(), CaseKind.FEEDBACK, a_form())

    answered = await desk.support.answer(
        desk.origin(), filed.case.ref, Personal("Thank you."), "li.na"
    )

    assert answered.answer == Personal("Thank you.")


async def test_a_due_date_is_moved_with_the_approval_of_another(desk: Desk) -> None:
    filed = await a_complaint_at(desk)

    extended = await desk.support.extend(desk.origin(), filed.case.ref, an_extension_form())

    assert extended.case.due_on == date(2026, 12, 23)
    assert extended.case.extended_days == 15
    assert desk.announced == ["ComplaintFiled", "CaseExtended"]


async def test_a_due_date_is_not_moved_by_one_person_alone(desk: Desk) -> None:
    filed = await a_complaint_at(desk)

    with pytest.raises(ExtensionNeedsApprover):
        await desk.support.extend(desk.origin(), filed.case.ref, an_extension_form("li.na"))


async def test_a_case_that_does_not_exist_is_not_found(desk: Desk) -> None:
    nobody = CaseRef(CUSTOMER, desk.new_id())

    with pytest.raises(NotFound):
        await desk.support.answer(desk.origin(), nobody, Personal("x"), "li.na")
    with pytest.raises(NotFound):
        await desk.support.extend(desk.origin(), nobody, an_extension_form())


def test_what_is_no_event_is_not_published() -> None:
    with pytest.raises(TypeError, match="str is not an event"):
        to_message("x")
