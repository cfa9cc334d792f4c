"""Whatever is not a clear and matching answer is unknown, never failure."""

from datetime import date
from typing import Any, Self

import pytest

from chassis.bank_rail import BankRail, Outcome, PaymentInstruction
from chassis.errors import Unavailable

PAYMENT = PaymentInstruction(
    end_to_end_id="k1", amount_minor=100, card_token="card-1", execution_date=date(2026, 11, 23)
)
REPORT = (
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>'
    "<OrgnlPmtInfAndSts><TxInfAndSts><OrgnlEndToEndId>{key}</OrgnlEndToEndId>"
    "<TxSts>{status}</TxSts>{reason}<OrgnlTxRef>{amount}{booked}</OrgnlTxRef>"
    "</TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"
)
RIGHT = {
    "key": "k1",
    "status": "ACSC",
    "reason": "",
    "amount": '<Amt><InstdAmt Ccy="CNY">1.00</InstdAmt></Amt>',
    "booked": "<IntrBkSttlmDt>2026-11-23</IntrBkSttlmDt>",
}
BECAUSE = "<StsRsnInf><Rsn><Cd>{}</Cd></Rsn></StsRsnInf>"


class OneAnswer:
    """A session whose every request gets the same answer, or the same error."""

    def __init__(self, status: int = 200, body: str = "", error: Exception | None = None) -> None:
        self.status, self._body, self._error = status, body.encode(), error

    def request(self, *_: Any, **__: Any) -> "OneAnswer":
        return self

    async def __aenter__(self) -> Self:
        if self._error is not None:
            raise self._error
        return self

    async def __aexit__(self, *_: object) -> None: ...

    async def read(self) -> bytes:
        return self._body


def _rail(status: int = 200, body: str = "", error: Exception | None = None) -> BankRail:
    return BankRail(OneAnswer(status, body, error), "http://rail")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "outcome", "reason_code"),
    [
        ({}, Outcome.PAID, None),
        ({"status": "ACSP", "booked": ""}, Outcome.PENDING, None),
        ({"status": "ACTC", "booked": ""}, Outcome.PENDING, None),
        ({"status": "PDNG", "booked": ""}, Outcome.PENDING, None),
        ({"status": "RJCT", "reason": BECAUSE.format("AM04")}, Outcome.REFUSED, "AM04"),
        ({"status": "RJCT", "reason": BECAUSE.format("AM05")}, Outcome.UNKNOWN, "AM05"),
        ({"booked": ""}, Outcome.UNKNOWN, "NO_BOOKING_DATE"),
        ({"key": "k2"}, Outcome.UNKNOWN, "OTHER_KEY"),
        ({"amount": ""}, Outcome.UNKNOWN, "NO_AMOUNT"),
        ({"amount": RIGHT["amount"].replace("CNY", "USD")}, Outcome.UNKNOWN, "NO_AMOUNT"),
        ({"amount": RIGHT["amount"].replace("1.00", "1.01")}, Outcome.UNKNOWN, "OTHER_AMOUNT"),
        ({"status": "XXXX"}, Outcome.UNKNOWN, "MALFORMED_ANSWER"),
    ],
)
async def test_a_report_proves_what_it_says_about_this_order(
    said: dict[str, str], outcome: Outcome, reason_code: str | None
) -> None:
    answer = await _rail(body=REPORT.format(**RIGHT | said)).pay(PAYMENT)

    assert (answer.outcome, answer.reason_code) == (outcome, reason_code)
    assert (answer.booked_on is not None) == (outcome is Outcome.PAID)


@pytest.mark.parametrize(
    ("rail", "reason_code"),
    [
        (lambda: _rail(500), "HTTP_500"),
        (lambda: _rail(400, '{"reason": "MALFORMED_AMOUNT"}'), "MALFORMED_AMOUNT"),
        (lambda: _rail(302), "HTTP_302"),
        (lambda: _rail(200, "<html>"), "MALFORMED_ANSWER"),
        (lambda: _rail(error=TimeoutError()), "TIMEOUT"),
        (lambda: _rail(error=ConnectionResetError()), "NO_CONNECTION"),
    ],
)
async def test_no_clear_answer_is_unknown(rail: Any, reason_code: str) -> None:
    answer = await rail().pay(PAYMENT)

    assert (answer.outcome, answer.reason_code) == (Outcome.UNKNOWN, reason_code)


async def test_only_the_rails_own_word_makes_a_key_unknown_to_it() -> None:
    own = await _rail(404, '{"reason": "UNKNOWN_KEY"}').payment_status("k1")
    stray = await _rail(404, "<html>not found</html>").payment_status("k1")

    assert own is None
    assert stray is not None
    assert stray.outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "rail",
    [
        lambda: _rail(503),
        lambda: _rail(200, "{}"),
        lambda: _rail(200, '{"match": "yes"}'),
        lambda: _rail(error=TimeoutError()),
    ],
)
async def test_a_check_or_statement_without_a_clear_answer_is_unavailable(rail: Any) -> None:
    with pytest.raises(Unavailable):
        await rail().check_account(name="n", id_number="i", card_number="c", phone="p")
    with pytest.raises(Unavailable):
        await rail().statement(date(2026, 11, 23))
