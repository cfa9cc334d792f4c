"""Payouts on the bank rail, a partner outside."""

from chassis.bank_rail import BankRail, Outcome, PaymentInstruction, RailAnswer
from services.lending.domain.drawdown import Drawdown, PaymentAnswer, PaymentOutcome


class PayoutRailClient:
    """Pays drawdowns; one drawdown always sends the same instruction under the same key."""

    def __init__(self, rail: BankRail) -> None:
        self._rail = rail

    async def pay(self, drawdown: Drawdown) -> PaymentAnswer:
        """Send the payment; sending it again never pays twice."""
        instruction = PaymentInstruction(
            end_to_end_id=drawdown.end_to_end_id,
            amount_minor=drawdown.amount_minor,
            card_token=drawdown.card.card_token,
            # The day of the request, not of this attempt: a key's content never changes.
            execution_date=drawdown.requested_on,
            remittance="借款放款",
        )
        return _answer(await self._rail.pay(instruction))

    async def status(self, drawdown: Drawdown) -> PaymentAnswer | None:
        """What became of the payment; None when the rail does not know its key."""
        answer = await self._rail.payment_status(
            drawdown.end_to_end_id, expected_amount_minor=drawdown.amount_minor
        )
        return None if answer is None else _answer(answer)


def _answer(answer: RailAnswer) -> PaymentAnswer:
    if answer.outcome is Outcome.PAID:
        return PaymentAnswer(PaymentOutcome.PAID, booked_on=answer.booked_on)
    if answer.outcome is Outcome.REFUSED:
        return PaymentAnswer(PaymentOutcome.REFUSED, reason_code=answer.reason_code or "NARR")
    return PaymentAnswer(PaymentOutcome.UNSETTLED)
