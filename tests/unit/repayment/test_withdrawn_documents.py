"""A document that a correction makes untrue is marked, and keeps its bytes and its number."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from chassis.frozen import replace as frozen_replace
from services.repayment.domain.documents.issued_document import (
    DocumentKind,
    DocumentStanding,
    IssuedDocument,
    Restatement,
    reconsider,
    standing_of_new,
)
from services.repayment.domain.documents.loan_papers import certificate_number
from services.repayment.domain.documents.words import Language
from services.repayment.domain.history import EntryKind, HistoryEntry
from services.repayment.words_file import read_words
from tests.builders.loans import CUSTOMER, LOAN, a_loan, repayment_id

OTHER = UUID(int=77)
VALID, CORRECTED, WITHDRAWN = DocumentStanding


def a_document(kind: DocumentKind, subject_id: UUID = LOAN, **more: Any) -> IssuedDocument:
    fields: dict[str, Any] = {
        "customer_id": CUSTOMER,
        "number": "JQ-20270120-1",
        "kind": kind,
        "subject_id": subject_id,
        "language": "zh-CN",
        "issued_on": date(2027, 2, 1),
        "words_version": "2026-11",
        "digest": "0" * 64,
        "content": b"%PDF",
        "sha256": "1" * 64,
    }
    return IssuedDocument(**fields | more)


def a_restatement(**more: Any) -> Restatement:
    fields: dict[str, Any] = {
        "loan_id": LOAN,
        "repayment_id": repayment_id(1),
        "from_on": date(2027, 1, 20),
        "because": "REPAYMENT_REVERSED",
        "on": date(2027, 2, 10),
        "is_settled": False,
        "is_taken_back": True,
    }
    return Restatement(**fields | more)


CERTIFICATE = a_document(DocumentKind.SETTLEMENT_CERTIFICATE)


def test_a_certificate_is_withdrawn_when_its_loan_owes_again() -> None:
    (change,) = reconsider(CERTIFICATE, a_restatement()).changes

    assert change.state == replace(
        CERTIFICATE,
        standing=WITHDRAWN,
        standing_since=date(2027, 2, 10),
        standing_because="REPAYMENT_REVERSED",
    )


@pytest.mark.parametrize(
    ("document", "more", "standing"),
    [
        (CERTIFICATE, {"is_settled": True}, VALID),
        (CERTIFICATE, {"loan_id": OTHER}, VALID),
        (a_document(DocumentKind.RECEIPT, repayment_id(1)), {}, WITHDRAWN),
        (a_document(DocumentKind.RECEIPT, repayment_id(2)), {}, VALID),
        (a_document(DocumentKind.RECEIPT, repayment_id(1)), {"is_taken_back": False}, VALID),
        (a_document(DocumentKind.LOAN_STATEMENT), {}, CORRECTED),
        (a_document(DocumentKind.LOAN_STATEMENT), {"from_on": date(2027, 1, 31)}, CORRECTED),
        (a_document(DocumentKind.LOAN_STATEMENT), {"from_on": date(2027, 2, 1)}, VALID),
        (a_document(DocumentKind.LOAN_STATEMENT), {"loan_id": OTHER}, VALID),
        (a_document(DocumentKind.MONTHLY_STATEMENT, CUSTOMER), {}, CORRECTED),
        # Made after the correction, it shows it.
        (a_document(DocumentKind.MONTHLY_STATEMENT, CUSTOMER), {"on": date(2027, 1, 31)}, VALID),
    ],
)
def test_only_what_is_not_true_any_more_is_marked(
    document: IssuedDocument, more: Any, standing: DocumentStanding
) -> None:
    decision = reconsider(document, a_restatement(**more))

    assert decision.reply is standing
    assert len(decision.changes) == (standing is not VALID)


def test_what_is_withdrawn_stays_withdrawn_and_what_is_corrected_is_marked_once() -> None:
    withdrawn = replace(CERTIFICATE, standing=WITHDRAWN)
    corrected = a_document(DocumentKind.LOAN_STATEMENT, standing=CORRECTED)

    assert reconsider(withdrawn, a_restatement(is_settled=True)).changes == ()
    assert reconsider(withdrawn, a_restatement()).changes == ()
    assert reconsider(corrected, a_restatement()).changes == ()


def test_a_certificate_that_replaces_a_withdrawn_one_has_a_number_of_its_own() -> None:
    words, loan = read_words()[Language.ZH], a_loan()

    first = certificate_number(loan, words)

    assert certificate_number(loan, words, 2) == f"{first}-2"


@pytest.mark.parametrize(
    ("booked_on", "taken_back_on", "standing"),
    [
        (date(2027, 1, 20), date(2027, 2, 10), CORRECTED),
        (date(2027, 1, 20), date(2027, 2, 1), CORRECTED),
        (date(2027, 1, 20), date(2027, 1, 31), VALID),  # the month shows it
        (date(2027, 2, 1), date(2027, 2, 10), VALID),  # the month never had it
        (date(2027, 1, 20), None, VALID),
    ],
)
def test_a_month_first_asked_for_after_money_of_it_was_taken_back_is_corrected_from_the_beginning(
    booked_on: date, taken_back_on: date | None, standing: DocumentStanding
) -> None:
    paid = HistoryEntry(
        EntryKind.REPAYMENT, repayment_id(1), booked_on, booked_on, 1, taken_back_on=taken_back_on
    )
    loan = frozen_replace(a_loan(), history=(paid,))
    because = "REPAYMENT_REVERSED" if standing is CORRECTED else ""
    since = taken_back_on if standing is CORRECTED else None

    of_statement = standing_of_new(DocumentKind.LOAN_STATEMENT, [loan], date(2027, 2, 1))

    assert of_statement == (standing, since, because)
    of_receipt = standing_of_new(DocumentKind.RECEIPT, [loan], date(2027, 2, 1))
    assert of_receipt == (VALID, None, "")
