"""The two sides of ISO 20022 were written apart; each must understand the other."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis import iso20022 as lender
from chassis import iso20022_account as account
from chassis import iso20022_mandate as mandate
from chassis.iso20022_xml import MalformedMessage
from sandbox.bank_rail import iso20022 as rail
from sandbox.bank_rail import mandates
from sandbox.bank_rail.orders import SETTLEMENT_ACCOUNT, Answer, Kind, Movement, Statement, Status

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
DAY = date(2026, 11, 23)
SENDER: dict[str, Any] = {
    "settlement_account": SETTLEMENT_ACCOUNT,
    "lender": "Granary",
    "written_at": NOW,
}
PAYMENT = lender.PaymentInstruction(
    end_to_end_id="0193" * 8,
    amount_minor=1_000_000,
    card_token="card-1",
    execution_date=DAY,
    remittance="放款 <第一笔> & 更多",
)
DEBIT = lender.DebitInstruction(
    end_to_end_id="0194" * 8,
    amount_minor=1,
    card_token="card-1",
    mandate_id="consent-1",
    mandate_signed_on=DAY,
    collection_date=DAY,
)
ANSWER = Answer(
    kind=Kind.PAYMENT,
    message_id="m1",
    end_to_end_id="k1",
    status=Status.SETTLED,
    reason="",
    amount_minor=1_000_000,
    moved_minor=1_000_000,
    currency="CNY",
    card_token="card-1",
    requested_on=DAY,
    booked_on=DAY,
)


def test_a_payment_arrives_as_it_was_meant() -> None:
    order = rail.read_pain_001(lender.write_payment(PAYMENT, **SENDER))

    assert order.kind is Kind.PAYMENT
    assert (order.end_to_end_id, order.amount_minor) == (PAYMENT.end_to_end_id, 1_000_000)
    assert (order.card_token, order.settlement_account) == ("card-1", SETTLEMENT_ACCOUNT)
    assert (order.requested_on, order.remittance) == (DAY, PAYMENT.remittance)


def test_a_debit_arrives_as_it_was_meant() -> None:
    order = rail.read_pain_008(lender.write_debit(DEBIT, **SENDER))

    assert order.kind is Kind.DEBIT
    assert (order.end_to_end_id, order.amount_minor) == (DEBIT.end_to_end_id, 1)
    assert (order.mandate_id, order.requested_on) == ("consent-1", DAY)


@pytest.mark.parametrize("may_be_partial", [True, False])
def test_whether_a_part_will_do_arrives_with_the_debit(*, may_be_partial: bool) -> None:
    debit = replace(DEBIT, may_be_partial=may_be_partial)

    order = rail.read_pain_008(lender.write_debit(debit, **SENDER))

    assert order.may_be_partial is may_be_partial


def test_a_debit_under_an_instrument_the_rail_does_not_know_is_refused() -> None:
    message = lender.write_debit(replace(DEBIT, may_be_partial=True), **SENDER)

    with pytest.raises(rail.MessageRefused) as refused:
        rail.read_pain_008(message.replace(b"PARTIAL", b"WHATEVER"))

    assert refused.value.reason == "MALFORMED_FIELD"


def test_what_was_collected_of_a_debit_arrives_beside_what_was_ordered() -> None:
    answer = replace(ANSWER, kind=Kind.DEBIT, moved_minor=40_001)

    report = lender.read_status_report(rail.write_pain_002(answer, written_at=NOW))

    assert (report.amount_minor, report.settled_minor) == (1_000_000, 40_001)


@given(amount_minor=st.integers(1, 100_000_000_000))
def test_every_amount_arrives_to_the_fen(amount_minor: int) -> None:
    instruction = replace(PAYMENT, amount_minor=amount_minor)

    assert rail.read_pain_001(lender.write_payment(instruction, **SENDER)).amount_minor == (
        amount_minor
    )


def test_the_same_instruction_written_at_another_time_asks_for_the_same() -> None:
    first = rail.read_pain_001(lender.write_payment(PAYMENT, **SENDER))
    later = replace(PAYMENT, execution_date=date(2026, 11, 24))
    again = rail.read_pain_001(
        lender.write_payment(later, **SENDER | {"written_at": NOW.replace(hour=9)})
    )
    other = rail.read_pain_001(
        lender.write_payment(replace(PAYMENT, amount_minor=1_000_001), **SENDER)
    )

    assert first.fingerprint == again.fingerprint
    assert first.fingerprint != other.fingerprint


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize(
    ("status", "reason", "booked_on"),
    [
        (Status.SETTLED, "", DAY),
        (Status.IN_PROCESS, "", None),
        (Status.PENDING, "", None),
        (Status.REJECTED, "AM04", None),
    ],
)
def test_an_answer_arrives_as_it_was_given(
    kind: Kind, status: Status, reason: str, booked_on: date | None
) -> None:
    answer = replace(ANSWER, kind=kind, status=status, reason=reason, booked_on=booked_on)

    report = lender.read_status_report(rail.write_pain_002(answer, written_at=NOW))

    assert report == lender.StatusReport(
        end_to_end_id="k1",
        status=lender.TransactionStatus(status),
        reason_code=reason or None,
        amount_minor=1_000_000,
        settled_minor=None,
        currency="CNY",
        booked_on=booked_on,
    )


def _movement(number: int, kind: Kind, amount_minor: int) -> Movement:
    return Movement(
        number=number,
        kind=kind,
        end_to_end_id=f"k{number}",
        amount_minor=amount_minor,
        currency="CNY",
        card_token="card-1",
        booked_on=DAY,
    )


def test_a_statement_arrives_as_it_was_drawn_up() -> None:
    movements = (_movement(1, Kind.PAYMENT, 500), _movement(2, Kind.DEBIT, 120))
    statement = Statement(day=DAY, opening_minor=100, closing_minor=-280, movements=movements)

    read = account.read_statement(rail.write_camt_053(statement, written_at=NOW))

    assert (read.business_date, read.opening_minor, read.closing_minor) == (DAY, 100, -280)
    assert [(e.end_to_end_id, e.direction, e.amount_minor) for e in read.entries] == [
        ("k1", account.Direction.OUT, 500),
        ("k2", account.Direction.IN, 120),
    ]


def test_a_statement_that_does_not_add_up_is_malformed() -> None:
    statement = Statement(
        day=DAY, opening_minor=0, closing_minor=1, movements=(_movement(1, Kind.DEBIT, 2),)
    )

    with pytest.raises(MalformedMessage):
        account.read_statement(rail.write_camt_053(statement, written_at=NOW))


def test_a_notification_names_the_movement() -> None:
    body = rail.write_camt_054(_movement(7, Kind.DEBIT, 120), written_at=NOW)

    namespace = "{urn:iso:std:iso:20022:tech:xsd:camt.054.001.08}"
    root = ET.fromstring(body)
    assert root.findtext(f".//{namespace}EndToEndId") == "k7"
    assert root.findtext(f".//{namespace}CdtDbtInd") == "CRDT"


GOOD = lender.write_payment(PAYMENT, **SENDER)
AMOUNT = b'<InstdAmt Ccy="CNY">10000.00</InstdAmt>'


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"pain.001.001.09", b"pain.001.001.03", "WRONG_NAMESPACE"),
        (b"10000.00</InstdAmt>", b"-10000.00</InstdAmt>", "MALFORMED_AMOUNT"),
        (b"10000.00</InstdAmt>", b"1e4</InstdAmt>", "MALFORMED_AMOUNT"),
        (b"10000.00</InstdAmt>", b"NaN</InstdAmt>", "MALFORMED_AMOUNT"),
        (b"10000.00</InstdAmt>", b"10000.001</InstdAmt>", "MALFORMED_AMOUNT"),
        (b"10000.00</InstdAmt>", "１００".encode() + b"</InstdAmt>", "MALFORMED_AMOUNT"),
        (b"10000.00</InstdAmt>", b"0.00</InstdAmt>", "AMOUNT_OUT_OF_RANGE"),
        (b"10000.00</InstdAmt>", b"1000000000.01</InstdAmt>", "AMOUNT_OUT_OF_RANGE"),
        (b"10000.00</InstdAmt>", b"9" * 30 + b"</InstdAmt>", "MALFORMED_AMOUNT"),
        (b"10000.00</InstdAmt>", b"9999.00</InstdAmt>", "WRONG_CONTROL_SUM"),
        (b'Ccy="CNY"', b'Ccy="USD"', "WRONG_CURRENCY"),
        (b' Ccy="CNY"', b"", "WRONG_CURRENCY"),
        (AMOUNT, b"", "MISSING_FIELD"),
        (AMOUNT, AMOUNT + AMOUNT, "MALFORMED_FIELD"),
        (b"<NbOfTxs>1</NbOfTxs>", b"<NbOfTxs>2</NbOfTxs>", "ONE_TRANSACTION_ONLY"),
        (b"<PmtMtd>TRF</PmtMtd>", b"<PmtMtd>CHK</PmtMtd>", "MALFORMED_FIELD"),
        (b"<Dt>2026-11-23</Dt>", b"<Dt>2026-02-30</Dt>", "MALFORMED_FIELD"),
        (b"<Dt>2026-11-23</Dt>", b"<Dt>23.11.2026</Dt>", "MALFORMED_FIELD"),
        (b"<Dt>2026-11-23</Dt>", b"", "MISSING_FIELD"),
        (b"<EndToEndId>", b"<EndToEndId>../", "MALFORMED_FIELD"),
        (b"<EndToEndId>", b"<EndToEndId>" + b"x" * 40, "MALFORMED_FIELD"),
        (b"card-1", b"", "MISSING_FIELD"),
    ],
)
def test_an_order_with_a_flaw_is_refused_by_name(old: bytes, new: bytes, reason: str) -> None:
    assert old in GOOD

    with pytest.raises(rail.MessageRefused) as refused:
        rail.read_pain_001(GOOD.replace(old, new))

    assert refused.value.reason == reason


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_refused_and_never_break_either_side(body: bytes) -> None:
    with pytest.raises(rail.MessageRefused):
        rail.read_pain_001(body)
    with pytest.raises(MalformedMessage):
        lender.read_status_report(body)


@given(place=st.integers(0, len(GOOD) - 1), byte=st.integers(0, 255))
def test_one_spoilt_byte_is_refused_or_still_an_order(place: int, byte: int) -> None:
    spoilt = GOOD[:place] + bytes([byte]) + GOOD[place + 1 :]

    try:
        order = rail.read_pain_001(spoilt)
    except rail.MessageRefused:
        return

    assert order.amount_minor > 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"ACSC", b"HUGE"),
        (b"1000000", b"1,000"),
        (b"<OrgnlEndToEndId>k1</OrgnlEndToEndId>", b""),
        (b"pain.002.001.10", b"pain.002.001.03"),
        (b"2026-11-23</IntrBkSttlmDt>", b"soon</IntrBkSttlmDt>"),
    ],
)
def test_an_answer_with_a_flaw_is_malformed(old: bytes, new: bytes) -> None:
    good = rail.write_pain_002(replace(ANSWER, amount_minor=100_000_000), written_at=NOW)
    assert old in good

    with pytest.raises(MalformedMessage):
        lender.read_status_report(good.replace(old, new))


@pytest.mark.parametrize(
    "flaw",
    [{"amount_minor": 0}, {"amount_minor": -1}, {"end_to_end_id": ""}, {"end_to_end_id": "a/b"}],
)
def test_an_absurd_instruction_cannot_be_made(flaw: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"positive|key at the rail"):
        replace(PAYMENT, **flaw)


MANDATE = mandate.MandateInstruction(
    request=mandate.MandateRequest.INITIATE,
    message_id=f"{'0195' * 7}-1",
    mandate_id="0195" * 8,
    card_token="card-1",
    signed_on=DAY,
    reason="CONSENT_WITHDRAWN",
)


@pytest.mark.parametrize(
    ("request_kind", "wish", "card"),
    [
        (mandate.MandateRequest.INITIATE, mandates.Wish.INITIATE, "card-1"),
        (mandate.MandateRequest.AMEND, mandates.Wish.AMEND, "card-1"),
        (mandate.MandateRequest.CANCEL, mandates.Wish.CANCEL, ""),
    ],
)
def test_a_request_on_a_mandate_and_its_answer_arrive_as_they_were_meant(
    request_kind: mandate.MandateRequest, wish: mandates.Wish, card: str
) -> None:
    asked = replace(MANDATE, request=request_kind)

    read = mandates.read_request(mandate.write_mandate(asked, **SENDER))

    assert (read.wish, read.message_id, read.mandate_id) == (wish, asked.message_id, "0195" * 8)
    assert read.card_token == card
    for reason, is_accepted in (("", True), ("AC01", False)):
        body = mandates.write_report(mandates.Report(request=read, reason=reason), written_at=NOW)
        report = mandate.read_acceptance(body)
        assert report == mandate.MandateReport(
            message_id=asked.message_id,
            mandate_id=asked.mandate_id,
            is_accepted=is_accepted,
            reason_code=reason or None,
        )


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"pain.009.001.06", b"pain.009.001.01", "WRONG_NAMESPACE"),
        (b"<SeqTp>RCUR", b"<SeqTp>OOFF", "MALFORMED_FIELD"),
        (SETTLEMENT_ACCOUNT.encode(), b"SOMEBODY-ELSE", "MALFORMED_FIELD"),
        (b"<MndtId>0195", b"<MndtId>not an id ", "MALFORMED_FIELD"),
        (b"card-1", b"", "MISSING_FIELD"),
    ],
)
def test_a_request_on_a_mandate_that_cannot_be_acted_on_is_refused(
    old: bytes, new: bytes, reason: str
) -> None:
    body = mandate.write_mandate(MANDATE, **SENDER)
    assert old in body

    with pytest.raises(rail.MessageRefused) as refused:
        mandates.read_request(body.replace(old, new, 1))
    assert refused.value.reason == reason


@pytest.mark.parametrize("field", ["message_id", "mandate_id"])
def test_an_id_that_no_bank_takes_is_not_written(field: str) -> None:
    changes: dict[str, Any] = {field: "not an id"}

    with pytest.raises(ValueError, match="id at the bank"):
        replace(MANDATE, **changes)


def test_an_acceptance_that_is_neither_yes_nor_no_is_malformed() -> None:
    read = mandates.read_request(mandate.write_mandate(MANDATE, **SENDER))
    body = mandates.write_report(mandates.Report(request=read, reason=""), written_at=NOW)

    with pytest.raises(MalformedMessage):
        mandate.read_acceptance(body.replace(b"true", b"perhaps"))


def test_a_transfer_is_told_with_its_payer_by_notice_and_by_statement_alike() -> None:
    transfer = replace(
        _movement(3, Kind.INCOMING, 900),
        payer_name="王小明",
        virtual_account="VA0193",
        remittance="还款 <谢谢>",
    )
    statement = Statement(day=DAY, opening_minor=0, closing_minor=900, movements=(transfer,))

    (noticed,) = account.read_notification(rail.write_camt_054(transfer, written_at=NOW))
    (stated,) = account.read_statement(rail.write_camt_053(statement, written_at=NOW)).entries

    assert noticed == stated
    assert noticed.payer == account.Payer(
        name="王小明", account="card-1", credited_account="VA0193", remittance="还款 <谢谢>"
    )
    assert (noticed.direction, noticed.amount_minor) == (account.Direction.IN, 900)
    (debit,) = account.read_notification(
        rail.write_camt_054(_movement(4, Kind.DEBIT, 120), written_at=NOW)
    )
    assert debit.payer is None
